#ifndef ASSAY_REPORT_FAMILIES_H
#define ASSAY_REPORT_FAMILIES_H

#include "runner/run.h"
#include <stdio.h>

/* The families of checks over one scenario, a line each: how many in which state; those
 * whose ability is not declared, on one line. */
void assay_families_write(FILE *to, const assay_run *run, size_t scenario, bool colour);

#endif
