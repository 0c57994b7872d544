#ifndef ASSAY_REPORT_TEXT_H
#define ASSAY_REPORT_TEXT_H

#include "runner/run.h"
#include <stdio.h>

/* The run as a person reads it. */

/* One line, known before anything runs: versions, seed, jobs, tier. */
void assay_text_head(FILE *to, const assay_run *run);

/* What a failure has to show: check, clauses, evidence. */
void assay_text_failure(FILE *to, const assay_run *run, const assay_run_item *item, bool colour);

/* Families by state, every failure with its evidence, what is unproven and why, totals. Of failures
 * that look the same only the first has its evidence shown, unless verbose. */
void assay_text_summary(FILE *to, const assay_run *run, bool colour, bool verbose);

#endif
