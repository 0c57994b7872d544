#ifndef ASSAY_CHECKS_CHECKS_H
#define ASSAY_CHECKS_CHECKS_H

#include "engine/check.h"

/* The newest rule set (docs/rules.md), which new checks belong to. Those before it are frozen in
 * conformance/checks/rules/. */
enum { ASSAY_RULES = 2 };

/* Every check there is; one table a family, one file a table. */
extern const assay_check_table assay_check_tables[];
extern const size_t assay_check_table_count;

const assay_check *assay_check_find(const char *id);  /* or NULL */
const assay_check *assay_check_number(size_t number); /* over all tables; NULL behind the last */

/* The numbers are those of the rows; the compiler compares. */
extern const assay_check assay_checks_life_cycle[19];
extern const assay_check assay_checks_source[13];
extern const assay_check assay_checks_split[11];
extern const assay_check assay_checks_size[6];
extern const assay_check assay_checks_position[11];
extern const assay_check assay_checks_dynamic_split[26];
extern const assay_check assay_checks_progress[10];
extern const assay_check assay_checks_checkpoint[8];
extern const assay_check assay_checks_stream[9];
extern const assay_check assay_checks_compressed[4];
extern const assay_check assay_checks_sink[37];
extern const assay_check assay_checks_tracker[20];

#endif
