#ifndef ASSAY_RUNNER_SELECTION_H
#define ASSAY_RUNNER_SELECTION_H

#include "runner/run.h"

/* Which checks were asked for: patterns as for fnmatch(3), over "CHECK", "SCENARIO:CHECK" or
 * "CONNECTOR/SCENARIO:CHECK". No pattern: all. */
typedef struct assay_selection {
    const char *const *patterns; /* borrowed */
    size_t count;
} assay_selection;

/* Whether some pattern matches the check, over any scenario when scenario is NULL. */
bool assay_selection_has(const assay_selection *self, const assay_scenario *scenario,
                         const char *check);

/* Whether some check of the tables over the scenario is asked for. */
bool assay_selection_any(const assay_selection *self, const assay_scenario *scenario,
                         const assay_check_table *tables, size_t table_count);

/* INVALID: a pattern that matches no check over any of the run's scenarios, or a "SCENARIO:CHECK"
 * over those of several connectors; the message names it. */
assay_status assay_selection_verify(const assay_selection *self, const assay_run *run,
                                    const assay_check_table *tables, size_t table_count,
                                    assay_error *error) ASSAY_MUST_USE;

#endif
