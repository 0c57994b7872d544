#ifndef ASSAY_REPORT_EVIDENCE_H
#define ASSAY_REPORT_EVIDENCE_H

#include "runner/run.h"
#include <stdio.h>

/* How a text goes out: assay_escape_terminal with its indent, or XML's. */
typedef void assay_escape(FILE *to, const char *text, int indent);

/* What a finding has to show, a labelled text each: data, calls, expected, observed, reason,
 * output, seed and the commands that run it again. None is empty; each may be any bytes, and is
 * borrowed until the function returns. */
typedef void assay_evidence_take(void *context, const char *label, const char *text);
void assay_evidence_each(const assay_run *run, const assay_run_item *item,
                         assay_evidence_take *take, void *context);

/* The same as blocks of text, the first line of each behind its label; of a check that was repeated
 * also how it came out, and what the other verdict of a flaky one has to show. */
void assay_evidence_write(FILE *to, const assay_run *run, const assay_run_item *item,
                          assay_escape *escape);

/* "connector/scenario:check", escaped. */
void assay_item_name_write(FILE *to, const assay_run *run, const assay_run_item *item,
                           assay_escape *escape);

#endif
