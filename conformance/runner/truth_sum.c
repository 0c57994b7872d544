/* What data sets hold, in a few bytes. */
#include "runner/truth_sum.h"

#include "data/truth.h"

assay_status assay_truth_sum(const assay_dataset *datasets, size_t count, assay_digest *sum,
                             assay_error *error)
{
    *sum = (assay_digest){0, 0, 0};
    for (size_t i = 0; i < count; i++) {
        assay_truth *truth;
        ASSAY_TRY(assay_truth_open(datasets[i].truth, &truth, error));
        assay_digest_add(sum, assay_truth_digest(truth, 0, assay_truth_count(truth)));
        assay_truth_close(truth);
    }
    return ASSAY_OK;
}
