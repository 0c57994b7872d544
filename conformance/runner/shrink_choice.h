#ifndef ASSAY_RUNNER_SHRINK_CHOICE_H
#define ASSAY_RUNNER_SHRINK_CHOICE_H

#include "runner/run.h"

/* The failures and crashes that no saved failure shows, the best to begin with first: one of each
 * check of a connector before the others of that check, then those over the fewest records, then
 * those with the fewest calls. *numbers: of the items; the caller's, to free. MEMORY. */
assay_status assay_shrink_choose(const assay_run *run, size_t **numbers,
                                 size_t *count) ASSAY_MUST_USE;

#endif
