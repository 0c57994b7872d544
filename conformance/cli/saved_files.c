/* Saved failures that were named, on the way to being done once more. */
#include "cli/saved_files.h"

#include "checks/checks.h"
#include <assay/toolkit/error.h>
#include <stdlib.h>
#include <string.h>

enum { FEW = 5 }; /* records that a look at the library needs */

/* Each manifest is read once, however many failures are of it. */
static assay_status need_manifest(assay_session *session, const char *path, assay_error *error)
{
    char *real = realpath(path, NULL);
    const char *name = real != NULL ? real : path; /* not there: reading it says so */
    size_t i = 0;
    while (i < session->manifest_count && strcmp(session->manifests[i].path, name) != 0)
        i++;
    assay_status status = ASSAY_OK;
    if (i == session->manifest_count)
        status = assay_session_read_manifest(session, name, error);
    free(real);
    return status;
}

static assay_status check_names(const assay_session *session, const char *path,
                                const assay_replay *replay, assay_error *error)
{
    const assay_check *check = assay_check_find(replay->check);
    if (check == NULL)
        return assay_error_set(error, ASSAY_INVALID, "%s: there is no check '%s'", path,
                               replay->check);
    for (size_t m = 0; m < session->manifest_count; m++)
        for (size_t i = 0; i < session->manifests[m].scenario_count; i++) {
            const assay_scenario *scenario = &session->manifests[m].scenarios[i];
            if (strcmp(scenario->connector, replay->connector) == 0 &&
                strcmp(scenario->name, replay->scenario) == 0 && scenario->kind == check->kind)
                return ASSAY_OK;
        }
    return assay_error_set(error, ASSAY_INVALID, "%s: '%s' has no scenario '%s/%s' for '%s'", path,
                           replay->manifest, replay->connector, replay->scenario, replay->check);
}

static assay_status read_all(assay_judgement *self, char *const *paths, assay_replay *replays,
                             size_t count, assay_error *error)
{
    for (size_t i = 0; i < count; i++)
        if (assay_replay_read(paths[i], &replays[i], error) != ASSAY_OK)
            return ASSAY_INVALID; /* of another version: said, not run */
    for (size_t i = 0; i < count; i++) {
        ASSAY_TRY(need_manifest(&self->session, replays[i].manifest, error));
        ASSAY_TRY(check_names(&self->session, paths[i], &replays[i], error));
    }
    for (size_t i = 0; i < self->session.manifest_count; i++)
        ASSAY_TRY(assay_session_add_all(&self->session, i, error));
    return ASSAY_OK;
}

static assay_status add_all(assay_judgement *self, char *const *paths, assay_replay *replays,
                            size_t count, assay_error *error)
{
    for (size_t i = 0; i < count; i++) {
        const char *path = paths[i];
        assay_status status =
            assay_saved_add(&self->saved, &self->session, path, &replays[i], error);
        if (status == ASSAY_END)
            return assay_error_set(error, ASSAY_INVALID,
                                   "%s: the check does not apply to the connector any more", path);
        ASSAY_TRY(status);
    }
    return ASSAY_OK;
}

/* Only what is saved is done of the plan. */
static void drop_plan(assay_run *run)
{
    for (size_t i = 0; i < run->item_count; i++)
        assay_finding_clear(&run->items[i].finding);
    run->item_count = 0;
}

static assay_status plan(assay_judgement *self, char *const *paths, assay_replay *replays,
                         size_t count, assay_error *error)
{
    ASSAY_TRY(read_all(self, paths, replays, count, error));
    self->session.run.settings.tier = ASSAY_EXHAUSTIVE; /* a check of any tier is in the plan */
    self->session.run.settings.records = FEW;
    ASSAY_TRY(assay_judgement_make_data(self, error));
    ASSAY_TRY(assay_judgement_plan(self, error));
    return add_all(self, paths, replays, count, error);
}

assay_status assay_saved_files_plan(assay_judgement *self, char *const *paths, size_t count,
                                    assay_error *error)
{
    assay_replay *replays = calloc(count, sizeof(*replays));
    if (replays == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    assay_status status = plan(self, paths, replays, count, error);
    for (size_t i = 0; i < count; i++)
        assay_replay_clear(&replays[i]);
    free(replays);
    return status;
}

assay_status assay_saved_files_run(assay_judgement *self, assay_error *error)
{
    drop_plan(&self->session.run);
    return assay_saved_run(&self->saved, &self->session, 0, error);
}
