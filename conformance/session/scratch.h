#ifndef ASSAY_SESSION_SCRATCH_H
#define ASSAY_SESSION_SCRATCH_H

#include <assay/status.h>
#include <sys/types.h>

/* A folder of this run's own below ${TMPDIR:-/tmp}. A small process, the janitor, has made it and
 * waits for the end of this one and of its hosts, however that comes: then it kills the command
 * that still runs, if it was told of one (data/guard.h), and removes the folder. */
typedef struct assay_scratch {
    char *path; /* owned; NULL: not open */
    pid_t janitor;
    int hold; /* the janitor of a guard; closed when this process ends */
} assay_scratch;

assay_status assay_scratch_open(assay_scratch *self, assay_error *error) ASSAY_MUST_USE;
/* Comes back when the folder is gone; fine when it was never opened. */
void assay_scratch_close(assay_scratch *self);

#endif
