/* Checks done once more, side by side. */
#include "runner/trial.h"

#include "runner/mask.h"
#include <assay/toolkit/error.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static assay_status submit(assay_bench *self, const assay_trial *trial, uint64_t number,
                           assay_error *error)
{
    char folder[4096];
    int size = snprintf(folder, sizeof(folder), "%s/trial-%" PRIu64, self->scratch, number);
    if (size < 0 || (size_t)size >= sizeof(folder))
        return assay_error_set(error, ASSAY_INVALID, "the scratch folder's path is too long");
    assay_job job = {.number = number,
                     .check = trial->check->id,
                     .scenario = trial->scenario,
                     .seed = trial->seed,
                     .tier = trial->tier,
                     .profile = trial->profile,
                     .timeout_ms = trial->timeout_ms,
                     .folder = folder,
                     .turn = trial->turn,
                     .tape = trial->tape};
    return assay_pool_submit(self->pool, &job, error);
}

/* Waits for one of them; *took: which. */
static assay_status take(assay_bench *self, assay_trial *trials, size_t count, uint64_t first,
                         size_t *took, assay_error *error)
{
    assay_answer answer;
    ASSAY_TRY(assay_pool_wait(self->pool, -1, &answer, error));
    *took = (size_t)(answer.number - first);
    if (answer.number < first || *took >= count || trials[*took].done) {
        assay_look_clear(&answer.look);
        return assay_error_set(error, ASSAY_IO, "a host answered for a trial that is none");
    }
    assay_trial *trial = &trials[*took];
    trial->finding = answer.look.finding;
    memset(&answer.look.finding, 0, sizeof(answer.look.finding));
    assay_look_clear(&answer.look);
    assay_mask_finding(&trial->finding, trial->over->secrets, trial->over->secret_count);
    trial->done = true;
    return ASSAY_OK;
}

assay_status assay_bench_run(assay_bench *self, assay_trial *trials, size_t count,
                             bool (*enough)(const assay_trial *trial, const void *context),
                             const void *context, assay_error *error)
{
    uint64_t first = self->made;
    size_t next = 0, took;
    self->made += count;
    for (bool stop = false;;) {
        for (; next < count && !stop && assay_pool_free(self->pool); next++)
            ASSAY_TRY(submit(self, &trials[next], first + next, error));
        if (assay_pool_busy(self->pool) == 0)
            return stop || next == count ? ASSAY_OK
                                         : assay_error_set(error, ASSAY_IO, "no host is left");
        ASSAY_TRY(take(self, trials, count, first, &took, error));
        stop = stop || (enough != NULL && enough(&trials[took], context));
    }
}

void assay_trials_clear(assay_trial *trials, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (trials[i].done)
            assay_finding_clear(&trials[i].finding);
        trials[i].done = false;
    }
}
