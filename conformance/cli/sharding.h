#ifndef ASSAY_CLI_SHARDING_H
#define ASSAY_CLI_SHARDING_H

#include "cli/options.h"

/* What --shard and --costs ask of a plan, before anything of it runs. INVALID: they cannot be. */
assay_status assay_sharding_apply(const assay_options *options, assay_run *run,
                                  assay_error *error) ASSAY_MUST_USE;

#endif
