#ifndef ASSAY_REPORT_PAINT_H
#define ASSAY_REPORT_PAINT_H

#include "runner/run.h"
#include <stdio.h>

/* The word of a verdict, as on the terminal: "FAIL", "passed"; in its colour if asked for. */
void assay_paint_word(FILE *to, assay_verdict verdict, const char *word, bool colour);

#endif
