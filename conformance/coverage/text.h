#ifndef ASSAY_COVERAGE_TEXT_H
#define ASSAY_COVERAGE_TEXT_H

#include "coverage/coverage.h"
#include <stdio.h>

/* For people: lines by file and in all, then what was never reached, what only checks that failed
 * or cases that were killed reached, and whose counts are lost. most: entries of a list, with how
 * many more there are; 0: all. */
void assay_coverage_text(FILE *to, const assay_coverage *coverage, size_t most);

#endif
