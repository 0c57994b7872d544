/* The way from a session with its data to its reports. */
#include "cli/judgement.h"

#include "checks/checks.h"
#include "cli/failures.h"
#include "cli/host_program.h"
#include "cli/interrupt.h"
#include "cli/reports.h"
#include "cli/sharding.h"
#include "cli/verbs.h"
#include "data/generator.h"
#include "report/escape.h"
#include "report/text.h"
#include "runner/schedule.h"
#include <assay/toolkit/atomic_file.h>
#include <assay/toolkit/error.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void assay_judgement_init(assay_judgement *self, const assay_options *options)
{
    memset(self, 0, sizeof(*self));
    self->options = options;
    self->journal.fd = -1;
    assay_run_settings settings = options->settings;
    if (options->in_process)
        settings.jobs = 1;
    assay_selection selection = {options->filters, options->filter_count, options->exclusions,
                                 options->exclusion_count};
    assay_session_init(&self->session, &settings, &selection);
    assay_interrupt_settle();
}

void assay_judgement_clear(assay_judgement *self)
{
    assay_progress_clear(&self->progress);
    if (self->journal.fd >= 0)
        assay_journal_close(&self->journal);
    assay_saved_clear(&self->saved);
    assay_session_clear(&self->session);
    assay_baseline_clear(&self->baseline);
    free(self->journal_path);
}

static assay_status open_pool(assay_judgement *self, assay_error *error)
{
    char *program = NULL;
    ASSAY_TRY(assay_host_program(&program, error));
    const assay_pool_plan plan = {program, self->session.run.settings.jobs,
                                  self->options->in_process, &self->session.guard};
    assay_status status = assay_pool_open(&plan, &self->session.pool, error);
    free(program);
    return status;
}

static bool is_fixed(const assay_manifest *manifest)
{
    for (size_t i = 0; i < manifest->scenario_count; i++)
        if (manifest->data[i].generator->fixed)
            return true;
    return false;
}

static void say_without_effect(const assay_session *session)
{
    const assay_run *run = &session->run;
    for (size_t i = 0; i < run->scenario_count && run->settings.records != 0; i++) {
        const assay_manifest *manifest = assay_session_manifest_of(session, i);
        if (manifest == NULL || !is_fixed(manifest))
            continue;
        fputs("assay: --records has no effect on data that exists, as that of ", stderr);
        assay_escape_line(stderr, run->scenarios[i].manifest);
        fputc('\n', stderr);
        return;
    }
}

static assay_status read_manifest(assay_judgement *self, const char *path, assay_error *error)
{
    if (assay_replay_recognise(path))
        return assay_error_set(error, ASSAY_INVALID,
                               "%s: this is a saved failure, no manifest: assay replay %s", path,
                               path);
    return assay_session_read_manifest(&self->session, path, error);
}

assay_status assay_judgement_read(assay_judgement *self, assay_error *error)
{
    assay_session *session = &self->session;
    if (self->options->baseline != NULL)
        ASSAY_TRY(assay_baseline_read(self->options->baseline, &self->baseline, error));
    for (int i = 0; i < self->options->argument_count; i++)
        ASSAY_TRY(read_manifest(self, self->options->arguments[i], error));
    for (size_t i = 0; i < session->manifest_count; i++)
        ASSAY_TRY(assay_session_add_all(session, i, error));
    ASSAY_TRY(assay_session_verify_filters(session, error));
    ASSAY_TRY(assay_baseline_verify(&self->baseline, &session->run, assay_check_tables,
                                    assay_check_table_count, error));
    assay_session_leave_out(session);
    say_without_effect(session);
    return ASSAY_OK;
}

assay_status assay_judgement_make_data(assay_judgement *self, assay_error *error)
{
    ASSAY_TRY(assay_interrupt_keep(&self->session.guard.stop, error));
    return assay_session_make_data(&self->session, error);
}

assay_status assay_judgement_plan(assay_judgement *self, assay_error *error)
{
    ASSAY_TRY(open_pool(self, error));
    return assay_session_plan(&self->session, error);
}

static assay_status check_in_process(const assay_judgement *self, assay_error *error)
{
    size_t count = 0;
    for (size_t i = 0; i < self->session.run.item_count; i++)
        count += !self->session.run.items[i].decided;
    if (!self->options->in_process || count == 1)
        return ASSAY_OK;
    return assay_error_set(error, ASSAY_INVALID,
                           "--in-process runs one check, but --filter selects %zu", count);
}

static assay_status open_reports(assay_judgement *self, assay_error *error)
{
    ASSAY_TRY(assay_directory_make(self->options->out, error));
    self->journal_path = assay_reports_path(self->options, "journal.jsonl", error);
    if (self->journal_path == NULL)
        return ASSAY_MEMORY;
    ASSAY_TRY(assay_journal_open(&self->journal, self->journal_path, error));
    ASSAY_TRY(assay_reports_remove(self->options, error));
    return assay_journal_header(&self->journal, &self->session.run, error);
}

static assay_status finished(void *context, const assay_run *run, size_t item, assay_error *error)
{
    assay_judgement *self = context;
    if (!run->items[item].decided)
        self->progress.last = run->items[item].check->id;
    return assay_journal_item(&self->journal, run, item, error);
}

static void waiting(void *context, const assay_run *run)
{
    assay_judgement *self = context;
    assay_progress_show(&self->progress, run);
}

static assay_status run_checks(assay_judgement *self, assay_error *error)
{
    bool watched = !self->options->in_process && isatty(STDERR_FILENO) == 1;
    assay_progress_start(&self->progress, watched ? stderr : NULL);
    assay_schedule schedule = {.run = &self->session.run,
                               .pool = self->session.pool,
                               .scratch = self->session.scratch.path,
                               .context = self,
                               .finished = finished,
                               .waiting = watched ? waiting : NULL,
                               .lines = self->session.lines};
    assay_status status = assay_schedule_checks(&schedule, error);
    assay_progress_clear(&self->progress);
    self->session.run.microseconds = assay_now_microseconds() - self->progress.started;
    return status;
}

static assay_status run_all(assay_judgement *self, assay_error *error)
{
    if (self->saves)
        ASSAY_TRY(assay_failures_again(self, error));
    ASSAY_TRY(run_checks(self, error));
    if (self->saves)
        ASSAY_TRY(assay_failures_shrink(self, error));
    return assay_baseline_judge(&self->baseline, &self->session.run, assay_check_tables,
                                assay_check_table_count, error);
}

int assay_judgement_interrupted(assay_judgement *self)
{
    int signal = assay_interrupt_signal();
    fprintf(stderr, "assay: %s: ending in order; a second signal ends at once\n",
            assay_signal_name(signal));
    assay_session_close_pool(&self->session);
    return signal;
}

assay_status assay_judgement_run(assay_judgement *self, assay_error *error)
{
    if (!self->options->json) {
        assay_text_head(stdout, &self->session.run);
        fflush(stdout);
    }
    ASSAY_TRY(assay_judgement_plan(self, error));
    ASSAY_TRY(assay_sharding_apply(self->options, &self->session.run, error));
    ASSAY_TRY(check_in_process(self, error));
    ASSAY_TRY(assay_baseline_apply(&self->baseline, &self->session.run, error));
    ASSAY_TRY(open_reports(self, error));
    assay_status status = run_all(self, error);
    if (status == ASSAY_END)
        self->session.run.ended_by = assay_judgement_interrupted(self);
    else
        ASSAY_TRY(status);
    return assay_journal_end(&self->journal, &self->session.run, error);
}

int assay_judgement_end(assay_judgement *self, int code)
{
    (void)fflush(stdout); /* what is said by now is not lost, should a signal end the tear-down */
    bool well = assay_session_tear_down(&self->session);
    return well || code == ASSAY_EXIT_NOT_CONFORMANT ? code : ASSAY_EXIT_HARNESS;
}

int assay_judgement_complain(const assay_judgement *self, assay_status status, assay_error *error)
{
    if (status == ASSAY_END) {
        fprintf(stderr, "assay: %s: nothing was judged\n",
                assay_signal_name(assay_interrupt_signal()));
        return 128 + assay_interrupt_signal();
    }
    assay_session_mask(&self->session, error);
    return assay_complain(status, error);
}

bool assay_judgement_colour(const assay_judgement *self)
{
    return assay_colour_wanted(self->options);
}
