/* assay replay: does saved failures once more. */
#include "cli/verbs.h"

#include "cli/emit_failure.h"
#include "cli/saved_files.h"
#include "report/json.h"
#include "report/text_saved.h"
#include <assay/toolkit/error.h>

static assay_status check_options(const assay_options *options, assay_error *error)
{
    if (options->emit && options->json)
        return assay_error_set(error, ASSAY_INVALID, "--emit prints a program, not --format json");
    if (options->emit && options->argument_count != 1)
        return assay_error_set(error, ASSAY_INVALID, "--emit takes one file, but there are %d",
                               options->argument_count);
    return ASSAY_OK;
}

static assay_status work(assay_judgement *self, assay_error *error)
{
    const assay_options *options = self->options;
    ASSAY_TRY(check_options(options, error));
    ASSAY_TRY(
        assay_saved_files_plan(self, options->arguments, (size_t)options->argument_count, error));
    if (options->emit)
        ASSAY_TRY(assay_emit_failure_prepare(self, error));
    assay_status status = assay_saved_files_run(self, error);
    if (status != ASSAY_END || options->emit)
        return status;
    self->session.run.ended_by = assay_judgement_interrupted(self);
    return ASSAY_OK;
}

static assay_status report(const assay_judgement *self, assay_error *error)
{
    const assay_run *run = &self->session.run;
    if (self->options->emit)
        return assay_emit_failure_print(self, error);
    if (self->options->json)
        return assay_json_write(stdout, run, error);
    for (size_t i = 0; i < run->saved_count; i++) {
        if (i > 0)
            putchar('\n');
        assay_text_saved_item(stdout, run, &run->saved[i], assay_judgement_colour(self));
    }
    putchar('\n');
    assay_text_saved(stdout, run);
    if (run->ended_by != 0)
        printf("%zu not done: ended early by %s\n", self->saved.count - run->saved_count,
               assay_signal_name(run->ended_by));
    return ASSAY_OK;
}

/* What could not be done proves nothing, so it must not look like a success. */
static int exit_code(const assay_run *run)
{
    int code = assay_run_exit_code(run);
    bool harmless = code == ASSAY_EXIT_CONFORMANT || code == ASSAY_EXIT_NOTHING_RAN;
    return harmless && assay_run_count_again(run).not_run > 0 ? ASSAY_EXIT_USAGE : code;
}

int assay_cmd_replay(const assay_options *options)
{
    assay_judgement self;
    assay_error error = ASSAY_ERROR_INIT;
    assay_judgement_init(&self, options);
    assay_status status = work(&self, &error);
    if (status == ASSAY_OK)
        status = report(&self, &error);
    int code = status != ASSAY_OK ? assay_judgement_complain(&self, status, &error)
               : options->emit    ? ASSAY_EXIT_CONFORMANT
                                  : exit_code(&self.session.run);
    code = assay_judgement_end(&self, code);
    assay_judgement_clear(&self);
    return code;
}
