#ifndef ASSAY_RUNNER_SHARD_H
#define ASSAY_RUNNER_SHARD_H

#include "runner/run.h"

/* Gives each item of a plan to one of settings.shards shards, so that each has about as much to do:
 * the dearest first, always to the shard that has least. The same plan and costs give the same
 * shards on any machine. costs: microseconds of each item, below 0 where not known, which is taken
 * for the mean; NULL: of none is known. What is decided without running costs nothing. MEMORY only.
 */
assay_status assay_shard_assign(assay_run *run, const int64_t *costs) ASSAY_MUST_USE;

/* Whether this run runs the item. */
bool assay_shard_has(const assay_run *run, const assay_run_item *item);

#endif
