/* The folder of the reports. */
#include "cli/reports.h"

#include "report/escape.h"
#include "report/report_file.h"
#include <assay/toolkit/atomic_file.h>
#include <assay/toolkit/error.h>
#include <stdlib.h>
#include <unistd.h>

char *assay_reports_path(const assay_options *options, const char *name, assay_error *error)
{
    char *path;
    if (asprintf(&path, "%s/%s", options->out, name) >= 0)
        return path;
    (void)assay_error_set(error, ASSAY_MEMORY, "out of memory");
    return NULL;
}

static assay_status remove_one(const assay_options *options, const char *name, assay_error *error)
{
    char *path = assay_reports_path(options, name, error);
    if (path == NULL)
        return ASSAY_MEMORY;
    assay_status status = assay_file_remove(path, error);
    free(path);
    return status;
}

assay_status assay_reports_remove(const assay_options *options, assay_error *error)
{
    for (size_t i = 0; i < assay_report_format_count; i++)
        if (assay_report_formats[i].file != NULL)
            ASSAY_TRY(remove_one(options, assay_report_formats[i].file, error));
    return ASSAY_OK;
}

assay_status assay_reports_write_one(const assay_options *options,
                                     const assay_report_format *format, const assay_run *run,
                                     assay_error *error)
{
    char *path = assay_reports_path(options, format->file, error);
    if (path == NULL)
        return ASSAY_MEMORY;
    assay_status status = assay_report_file(path, run, format, error);
    if (status == ASSAY_OK && !options->json) {
        fputs("  ", stdout);
        assay_escape_line(stdout, path);
    }
    free(path);
    return status;
}

assay_status assay_reports_write(const assay_options *options, const char *journal,
                                 const assay_run *run, assay_error *error)
{
    if (!options->json) {
        fputs("reports: ", stdout);
        assay_escape_line(stdout, journal);
    }
    assay_status status = ASSAY_OK;
    for (size_t i = 0; i < assay_report_format_count && status == ASSAY_OK; i++)
        if (assay_report_formats[i].file != NULL)
            status = assay_reports_write_one(options, &assay_report_formats[i], run, error);
    if (!options->json)
        fputc('\n', stdout);
    return status;
}

bool assay_colour_wanted(const assay_options *options)
{
    const char *refused = getenv("NO_COLOR");
    return !options->no_colour && (refused == NULL || refused[0] == '\0') &&
           isatty(STDOUT_FILENO) == 1;
}
