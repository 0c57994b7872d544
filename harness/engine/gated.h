#ifndef ASSAY_ENGINE_GATED_H
#define ASSAY_ENGINE_GATED_H

#include "engine/exam.h"
#include "engine/explore.h"
#include "engine/gate.h"

/* A check in which a reader waits for its store, and another thread must not wait for the reader.
 */

/* Inside of a case: does first in this thread; as soon as one of its calls on files is held, second
 * in another one, with a case of its own; or not at all when none is. Comes back when all is done.
 */
void assay_case_at_gate(assay_case *c, assay_part_of_fn *first, assay_part_of_fn *second,
                        void *argument);

/* Runs work in a case, as assay_exam_run_tampered does; the plan says which call is held: at. */
bool assay_exam_run_gated(assay_exam *x, assay_case_fn *work, const void *argument,
                          const assay_tamper *plan, assay_tampered *seen,
                          assay_gate *gate) ASSAY_MUST_USE;

/* Fails, with what the other thread was in, and where: it is asleep, or reads. */
void assay_exam_fail_gated(assay_exam *x, const assay_gate *gate, const char *expected);

#endif
