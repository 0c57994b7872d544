/* assay coverage lines: which lines of a connector the suite reaches. */
#include "cli/verbs.h"

#include "cli/html.h"
#include "cli/line_run.h"
#include "cli/reports.h"
#include "coverage/cobertura.h"
#include "coverage/lcov.h"
#include "coverage/text.h"
#include "report/escape.h"
#include "report/publish.h"
#include "report/text.h"
#include <assay/toolkit/atomic_file.h>
#include <assay/toolkit/error.h>
#include <stdlib.h>

enum { SHOWN = 20 };

static void put_whole_text(FILE *to, const assay_coverage *coverage)
{
    assay_coverage_text(to, coverage, 0);
}

typedef struct output {
    const char *name;
    void (*write)(FILE *to, const assay_coverage *coverage);
} output;

static const output outputs[] = {
    {"coverage.info", assay_coverage_lcov},
    {"cobertura.xml", assay_coverage_cobertura},
    {"coverage.txt", put_whole_text},
};
enum { OUTPUTS = sizeof(outputs) / sizeof(outputs[0]) };

#define PAGES "coverage-html"

/* What an earlier run left must not be taken for this one's. */
static assay_status open_outputs(const assay_options *options, assay_error *error)
{
    ASSAY_TRY(assay_directory_make(options->out, error));
    for (size_t i = 0; i < OUTPUTS; i++) {
        char *path = assay_reports_path(options, outputs[i].name, error);
        if (path == NULL)
            return ASSAY_MEMORY;
        assay_status status = assay_file_remove(path, error);
        free(path);
        ASSAY_TRY(status);
    }
    char *pages = assay_reports_path(options, PAGES, error);
    assay_status status = pages == NULL ? ASSAY_MEMORY : assay_html_remove(pages, error);
    free(pages);
    return status;
}

typedef struct report_of {
    const output *output;
    const assay_coverage *coverage;
} report_of;

static assay_status write_output(FILE *to, const void *context, assay_error *error)
{
    const report_of *self = context;
    (void)error;
    self->output->write(to, self->coverage);
    return ASSAY_OK;
}

static void say_path(const char *path)
{
    fputs("  ", stdout);
    assay_escape_line(stdout, path);
}

static assay_status write_outputs(const assay_line_run *run, const assay_options *options,
                                  assay_error *error)
{
    for (size_t i = 0; i < OUTPUTS; i++) {
        char *path = assay_reports_path(options, outputs[i].name, error);
        if (path == NULL)
            return ASSAY_MEMORY;
        const report_of report = {&outputs[i], &run->coverage};
        assay_status status = assay_publish(path, write_output, &report, error);
        if (status == ASSAY_OK)
            say_path(path);
        free(path);
        ASSAY_TRY(status);
    }
    return ASSAY_OK;
}

static assay_status write_pages(const assay_line_run *run, const assay_options *options,
                                assay_error *error)
{
    char *tracefile = assay_reports_path(options, outputs[0].name, error);
    char *pages = assay_reports_path(options, PAGES, error);
    bool made = false;
    const assay_html html = {tracefile, pages, run->root, &run->judgement.session.guard};
    assay_status status =
        tracefile == NULL || pages == NULL ? ASSAY_MEMORY : assay_html_make(&html, &made, error);
    if (made) {
        say_path(pages);
        fputs("/index.html\n", stdout);
    } else if (status == ASSAY_OK) {
        puts("\nno HTML: genhtml is not installed; it is in the package lcov");
    }
    free(tracefile);
    free(pages);
    return status;
}

static void say_flaws(const assay_line_run *run)
{
    if (run->flaw_count == 0)
        return;
    fprintf(stderr, "assay: the counts of %zu check%s are not whole: ", run->flaw_count,
            run->flaw_count == 1 ? "" : "s");
    assay_escape_line(stderr, run->flaw);
    fputc('\n', stderr);
}

/* What can be shown is shown before what may fail to be written. */
static assay_status report_lines(assay_line_run *run, assay_error *error)
{
    const assay_options *options = run->judgement.options;
    fputc('\n', stdout);
    assay_coverage_text(stdout, &run->coverage, SHOWN);
    fflush(stdout);
    say_flaws(run);
    fputs("\ncoverage:", stdout);
    ASSAY_TRY(write_outputs(run, options, error));
    assay_status status = write_pages(run, options, error);
    if (status == ASSAY_END) /* all but the pages is there, and whole */
        run->judgement.session.run.ended_by = assay_judgement_interrupted(&run->judgement);
    return status == ASSAY_END ? ASSAY_OK : status;
}

static assay_status report(assay_line_run *run, assay_error *error)
{
    assay_judgement *judgement = &run->judgement;
    const assay_run *result = &judgement->session.run;
    assay_text_summary(stdout, result, assay_judgement_colour(judgement),
                       judgement->options->verbose);
    ASSAY_TRY(assay_reports_write(judgement->options, judgement->journal_path, result, error));
    if (result->ended_by == 0)
        return report_lines(run, error);
    fflush(stdout);
    fprintf(stderr, "assay: %s: no line coverage of a run that is not whole\n",
            assay_signal_name(result->ended_by));
    return ASSAY_OK;
}

static int judge(const assay_line_run *run)
{
    const assay_run *result = &run->judgement.session.run;
    int code = assay_run_exit_code(result);
    double percent = assay_line_sum_percent(assay_coverage_sum(&run->coverage));
    double least = run->judgement.options->fail_under;
    if (result->ended_by != 0 || percent >= least)
        return code;
    fflush(stdout);
    fprintf(stderr, "assay: %.2f %% of the lines were reached, less than %g %%\n", percent, least);
    return code == ASSAY_EXIT_CONFORMANT ? ASSAY_EXIT_NOT_CONFORMANT : code;
}

int assay_cmd_coverage_lines(const assay_options *options)
{
    assay_line_run run;
    assay_error error = ASSAY_ERROR_INIT;
    assay_status status = assay_line_run_init(&run, options, &error);
    if (status == ASSAY_OK)
        status = assay_line_run_read(&run, &error);
    if (status == ASSAY_OK)
        status = open_outputs(options, &error);
    if (status == ASSAY_OK)
        status = assay_line_run_work(&run, &error);
    if (status == ASSAY_OK)
        status = report(&run, &error);
    int code =
        status == ASSAY_OK ? judge(&run) : assay_judgement_complain(&run.judgement, status, &error);
    code = assay_judgement_end(&run.judgement, code);
    assay_line_run_clear(&run);
    return code;
}
