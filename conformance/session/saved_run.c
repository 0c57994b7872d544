/* Saved failures, done once more. */
#include "session/saved.h"

#include "checks/checks.h"
#include "engine/process.h"
#include "runner/likeness.h"
#include "runner/trial.h"
#include <assay/toolkit/error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TIMEOUT_MS = 60000 };

static assay_trial trial_of(const assay_saved_failure *self, const assay_session *session,
                            const char *tape)
{
    const assay_run_scenario *over = &session->run.scenarios[self->scenario];
    return (assay_trial){.check = assay_check_find(self->replay.check),
                         .scenario = &self->data,
                         .over = over,
                         .seed = self->replay.seed,
                         .tier = self->replay.tier,
                         .profile = self->replay.profile,
                         .turn = self->replay.turn,
                         .timeout_ms = over->timeout_ms > 0 ? over->timeout_ms : TIMEOUT_MS,
                         .tape = tape};
}

static bool out_of_time(const assay_trial *trial, const void *deadline)
{
    (void)trial;
    return *(const int64_t *)deadline != 0 && assay_clock_now() > *(const int64_t *)deadline;
}

/* "fail: exactly the records 0 to 4" */
static assay_status note_was(assay_run_item *item, const assay_replay *saved, assay_error *error)
{
    const assay_finding then = {
        .verdict = saved->verdict, .expected = saved->expected, .reason = saved->reason};
    if (!assay_verdict_against(item->finding.verdict) || assay_finding_alike(&then, &item->finding))
        return ASSAY_OK;
    const char *what = saved->verdict == ASSAY_FAIL ? saved->expected : saved->reason;
    if (asprintf(&item->was, "%s: %s%s", assay_verdict_name(saved->verdict),
                 saved->verdict == ASSAY_FAIL ? "expected " : "", what) >= 0)
        return ASSAY_OK;
    item->was = NULL;
    return assay_error_set(error, ASSAY_MEMORY, "out of memory");
}

static assay_status add_item(assay_run *run, const assay_saved_failure *saved,
                             assay_run_item **added, assay_error *error)
{
    *added = &run->saved[run->saved_count];
    **added = (assay_run_item){.check = assay_check_find(saved->replay.check),
                               .clause = saved->clause,
                               .scenario = saved->scenario,
                               .known = saved->known,
                               .preview = saved->preview,
                               .done = true,
                               .file = strdup(saved->path),
                               .again = true,
                               .seed = saved->replay.seed};
    return (*added)->file != NULL ? ASSAY_OK
                                  : assay_error_set(error, ASSAY_MEMORY, "out of memory");
}

/* Moves what came of a trial into the run. */
static assay_status keep(assay_run *run, const assay_saved_failure *saved, assay_trial *trial,
                         assay_error *error)
{
    assay_run_item *item;
    ASSAY_TRY(add_item(run, saved, &item, error));
    item->finding = trial->finding;
    memset(&trial->finding, 0, sizeof(trial->finding));
    trial->done = false;
    run->saved_count++;
    return note_was(item, &saved->replay, error);
}

static assay_status keep_reason(assay_run *run, const assay_saved_failure *saved,
                                assay_error *error)
{
    assay_run_item *item;
    ASSAY_TRY(add_item(run, saved, &item, error));
    item->decided = true;
    run->saved_count++;
    ASSAY_TRY(assay_finding_init(&item->finding));
    item->finding.verdict = ASSAY_SKIPPED;
    assay_finding_text(&item->finding.reason, "%s", saved->not_run.message);
    return ASSAY_OK;
}

/* How many can be done; which: whose trial it is. */
static assay_status make_trials(assay_saved_list *self, assay_session *session, assay_trial *trials,
                                size_t *which, size_t *made, assay_error *error)
{
    size_t count = 0;
    *made = 0;
    for (size_t i = 0; i < self->count; i++) {
        assay_saved_failure *one = &self->items[i];
        ASSAY_TRY(assay_saved_make_data(one, session, i, error));
        if (one->not_run.message[0] != '\0') {
            ASSAY_TRY(keep_reason(&session->run, one, error));
            continue;
        }
        trials[count] = trial_of(one, session, self->tape);
        which[count++] = i;
    }
    *made = count;
    return ASSAY_OK;
}

/* Side by side. */
static assay_status run_trials(assay_saved_list *self, assay_session *session, assay_trial *trials,
                               size_t *which, int64_t deadline, assay_error *error)
{
    assay_bench bench = {session->pool, session->scratch.path, 0};
    size_t count;
    ASSAY_TRY(make_trials(self, session, trials, which, &count, error));
    assay_status status = assay_bench_run(&bench, trials, count, out_of_time, &deadline, error);
    if (status != ASSAY_OK && status != ASSAY_END)
        return status;
    for (size_t i = 0; i < count; i++)
        if (trials[i].done)
            ASSAY_TRY(keep(&session->run, &self->items[which[i]], &trials[i], error));
    return status;
}

assay_status assay_saved_run(assay_saved_list *self, assay_session *session, int64_t limit_ms,
                             assay_error *error)
{
    if (self->count == 0)
        return ASSAY_OK;
    int64_t deadline = limit_ms > 0 ? assay_clock_now() + limit_ms * 1000 : 0;
    assay_trial *trials = calloc(self->count, sizeof(*trials));
    size_t *which = calloc(self->count, sizeof(*which));
    session->run.saved = calloc(self->count, sizeof(*session->run.saved));
    assay_status status = trials == NULL || which == NULL || session->run.saved == NULL
                              ? assay_error_set(error, ASSAY_MEMORY, "out of memory")
                              : run_trials(self, session, trials, which, deadline, error);
    if (trials != NULL)
        assay_trials_clear(trials, self->count);
    free(trials);
    free(which);
    return status;
}
