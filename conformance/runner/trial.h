#ifndef ASSAY_RUNNER_TRIAL_H
#define ASSAY_RUNNER_TRIAL_H

#include "host/pool.h"
#include "runner/run.h"

/* A check done once more, over data and an attempt that were chosen. All but the finding is
 * borrowed. */
typedef struct assay_trial {
    const assay_check *check;
    const assay_scenario *scenario;
    const assay_run_scenario *over; /* secrets */
    uint64_t seed;
    assay_tier tier;
    assay_profile profile;
    uint64_t turn; /* the one attempt; 0: all */
    int64_t timeout_ms;
    const char *tape; /* as of a job */
    bool done;
    assay_finding finding; /* owned; means something when done */
} assay_trial;

/* Where trials are made. */
typedef struct assay_bench {
    assay_pool *pool; /* nothing else is at work in it */
    const char *scratch;
    uint64_t made; /* numbers given out; 0 at first */
} assay_bench;

/* Makes the trials side by side, in their order; after one that is enough no other is begun. enough
 * may be NULL: all are made. END: the pool's guard asked to stop; the bench is of no use any more.
 */
assay_status assay_bench_run(assay_bench *self, assay_trial *trials, size_t count,
                             bool (*enough)(const assay_trial *trial, const void *context),
                             const void *context, assay_error *error) ASSAY_MUST_USE;
void assay_trials_clear(assay_trial *trials, size_t count);

#endif
