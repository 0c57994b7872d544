#ifndef ASSAY_ENGINE_RENDEZVOUS_H
#define ASSAY_ENGINE_RENDEZVOUS_H

#include "engine/proxy.h"
#include "engine/tracer.h"

/* A child gives its parent, which may not be allowed to look into it, what it needs to follow its
 * calls: the listener of its filter and its memory. */

typedef struct assay_rendezvous {
    _Atomic uint32_t stage;   /* a futex */
    int32_t memory, listener; /* of the child */
    pid_t proxy_pid;
    assay_proxy proxy;
} assay_rendezvous;

/* In the child: has a proxy and a filter afterwards. */
assay_status assay_rendezvous_offer(const assay_tracer_link *link,
                                    assay_error *error) ASSAY_MUST_USE;

/* What the parent has of it; the descriptors are its to close. */
typedef struct assay_taken {
    int memory, listener; /* -1: none */
    pid_t proxy;          /* 0: there is none */
} assay_taken;

/* In the parent: takes all, and lets the child go on, which has no descriptor for it any more. END:
 * the child has ended before. What there is is in *taken whatever comes of it. */
assay_status assay_rendezvous_take(const assay_tracer_link *link, const assay_process *process,
                                   assay_taken *taken, assay_error *error) ASSAY_MUST_USE;

#endif
