/* assay run: judges connectors. */
#include "cli/verbs.h"

#include "cli/session.h"
#include "report/escape.h"
#include "report/json.h"
#include "report/text.h"

static assay_status add_scenarios(assay_session *session, size_t manifest, assay_error *error)
{
    const assay_manifest *from = &session->manifests[manifest];
    for (size_t i = 0; i < from->scenario_count; i++)
        ASSAY_TRY(assay_session_add(session, manifest, &from->scenarios[i], error));
    return ASSAY_OK;
}

static assay_status work(assay_session *session, assay_error *error)
{
    const assay_options *options = session->options;
    for (int i = 0; i < options->argument_count; i++)
        ASSAY_TRY(assay_session_read_manifest(session, options->arguments[i], error));
    for (size_t i = 0; i < session->manifest_count; i++)
        ASSAY_TRY(add_scenarios(session, i, error));
    ASSAY_TRY(assay_session_verify_filters(session, error));
    ASSAY_TRY(assay_session_make_data(session, error));
    return assay_session_run(session, error);
}

static void say_reports(const assay_session *session)
{
    fputs("reports: ", stdout);
    assay_escape_line(stdout, session->junit_path);
    fputs("  ", stdout);
    assay_escape_line(stdout, session->journal_path);
    fputc('\n', stdout);
}

static assay_status report(assay_session *session, assay_error *error)
{
    /* What can be shown is shown before what may fail to be written. */
    if (session->options->json)
        ASSAY_TRY(assay_json_write(stdout, &session->run, error));
    else
        assay_text_summary(stdout, &session->run, assay_session_colour(session));
    ASSAY_TRY(assay_session_write_junit(session, error));
    if (!session->options->json)
        say_reports(session);
    return ASSAY_OK;
}

int assay_cmd_run(const assay_options *options)
{
    assay_session session;
    assay_error error = ASSAY_ERROR_INIT;
    assay_session_init(&session, options);
    assay_status status = work(&session, &error);
    if (status == ASSAY_OK)
        status = report(&session, &error);
    int code = status == ASSAY_OK ? assay_run_exit_code(&session.run)
                                  : assay_session_complain(&session, status, &error);
    assay_session_clear(&session);
    return code;
}
