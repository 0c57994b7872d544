#ifndef ASSAY_REPORT_MERGE_H
#define ASSAY_REPORT_MERGE_H

#include "report/past.h"

/* The shards of a run, read from their journals, made the run that they are together. */
typedef struct assay_merge {
    const char *const *paths; /* borrowed; a journal each */
    size_t count;
    assay_past *pasts; /* owned; the first one becomes the whole, and borrows from the others */
} assay_merge;

/* INVALID, and the message names the journals: one cannot be read, did not end, or is no shard;
 * they are not of one plan, one library and one set of settings; a shard is missing or there twice.
 * *self: to clear in any case. */
assay_status assay_merge_read(assay_merge *self, const char *const *paths, size_t count,
                              assay_error *error) ASSAY_MUST_USE;
void assay_merge_clear(assay_merge *self);

/* The whole run, borrowed. */
const assay_run *assay_merge_run(const assay_merge *self);

#endif
