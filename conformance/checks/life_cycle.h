#ifndef ASSAY_CHECKS_LIFE_CYCLE_H
#define ASSAY_CHECKS_LIFE_CYCLE_H

#include "checks/support.h"

/* Checks of life_cycle.c's table that stand in files of their own. */
void assay_check_value_stays(assay_case *c);
void assay_check_after_close(assay_case *c);
void assay_check_close_any_state(assay_case *c);
void assay_check_descriptors(assay_case *c);
void assay_check_threads(assay_case *c);
void assay_check_no_io_on_open(assay_case *c);

#endif
