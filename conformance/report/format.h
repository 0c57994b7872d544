#ifndef ASSAY_REPORT_FORMAT_H
#define ASSAY_REPORT_FORMAT_H

#include "runner/run.h"
#include <stdio.h>

/* The forms of a report. Each is a function of the run alone, so that a report of a journal is the
 * one that the run itself would have written. */
typedef struct assay_report_format {
    const char *name; /* "junit" */
    const char *file; /* in the folder of each run; NULL: only when asked for */
    /* Whether all could be written is the stream's to say; what else goes wrong is the status. */
    assay_status (*write)(FILE *to, const assay_run *run, assay_error *error);
    const char *help;
} assay_report_format;

extern const assay_report_format assay_report_formats[];
extern const size_t assay_report_format_count;

/* NULL: there is no such form. */
const assay_report_format *assay_report_format_find(const char *name);

#endif
