#ifndef ASSAY_HOST_COUNTED_H
#define ASSAY_HOST_COUNTED_H

#include <assay/status.h>
#include <stddef.h>
#include <stdint.h>

/* A library that is built with --coverage, so that its lines are counted. The file is read, never
 * loaded. */

/* What it was linked from, as far as it counts: the files where the counts of each object would go
 * ("/build/source.c.gcda"; what the compiler wrote about its lines is beside it, .gcno). */
typedef struct assay_counted_objects {
    size_t count;
    char **paths; /* owned, each one, and once */
} assay_counted_objects;

/* None: it does not count. *objects: the caller's, to clear, also when not OK. */
assay_status assay_counted_objects_find(const char *library, assay_counted_objects *objects,
                                        assay_error *error) ASSAY_MUST_USE;
void assay_counted_objects_clear(assay_counted_objects *self);

/* Where in the library the function is that writes its counts (engine/line_counts.h); 0: its
 * symbols were stripped, or it does not count. */
uint64_t assay_counted_writer(const char *library);

#endif
