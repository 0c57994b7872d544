/* assay run: judges connectors. */
#include "cli/verbs.h"

#include "cli/judgement.h"
#include "cli/reports.h"
#include "report/json.h"
#include "report/text.h"

static assay_status work(assay_judgement *judgement, assay_error *error)
{
    ASSAY_TRY(assay_judgement_read(judgement, error));
    ASSAY_TRY(assay_judgement_make_data(judgement, error));
    return assay_judgement_run(judgement, error);
}

static assay_status report(assay_judgement *judgement, assay_error *error)
{
    /* What can be shown is shown before what may fail to be written. */
    if (judgement->options->json)
        ASSAY_TRY(assay_json_write(stdout, &judgement->session.run, error));
    else
        assay_text_summary(stdout, &judgement->session.run, assay_judgement_colour(judgement),
                           judgement->options->verbose);
    return assay_reports_write(judgement->options, judgement->journal_path, &judgement->session.run,
                               error);
}

int assay_cmd_run(const assay_options *options)
{
    assay_judgement judgement;
    assay_error error = ASSAY_ERROR_INIT;
    assay_judgement_init(&judgement, options);
    judgement.saves = !options->in_process;
    assay_status status = work(&judgement, &error);
    if (status == ASSAY_OK)
        status = report(&judgement, &error);
    int code = status == ASSAY_OK ? assay_run_exit_code(&judgement.session.run)
                                  : assay_judgement_complain(&judgement, status, &error);
    code = assay_judgement_end(&judgement, code);
    assay_judgement_clear(&judgement);
    return code;
}
