#ifndef ASSAY_REPORT_HTML_H
#define ASSAY_REPORT_HTML_H

#include "runner/run.h"
#include <stdio.h>

/* The run as one page that stands alone: nothing is loaded, nothing needs its script, and a policy
 * in it allows no other one. */
assay_status assay_html_write(FILE *to, const assay_run *run, assay_error *error);

#endif
