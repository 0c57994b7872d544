#ifndef ASSAY_REPORT_DIFF_H
#define ASSAY_REPORT_DIFF_H

#include "runner/run.h"
#include <stdio.h>

/* Two runs compared, check by check over the scenarios of the same name. */

typedef enum assay_diff_kind {
    ASSAY_DIFF_WORSE,   /* fails, and did not before, or was not there */
    ASSAY_DIFF_BETTER,  /* failed, and does no longer */
    ASSAY_DIFF_CHANGED, /* another state, neither of them a failure */
    ASSAY_DIFF_ADDED,
    ASSAY_DIFF_GONE,
    ASSAY_DIFF_KINDS
} assay_diff_kind;

const char *assay_diff_kind_name(assay_diff_kind kind); /* "worse" */

typedef struct assay_diff_row {
    assay_diff_kind kind;
    const assay_run_item *before, *now; /* borrowed; NULL: not there; not both */
} assay_diff_row;

/* A check that was run in both, by what it cost more or less. */
typedef struct assay_diff_cost {
    const assay_run_item *before, *now; /* borrowed */
} assay_diff_cost;

typedef struct assay_diff {
    const assay_run *before, *now; /* borrowed */
    size_t row_count;
    assay_diff_row *rows; /* owned; by kind, then in the order of the plans */
    size_t same;          /* checks that are as they were */
    size_t cost_count;
    assay_diff_cost *costs;        /* owned; those that changed most first */
    int64_t cost_before, cost_now; /* microseconds, of the checks in both */
} assay_diff;

/* MEMORY only. *self: the caller's to clear when OK. */
assay_status assay_diff_make(assay_diff *self, const assay_run *before,
                             const assay_run *now) ASSAY_MUST_USE;
void assay_diff_clear(assay_diff *self);

size_t assay_diff_count(const assay_diff *self, assay_diff_kind kind);

assay_status assay_diff_text(FILE *to, const assay_diff *self, assay_error *error) ASSAY_MUST_USE;
assay_status assay_diff_json(FILE *to, const assay_diff *self, assay_error *error) ASSAY_MUST_USE;

#endif
