#ifndef ASSAY_REPORT_SOURCE_PLACE_H
#define ASSAY_REPORT_SOURCE_PLACE_H

#include "runner/run.h"

/* Where a failure is best shown beside the author's source. */
typedef struct assay_source_place {
    const char *path; /* borrowed from the run */
    size_t path_size;
    unsigned line; /* from 1 */
} assay_source_place;

/* The first line of source that its stack names, else the manifest. */
assay_source_place assay_source_place_of(const assay_run *run, const assay_run_item *item);

#endif
