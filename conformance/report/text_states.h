#ifndef ASSAY_REPORT_TEXT_STATES_H
#define ASSAY_REPORT_TEXT_STATES_H

#include "runner/run.h"
#include <stdio.h>

/* On a terminal, what is more than a verdict. Each writes nothing where there is nothing. */

/* The failures that the baseline expects, with its reasons. */
void assay_text_known(FILE *to, const assay_run *run, bool colour);

/* What is wrong with the baseline; and that a run did not end. */
void assay_text_problems(FILE *to, const assay_run *run, bool colour);

#endif
