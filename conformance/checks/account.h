#ifndef ASSAY_CHECKS_ACCOUNT_H
#define ASSAY_CHECKS_ACCOUNT_H

#include "checks/support.h"
#include "engine/exam.h"

/* What work leaves behind in its process that releases all that it makes. Each counts what it has
 * done on the check's first exercise counter. */

typedef void assay_account_fn(assay_case *c, void *argument);

/* Repeats the work; fails when every repeat leaves memory behind. */
void assay_account_heap(assay_case *c, assay_account_fn *work, void *argument);

/* How much work a case of the two below is to do, and what was done before it. */
typedef struct assay_account_order {
    uint64_t first, count;
} assay_account_order;

/* Runs a case with little work and one with more of it (their argument is an assay_account_order);
 * fails when that leaves more processes. */
void assay_account_processes(assay_exam *x, assay_case_fn *work);

/* Runs a case with some work; fails when it has changed what belongs to the process. */
void assay_account_surroundings(assay_exam *x, assay_case_fn *work);

#endif
