#ifndef ASSAY_DATA_COMMAND_START_H
#define ASSAY_DATA_COMMAND_START_H

#include "data/command.h"
#include <sys/types.h>

/* A command that was started, and this side's ends of its pipes, which never block. */
typedef struct assay_started {
    pid_t pid;      /* also its process group */
    int handle;     /* pidfd, or -1 */
    int input;      /* to its stdin; -1: closed */
    int unread;     /* its stdin's other end, by which is seen what it did not read; -1: none */
    int output;     /* from its stdout; -1: it is the same as complaints */
    int complaints; /* from its stderr */
} assay_started;

/* Not OK: nothing was started. */
assay_status assay_command_start(const assay_command *self, assay_started *started,
                                 assay_error *error) ASSAY_MUST_USE;
void assay_started_close(assay_started *self); /* all that is open */

#endif
