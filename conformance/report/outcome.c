/* What a run comes to as a whole. */
#include "report/outcome.h"

#include "report/paint.h"

bool assay_outcome_finished(const assay_run *run)
{
    return !run->cut && run->ended_by == 0 && assay_outcome_count(run, ASSAY_STATE_NOT_RUN) == 0;
}

const char *assay_outcome_word(const assay_run *run)
{
    if (!assay_outcome_finished(run))
        return "not finished";
    switch (assay_run_exit_code(run)) {
    case 0:
        return "conformant";
    case 1:
        return "not conformant";
    case 4:
        return "nothing ran";
    default:
        return "failed itself";
    }
}

size_t assay_outcome_items(const assay_run *run)
{
    size_t count = 0;
    for (size_t i = 0; i < run->item_count; i++)
        count += assay_run_item_state(run, &run->items[i]) != ASSAY_STATE_ELSEWHERE;
    return count;
}

size_t assay_outcome_count(const assay_run *run, assay_state state)
{
    return state == ASSAY_STATE_NOT_RUN ? assay_outcome_items(run) - run->done : run->totals[state];
}

void assay_outcome_write(FILE *to, const assay_run *run)
{
    size_t items = assay_outcome_items(run);
    fprintf(to, "%zu check%s: ", items, items == 1 ? "" : "s");
    const char *between = "";
    for (int state = 0; state < ASSAY_STATE_ELSEWHERE; state++) {
        size_t count = assay_outcome_count(run, (assay_state)state);
        if (count == 0 && state != ASSAY_PASS)
            continue;
        fprintf(to, "%s%zu %s", between, count, assay_words_of((assay_state)state)->count);
        between = ", ";
    }
}

const char *assay_item_message(const assay_run_item *item)
{
    const assay_finding *finding = &item->finding;
    if (item->other != NULL && !assay_verdict_against(finding->verdict))
        finding = item->other;
    if (finding->verdict == ASSAY_FAIL && finding->observed[0] != '\0')
        return finding->observed;
    return finding->reason[0] != '\0' ? finding->reason : assay_verdict_name(finding->verdict);
}

bool assay_item_tolerated(const assay_run *run, const assay_run_item *item)
{
    assay_state state = assay_run_item_state(run, item);
    bool counts =
        state == (assay_state)ASSAY_ERROR ? !item->preview : assay_run_item_against(run, item);
    return assay_state_bad(state) && !counts;
}
