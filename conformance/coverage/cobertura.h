#ifndef ASSAY_COVERAGE_COBERTURA_H
#define ASSAY_COVERAGE_COBERTURA_H

#include "coverage/coverage.h"
#include <stdio.h>

/* As XML of Cobertura, valid against coverage-04.dtd: a package for each folder, a class for each
 * file. Lines only: branches, methods and complexity are none. Bytes that XML cannot have are
 * written as report/escape.h says. */
void assay_coverage_cobertura(FILE *to, const assay_coverage *coverage);

#endif
