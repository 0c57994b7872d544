#ifndef ASSAY_ENGINE_TRACER_H
#define ASSAY_ENGINE_TRACER_H

#include "engine/process.h"
#include "engine/tamper.h"

/* A child under ptrace, which stops at the calls that the plan is about. It cannot be under another
 * tracer meanwhile: no debugger, no leak checker. */

/* In the child, first of all: waits to be taken over, then installs the filter. UNSUPPORTED: this
 * system does not allow it. */
assay_status assay_tracer_arm(const assay_tamper *plan, assay_error *error) ASSAY_MUST_USE;

/* In its parent, instead of assay_process_wait: carries out the plan. Everything the child has
 * started is dead when this returns. UNSUPPORTED: as above; the child is dead, too. */
assay_status assay_tracer_wait(assay_process *process, const assay_tamper *plan, int64_t deadline,
                               assay_process_trail *trail, assay_process_end *end,
                               assay_tampered *to, assay_error *error) ASSAY_MUST_USE;

#endif
