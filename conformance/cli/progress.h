#ifndef ASSAY_CLI_PROGRESS_H
#define ASSAY_CLI_PROGRESS_H

#include "runner/run.h"
#include <stdio.h>

/* One line on a terminal while checks run. */
typedef struct assay_progress {
    FILE *to; /* NULL: nobody watches */
    int64_t started;
    const char *last; /* check that ended last, borrowed; "" at first */
} assay_progress;

int64_t assay_now_microseconds(void);

void assay_progress_start(assay_progress *self, FILE *to);
void assay_progress_show(assay_progress *self, const assay_run *run);
void assay_progress_clear(assay_progress *self);

/* The line itself: "37/61  dynamic-split.pairs  2.1 s  ~4 s left  1 failed". */
void assay_progress_line(const assay_run *run, const char *last, int64_t elapsed, char *to,
                         size_t size);

#endif
