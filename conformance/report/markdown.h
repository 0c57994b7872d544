#ifndef ASSAY_REPORT_MARKDOWN_H
#define ASSAY_REPORT_MARKDOWN_H

#include "runner/run.h"
#include <stdio.h>

/* Writes the run as Markdown, as GitHub and GitLab read it: totals, families of each scenario, and
 * failures with their evidence, which is left out where the whole would become too long for a step
 * summary of GitHub, 1 MiB. */
assay_status assay_markdown_write(FILE *to, const assay_run *run,
                                  assay_error *error) ASSAY_MUST_USE;

#endif
