#ifndef ASSAY_REPORT_REPORT_FILE_H
#define ASSAY_REPORT_REPORT_FILE_H

#include "report/format.h"

/* Writes a report to a file that appears whole, durable, or not at all; path NULL: to standard
 * output. */
assay_status assay_report_file(const char *path, const assay_run *run,
                               const assay_report_format *format,
                               assay_error *error) ASSAY_MUST_USE;

#endif
