#ifndef ASSAY_REPORT_JSON_H
#define ASSAY_REPORT_JSON_H

#include "runner/run.h"
#include <stdio.h>

/* The whole run as one JSON document: the journal's header, with "results" and "totals". */
assay_status assay_json_write(FILE *to, const assay_run *run, assay_error *error) ASSAY_MUST_USE;

#endif
