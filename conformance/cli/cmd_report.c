/* assay report: a report of a journal. */
#include "cli/verbs.h"

#include "report/past.h"
#include "report/report_file.h"
#include <assay/toolkit/error.h>

/* The report says so, too; but who looks at exit codes only must not take it for whole. */
static assay_status judge_end(const char *path, const assay_run *run, assay_error *error)
{
    if (!run->cut && run->ended_by == 0)
        return ASSAY_OK;
    if (!run->cut)
        return assay_error_set(error, ASSAY_IO,
                               "%s: the run was ended early by %s: %zu of %zu "
                               "checks were done",
                               path, assay_signal_name(run->ended_by), run->done, run->item_count);
    return assay_error_set(error, ASSAY_IO, "%s: the run did not end: %zu of %zu checks were done",
                           path, run->done, run->item_count);
}

int assay_cmd_report(const assay_options *options)
{
    assay_past past;
    assay_error error = ASSAY_ERROR_INIT;
    const char *path = options->arguments[0];
    assay_status status = assay_past_read(&past, path, &error);
    if (status != ASSAY_OK)
        return assay_complain(status, &error);
    const assay_report_format *format =
        options->report != NULL ? options->report : assay_report_format_find("text");
    status = assay_report_file(options->to, &past.run, format, &error);
    if (status == ASSAY_OK)
        status = judge_end(path, &past.run, &error);
    assay_past_clear(&past);
    return status == ASSAY_OK ? ASSAY_EXIT_CONFORMANT : assay_complain(status, &error);
}
