#ifndef ASSAY_DATA_READBACK_H
#define ASSAY_DATA_READBACK_H

#include "data/scenario.h"
#include "data/tally.h"

/* Reads what a sink wrote, without the sink. */

/* Adds every record to tally, files in name order, each an origin. pattern has no ${...} left. No
 * match is an empty output. *files: how many files there are. CORRUPT: a file is not what its
 * format says. */
assay_status assay_readback_read(assay_readback how, const char *pattern, const char *delimiter,
                                 assay_tally *tally, uint64_t *files,
                                 assay_error *error) ASSAY_MUST_USE;

/* How many regular files lie below a folder, hidden ones included; 0 if there is no such folder. */
assay_status assay_folder_count(const char *folder, uint64_t *files,
                                assay_error *error) ASSAY_MUST_USE;

#endif
