#ifndef ASSAY_ENGINE_PROCESS_H
#define ASSAY_ENGINE_PROCESS_H

#include "engine/left.h"
#include "engine/scene.h"

#include <assay/toolkit/buffer.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* A child process that runs a function, with its output caught. The parent has one thread and no
 * other children; it becomes a subreaper. */

typedef struct assay_process {
    pid_t pid;
    int handle;      /* pidfd, or -1 */
    int output;      /* read end of its stdout and stderr */
    int input;       /* the other end: that the process closes it wakes nobody */
    int64_t started; /* when, monotonic */
    int64_t worked;  /* once it is discarded: microseconds of processor time */
    int64_t latest;  /* its deadline is not put off beyond that; from the start: for ever */
    assay_scene *scene;
    int kept; /* set before it is started: a descriptor that the child has as 3; -1: none */
} assay_process;

/* The usual handling of all signals for this process, none blocked. */
void assay_process_signals(void);

/* Forks; the child is a group of its own, dies with its parent, has no descriptors but 0 (nothing),
 * 1 and 2 (caught) and what is kept, the signal handling of its parent, but for SIGPIPE and for
 * crashes, and limits on core files, descriptors, the size of files and, unless a sanitizer needs
 * it, memory. It calls run and leaves. scene: shared memory, which has to outlive the process. */
assay_status assay_process_start(void (*run)(void *argument), void *argument, assay_scene *scene,
                                 assay_process *process, assay_error *error) ASSAY_MUST_USE;

typedef struct assay_process_end {
    bool late;       /* killed at the deadline */
    bool busy;       /* late, and the deadline could not be put off any more: the machine is busy */
    int signal;      /* that ended it, 0: none */
    int code;        /* of its exit otherwise */
    bool unseen;     /* that signal came without a word: nobody could look where */
    int64_t starved; /* microseconds in which it could have run and had no processor; 0 where the
                        system does not say */
    char state[256]; /* when late: what it was doing, as the kernel says */
    assay_left left; /* processes; nothing else. Not when late */
} assay_process_end;

/* What it leaves to be read. */
typedef struct assay_process_trail {
    assay_buffer tail;  /* the last bytes of its output, up to the buffer's limit */
    assay_buffer stack; /* where its threads were when it crashed or was late, a line each; or why
                           that is not known */
} assay_process_trail;

/* Waits until it ends, at most until the monotonic deadline in microseconds, put off by the time it
 * was starved, as far as latest, so that a busy machine makes no verdict; kills it then.
 * Every process that it has left is killed. Frees what the process holds here. */
void assay_process_wait(assay_process *self, int64_t deadline, assay_process_trail *trail,
                        assay_process_end *end);

int64_t assay_clock_now(void); /* monotonic, microseconds */

#endif
