#ifndef ASSAY_CHECKS_LIFE_CYCLE_H
#define ASSAY_CHECKS_LIFE_CYCLE_H

#include "checks/support.h"
#include "engine/exam.h"

/* Checks of life_cycle.c's table that stand in files of their own. */
void assay_check_two_readers(assay_case *c);
void assay_check_value_stays(assay_case *c);
void assay_check_after_close(assay_case *c);
void assay_check_close_any_state(assay_case *c);
void assay_check_descriptors(assay_case *c);
void assay_check_threads(assay_case *c);
void assay_check_no_io_on_open(assay_case *c);
void assay_check_heap_slope(assay_case *c);
void assay_check_processes(assay_exam *x);
void assay_check_surroundings(assay_exam *x);

/* Makes every other call that is offered while the reader is on a record: estimates, splits, marks,
 * another reader's steps. */
void assay_poke_all(assay_case *c, assay_driven_source s, assay_driven_reader *r);

#endif
