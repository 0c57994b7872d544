#ifndef ASSAY_CHECKS_SPLIT_H
#define ASSAY_CHECKS_SPLIT_H

#include "checks/support.h"
#include "engine/exam.h"

/* give is a case that gives, for each data set, how many parts there are of it, and the encoding of
 * each; in another process they must be the whole. Exercise 0: parts decoded there. */
void assay_parts_travel(assay_exam *x, assay_case_fn *give);

/* Checks of split.c's table that stand in files of their own. */
void assay_check_parts_travel(assay_exam *x);
void assay_check_parts_abut(assay_case *c);
void assay_check_same_parts(assay_case *c);

#endif
