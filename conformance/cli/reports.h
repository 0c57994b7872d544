#ifndef ASSAY_CLI_REPORTS_H
#define ASSAY_CLI_REPORTS_H

#include "cli/options.h"

/* The folder of the reports, --out. */

/* A file of it. The caller's, to free; NULL: out of memory. */
char *assay_reports_path(const assay_options *options, const char *name, assay_error *error);

/* What an earlier run left must not be taken for this one's. */
assay_status assay_reports_remove(const assay_options *options, assay_error *error) ASSAY_MUST_USE;

/* Writes one, and names it on standard output unless that is for JSON. */
assay_status assay_reports_write_one(const assay_options *options,
                                     const assay_report_format *format, const assay_run *run,
                                     assay_error *error) ASSAY_MUST_USE;

/* All that each run writes, in a line that begins with the journal. */
assay_status assay_reports_write(const assay_options *options, const char *journal,
                                 const assay_run *run, assay_error *error) ASSAY_MUST_USE;

/* Whether standard output is a terminal, and colour was not refused. */
bool assay_colour_wanted(const assay_options *options);

#endif
