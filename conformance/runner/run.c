/* The life of a run's result, and what it comes to. */
#include "runner/run.h"

#include "runner/likeness.h"
#include <assay/version.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>

void assay_run_init(assay_run *self, const assay_run_settings *settings)
{
    memset(self, 0, sizeof(*self));
    self->settings = *settings;
    self->version = ASSAY_VERSION;
    self->contract = ASSAY_CONTRACT_VERSION;
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
        if (items[i].other != NULL)
            assay_finding_clear(items[i].other);
        free(items[i].other);
        free(items[i].file);
        free(items[i].was);
    }
    free(items);
}

static void clear_problems(assay_problem *problems, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        free(problems[i].where);
        free(problems[i].text);
    }
    free(problems);
}

void assay_run_clear(assay_run *self)
{
    for (size_t i = 0; i < self->scenario_count; i++)
        assay_look_clear(&self->scenarios[i].look);
    clear_items(self->items, self->item_count);
    clear_items(self->saved, self->saved_count);
    clear_problems(self->problems, self->problem_count);
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
    assay_state state = assay_run_item_state(run, item);
    if (item->preview || (item->check->level != ASSAY_MUST && !run->settings.should_counts))
        return false;
    if (state == ASSAY_STATE_FLAKY ||
        (state == (assay_state)ASSAY_UNPROVEN && run->settings.strict))
        return true;
    return state < (assay_state)ASSAY_VERDICTS && assay_verdict_against((assay_verdict)state);
}

/* By number where there are numbers, such as lines. */
static bool comes_before(const assay_problem *a, const assay_problem *b)
{
    int order = strverscmp(a->where, b->where);
    return order < 0 || (order == 0 && strcmp(a->text, b->text) < 0);
}

assay_status assay_run_add_problem(assay_run *run, const char *where, const char *text)
{
    size_t count = run->problem_count;
    assay_problem *more = reallocarray(run->problems, count + 1, sizeof(*more));
    if (more == NULL)
        return ASSAY_MEMORY;
    run->problems = more;
    assay_problem added = {strdup(where), strdup(text)};
    bool whole = added.where != NULL && added.text != NULL;
    size_t at = count;
    for (; whole && at > 0 && comes_before(&added, &more[at - 1]); at--)
        more[at] = more[at - 1];
    more[at] = added;
    run->problem_count++;
    return whole ? ASSAY_OK : ASSAY_MEMORY;
}

assay_run_again assay_run_count_again(const assay_run *self)
{
    assay_run_again sum = {0, 0, 0, 0, 0, 0, 0};
    for (size_t i = 0; i < self->saved_count; i++) {
        const assay_run_item *item = &self->saved[i];
        assay_verdict verdict = item->finding.verdict;
        if (assay_run_item_state(self, item) == ASSAY_STATE_KNOWN)
            sum.known++;
        else if (item->preview && (assay_verdict_against(verdict) || verdict == ASSAY_ERROR))
            sum.preview++;
        else if (assay_verdict_against(verdict))
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
            assay_run_item_state(self, saved) != ASSAY_STATE_KNOWN &&
            assay_finding_alike(&saved->finding, &item->finding))
            return saved;
    }
    return NULL;
}

static const struct {
    int number;
    const char *name;
} signals[] = {{SIGINT, "SIGINT"}, {SIGTERM, "SIGTERM"}, {SIGHUP, "SIGHUP"}};
enum { SIGNALS = sizeof(signals) / sizeof(signals[0]) };

const char *assay_signal_name(int signal)
{
    for (size_t i = 0; i < SIGNALS; i++)
        if (signals[i].number == signal)
            return signals[i].name;
    return NULL;
}

int assay_signal_number(const char *name)
{
    for (size_t i = 0; i < SIGNALS; i++)
        if (strcmp(signals[i].name, name) == 0)
            return signals[i].number;
    return 0;
}

static size_t own_items(const assay_run *self)
{
    size_t count = 0;
    for (size_t i = 0; i < self->item_count; i++)
        count += assay_run_item_state(self, &self->items[i]) != ASSAY_STATE_ELSEWHERE;
    return count;
}

static bool has_error(const assay_run *self)
{
    for (size_t i = 0; i < self->item_count; i++) {
        const assay_run_item *item = &self->items[i];
        if (assay_run_item_state(self, item) == (assay_state)ASSAY_ERROR && !item->preview)
            return true;
    }
    return false;
}

int assay_run_exit_code(const assay_run *self)
{
    assay_run_again again = assay_run_count_again(self);
    if (self->ended_by != 0)
        return 128 + self->ended_by;
    if (has_error(self) || self->done < own_items(self) || again.error > 0)
        return 3;
    if (again.same + again.otherwise + self->problem_count > 0)
        return 1;
    /* A shard may well have nothing to run; whether the whole has, is seen when they are merged. */
    if (self->done == self->totals[ASSAY_SKIPPED] && self->saved_count == again.not_run)
        return self->settings.shard != 0 ? 0 : 4;
    for (size_t i = 0; i < self->item_count; i++)
        if (assay_run_item_against(self, &self->items[i]))
            return 1;
    return 0;
}
