#ifndef ASSAY_SESSION_SCRATCH_H
#define ASSAY_SESSION_SCRATCH_H

#include <assay/status.h>
#include <sys/types.h>

/* A folder of this run's own below ${TMPDIR:-/tmp}. A small process waits for its end, however that
 * comes, and removes the folder then. */
typedef struct assay_scratch {
    char *path; /* owned; NULL: not open */
    pid_t janitor;
    int hold; /* closed when this process ends */
} assay_scratch;

assay_status assay_scratch_open(assay_scratch *self, assay_error *error) ASSAY_MUST_USE;
/* Comes back when the folder is gone; fine when it was never opened. */
void assay_scratch_close(assay_scratch *self);

#endif
