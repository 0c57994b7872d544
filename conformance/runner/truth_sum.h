#ifndef ASSAY_RUNNER_TRUTH_SUM_H
#define ASSAY_RUNNER_TRUTH_SUM_H

#include "data/digest.h"
#include "data/scenario.h"

/* How many records some data sets hold together, and the sum of their hashes: whether data that is
 * made later is the same. */
assay_status assay_truth_sum(const assay_dataset *datasets, size_t count, assay_digest *sum,
                             assay_error *error) ASSAY_MUST_USE;

#endif
