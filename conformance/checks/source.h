#ifndef ASSAY_CHECKS_SOURCE_H
#define ASSAY_CHECKS_SOURCE_H

#include "checks/support.h"
#include "engine/exam.h"

/* Checks of source.c's table that stand in files of their own. */
void assay_check_travels(assay_exam *x);
void assay_check_travels_elsewhere(assay_exam *x);
void assay_check_shared_by_threads(assay_case *c);
void assay_check_source_store_errors(assay_exam *x);
void assay_check_source_allocation_failure(assay_exam *x);
void assay_check_refuses_foreign_bytes(assay_case *c);
void assay_check_refuses_bad_config(assay_case *c);
void assay_check_source_leaves_nothing(assay_exam *x);

/* A way to use a source. True: it went well, and what was read is in *read; false: an error, or it
 * is not offered. */
typedef struct assay_source_way {
    const char *name; /* "a read" */
    bool (*go)(assay_case *c, assay_driven_source s, assay_digest *read);
} assay_source_way;

enum { ASSAY_SOURCE_WAYS = 6 }; /* the first one only reads */
extern const assay_source_way assay_source_ways[ASSAY_SOURCE_WAYS];

/* The smallest data set with some records; there must be one. */
size_t assay_small_dataset(const assay_scenario *scenario);

#endif
