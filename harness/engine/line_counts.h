#ifndef ASSAY_ENGINE_LINE_COUNTS_H
#define ASSAY_ENGINE_LINE_COUNTS_H

#include <stdbool.h>
#include <stdint.h>

/* How often each line of a library was run: a library that is built with --coverage counts it, and
 * its runtime (gcov's) adds the counts to files below a folder when the library is closed. */

/* Below the folder of a check: counts of cases that came to an end, and of those that were killed
 * or crashed and could still write them. */
#define ASSAY_LINE_COUNTS_ENDED "ended"
#define ASSAY_LINE_COUNTS_KILLED "killed"

typedef struct assay_line_counts {
    const char *folder; /* NULL or "": nobody wants to know */
    uint64_t writer;    /* where in the library the function is that writes them; 0: not known */
    const char *before; /* begin's: where this program's own counts go; NULL: as it was built */
} assay_line_counts;

bool assay_line_counts_wanted(const assay_line_counts *self);

/* From here on libraries in this process and its children write to ENDED, if that is wanted, up to
 * end. False: the folder's name is too long. */
bool assay_line_counts_begin(assay_line_counts *self);
void assay_line_counts_end(const assay_line_counts *self);
/* The same for one of the two. */
bool assay_line_counts_aim(const assay_line_counts *self, const char *below);

/* Writes those of a library that is loaded, by its handle, once; false: cannot be done. */
bool assay_line_counts_write(const assay_line_counts *self, void *handle);

/* The same in a signal handler, whatever the state of this process: in a copy of it, which has two
 * seconds. */
bool assay_line_counts_rescue(const assay_line_counts *self, void *handle);

#endif
