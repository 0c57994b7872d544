#ifndef ASSAY_REPORT_TAP_H
#define ASSAY_REPORT_TAP_H

#include "runner/run.h"
#include <stdio.h>

/* Writes the run as TAP version 14. What is skipped or unproven is a SKIP; a failure that makes
 * nobody fail, and one that the baseline expects, a TODO; a problem a test of its own behind the
 * checks. A run that did not end bails out. */
assay_status assay_tap_write(FILE *to, const assay_run *run, assay_error *error) ASSAY_MUST_USE;

#endif
