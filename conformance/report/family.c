/* The families of a scenario, one after the other. */
#include "report/family.h"

#include <string.h>

static bool same_family(const char *a, const char *b)
{
    size_t size = assay_family_length(a);
    return size == assay_family_length(b) && memcmp(a, b, size) == 0;
}

static void count(assay_family *of, const assay_run *run, const assay_run_item *item)
{
    of->counts[assay_run_item_state(run, item)]++;
    if (item->finding.verdict != ASSAY_SKIPPED)
        return;
    if (of->reason == NULL)
        of->reason = item->finding.reason;
    else if (strcmp(of->reason, item->finding.reason) != 0)
        of->one_reason = false;
}

size_t assay_family_others_than_skipped(const assay_family *self)
{
    size_t others = 0;
    for (int state = 0; state < ASSAY_STATES; state++)
        others += state != ASSAY_SKIPPED ? self->counts[state] : 0;
    return others;
}

bool assay_family_undeclared(const assay_family *self, const char **ability, size_t *size)
{
    static const char before[] = "ability '", after[] = "' is not declared";
    if (assay_family_others_than_skipped(self) > 0 || !self->one_reason || self->reason == NULL ||
        strncmp(self->reason, before, sizeof(before) - 1) != 0)
        return false;
    *ability = self->reason + sizeof(before) - 1;
    *size = strcspn(*ability, "'");
    return strcmp(*ability + *size, after) == 0;
}

bool assay_family_next(const assay_run *run, size_t scenario, size_t *at, assay_family *to)
{
    *to = (assay_family){NULL, {0}, NULL, true};
    for (; *at < run->item_count; (*at)++) {
        const assay_run_item *item = &run->items[*at];
        if (item->scenario != scenario || assay_run_item_state(run, item) == ASSAY_STATE_ELSEWHERE)
            continue;
        if (to->id == NULL)
            to->id = item->check->id;
        else if (!same_family(to->id, item->check->id))
            break;
        count(to, run, item);
    }
    return to->id != NULL;
}
