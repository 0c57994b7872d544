#ifndef ASSAY_COVERAGE_LCOV_H
#define ASSAY_COVERAGE_LCOV_H

#include "coverage/coverage.h"
#include <stdio.h>

/* As a tracefile of lcov (geninfo(1)): a record for each test and each file it reached, the test's
 * name being the check's id; of files that none reached one record without a name. A control
 * character of a path, which has no place in such a file, becomes '?'. */
void assay_coverage_lcov(FILE *to, const assay_coverage *coverage);

#endif
