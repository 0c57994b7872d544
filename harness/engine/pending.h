#ifndef ASSAY_ENGINE_PENDING_H
#define ASSAY_ENGINE_PENDING_H

#include "engine/tamper.h"
#include "engine/tracee.h"

/* Threads inside of a call that was tampered with on its way in, and that has to be looked at on
 * its way out. */
enum { ASSAY_PENDING_ROOM = 64 };

/* What is known on its way in of a call that is recorded. */
typedef struct assay_entered {
    assay_tracee_call call;
    uint64_t number; /* among those that were counted */
    uint64_t said;
    int64_t place; /* at which a copy begins; -1: where the file stands */
    bool there;    /* what it opens */
} assay_entered;

typedef struct assay_pending {
    pid_t thread; /* 0: free */
    assay_tamper_how how;
    uint64_t piece; /* address of a size in the tracee that was made smaller; 0: none */
    uint64_t size;  /* what it was */
    assay_entered entered;
} assay_pending;

typedef struct assay_pending_list {
    assay_pending items[ASSAY_PENDING_ROOM];
} assay_pending_list;

/* NULL: full. */
assay_pending *assay_pending_add(assay_pending_list *self, pid_t thread, assay_tamper_how how);
assay_pending *assay_pending_find(assay_pending_list *self, pid_t thread); /* NULL: none */

/* Makes the thread's call transfer half as much, by the argument of its row that is its size, and
 * by what is in the thread's memory. False: it cannot be. */
bool assay_pending_halve(assay_pending *self, assay_tracee thread, assay_tracee_call *call,
                         const assay_seen *seen) ASSAY_MUST_USE;

#endif
