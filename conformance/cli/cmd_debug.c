/* assay debug: a failing check, or a saved failure, in gdb, stopped before the call in which it
 * fails. */
#include "cli/verbs.h"

#include "cli/gdb.h"
#include "cli/host_program.h"
#include "cli/judgement.h"
#include "cli/saved_files.h"
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

/* What failed, and how it is done again. */
typedef struct subject {
    const assay_run_item *item; /* NULL: nothing did */
    const assay_scenario *scenario;
    uint64_t seed, turn;
    assay_tier tier;
    assay_profile profile;
} subject;

static const assay_run_item *failed_item(const assay_run *run)
{
    for (size_t i = 0; i < run->item_count; i++)
        if (run->items[i].done && (assay_verdict_against(run->items[i].finding.verdict) ||
                                   run->items[i].finding.verdict == ASSAY_ERROR))
            return &run->items[i];
    return NULL;
}

/* As run does it, isolated, but for the reports. */
static assay_status judge(assay_judgement *judgement, subject *found, assay_error *error)
{
    assay_session *session = &judgement->session;
    ASSAY_TRY(assay_judgement_read(judgement, error));
    ASSAY_TRY(assay_judgement_make_data(judgement, error));
    ASSAY_TRY(assay_judgement_plan(judgement, error));
    assay_schedule schedule = {
        .run = &session->run, .pool = session->pool, .scratch = session->scratch.path};
    for (size_t i = 0; i < session->run.item_count && failed_item(&session->run) == NULL; i++)
        if (!session->run.items[i].decided)
            ASSAY_TRY(assay_schedule_one(&schedule, i, error));
    const assay_run *run = &session->run;
    *found = (subject){failed_item(run),     NULL, run->settings.seed, 0, run->settings.tier,
                       run->settings.profile};
    if (found->item != NULL)
        found->scenario = run->scenarios[found->item->scenario].scenario;
    return ASSAY_OK;
}

static assay_status judge_saved(assay_judgement *judgement, subject *found, assay_error *error)
{
    const assay_options *options = judgement->options;
    ASSAY_TRY(assay_saved_files_plan(judgement, options->arguments, 1, error));
    ASSAY_TRY(assay_saved_files_run(judgement, error));
    const assay_run_item *item = judgement->session.run.saved;
    const assay_saved_failure *saved = judgement->saved.items;
    if (item->finding.verdict == ASSAY_SKIPPED)
        return assay_error_set(error, ASSAY_INVALID, "%s: %s", saved->path, item->finding.reason);
    *found = (subject){NULL,
                       &saved->data,
                       saved->replay.seed,
                       saved->replay.turn,
                       saved->replay.tier,
                       saved->replay.profile};
    if (assay_verdict_against(item->finding.verdict) || item->finding.verdict == ASSAY_ERROR)
        found->item = item;
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
    for (size_t i = 0; i < run->saved_count; i++)
        say_item(run, &run->saved[i]);
    for (size_t i = 0; i < run->item_count; i++)
        say_item(run, &run->items[i]);
    if (run->saved_count > 0)
        puts("nothing to debug: it fails no longer");
    else
        printf("nothing to debug: no check fails with seed 0x%" PRIx64 "\n", run->settings.seed);
    return ASSAY_EXIT_CONFORMANT;
}

static assay_status write_job(const assay_judgement *judgement, const subject *of,
                              const char *folder, const char *path, assay_error *error)
{
    const assay_run *run = &judgement->session.run;
    const assay_run_scenario *over = &run->scenarios[of->item->scenario];
    assay_buffer bytes = ASSAY_BUFFER_INIT;
    assay_job job = {.check = of->item->check->id,
                     .scenario = of->scenario,
                     .seed = of->seed,
                     .tier = of->tier,
                     .profile = of->profile,
                     .turn = of->turn,
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

static assay_status debug(const assay_judgement *judgement, const subject *of,
                          char *const *arguments, int count, assay_error *error)
{
    const char *scratch = judgement->session.scratch.path;
    char folder[4096], path[4096], script[4096], *host = NULL;
    snprintf(folder, sizeof(folder), "%s/debug", scratch);
    snprintf(path, sizeof(path), "%s/debug.job", scratch);
    snprintf(script, sizeof(script), "%s/debug.gdb", scratch);
    ASSAY_TRY(write_job(judgement, of, folder, path, error));
    ASSAY_TRY(assay_host_program(&host, error));
    assay_gdb gdb = {.host = host,
                     .library = of->scenario->library,
                     .job = path,
                     .script = script,
                     .call = of->item->finding.at_call,
                     .guard = &judgement->session.guard,
                     .argument_count = count,
                     .arguments = arguments};
    assay_status status = assay_gdb_run(&gdb, error);
    free(host);
    return status;
}

static int work(assay_judgement *judgement, bool saved, char *const *arguments, int count)
{
    subject of = {.tier = ASSAY_SMOKE};
    assay_error error = ASSAY_ERROR_INIT;
    const assay_run *run = &judgement->session.run;
    assay_status status =
        saved ? judge_saved(judgement, &of, &error) : judge(judgement, &of, &error);
    if (status != ASSAY_OK)
        return assay_judgement_complain(judgement, status, &error);
    if (of.item == NULL)
        return say_passed(run);
    say_item(run, of.item);
    if (of.item->finding.verdict == ASSAY_ERROR)
        return ASSAY_EXIT_HARNESS;
    status = debug(judgement, &of, arguments, count, &error);
    return status == ASSAY_OK ? ASSAY_EXIT_NOT_CONFORMANT
                              : assay_judgement_complain(judgement, status, &error);
}

/* CHECK MANIFEST, or FILE; then what is gdb's. */
int assay_cmd_debug(const assay_options *options)
{
    assay_judgement judgement;
    const char *filters[] = {options->arguments[0]};
    bool saved = assay_replay_recognise(options->arguments[0]);
    int own_count = saved ? 1 : 2;
    if (options->argument_count < own_count) {
        fputs("assay: debug needs CHECK and MANIFEST, or a saved failure\n", stderr);
        return ASSAY_EXIT_USAGE;
    }
    assay_options own = *options;
    own.filters = filters;
    own.filter_count = saved ? 0 : 1;
    own.settings.jobs = 1;
    own.arguments = options->arguments + own_count - 1;
    own.argument_count = 1;
    assay_judgement_init(&judgement, &own);
    int code = work(&judgement, saved, options->arguments + own_count,
                    options->argument_count - own_count);
    code = assay_judgement_end(&judgement, code);
    assay_judgement_clear(&judgement);
    return code;
}
