#ifndef ASSAY_CHECKS_CHECKS_H
#define ASSAY_CHECKS_CHECKS_H

#include "engine/check.h"

/* Every check there is; one table a family, one file a table. */
extern const assay_check_table assay_check_tables[];
extern const size_t assay_check_table_count;

const assay_check *assay_check_find(const char *id); /* or NULL */

extern const assay_check_table assay_checks_life_cycle, assay_checks_source, assay_checks_split,
    assay_checks_size, assay_checks_position, assay_checks_dynamic_split, assay_checks_progress,
    assay_checks_checkpoint, assay_checks_stream, assay_checks_compressed, assay_checks_sink;

#endif
