/* The data of saved failures, made again. */
#include "session/saved.h"

#include "data/generator.h"
#include "runner/truth_sum.h"
#include <assay/toolkit/error.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

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

/* How many records each data set has; how many sets. */
static size_t sizes_of(const assay_replay *replay, const assay_data_plan *plan,
                       uint64_t sizes[ASSAY_DATA_SETS])
{
    if (replay->whole)
        return assay_data_plan_sizes(plan, replay->records, sizes);
    sizes[0] = replay->records;
    return 1;
}

static assay_status make_sets(assay_saved_failure *self, const assay_session *session,
                              const assay_manifest *manifest, size_t number, assay_error *error)
{
    uint64_t sizes[ASSAY_DATA_SETS];
    size_t index = (size_t)(session->run.scenarios[self->scenario].scenario - manifest->scenarios);
    size_t count = sizes_of(&self->replay, &manifest->data[index], sizes);
    assay_amount amount = assay_replay_amount(&self->replay);
    for (size_t i = 0; i < count; i++) {
        amount.records = sizes[i];
        amount.set = self->replay.whole ? i + 1 : 0;
        ASSAY_TRY(make_set(self, manifest, index, &amount, session->scratch.path, number, error));
    }
    assay_datasets_sort(self->data.datasets, self->data.dataset_count);
    return ASSAY_OK;
}

static void say_changed(assay_saved_failure *self, uint64_t now)
{
    unsigned long long then = self->replay.truth.count;
    if (then == now)
        (void)assay_error_set(&self->not_run, ASSAY_INVALID,
                              "the data has changed since (%llu record%s then as now, but with "
                              "another content): proves nothing",
                              then, then == 1 ? "" : "s");
    else
        (void)assay_error_set(&self->not_run, ASSAY_INVALID,
                              "the data has changed since (%llu record%s then, %llu now): proves "
                              "nothing",
                              then, then == 1 ? "" : "s", (unsigned long long)now);
}

/* A file that was tampered with must not ask for more data than a run makes. */
static bool has_shrunk(const assay_saved_failure *self, const assay_data_plan *plan)
{
    const assay_replay *replay = &self->replay;
    return !replay->whole && replay->all && !plan->generator->fixed &&
           replay->records > plan->records;
}

static assay_status compare(assay_saved_failure *self, assay_error *error)
{
    assay_digest now;
    ASSAY_TRY(assay_truth_sum(self->data.datasets, self->data.dataset_count, &now, error));
    if (!assay_digest_equal(now, self->replay.truth))
        say_changed(self, now.count);
    return ASSAY_OK;
}

assay_status assay_saved_make_data(assay_saved_failure *self, const assay_session *session,
                                   size_t number, assay_error *error)
{
    const assay_scenario *scenario = session->run.scenarios[self->scenario].scenario;
    const assay_manifest *manifest = assay_session_manifest_of(session, self->scenario);
    self->data = *scenario;
    self->data.dataset_count = 0;
    self->data.datasets = calloc(ASSAY_DATA_SETS, sizeof(*self->data.datasets));
    if (self->data.datasets == NULL || manifest == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    const assay_data_plan *plan = &manifest->data[scenario - manifest->scenarios];
    if (has_shrunk(self, plan)) {
        say_changed(self, plan->records);
        return ASSAY_OK;
    }
    assay_error reason = ASSAY_ERROR_INIT;
    assay_status status = make_sets(self, session, manifest, number, &reason);
    if (status == ASSAY_OK)
        status = compare(self, &reason);
    assay_session_mask(session, &reason);
    if (status == ASSAY_END)
        return status;
    if (status != ASSAY_OK)
        (void)assay_error_set(&self->not_run, status, "its data cannot be made: %.400s",
                              reason.message);
    return ASSAY_OK;
}
