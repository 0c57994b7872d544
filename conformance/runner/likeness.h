#ifndef ASSAY_RUNNER_LIKENESS_H
#define ASSAY_RUNNER_LIKENESS_H

#include "engine/verdict.h"

/* Whether two findings of one check are the same failure over different data: the same verdict, and
 * the same said of it but for numbers and what is quoted: of a failure what was expected, of a
 * crash how and in which call. A smaller failure that is another one would be a false lead. */
bool assay_finding_alike(const assay_finding *a, const assay_finding *b);

#endif
