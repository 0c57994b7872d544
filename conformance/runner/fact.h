#ifndef ASSAY_RUNNER_FACT_H
#define ASSAY_RUNNER_FACT_H

#include "runner/run.h"
#include <jansson.h>

/* What some runs tell of each of their checks, over each scenario. */

typedef enum assay_told {
    ASSAY_TOLD_NOTHING, /* it did not run, was skipped or unproven, or Assay failed */
    ASSAY_TOLD_PASSES,
    ASSAY_TOLD_FLAKY,
    ASSAY_TOLD_FAILS /* in one of them, or as a failure that was saved */
} assay_told;

typedef struct assay_fact {
    const char *name;               /* "CONNECTOR/SCENARIO:CHECK"; the list's */
    const assay_scenario *scenario; /* borrowed of a run, as the rest */
    const char *check;
    assay_told told; /* the last of these that any run tells */
    const assay_finding *finding;
    bool counts; /* its failure makes a run fail */
} assay_fact;

typedef struct assay_fact_list {
    size_t count;
    assay_fact *items; /* owned; in the order in which the runs have them */
    json_t *index;     /* owned; by name */
} assay_fact_list;

/* Borrows from the runs. MEMORY only. *self: the caller's to clear, also when not OK. */
assay_status assay_fact_list_make(const assay_run *const *runs, size_t count,
                                  assay_fact_list *self) ASSAY_MUST_USE;
void assay_fact_list_clear(assay_fact_list *self);

#endif
