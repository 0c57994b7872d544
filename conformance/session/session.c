/* The way from manifests to a plan. */
#include "session/session.h"
#include "session/hooks.h"

#include "checks/checks.h"
#include "runner/mask.h"
#include "runner/plan.h"
#include "runner/schedule.h"
#include <assay/toolkit/error.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

void assay_session_init(assay_session *self, const assay_run_settings *settings,
                        const assay_selection *selection)
{
    memset(self, 0, sizeof(*self));
    self->selection = *selection;
    self->guard = (assay_guard)ASSAY_GUARD_NONE;
    assay_run_init(&self->run, settings);
}

void assay_session_clear(assay_session *self)
{
    (void)assay_session_tear_down(self);
    self->guard.janitor = -1;
    assay_run_clear(&self->run);
    for (size_t i = 0; i < self->manifest_count; i++)
        assay_manifest_clear(&self->manifests[i]);
    free(self->manifests);
    assay_scratch_close(&self->scratch);
}

static assay_status read_manifest(assay_session *self, const char *path, assay_error *error)
{
    size_t count = self->manifest_count;
    assay_manifest *more = reallocarray(self->manifests, count + 1, sizeof(*more));
    if (more == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    self->manifests = more;
    /* A test program stands in for the library that is linked into it. */
    const char *library = self->run.linked ? "/proc/self/exe" : self->run.settings.library;
    ASSAY_TRY(assay_manifest_read_with(path, library, &more[count], error));
    self->manifest_count = count + 1;
    more[count].guard = &self->guard;
    if (self->run.settings.read_only)
        assay_manifest_make_read_only(&more[count]);
    return ASSAY_OK;
}

assay_status assay_session_read_manifest(assay_session *self, const char *path, assay_error *error)
{
    return read_manifest(self, path, error) == ASSAY_OK ? ASSAY_OK : ASSAY_INVALID;
}

assay_status assay_session_read_linked(assay_session *self, const char *path, assay_error *error)
{
    self->run.linked = true;
    return assay_session_read_manifest(self, path, error);
}

/* One name is one thing: filters and reports rely on it. */
static assay_status check_name(const assay_session *self, const char *manifest,
                               const assay_scenario *scenario, assay_error *error)
{
    for (size_t i = 0; i < self->run.scenario_count; i++) {
        const assay_run_scenario *other = &self->run.scenarios[i];
        if (strcmp(other->scenario->connector, scenario->connector) == 0 &&
            strcmp(other->scenario->name, scenario->name) == 0)
            return assay_error_set(error, ASSAY_INVALID, "%s: '%s/%s' is also in %s", manifest,
                                   scenario->connector, scenario->name, other->manifest);
    }
    return ASSAY_OK;
}

/* A copy has the name of the scenario that it is one of. */
static const char *held_back(const assay_manifest *from, const assay_scenario *scenario)
{
    for (size_t i = 0; i < from->scenario_count; i++)
        if (strcmp(from->scenarios[i].name, scenario->name) == 0)
            return from->data[i].held_back;
    return NULL;
}

assay_status assay_session_add(assay_session *self, size_t manifest, const assay_scenario *scenario,
                               assay_error *error)
{
    const assay_manifest *from = &self->manifests[manifest];
    ASSAY_TRY(check_name(self, from->path, scenario, error));
    assay_run_scenario *added = assay_run_add_scenario(&self->run, from->path, scenario);
    if (added == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    int64_t asked = self->run.settings.timeout_ms;
    added->timeout_ms = asked != 0 ? asked : from->timeout_ms;
    added->secrets = from->secrets;
    added->secret_count = from->secret_count;
    added->held_back = held_back(from, scenario);
    return ASSAY_OK;
}

assay_status assay_session_add_all(assay_session *self, size_t manifest, assay_error *error)
{
    const assay_manifest *from = &self->manifests[manifest];
    for (size_t i = 0; i < from->scenario_count; i++)
        ASSAY_TRY(assay_session_add(self, manifest, &from->scenarios[i], error));
    return ASSAY_OK;
}

const assay_manifest *assay_session_manifest_of(const assay_session *self, size_t scenario)
{
    for (size_t m = 0; m < self->manifest_count; m++)
        for (size_t i = 0; i < self->manifests[m].scenario_count; i++)
            if (&self->manifests[m].scenarios[i] == self->run.scenarios[scenario].scenario)
                return &self->manifests[m];
    return NULL;
}

assay_status assay_session_verify_filters(const assay_session *self, assay_error *error)
{
    return assay_selection_verify(&self->selection, &self->run, assay_check_tables,
                                  assay_check_table_count, error);
}

void assay_session_leave_out(assay_session *self)
{
    for (size_t m = 0; m < self->manifest_count; m++) {
        const assay_manifest *manifest = &self->manifests[m];
        for (size_t i = 0; i < manifest->scenario_count; i++)
            manifest->data[i].unneeded =
                !assay_selection_any(&self->selection, &manifest->scenarios[i], assay_check_tables,
                                     assay_check_table_count);
    }
}

static assay_status make_data_of(assay_session *self, size_t index, assay_error *error)
{
    char *folder = NULL;
    if (asprintf(&folder, "%s/data-%zu", self->scratch.path, index) < 0)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    assay_status status = ASSAY_OK;
    const assay_run_settings *settings = &self->run.settings;
    if (mkdir(folder, 0777) != 0)
        status = assay_error_set(error, ASSAY_IO, "cannot make '%s': %s", folder, strerror(errno));
    else
        status = assay_manifest_make_data(&self->manifests[index], folder, settings->seed,
                                          settings->records, error);
    free(folder);
    return status;
}

assay_status assay_session_make_data(assay_session *self, assay_error *error)
{
    ASSAY_TRY(assay_scratch_open(&self->scratch, error));
    self->guard.janitor = self->scratch.hold;
    ASSAY_TRY(assay_session_set_up(self, error));
    for (size_t i = 0; i < self->manifest_count; i++)
        ASSAY_TRY(make_data_of(self, i, error));
    return ASSAY_OK;
}

static assay_status check_looks(const assay_session *self, assay_error *error)
{
    for (size_t i = 0; i < self->run.scenario_count; i++) {
        const assay_run_scenario *over = &self->run.scenarios[i];
        const assay_finding *finding = &over->look.finding;
        bool no_connector = over->look.name[0] == '\0'; /* else the checks are to judge it */
        if (finding->verdict == ASSAY_FAIL && no_connector)
            return assay_error_set(error, ASSAY_INVALID, "%s: %s", over->manifest,
                                   finding->observed);
        if (finding->verdict == ASSAY_ERROR)
            return assay_error_set(error, ASSAY_IO, "cannot look at '%s': %s",
                                   over->scenario->library, finding->reason);
    }
    return ASSAY_OK;
}

assay_status assay_session_plan(assay_session *self, assay_error *error)
{
    assay_schedule looks = {
        .run = &self->run, .pool = self->pool, .scratch = self->scratch.path, .lines = self->lines};
    ASSAY_TRY(assay_schedule_looks(&looks, error));
    ASSAY_TRY(check_looks(self, error));
    return assay_plan_make(&self->run, assay_check_tables, assay_check_table_count,
                           &self->selection, error);
}

void assay_session_mask(const assay_session *self, assay_error *error)
{
    for (size_t i = 0; i < self->manifest_count; i++)
        assay_mask_message(error->message, self->manifests[i].secrets,
                           self->manifests[i].secret_count);
}
