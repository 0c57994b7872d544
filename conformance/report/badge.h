#ifndef ASSAY_REPORT_BADGE_H
#define ASSAY_REPORT_BADGE_H

#include "runner/run.h"
#include <stdio.h>

/* Writes a badge, an SVG picture of one line: "assay | conformant", or how many checks fail. */
void assay_badge_write(FILE *to, const assay_run *run);

#endif
