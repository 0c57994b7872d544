#ifndef ASSAY_CHECKS_STREAM_H
#define ASSAY_CHECKS_STREAM_H

#include "checks/support.h"
#include "engine/exam.h"

/* Checks of stream.c's table that stand in files of their own. */
void assay_check_record_ids(assay_exam *x);
void assay_check_current_source_stays(assay_case *c);

#endif
