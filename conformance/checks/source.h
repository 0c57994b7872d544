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

#endif
