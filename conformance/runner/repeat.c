/* What several runs of a check come to. */
#include "runner/repeat.h"

#include <assay/toolkit/error.h>
#include <stdlib.h>
#include <string.h>

unsigned assay_repeat_times(const assay_run *run)
{
    return run->settings.repeat > 1 ? run->settings.repeat : 1;
}

static size_t outcomes(const assay_run_item *item)
{
    size_t sum = 0;
    for (size_t v = 0; v < ASSAY_VERDICTS; v++)
        sum += item->outcomes[v];
    return sum;
}

/* Which of two verdicts stays. */
static int rank(assay_verdict verdict)
{
    static const int ranks[ASSAY_VERDICTS] = {
        [ASSAY_SKIPPED] = 0, [ASSAY_UNPROVEN] = 1, [ASSAY_PASS] = 2,  [ASSAY_FAIL] = 3,
        [ASSAY_CRASH] = 3,   [ASSAY_TIMEOUT] = 3,  [ASSAY_ERROR] = 4,
    };
    return ranks[verdict];
}

static void drop_other(assay_run_item *item)
{
    if (item->other != NULL)
        assay_finding_clear(item->other);
    free(item->other);
    item->other = NULL;
}

/* Takes it over, if it is the first other one. */
static assay_status keep_other(assay_run_item *item, assay_finding *finding, assay_error *error)
{
    if (item->other != NULL)
        return ASSAY_OK;
    item->other = malloc(sizeof(*item->other));
    if (item->other == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    *item->other = *finding;
    memset(finding, 0, sizeof(*finding));
    return ASSAY_OK;
}

static void swap(assay_finding *a, assay_finding *b)
{
    assay_finding other = *a;
    *a = *b;
    *b = other;
}

/* What the check cost in all stays with what it came to. */
static void add_cost(assay_finding *to, const assay_finding *from)
{
    to->calls += from->calls;
    to->cases += from->cases;
    to->microseconds += from->microseconds;
}

static assay_status weigh(assay_run_item *item, assay_finding *finding, assay_error *error)
{
    if (rank(finding->verdict) > rank(item->finding.verdict)) {
        swap(finding, &item->finding);
        add_cost(&item->finding, finding);
    } else {
        add_cost(&item->finding, finding);
    }
    assay_verdict verdict = item->finding.verdict;
    if (verdict == ASSAY_ERROR)
        drop_other(item);
    bool flaky = assay_verdict_against(verdict) && finding->verdict != verdict;
    return flaky ? keep_other(item, finding, error) : ASSAY_OK;
}

assay_status assay_repeat_add(assay_run_item *item, assay_finding *finding, assay_error *error)
{
    bool first = outcomes(item) == 0;
    assay_status status = ASSAY_OK;
    item->outcomes[finding->verdict]++;
    if (first)
        swap(&item->finding, finding);
    else
        status = weigh(item, finding, error);
    assay_finding_clear(finding);
    return status;
}

bool assay_repeat_complete(const assay_run *run, assay_run_item *item)
{
    assay_finding *finding = &item->finding;
    if (outcomes(item) < assay_repeat_times(run))
        return false;
    if (finding->verdict == ASSAY_PASS && assay_repeat_times(run) > 1) {
        assay_finding_text(&finding->dataset, "%s", "");
        assay_finding_text(&finding->trace, "%s", "");
        assay_finding_text(&finding->output, "%s", "");
    }
    return true;
}
