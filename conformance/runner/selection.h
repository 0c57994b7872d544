#ifndef ASSAY_RUNNER_SELECTION_H
#define ASSAY_RUNNER_SELECTION_H

#include "runner/run.h"

/* A pattern of checks is one as for fnmatch(3), over "CHECK", "SCENARIO:CHECK" or
 * "CONNECTOR/SCENARIO:CHECK". A name that is written out in full means itself. */

/* Whether it matches the check over a scenario; over any when scenario is NULL. */
bool assay_pattern_matches(const char *pattern, const assay_scenario *scenario, const char *check);

/* The first scenario of the run over which it matches some check of the tables; NULL: none. */
const assay_scenario *assay_pattern_first(const char *pattern, const assay_run *run,
                                          const assay_check_table *tables, size_t table_count);

/* INVALID: a "SCENARIO:CHECK" that matches over scenarios of several connectors. The message begins
 * with what, "--filter 'lines:split.*'". */
assay_status assay_pattern_verify(const char *pattern, const char *what, const assay_run *run,
                                  const assay_check_table *tables, size_t table_count,
                                  assay_error *error) ASSAY_MUST_USE;

/* Checks that are not to run. The texts are borrowed. */
typedef struct assay_exclusion {
    const char *pattern;
    const char *reason;
} assay_exclusion;

/* Which checks were asked for. */
typedef struct assay_selection {
    const char *const *patterns;       /* borrowed */
    size_t count;                      /* 0: all checks */
    const assay_exclusion *exclusions; /* borrowed */
    size_t exclusion_count;
} assay_selection;

/* Whether some pattern matches the check, as assay_pattern_matches. */
bool assay_selection_has(const assay_selection *self, const assay_scenario *scenario,
                         const char *check);

/* Why the check is not to run over the scenario, by the first exclusion that matches; NULL: it
 * is. */
const char *assay_selection_excluded(const assay_selection *self, const assay_scenario *scenario,
                                     const char *check);

/* Whether some check of the tables over the scenario is asked for and not excluded. */
bool assay_selection_any(const assay_selection *self, const assay_scenario *scenario,
                         const assay_check_table *tables, size_t table_count);

/* INVALID: a pattern, also of an exclusion, that matches no check over any of the run's scenarios,
 * or as assay_pattern_verify has it; the message names it. */
assay_status assay_selection_verify(const assay_selection *self, const assay_run *run,
                                    const assay_check_table *tables, size_t table_count,
                                    assay_error *error) ASSAY_MUST_USE;

#endif
