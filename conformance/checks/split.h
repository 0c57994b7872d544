#ifndef ASSAY_CHECKS_SPLIT_H
#define ASSAY_CHECKS_SPLIT_H

#include "checks/support.h"
#include "engine/exam.h"

void assay_check_parts_travel(assay_exam *x); /* of split.c's table */

#endif
