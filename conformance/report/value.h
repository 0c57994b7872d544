#ifndef ASSAY_REPORT_VALUE_H
#define ASSAY_REPORT_VALUE_H

#include "runner/run.h"
#include <jansson.h>

/* The parts of a run as JSON values, for the journal and the JSON report. The result is the
 * caller's reference; NULL: out of memory. */

/* A text that may be any bytes. What is no UTF-8 goes out byte by byte as the code point of the
 * same number (0xff as U+00FF), so that every line is JSON and a reader sees which byte it was. */
json_t *assay_value_text(const char *text);

json_t *assay_value_header(const assay_run *run); /* versions, seed, connectors, planned ids */
json_t *assay_value_item(const assay_run *run, const assay_run_item *item); /* a done one */
/* What of a result is another one since its failure was made small, and where that is saved. */
json_t *assay_value_shrunk(const assay_run *run, const assay_run_item *item);
json_t *assay_value_saved(const assay_run *run, const assay_run_item *item); /* run once more */
json_t *assay_value_totals(const assay_run *run);

#endif
