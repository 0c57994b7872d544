#ifndef ASSAY_REPORT_GITLAB_H
#define ASSAY_REPORT_GITLAB_H

#include "runner/run.h"
#include <stdio.h>

/* Writes a Code Quality report of GitLab: a list of issues, one for each failure and problem, and
 * for what is known to fail. An issue keeps its fingerprint from run to run. */
assay_status assay_gitlab_write(FILE *to, const assay_run *run, assay_error *error) ASSAY_MUST_USE;

#endif
