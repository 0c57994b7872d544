#ifndef ASSAY_DATA_GUARD_H
#define ASSAY_DATA_GUARD_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* What watches over a long piece of work. NULL in place of one: nothing does. */
typedef struct assay_guard {
    int stop; /* a descriptor; from when on it can be read, the work is to be given up; -1: never */
    int janitor; /* a socket that takes, as pid_t, the process group of the command that is running,
                    0 when none is; who has its other end kills that group when this one is closed,
                    in this process and in hosts; -1: nobody does */
} assay_guard;

#define ASSAY_GUARD_NONE                                                                           \
    {                                                                                              \
        -1, -1                                                                                     \
    }

int assay_guard_stop(const assay_guard *self); /* its descriptor for poll, or -1 */
bool assay_guard_stopped(const assay_guard *self);

/* Tells the janitor; safe between fork and exec. */
void assay_guard_tell(const assay_guard *self, pid_t group);

/* Waits up to so long for a child to end, which is reaped then, its status as of waitpid. False: it
 * has not ended. */
bool assay_child_wait(pid_t pid, int64_t limit_ms, int *status);
/* The same for one that was told to end, which is killed if it does not; *status may be NULL. */
void assay_child_see_off(pid_t pid, int64_t limit_ms, int *status);

#endif
