#ifndef ASSAY_RUNNER_PLAN_H
#define ASSAY_RUNNER_PLAN_H

#include "runner/selection.h"

/* What a manifest can promise beyond abilities. */
typedef struct assay_promise {
    uint32_t bit;       /* ASSAY_PROMISE_* */
    const char *key;    /* of source or sink, that gives it */
    const char *absent; /* why a check that needs it does not run */
} assay_promise;

enum { ASSAY_PROMISES = 9 };
extern const assay_promise assay_promises[ASSAY_PROMISES];

/* The rule set in which a check first counts. */
unsigned assay_check_since(const assay_check *check);

/* Adds to the run, whose scenarios have been looked at, an item for each selected check that is
 * about that kind of connector. One that does not apply, or is excluded, is decided here: skipped,
 * with the reason. One of a later rule set than the run's is a preview. */
assay_status assay_plan_make(assay_run *run, const assay_check_table *tables, size_t table_count,
                             const assay_selection *selection, assay_error *error) ASSAY_MUST_USE;

#endif
