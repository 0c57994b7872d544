#ifndef ASSAY_REPORT_TEXT_LEFT_H
#define ASSAY_REPORT_TEXT_LEFT_H

#include "runner/run.h"
#include <stdio.h>

/* What checks without a block of their own have seen left behind, each different text once. */
void assay_text_left(FILE *to, const assay_run *run);
/* In the same way what passes do not say. */
void assay_text_limits(FILE *to, const assay_run *run);

#endif
