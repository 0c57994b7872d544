#ifndef ASSAY_REPORT_GITHUB_H
#define ASSAY_REPORT_GITHUB_H

#include "runner/run.h"
#include <stdio.h>

/* Writes the workflow commands of GitHub that make annotations, an error for each failure that
 * counts and each problem, a warning for one that does not and for a known one, a notice for what
 * is unproven. They are on the manifest, or where a crash has a line of source, on that. */
assay_status assay_github_write(FILE *to, const assay_run *run, assay_error *error) ASSAY_MUST_USE;

#endif
