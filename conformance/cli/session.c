/* The way from manifests to a finished run. */
#include "cli/session.h"

#include "checks/checks.h"
#include "cli/host_program.h"
#include "cli/verbs.h"
#include "report/report_file.h"
#include "report/junit.h"
#include "report/text.h"
#include "runner/mask.h"
#include "runner/plan.h"
#include "runner/schedule.h"
#include <assay/toolkit/atomic_file.h>
#include <assay/toolkit/error.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void assay_session_init(assay_session *self, const assay_options *options)
{
    memset(self, 0, sizeof(*self));
    self->options = options;
    self->selection = (assay_selection){options->filters, options->filter_count};
    self->journal.fd = -1;
    assay_run_init(&self->run, &options->settings);
    if (options->in_process)
        self->run.settings.jobs = 1;
}

void assay_session_clear(assay_session *self)
{
    assay_progress_clear(&self->progress);
    if (self->pool != NULL)
        assay_pool_close(self->pool);
    if (self->journal.fd >= 0)
        assay_journal_close(&self->journal);
    assay_run_clear(&self->run);
    for (size_t i = 0; i < self->manifest_count; i++)
        assay_manifest_clear(&self->manifests[i]);
    free(self->manifests);
    assay_scratch_close(&self->scratch);
    free(self->journal_path);
    free(self->junit_path);
}

assay_status assay_session_read_manifest(assay_session *self, const char *path, assay_error *error)
{
    size_t count = self->manifest_count;
    assay_manifest *more = reallocarray(self->manifests, count + 1, sizeof(*more));
    if (more == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    self->manifests = more;
    if (assay_manifest_read(path, &more[count], error) != ASSAY_OK)
        return ASSAY_INVALID;
    self->manifest_count = count + 1;
    return ASSAY_OK;
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

assay_status assay_session_add(assay_session *self, size_t manifest, const assay_scenario *scenario,
                               assay_error *error)
{
    const assay_manifest *from = &self->manifests[manifest];
    ASSAY_TRY(check_name(self, from->path, scenario, error));
    assay_run_scenario *added = assay_run_add_scenario(&self->run, from->path, scenario);
    if (added == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    int64_t asked = self->options->settings.timeout_ms;
    added->timeout_ms = asked != 0 ? asked : from->timeout_ms;
    added->secrets = from->secrets;
    added->secret_count = from->secret_count;
    return ASSAY_OK;
}

assay_status assay_session_verify_filters(const assay_session *self, assay_error *error)
{
    return assay_selection_verify(&self->selection, &self->run, assay_check_tables,
                                  assay_check_table_count, error);
}

static assay_status make_data_of(assay_session *self, size_t index, assay_error *error)
{
    char *folder = NULL;
    if (asprintf(&folder, "%s/data-%zu", self->scratch.path, index) < 0)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    assay_status status = ASSAY_OK;
    const assay_run_settings *settings = &self->options->settings;
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
    for (size_t i = 0; i < self->manifest_count; i++)
        ASSAY_TRY(make_data_of(self, i, error));
    return ASSAY_OK;
}

static assay_status open_pool(assay_session *self, assay_error *error)
{
    char *program = NULL;
    ASSAY_TRY(assay_host_program(&program, error));
    assay_status status = assay_pool_open(program, self->run.settings.jobs,
                                          self->options->in_process, &self->pool, error);
    free(program);
    return status;
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

static assay_status check_in_process(const assay_session *self, assay_error *error)
{
    size_t count = 0;
    for (size_t i = 0; i < self->run.item_count; i++)
        count += !self->run.items[i].decided;
    if (!self->options->in_process || count == 1)
        return ASSAY_OK;
    return assay_error_set(error, ASSAY_INVALID,
                           "--in-process runs one check, but --filter selects %zu", count);
}

static assay_status open_reports(assay_session *self, assay_error *error)
{
    const char *out = self->options->out;
    ASSAY_TRY(assay_directory_make(out, error));
    if (asprintf(&self->journal_path, "%s/journal.jsonl", out) < 0) {
        self->journal_path = NULL;
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    }
    if (asprintf(&self->junit_path, "%s/junit.xml", out) < 0) {
        self->junit_path = NULL;
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    }
    ASSAY_TRY(assay_journal_open(&self->journal, self->journal_path, error));
    /* What an earlier run left must not be taken for this one's. */
    ASSAY_TRY(assay_file_remove(self->junit_path, error));
    return assay_journal_header(&self->journal, &self->run, error);
}

static assay_status finished(void *context, const assay_run *run, size_t item, assay_error *error)
{
    assay_session *self = context;
    if (!run->items[item].decided)
        self->progress.last = run->items[item].check->id;
    return assay_journal_item(&self->journal, run, item, error);
}

static void waiting(void *context, const assay_run *run)
{
    assay_session *self = context;
    assay_progress_show(&self->progress, run);
}

static assay_status run_checks(assay_session *self, assay_error *error)
{
    bool watched = !self->options->in_process && isatty(STDERR_FILENO) == 1;
    assay_progress_start(&self->progress, watched ? stderr : NULL);
    assay_schedule schedule = {&self->run, self->pool, self->scratch.path,
                               self,       finished,   watched ? waiting : NULL};
    assay_status status = assay_schedule_checks(&schedule, error);
    assay_progress_clear(&self->progress);
    self->run.microseconds = assay_now_microseconds() - self->progress.started;
    ASSAY_TRY(status);
    return assay_journal_end(&self->journal, &self->run, error);
}

assay_status assay_session_run(assay_session *self, assay_error *error)
{
    if (!self->options->json) {
        assay_text_head(stdout, &self->run);
        fflush(stdout);
    }
    ASSAY_TRY(open_pool(self, error));
    assay_schedule looks = {&self->run, self->pool, self->scratch.path, NULL, NULL, NULL};
    ASSAY_TRY(assay_schedule_looks(&looks, error));
    ASSAY_TRY(check_looks(self, error));
    ASSAY_TRY(assay_plan_make(&self->run, assay_check_tables, assay_check_table_count,
                              &self->selection, error));
    ASSAY_TRY(check_in_process(self, error));
    ASSAY_TRY(open_reports(self, error));
    return run_checks(self, error);
}

assay_status assay_session_write_junit(assay_session *self, assay_error *error)
{
    return assay_report_file(self->junit_path, &self->run, assay_junit_write, error);
}

int assay_session_complain(const assay_session *self, assay_status status, assay_error *error)
{
    for (size_t i = 0; i < self->manifest_count; i++)
        assay_mask_text(error->message, self->manifests[i].secrets,
                        self->manifests[i].secret_count);
    return assay_complain(status, error);
}

bool assay_session_colour(const assay_session *self)
{
    const char *refused = getenv("NO_COLOR");
    return !self->options->no_colour && (refused == NULL || refused[0] == '\0') &&
           isatty(STDOUT_FILENO) == 1;
}
