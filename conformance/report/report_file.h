#ifndef ASSAY_REPORT_REPORT_FILE_H
#define ASSAY_REPORT_REPORT_FILE_H

#include "runner/run.h"
#include <stdio.h>

/* Writes a report to a file that appears whole, durable, or not at all. */
assay_status assay_report_file(const char *path, const assay_run *run,
                               void (*write)(FILE *to, const assay_run *run),
                               assay_error *error) ASSAY_MUST_USE;

#endif
