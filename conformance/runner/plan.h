#ifndef ASSAY_RUNNER_PLAN_H
#define ASSAY_RUNNER_PLAN_H

#include "runner/selection.h"

/* Adds to the run, whose scenarios have been looked at, an item for each selected check that is
 * about that kind of connector. One that does not apply is decided here: skipped, with the reason.
 */
assay_status assay_plan_make(assay_run *run, const assay_check_table *tables, size_t table_count,
                             const assay_selection *selection, assay_error *error) ASSAY_MUST_USE;

#endif
