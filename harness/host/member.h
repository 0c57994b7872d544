#ifndef ASSAY_HOST_MEMBER_H
#define ASSAY_HOST_MEMBER_H

#include "data/guard.h"
#include "host/serve.h"
#include "host/spawn.h"

/* A host of a pool. */
typedef struct assay_member {
    pid_t pid;
    int channel; /* -1: not running */
    bool busy;
    uint64_t number;       /* of the job it is busy with */
    int64_t deadline;      /* of that, monotonic in microseconds; 0: none */
    assay_sanitizer needs; /* as it was started for */
} assay_member;

/* What hosts are made of; all is borrowed. */
typedef struct assay_member_kind {
    const char *program; /* NULL: a fork of this process, as server says */
    const assay_server *server;
    bool in_process;
    const assay_guard *guard; /* NULL: none; hosts hold its janitor */
} assay_member_kind;

/* Starts it for what self->needs says. */
assay_status assay_member_start(assay_member *self, const assay_member_kind *kind,
                                assay_error *error) ASSAY_MUST_USE;
/* Lets go of it, whereupon it leaves with all that it has started, and waits for that, a while;
 * then it is killed. Gives the exit status as waitpid does. */
int assay_member_stop(assay_member *self);
/* The same for several, with one while for all. */
void assay_members_stop(assay_member *members, unsigned count);

#endif
