#ifndef ASSAY_ENGINE_PROXY_H
#define ASSAY_ENGINE_PROXY_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* A process beside a case, with the same memory, descriptors, folder and mask, which makes calls in
 * its place: whoever cannot stop the case behind a call has it made here, and knows its answer
 * first. It is no thread of the case and no child of it, and calls of its own are not held. */

typedef enum assay_proxy_state {
    ASSAY_PROXY_IDLE = 0,
    ASSAY_PROXY_ASKED,
    ASSAY_PROXY_DONE
} assay_proxy_state;

enum { ASSAY_PROXY_STACK = 16384, ASSAY_PROXY_ROOM = 256 };

/* In memory that the case shares with its coordinator, at the same address; all 0 at first. */
typedef struct assay_proxy {
    _Atomic uint32_t state; /* a futex */
    uint32_t parent;
    int64_t number, answer; /* of the call */
    uint64_t arguments[6];
    _Alignas(16) unsigned char room[ASSAY_PROXY_ROOM]; /* for what arguments point to */
    _Alignas(16) unsigned char stack[ASSAY_PROXY_STACK];
} assay_proxy;

/* In the case, which has one thread. Its parent becomes that of the proxy, too, and has to kill it;
 * it dies with its parent. *pid: its own. False: errno says why. */
bool assay_proxy_start(assay_proxy *self, pid_t *pid);

/* In the coordinator; one call at a time. */
void assay_proxy_ask(assay_proxy *self, long number, const uint64_t arguments[6]);
/* Waits a little for the answer, and takes it: an errno is negative. False: not yet. */
bool assay_proxy_answer(assay_proxy *self, int64_t *answer);

#endif
