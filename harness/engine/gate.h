#ifndef ASSAY_ENGINE_GATE_H
#define ASSAY_ENGINE_GATE_H

#include "engine/process.h"
#include "engine/tamper.h"

#include <stdatomic.h>

/* A call on a file that is held, as by a store that does not answer, while another thread of the
 * case does what must not wait for it. */

/* What the case and its coordinator tell each other; in memory that they share. */
typedef struct assay_gate_words {
    _Atomic uint32_t state;  /* assay_gate_state; a futex */
    _Atomic uint32_t caller; /* the other thread, which has to come back */
} assay_gate_words;

typedef enum assay_gate_state {
    ASSAY_GATE_OPEN = 0,
    ASSAY_GATE_HELD,
    ASSAY_GATE_BACK, /* the other thread has done what it had to */
    ASSAY_GATE_OVER  /* all was read, and no call held */
} assay_gate_state;

typedef enum assay_gate_end {
    ASSAY_GATE_NONE = 0, /* no call was held */
    ASSAY_GATE_CAME_BACK,
    ASSAY_GATE_ASLEEP, /* waits in the kernel, and no thread of the process can wake it */
    ASSAY_GATE_READS,  /* made a call of that kind itself */
    ASSAY_GATE_UNKNOWN /* did not come back, and why is not known */
} assay_gate_end;

typedef struct assay_gate {
    assay_gate_words *words; /* borrowed */
    assay_gate_end end;
    assay_seen held;    /* the call */
    assay_seen made;    /* READS: the call of the other thread */
    char state[256];    /* ASLEEP, UNKNOWN: what the other thread was doing, as the kernel says */
    assay_buffer stack; /* and where; the caller's, to clear */
    pid_t holds;        /* the thread that is held; 0: none */
    uint64_t switches;  /* of the other thread, when it was looked at last */
    int64_t burnt;      /* processor time of it when the call was held, microseconds */
    unsigned asleep, awake; /* looks */
} assay_gate;

#define ASSAY_GATE_INIT                                                                            \
    {                                                                                              \
        .stack = ASSAY_BUFFER_INIT                                                                 \
    }

/* In the coordinator, which traces the process. A thread is stopped in its call. False: nobody
 * waits for that any more, it may go on. */
bool assay_gate_hold(assay_gate *self, pid_t thread, const assay_seen *call);
/* A call of that kind by another thread; true: it is the one that has to come back, and all is
 * known. */
bool assay_gate_notes(assay_gate *self, pid_t thread, const assay_seen *call);
/* The other thread has done what it had to. */
bool assay_gate_is_back(const assay_gate *self);
/* Looks at the process, which has so many threads and child processes that are traced; true: all is
 * known. */
bool assay_gate_look(assay_gate *self, pid_t process, size_t traced);
pid_t assay_gate_caller(const assay_gate *self); /* the thread that has to come back */

#endif
