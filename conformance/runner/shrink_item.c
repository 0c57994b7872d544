/* One failure, made small. */
#include "runner/shrink_item.h"

#include "data/generator.h"
#include "engine/process.h"
#include "runner/likeness.h"
#include <assay/toolkit/atomic_file.h>
#include <stdlib.h>
#include <string.h>

enum { TIMEOUT_MS = 60000, SETS = 2 * ASSAY_DATA_SETS, TURNS = 8, MOST_TURNS = 1000 };

int64_t assay_shrinking_left_ms(const assay_shrinking *self)
{
    return (self->deadline - assay_clock_now()) / 1000;
}

assay_trial assay_shrinking_trial(const assay_shrinking *self, const assay_scenario *scenario)
{
    int64_t limit = self->over->timeout_ms > 0 ? self->over->timeout_ms : TIMEOUT_MS;
    int64_t left = assay_shrinking_left_ms(self);
    return (assay_trial){.check = self->item->check,
                         .scenario = scenario,
                         .over = self->over,
                         .seed = self->run->settings.seed,
                         .tier = self->tier,
                         .profile = self->run->settings.profile,
                         .turn = self->turn,
                         .timeout_ms = left < 1       ? 1
                                       : left < limit ? left
                                                      : limit};
}

bool assay_shrinking_alike(const assay_trial *trial, const void *item)
{
    return assay_finding_alike(&trial->finding, &((const assay_run_item *)item)->finding);
}

size_t assay_shrinking_first(const assay_shrinking *self, const assay_trial *trials, size_t count)
{
    size_t i = 0;
    while (i < count && !(trials[i].done && assay_shrinking_alike(&trials[i], self->item)))
        i++;
    return i;
}

void assay_shrinking_take(assay_shrinking *self, assay_trial *trial)
{
    assay_finding_clear(&self->finding);
    self->finding = trial->finding;
    memset(&trial->finding, 0, sizeof(trial->finding));
    trial->done = false;
    self->found = true;
    self->tier = trial->tier;
    self->turn = trial->turn;
}

/* Each data set of the run alone, up to the one that the failure was about, first with few attempts
 * of the check. */
static size_t plan_sets(const assay_shrinking *self, assay_scenario *scenarios, assay_trial *trials)
{
    const assay_scenario *all = self->over->scenario;
    size_t count = 0;
    for (size_t i = 0; i < all->dataset_count && i < ASSAY_DATA_SETS; i++) {
        for (int thorough = self->tier == ASSAY_SMOKE; thorough < 2; thorough++) {
            scenarios[count] = *all;
            scenarios[count].datasets = &all->datasets[i];
            scenarios[count].dataset_count = 1;
            trials[count] = assay_shrinking_trial(self, &scenarios[count]);
            trials[count++].tier = thorough ? self->tier : ASSAY_SMOKE;
        }
        if (strcmp(all->datasets[i].name, self->item->finding.dataset) == 0)
            break;
    }
    return count;
}

static assay_status try_whole(assay_shrinking *self, assay_error *error)
{
    assay_trial trial = assay_shrinking_trial(self, self->over->scenario);
    ASSAY_TRY(assay_bench_run(self->bench, &trial, 1, NULL, NULL, error));
    if (assay_shrinking_alike(&trial, self->item)) {
        self->whole = true;
        assay_shrinking_take(self, &trial);
    }
    assay_trials_clear(&trial, 1);
    return ASSAY_OK;
}

assay_status assay_shrinking_find(assay_shrinking *self, assay_error *error)
{
    assay_scenario scenarios[SETS];
    assay_trial trials[SETS];
    size_t count = plan_sets(self, scenarios, trials);
    ASSAY_TRY(
        assay_bench_run(self->bench, trials, count, assay_shrinking_alike, self->item, error));
    size_t first = assay_shrinking_first(self, trials, count);
    if (first < count) {
        self->data.dataset = scenarios[first].datasets[0];
        self->data.scenario = scenarios[first];
        self->records = self->data.dataset.records;
        assay_shrinking_take(self, &trials[first]);
    }
    assay_trials_clear(trials, count);
    if (self->found || assay_shrinking_left_ms(self) <= 0)
        return ASSAY_OK;
    return try_whole(self, error);
}

/* Fewer calls are better, then what takes less room to write down, such as 0.5 before 0.04. */
static bool better(const assay_finding *a, const assay_finding *b)
{
    if (a->at_call != b->at_call)
        return a->at_call < b->at_call;
    return strlen(a->trace) < strlen(b->trace);
}

/* Some attempts from first on. False: there are no more, or the failure is in none of them. */
static bool take_best(assay_shrinking *self, assay_trial *trials, size_t count)
{
    bool more = true;
    for (size_t i = 0; i < count; i++) {
        const assay_finding *got = &trials[i].finding;
        if (!trials[i].done)
            continue;
        more = more && got->turn >= trials[i].turn;
        if (got->turn == trials[i].turn && assay_shrinking_alike(&trials[i], self->item) &&
            (self->turn == 0 || better(got, &self->finding)))
            assay_shrinking_take(self, &trials[i]);
    }
    return more;
}

assay_status assay_shrinking_turns(assay_shrinking *self, assay_error *error)
{
    const assay_scenario *scenario = self->whole ? self->over->scenario : &self->data.scenario;
    uint64_t first = self->finding.turn; /* those before it passed */
    bool more = first > 0;
    for (uint64_t at = first; more && at < first + MOST_TURNS; at += TURNS) {
        assay_trial trials[TURNS];
        if (assay_shrinking_left_ms(self) <= 0)
            return ASSAY_OK;
        for (size_t i = 0; i < TURNS; i++) {
            trials[i] = assay_shrinking_trial(self, scenario);
            trials[i].turn = at + i;
        }
        ASSAY_TRY(assay_bench_run(self->bench, trials, TURNS, NULL, NULL, error));
        more = take_best(self, trials, TURNS);
        assay_trials_clear(trials, TURNS);
    }
    return ASSAY_OK;
}

void assay_cut_data_clear(assay_cut_data *self)
{
    if (self->folder == NULL)
        return;
    assay_dataset_clear(&self->dataset);
    (void)!assay_directory_remove(self->folder, NULL); /* the scratch folder goes in the end */
    free(self->folder);
    self->folder = NULL;
}

void assay_shrinking_clear(assay_shrinking *self)
{
    assay_cut_data_clear(&self->data);
    assay_finding_clear(&self->finding);
    assay_sieve_clear(&self->sieve);
}

assay_status assay_shrinking_run(assay_shrinking *self, assay_error *error)
{
    ASSAY_TRY(assay_shrinking_find(self, error));
    if (self->found && !self->whole)
        ASSAY_TRY(assay_shrinking_sieve(self, error));
    return self->found ? assay_shrinking_turns(self, error) : ASSAY_OK;
}
