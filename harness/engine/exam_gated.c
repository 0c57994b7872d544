/* Cases with a gate. */
#include "engine/exam_private.h"
#include "engine/gated.h"

#include <stdio.h>

bool assay_exam_run_gated(assay_exam *x, assay_case_fn *work, const void *argument,
                          const assay_tamper *plan, assay_tampered *seen, assay_gate *gate)
{
    assay_tamper own = *plan;
    assay_buffer stack = gate->stack;

    assay_buffer_reset(&stack);
    *gate = (assay_gate){.words = &x->board->gate, .stack = stack};
    own.how = ASSAY_TAMPER_HOLD;
    own.gate = gate;
    own.later = true; /* what is looked at before is not the reader's */
    return assay_exam_run_tampered(x, work, argument, &own, seen);
}

void assay_exam_fail_gated(assay_exam *x, const assay_gate *gate, const char *expected)
{
    char call[400], held[160], made[160];

    assay_trace_running(&x->board->trace, call, sizeof(call));
    assay_seen_print(&gate->held, held, sizeof(held));
    assay_seen_print(&gate->made, made, sizeof(made));
    if (gate->end == ASSAY_GATE_READS)
        assay_exam_fail(x, expected, "%s makes a call of its own on the data: %s", call, made);
    else
        assay_exam_fail(x, expected, "%s does not come back while %s of another thread is held: %s",
                        call, held, gate->state);
    if (gate->stack.size > 0)
        assay_finding_text(&x->finding->stack, "%.*s", (int)gate->stack.size,
                           (const char *)gate->stack.data);
}
