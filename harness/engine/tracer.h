#ifndef ASSAY_ENGINE_TRACER_H
#define ASSAY_ENGINE_TRACER_H

#include "engine/process.h"
#include "engine/tamper.h"

/* A child which is held at the calls that the plan is about. */

typedef enum assay_tracing {
    ASSAY_TRACING_PTRACE = 0, /* no debugger and no leak checker can be there meanwhile */
    ASSAY_TRACING_NOTIFY      /* by seccomp's user notification: where ptrace is not allowed */
} assay_tracing;

/* What child and tracer have in common from before the fork. */
typedef struct assay_tracer_link {
    assay_tracing way;
    const assay_tamper *plan;        /* borrowed */
    struct assay_rendezvous *shared; /* of NOTIFY; else NULL */
    int near, far;                   /* ends of a channel, -1 for none; the child keeps far */
} assay_tracer_link;

assay_status assay_tracer_link_open(assay_tracing way, const assay_tamper *plan,
                                    assay_tracer_link *link, assay_error *error) ASSAY_MUST_USE;
void assay_tracer_link_close(assay_tracer_link *link);

/* In the child, first of all: waits to be taken over, and installs the filter. UNSUPPORTED: this
 * system does not allow it. */
assay_status assay_tracer_arm(const assay_tracer_link *link, assay_error *error) ASSAY_MUST_USE;

/* In its parent, instead of assay_process_wait: carries out the plan. Everything the child has
 * started is dead when this returns. UNSUPPORTED: this system does not allow it, and the child has
 * done nothing. */
assay_status assay_tracer_wait(const assay_tracer_link *link, assay_process *process,
                               int64_t deadline, assay_process_trail *trail, assay_process_end *end,
                               assay_tampered *to, assay_error *error) ASSAY_MUST_USE;

#endif
