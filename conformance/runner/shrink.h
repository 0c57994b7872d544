#ifndef ASSAY_RUNNER_SHRINK_H
#define ASSAY_RUNNER_SHRINK_H

#include "data/manifest.h"
#include "runner/trial.h"

/* Makes failures small: the smallest data that still gives the same failure, then the one attempt
 * of the check with the fewest calls. Everything is borrowed. */
typedef struct assay_shrink {
    assay_run *run; /* finished; its scenarios are the manifests' own */
    assay_bench bench;
    const assay_manifest *manifests;
    size_t manifest_count;
    int64_t limit_ms;   /* for all failures together */
    const char *folder; /* where they are saved */
    void *context;      /* of the function below */
    /* The evidence of an item has become that of the smaller failure. */
    assay_status (*shrunk)(void *context, const assay_run *run, size_t item, assay_error *error);
} assay_shrink;

/* Of the failures and crashes of the run that are not known and no saved one has shown, the best
 * ones, as assay_shrink_choose has them; run->to_save: how many there are. An item's finding gets
 * the texts of the smallest, its file is set; verdicts stay as they are. A failure that does not
 * come again is left as it is, and not saved. END: the pool's guard or that of the manifests asked
 * to stop; what was small by then is saved. */
assay_status assay_shrink_all(assay_shrink *self, assay_error *error) ASSAY_MUST_USE;

#endif
