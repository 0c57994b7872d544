#ifndef ASSAY_CHECKS_STREAM_H
#define ASSAY_CHECKS_STREAM_H

#include "checks/support.h"
#include "engine/exam.h"

void assay_check_record_ids(assay_exam *x); /* of stream.c's table */

#endif
