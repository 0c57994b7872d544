#ifndef ASSAY_ENGINE_TRACER_PRIVATE_H
#define ASSAY_ENGINE_TRACER_PRIVATE_H

#include "engine/pending.h"
#include "engine/tracer.h"

/* What is done with a call is the same however the system lets us hold it. A way to hold calls
 * tells the tracer of each, and does what it is told, at once or when it is asked to go on. */

typedef struct assay_tracer assay_tracer;

typedef struct assay_tracer_way {
    /* The call happens as it is. Nothing if all is killed. */
    void (*go_on)(assay_tracer *self, assay_tracee thread);
    /* It does not, and answers that. */
    void (*skip)(assay_tracer *self, assay_tracee thread, int64_t answer);
    /* It happens with the arguments of call, of which `changed` (-1: none) is not what it was; then
     * assay_tracer_on_return is given its answer. */
    void (*go_through)(assay_tracer *self, assay_tracee thread, const assay_tracee_call *call,
                       int changed);
    /* Whether a call of that thread can be made to come back here, now. */
    bool (*reaches)(const assay_tracer *self, assay_tracee thread);
    /* A flag of the call that makes a child hides the child from us: it is made without. */
    void (*go_on_seen)(assay_tracer *self, assay_tracee thread, const assay_tracee_call *call);
    /* Besides the child and its group: everything that it has started. */
    void (*kill)(assay_tracer *self);
    /* All threads and child processes that can call, the child itself among them. */
    size_t (*count)(assay_tracer *self);
    /* Others may look at a thread that does not call, and that will be killed. */
    bool (*let_go)(assay_tracer *self, pid_t thread);
} assay_tracer_way;

struct assay_tracer {
    const assay_tracer_way *way;
    const assay_tracer_link *link;
    assay_process *process;
    const assay_tamper *plan;
    assay_tampered *to;
    assay_process_trail *trail;
    assay_process_end *end;
    int64_t deadline;
    assay_pending_list pending;
    bool doomed; /* nothing goes on any more */
};

/* A thread is about to call. */
void assay_tracer_on_call(assay_tracer *self, assay_tracee thread, const assay_tracee_call *call);
/* Its call has come back, with an answer that may be made another one here. */
void assay_tracer_on_return(assay_tracer *self, assay_tracee thread, int64_t *answer);
/* Now and then. */
void assay_tracer_on_tick(assay_tracer *self);
/* When something has ended: a call that is held may have nothing left to wait for. */
void assay_tracer_look_at_gate(assay_tracer *self);
void assay_tracer_kill(assay_tracer *self);

/* The ways: the part of each in the child, and in its parent, of a tracer that has no way yet,
 * which follows the process until nothing of it is left. *ended: as waitpid gives it. UNSUPPORTED:
 * the system does not allow it. */
assay_status assay_seizure_arm(const assay_tracer_link *link, assay_error *error) ASSAY_MUST_USE;
assay_status assay_seizure_follow(const assay_tracer *tracer, int *ended,
                                  assay_error *error) ASSAY_MUST_USE;
assay_status assay_listener_arm(const assay_tracer_link *link, assay_error *error) ASSAY_MUST_USE;
assay_status assay_listener_follow(const assay_tracer *tracer, int *ended,
                                   assay_error *error) ASSAY_MUST_USE;

#endif
