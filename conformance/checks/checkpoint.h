#ifndef ASSAY_CHECKS_CHECKPOINT_H
#define ASSAY_CHECKS_CHECKPOINT_H

#include "checks/support.h"
#include "engine/exam.h"

/* Reads the rest from a mark of s taken after k records, of which prefix is the digest: together
 * they must be the whole data set. */
void assay_expect_rest(assay_case *c, assay_driven_source s, assay_bytes mark, uint64_t k,
                       assay_digest prefix, const char *what);

/* Checks of checkpoint.c's table that run in several processes. */
void assay_check_every_record(assay_exam *x);
void assay_check_unchanged_by_reading(assay_exam *x);
void assay_check_finalize_any_time(assay_exam *x);

#endif
