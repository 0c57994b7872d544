#ifndef ASSAY_REPORT_JUNIT_H
#define ASSAY_REPORT_JUNIT_H

#include "runner/run.h"
#include <stdio.h>

/* The run as JUnit XML, valid against junit.xsd: a suite for each scenario, a test case for each
 * check. fail, crash and timeout are failures, error is an error, unproven and skipped are skipped.
 */
void assay_junit_write(FILE *to, const assay_run *run);

#endif
