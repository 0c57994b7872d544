/* A report as a file. */
#include "report/report_file.h"

#include "report/publish.h"

typedef struct report {
    const assay_report_format *format;
    const assay_run *run;
} report;

static assay_status write_report(FILE *to, const void *context, assay_error *error)
{
    const report *self = context;
    return self->format->write(to, self->run, error);
}

assay_status assay_report_file(const char *path, const assay_run *run,
                               const assay_report_format *format, assay_error *error)
{
    const report self = {format, run};
    return assay_publish(path, write_report, &self, error);
}
