/* assay plan: what `assay run` would do. */
#include "cli/verbs.h"

#include "cli/judgement.h"
#include "cli/plan_report.h"
#include <assay/toolkit/error.h>

/* As run does it, but for the data. */
static assay_status work(assay_judgement *judgement, assay_error *error)
{
    assay_session *session = &judgement->session;
    ASSAY_TRY(assay_judgement_read(judgement, error));
    for (size_t i = 0; i < session->manifest_count; i++)
        ASSAY_TRY(assay_manifest_check_variables(&session->manifests[i], error));
    ASSAY_TRY(assay_scratch_open(&session->scratch, error));
    return assay_judgement_plan(judgement, error);
}

static assay_status write_json(const assay_session *session, assay_error *error)
{
    json_t *plan = assay_plan_json(session);
    if (plan == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    int failed = json_dumpf(plan, stdout, JSON_INDENT(2) | JSON_ENSURE_ASCII);
    json_decref(plan);
    if (failed != 0)
        return assay_error_set(error, ASSAY_IO, "cannot write the plan");
    putchar('\n');
    return ASSAY_OK;
}

int assay_cmd_plan(const assay_options *options)
{
    assay_judgement judgement;
    assay_error error = ASSAY_ERROR_INIT;
    assay_judgement_init(&judgement, options);
    assay_status status = work(&judgement, &error);
    if (status == ASSAY_OK && options->json)
        status = write_json(&judgement.session, &error);
    else if (status == ASSAY_OK)
        assay_plan_text(stdout, &judgement.session);
    int code = status != ASSAY_OK ? assay_judgement_complain(&judgement, status, &error)
               : assay_planned_count(&judgement.session.run) > 0 ? ASSAY_EXIT_CONFORMANT
                                                                 : ASSAY_EXIT_NOTHING_RAN;
    assay_judgement_clear(&judgement);
    return code;
}
