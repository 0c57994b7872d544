#ifndef ASSAY_RUNNER_REPEAT_H
#define ASSAY_RUNNER_REPEAT_H

#include "runner/run.h"

/* A check that is run several times, each time with the same seed over the same data: what differs
 * then is not Assay's choice.
 *
 * It is flaky when it failed, crashed or ran out of time, and came to another verdict as well: the
 * first of each stays. Of verdicts that speak against nobody the one that says most stays: a pass
 * rather than unproven, unproven rather than skipped. When Assay itself failed, that stays alone.
 */

unsigned assay_repeat_times(const assay_run *run); /* at least 1 */

/* One more outcome of an item; *finding is taken over and left cleared. MEMORY only. */
assay_status assay_repeat_add(assay_run_item *item, assay_finding *finding,
                              assay_error *error) ASSAY_MUST_USE;

/* Whether that was the last of them. Of a check that passed each time no evidence is left then. */
bool assay_repeat_complete(const assay_run *run, assay_run_item *item);

#endif
