#ifndef ASSAY_COVERAGE_SAMPLE_H
#define ASSAY_COVERAGE_SAMPLE_H

#include "coverage/coverage.h"

/* For tests: three files of a project in /shop and one beside it, reached in every way by four
 * tests, one of which lost cases. The caller's to clear. */
void sample_coverage(assay_coverage *coverage);

/* Adds a file with the lines of text that end with a mark: the function's letter, then one of w
 * (reached well), f, k, b (by a failing check, in a killed case, both) and '-'. */
assay_covered_file *sample_file(assay_coverage *coverage, const char *path, const char *text);

/* Compares with the file of that name in the folder golden; writes it when ASSAY_GOLDEN_WRITE is
 * set. */
void sample_expect(const char *name, const char *text);

#endif
