/* Saved failures, done once more. */
#include "session/saved.h"

#include "checks/checks.h"
#include "data/generator.h"
#include "engine/process.h"
#include "runner/trial.h"
#include <assay/toolkit/error.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { TIMEOUT_MS = 60000 };

void assay_saved_clear(assay_saved_list *self)
{
    for (size_t i = 0; i < self->count; i++) {
        assay_saved_failure *one = &self->items[i];
        for (size_t k = 0; k < one->data.dataset_count; k++)
            assay_dataset_clear(&one->data.datasets[k]);
        free(one->data.datasets);
        assay_replay_clear(&one->replay);
        free(one->path);
    }
    free(self->items);
    free(self->tape);
    *self = (assay_saved_list){0, NULL, NULL};
}

/* The item of the plan that it is one failure of; NULL: there is none that is run. */
static const assay_run_item *find_item(const assay_session *session, const assay_replay *replay)
{
    for (size_t i = 0; i < session->run.item_count; i++) {
        const assay_run_item *item = &session->run.items[i];
        const assay_scenario *scenario = session->run.scenarios[item->scenario].scenario;
        if (!item->decided && strcmp(item->check->id, replay->check) == 0 &&
            strcmp(scenario->connector, replay->connector) == 0 &&
            strcmp(scenario->name, replay->scenario) == 0)
            return item;
    }
    return NULL;
}

static assay_status append(assay_saved_list *self, const char *path, assay_replay *replay,
                           const assay_run_item *item)
{
    assay_saved_failure *more = reallocarray(self->items, self->count + 1, sizeof(*more));
    if (more == NULL)
        return ASSAY_MEMORY;
    self->items = more;
    more[self->count] = (assay_saved_failure){
        .path = strdup(path), .scenario = item->scenario, .clause = item->clause};
    if (more[self->count].path == NULL)
        return ASSAY_MEMORY;
    more[self->count++].replay = *replay;
    memset(replay, 0, sizeof(*replay));
    return ASSAY_OK;
}

assay_status assay_saved_add(assay_saved_list *self, const assay_session *session, const char *path,
                             assay_replay *replay, assay_error *error)
{
    const assay_run_item *item = find_item(session, replay);
    assay_status status = item == NULL ? ASSAY_END : append(self, path, replay, item);
    assay_replay_clear(replay);
    if (status == ASSAY_MEMORY)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    return status;
}

static assay_status make_set(assay_saved_failure *self, const assay_manifest *manifest,
                             size_t index, const assay_amount *amount, const char *scratch,
                             size_t number, assay_error *error)
{
    char *folder;
    size_t count = self->data.dataset_count;
    if (asprintf(&folder, "%s/saved-%zu-%zu", scratch, number, count) < 0)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    assay_status status =
        mkdir(folder, 0777) != 0
            ? assay_error_set(error, ASSAY_IO, "cannot make '%s': %s", folder, strerror(errno))
            : assay_manifest_make_dataset(manifest, index, amount, folder,
                                          &self->data.datasets[count], error);
    free(folder);
    if (status == ASSAY_OK)
        self->data.dataset_count++;
    return status;
}

static assay_status make_data(assay_saved_failure *self, const assay_session *session,
                              size_t number, assay_error *error)
{
    size_t count = 1;
    const assay_scenario *scenario = session->run.scenarios[self->scenario].scenario;
    const assay_manifest *manifest = assay_session_manifest_of(session, self->scenario);
    uint64_t sizes[ASSAY_DATA_SETS];
    assay_amount amount = assay_replay_amount(&self->replay);
    self->data = *scenario;
    self->data.dataset_count = 0;
    self->data.datasets = calloc(ASSAY_DATA_SETS, sizeof(*self->data.datasets));
    if (self->data.datasets == NULL || manifest == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    size_t index = (size_t)(scenario - manifest->scenarios);
    const assay_data_plan *plan = &manifest->data[index];
    if (!self->replay.whole && self->replay.all && !plan->generator->fixed &&
        self->replay.records > plan->records)
        return assay_error_set(
            error, ASSAY_INVALID, "%s: 'records' is %llu, but the scenario has %llu", self->path,
            (unsigned long long)self->replay.records, (unsigned long long)plan->records);
    if (self->replay.whole)
        count = assay_data_plan_sizes(plan, self->replay.records, sizes);
    for (size_t i = 0; i < count; i++) {
        if (self->replay.whole) {
            amount.records = sizes[i];
            amount.set = i + 1;
        }
        ASSAY_TRY(make_set(self, manifest, index, &amount, session->scratch.path, number, error));
    }
    assay_datasets_sort(self->data.datasets, self->data.dataset_count);
    return ASSAY_OK;
}

static assay_trial trial_of(const assay_saved_failure *self, const assay_session *session,
                            const char *tape)
{
    const assay_run_scenario *over = &session->run.scenarios[self->scenario];
    return (assay_trial){.check = assay_check_find(self->replay.check),
                         .scenario = &self->data,
                         .over = over,
                         .seed = self->replay.seed,
                         .tier = self->replay.tier,
                         .turn = self->replay.turn,
                         .timeout_ms = over->timeout_ms > 0 ? over->timeout_ms : TIMEOUT_MS,
                         .tape = tape};
}

static bool out_of_time(const assay_trial *trial, const void *deadline)
{
    (void)trial;
    return *(const int64_t *)deadline != 0 && assay_clock_now() > *(const int64_t *)deadline;
}

/* Moves what came of a trial into the run. */
static assay_status keep(assay_run *run, const assay_saved_failure *saved, assay_trial *trial,
                         assay_error *error)
{
    assay_run_item *item = &run->saved[run->saved_count];
    *item = (assay_run_item){.check = trial->check,
                             .clause = saved->clause,
                             .scenario = saved->scenario,
                             .done = true,
                             .file = strdup(saved->path),
                             .again = true,
                             .seed = saved->replay.seed};
    if (item->file == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    item->finding = trial->finding;
    memset(&trial->finding, 0, sizeof(trial->finding));
    trial->done = false;
    run->saved_count++;
    return ASSAY_OK;
}

static assay_status run_trials(assay_saved_list *self, assay_session *session, assay_trial *trials,
                               int64_t limit_ms, assay_error *error)
{
    assay_bench bench = {session->pool, session->scratch.path, 0};
    int64_t deadline = limit_ms > 0 ? assay_clock_now() + limit_ms * 1000 : 0;
    for (size_t i = 0; i < self->count; i++) {
        ASSAY_TRY(make_data(&self->items[i], session, i, error));
        trials[i] = trial_of(&self->items[i], session, self->tape);
    }
    ASSAY_TRY(assay_bench_run(&bench, trials, self->count, out_of_time, &deadline, error));
    for (size_t i = 0; i < self->count; i++)
        if (trials[i].done)
            ASSAY_TRY(keep(&session->run, &self->items[i], &trials[i], error));
    return ASSAY_OK;
}

assay_status assay_saved_run(assay_saved_list *self, assay_session *session, int64_t limit_ms,
                             assay_error *error)
{
    if (self->count == 0)
        return ASSAY_OK;
    assay_trial *trials = calloc(self->count, sizeof(*trials));
    session->run.saved = calloc(self->count, sizeof(*session->run.saved));
    assay_status status = trials == NULL || session->run.saved == NULL
                              ? assay_error_set(error, ASSAY_MEMORY, "out of memory")
                              : run_trials(self, session, trials, limit_ms, error);
    if (trials != NULL)
        assay_trials_clear(trials, self->count);
    free(trials);
    return status;
}
