#ifndef ASSAY_REPORT_VALUE_H
#define ASSAY_REPORT_VALUE_H

#include "runner/run.h"
#include <jansson.h>

/* The parts of a run as JSON values, for the journal and the JSON report. The result is the
 * caller's reference; NULL: out of memory. */

/* A text that may be any bytes. A byte that is no UTF-8 goes out as each report shows it, \xff, so
 * that every line is JSON and a report of a journal is that of the run. */
json_t *assay_value_text(const char *text);
json_t *assay_value_words(const char *words); /* separated by blanks, as an array */
/* Takes the value over, which may be NULL as the list may. False: the list has gone. */
bool assay_value_append(json_t *list, json_t *value);
/* "connector/scenario:check" */
json_t *assay_value_name(const assay_run *run, const assay_run_item *item);

/* The numbers of a journal's form: what a reader has to know to read it. */
enum { ASSAY_JOURNAL_FORM = 1 };

/* Versions, settings, scenarios, the plan. */
json_t *assay_value_header(const assay_run *run);
json_t *assay_value_item(const assay_run *run, const assay_run_item *item); /* a done one */
/* What of a result is another one since its failure was made small, and where that is saved. */
json_t *assay_value_shrunk(const assay_run *run, const assay_run_item *item);
json_t *assay_value_saved(const assay_run *run, const assay_run_item *item); /* run once more */
json_t *assay_value_totals(const assay_run *run);

#endif
