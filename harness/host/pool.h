#ifndef ASSAY_HOST_POOL_H
#define ASSAY_HOST_POOL_H

#include "data/guard.h"
#include "host/job.h"

/* Some assay-host processes at work, seen from `assay`. One thread. When the process that holds the
 * pool dies, by whatever signal, all of them and all they started go too. */
typedef struct assay_pool assay_pool;
struct assay_server; /* host/serve.h */

typedef struct assay_pool_plan {
    const char *program; /* path of assay-host */
    unsigned jobs;
    bool in_process; /* checks run without isolation and with the terminal's input and output (for
                        gdb and valgrind); then jobs is 1 */
    const assay_guard *guard; /* borrowed until close; NULL: none */
} assay_pool_plan;

/* *pool: the caller's, to close. */
assay_status assay_pool_open(const assay_pool_plan *plan, assay_pool **pool,
                             assay_error *error) ASSAY_MUST_USE;
/* A pool of one without a program. isolated: the host is a fork of this process, made now, best
 * before there are threads. Otherwise checks run in assay_pool_wait, in the calling thread; one
 * that does not come back (a signal handler may jump) leaves the pool fit for the next. The channel
 * of the server is of no account; what it points to stays the caller's until close. */
assay_status assay_pool_open_own(const struct assay_server *server, const assay_guard *guard,
                                 assay_pool **pool, assay_error *error) ASSAY_MUST_USE;
/* Kills what is at work. */
void assay_pool_close(assay_pool *self);

bool assay_pool_free(const assay_pool *self);     /* whether one more job can be submitted now */
unsigned assay_pool_busy(const assay_pool *self); /* jobs that were submitted and not answered */

/* Copies the job. Only when one is free. */
assay_status assay_pool_submit(assay_pool *self, const assay_job *job,
                               assay_error *error) ASSAY_MUST_USE;

typedef struct assay_answer {
    uint64_t number;
    assay_look look; /* finding is the check's; the rest is set for looks only */
} assay_answer;

/* Waits for one job to end, up to that many milliseconds (-1: for ever); IDLE: none did, or none is
 * at work. A host that died under a job, or gives no answer long after its limit, answers it with
 * verdict error and is started again. END: the guard asks to stop; the jobs go on until close.
 * *answer: the caller's, to clear by assay_look_clear. */
assay_status assay_pool_wait(assay_pool *self, int timeout_ms, assay_answer *answer,
                             assay_error *error) ASSAY_MUST_USE;

#endif
