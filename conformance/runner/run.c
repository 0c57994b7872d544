/* The life of a run's result, and what it comes to. */
#include "runner/run.h"

#include "runner/likeness.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>

void assay_run_init(assay_run *self, const assay_run_settings *settings)
{
    memset(self, 0, sizeof(*self));
    self->settings = *settings;
    self->started = (int64_t)time(NULL);
    struct utsname name;
    if (uname(&name) == 0)
        snprintf(self->platform, sizeof(self->platform), "%s %s %s", name.sysname, name.release,
                 name.machine);
}

static void clear_items(assay_run_item *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        assay_finding_clear(&items[i].finding);
        free(items[i].file);
        free(items[i].was);
    }
    free(items);
}

void assay_run_clear(assay_run *self)
{
    for (size_t i = 0; i < self->scenario_count; i++)
        assay_look_clear(&self->scenarios[i].look);
    clear_items(self->items, self->item_count);
    clear_items(self->saved, self->saved_count);
    free(self->scenarios);
    free(self->saved_folder);
    memset(self, 0, sizeof(*self));
}

assay_run_scenario *assay_run_add_scenario(assay_run *self, const char *manifest,
                                           const assay_scenario *scenario)
{
    size_t count = self->scenario_count;
    assay_run_scenario *more = reallocarray(self->scenarios, count + 1, sizeof(*more));
    if (more == NULL)
        return NULL;
    self->scenarios = more;
    more[count] = (assay_run_scenario){.manifest = manifest, .scenario = scenario};
    self->scenario_count = count + 1;
    return &more[count];
}

const char *assay_tier_name(assay_tier tier)
{
    static const char *const names[] = {"smoke", "standard", "exhaustive"};
    return names[tier];
}

const char *assay_level_name(assay_level level)
{
    return level == ASSAY_MUST ? "MUST" : "SHOULD";
}

size_t assay_family_length(const char *check)
{
    return strcspn(check, ".");
}

bool assay_verdict_against(assay_verdict verdict)
{
    return verdict == ASSAY_FAIL || verdict == ASSAY_CRASH || verdict == ASSAY_TIMEOUT;
}

bool assay_run_item_against(const assay_run *run, const assay_run_item *item)
{
    bool level_counts = item->check->level == ASSAY_MUST || run->settings.should_counts;
    if (assay_verdict_against(item->finding.verdict))
        return level_counts;
    return item->finding.verdict == ASSAY_UNPROVEN && run->settings.strict && level_counts;
}

assay_run_again assay_run_count_again(const assay_run *self)
{
    assay_run_again sum = {0, 0, 0, 0, 0};
    for (size_t i = 0; i < self->saved_count; i++) {
        const assay_run_item *item = &self->saved[i];
        assay_verdict verdict = item->finding.verdict;
        if (assay_verdict_against(verdict))
            (*(item->was == NULL ? &sum.same : &sum.otherwise))++;
        else
            (*(verdict == ASSAY_SKIPPED ? &sum.not_run
               : verdict == ASSAY_ERROR ? &sum.error
                                        : &sum.no_longer))++;
    }
    return sum;
}

const assay_run_item *assay_run_shown_by(const assay_run *self, const assay_run_item *item)
{
    for (size_t i = 0; i < self->saved_count; i++) {
        const assay_run_item *saved = &self->saved[i];
        if (saved->check == item->check && saved->scenario == item->scenario &&
            assay_verdict_against(saved->finding.verdict) &&
            assay_finding_alike(&saved->finding, &item->finding))
            return saved;
    }
    return NULL;
}

int assay_run_exit_code(const assay_run *self)
{
    assay_run_again again = assay_run_count_again(self);
    if (self->totals[ASSAY_ERROR] > 0 || self->done < self->item_count || again.error > 0)
        return 3;
    if (again.same + again.otherwise > 0)
        return 1;
    if (self->done == self->totals[ASSAY_SKIPPED] && self->saved_count == again.not_run)
        return 4;
    for (size_t i = 0; i < self->item_count; i++)
        if (assay_run_item_against(self, &self->items[i]))
            return 1;
    return 0;
}
