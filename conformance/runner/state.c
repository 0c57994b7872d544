/* What the items of a run come to. */
#include "runner/run.h"

#include <string.h>

const char *assay_state_name(assay_state state)
{
    static const char *const names[ASSAY_STATES] = {
        [ASSAY_STATE_KNOWN] = "known-failing",
        [ASSAY_STATE_FLAKY] = "flaky",
        [ASSAY_STATE_NOT_RUN] = "not-run",
        [ASSAY_STATE_ELSEWHERE] = "elsewhere",
    };
    if (state < (assay_state)ASSAY_VERDICTS)
        return assay_verdict_name((assay_verdict)state);
    return state < ASSAY_STATES ? names[state] : "?";
}

/* A failure that shows otherwise than the baseline says is another one. */
bool assay_known_expects(const assay_known *self, const assay_finding *finding)
{
    return assay_verdict_against(finding->verdict) &&
           (strstr(finding->observed, self->message) != NULL ||
            strstr(finding->reason, self->message) != NULL);
}

assay_state assay_run_item_state(const assay_run *run, const assay_run_item *item)
{
    bool elsewhere = item->shard != run->settings.shard && run->settings.shard != 0;
    if (!item->done)
        return elsewhere ? ASSAY_STATE_ELSEWHERE : ASSAY_STATE_NOT_RUN;
    if (item->other != NULL)
        return ASSAY_STATE_FLAKY;
    bool known = item->known != NULL && assay_known_expects(item->known, &item->finding);
    return known ? ASSAY_STATE_KNOWN : (assay_state)item->finding.verdict;
}

bool assay_state_bad(assay_state state)
{
    if (state == ASSAY_STATE_FLAKY || state == (assay_state)ASSAY_ERROR)
        return true;
    return state < (assay_state)ASSAY_VERDICTS && assay_verdict_against((assay_verdict)state);
}

void assay_run_item_done(assay_run *run, assay_run_item *item)
{
    item->done = true;
    run->done++;
    run->totals[assay_run_item_state(run, item)]++;
}

void assay_run_count(assay_run *run)
{
    run->done = 0;
    memset(run->totals, 0, sizeof(run->totals));
    for (size_t i = 0; i < run->item_count; i++)
        if (run->items[i].done)
            assay_run_item_done(run, &run->items[i]);
}
