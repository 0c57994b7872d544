/* assay debug: a failing check in gdb, stopped before the call in which it fails. */
#include "cli/verbs.h"

#include "cli/gdb.h"
#include "cli/host_program.h"
#include "cli/judgement.h"
#include "host/wire.h"
#include "report/escape.h"
#include "report/evidence.h"
#include "runner/schedule.h"
#include <assay/toolkit/error.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { TIMEOUT_MS = 60000 };

static const assay_run_item *failed_item(const assay_run *run)
{
    for (size_t i = 0; i < run->item_count; i++)
        if (run->items[i].done && (assay_verdict_against(run->items[i].finding.verdict) ||
                                   run->items[i].finding.verdict == ASSAY_ERROR))
            return &run->items[i];
    return NULL;
}

/* As run does it, isolated, but for the reports. */
static assay_status judge(assay_judgement *judgement, assay_error *error)
{
    assay_session *session = &judgement->session;
    ASSAY_TRY(assay_judgement_read(judgement, error));
    ASSAY_TRY(assay_session_make_data(session, error));
    ASSAY_TRY(assay_judgement_plan(judgement, error));
    assay_schedule schedule = {&session->run, session->pool, session->scratch.path,
                               NULL,          NULL,          NULL};
    for (size_t i = 0; i < session->run.item_count && failed_item(&session->run) == NULL; i++)
        if (!session->run.items[i].decided)
            ASSAY_TRY(assay_schedule_one(&schedule, i, error));
    return ASSAY_OK;
}

static void say_item(const assay_run *run, const assay_run_item *item)
{
    assay_item_name_write(stdout, run, item, assay_escape_terminal);
    printf(": %s", assay_verdict_name(item->finding.verdict));
    const char *what =
        item->finding.observed[0] != '\0' ? item->finding.observed : item->finding.reason;
    fputs(what[0] != '\0' ? ": " : "", stdout);
    assay_escape_line(stdout, what);
    fputc('\n', stdout);
}

static int say_passed(const assay_run *run)
{
    for (size_t i = 0; i < run->item_count; i++)
        say_item(run, &run->items[i]);
    printf("nothing to debug: no check fails with seed 0x%" PRIx64 "\n", run->settings.seed);
    return ASSAY_EXIT_CONFORMANT;
}

static assay_status write_job(const assay_judgement *judgement, const assay_run_item *item,
                              const char *folder, const char *path, assay_error *error)
{
    const assay_run *run = &judgement->session.run;
    const assay_run_scenario *over = &run->scenarios[item->scenario];
    assay_buffer bytes = ASSAY_BUFFER_INIT;
    assay_job job = {.check = item->check->id,
                     .scenario = over->scenario,
                     .seed = run->settings.seed,
                     .tier = run->settings.tier,
                     .timeout_ms = over->timeout_ms > 0 ? over->timeout_ms : TIMEOUT_MS,
                     .folder = folder};
    assay_status status = assay_job_encode(&job, &bytes.out);
    FILE *to = status == ASSAY_OK ? fopen(path, "wbe") : NULL;
    bool written = to != NULL && fwrite(bytes.data, 1, bytes.size, to) == bytes.size;
    if (to != NULL && fclose(to) != 0)
        written = false;
    assay_buffer_clear(&bytes);
    if (status == ASSAY_OK && !written)
        return assay_error_set(error, ASSAY_IO, "cannot write '%s': %s", path, strerror(errno));
    return status;
}

static assay_status debug(const assay_judgement *judgement, const assay_run_item *item,
                          const assay_options *options, assay_error *error)
{
    const char *scratch = judgement->session.scratch.path;
    char folder[4096], path[4096], script[4096], *host = NULL;
    snprintf(folder, sizeof(folder), "%s/debug", scratch);
    snprintf(path, sizeof(path), "%s/debug.job", scratch);
    snprintf(script, sizeof(script), "%s/debug.gdb", scratch);
    ASSAY_TRY(write_job(judgement, item, folder, path, error));
    ASSAY_TRY(assay_host_program(&host, error));
    const assay_run_scenario *over = &judgement->session.run.scenarios[item->scenario];
    assay_gdb gdb = {.host = host,
                     .library = over->scenario->library,
                     .job = path,
                     .script = script,
                     .call = item->finding.at_call,
                     .argument_count = options->argument_count - 2,
                     .arguments = options->arguments + 2};
    assay_status status = assay_gdb_run(&gdb, error);
    free(host);
    return status;
}

static int work(assay_judgement *judgement, const assay_options *options, assay_error *error)
{
    const assay_run *run = &judgement->session.run;
    assay_status status = judge(judgement, error);
    if (status != ASSAY_OK)
        return assay_judgement_complain(judgement, status, error);
    const assay_run_item *item = failed_item(run);
    if (item == NULL)
        return say_passed(run);
    say_item(run, item);
    if (item->finding.verdict == ASSAY_ERROR)
        return ASSAY_EXIT_HARNESS;
    status = debug(judgement, item, options, error);
    return status == ASSAY_OK ? ASSAY_EXIT_NOT_CONFORMANT
                              : assay_judgement_complain(judgement, status, error);
}

int assay_cmd_debug(const assay_options *options)
{
    assay_judgement judgement;
    assay_error error = ASSAY_ERROR_INIT;
    const char *filters[] = {options->arguments[0]};
    assay_options own = *options;
    own.filters = filters;
    own.filter_count = 1;
    own.settings.jobs = 1;
    own.arguments = options->arguments + 1;
    own.argument_count = 1;
    assay_judgement_init(&judgement, &own);
    int code = assay_judgement_end(&judgement, work(&judgement, options, &error));
    assay_judgement_clear(&judgement);
    return code;
}
