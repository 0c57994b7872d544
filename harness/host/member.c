/* Hosts, from their start to their end. */
#include "host/member.h"

#include "engine/process.h"
#include "host/fork.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

/* A host that was let go of only has to kill what it has started. A message is sent in one go; only
 * one that was stopped lets us wait in the middle of it. */
enum { LEAVE_MS = 10000, MESSAGE_S = 60 };

/* Neither may be a standard descriptor, should those be closed, nor one of the numbers that hosts
 * have something at: it would be overwritten before its turn. */
static assay_status raise_end(int *end, assay_error *error)
{
    if (*end > ASSAY_HOST_LIFE)
        return ASSAY_OK;
    int moved = fcntl(*end, F_DUPFD_CLOEXEC, ASSAY_HOST_LIFE + 1);
    if (moved < 0)
        return assay_error_set(error, ASSAY_IO, "cannot make a channel: %s", strerror(errno));
    close(*end);
    *end = moved;
    return ASSAY_OK;
}

static assay_status make_channel(int ends[2], assay_error *error)
{
    const struct timeval limit = {MESSAGE_S, 0};

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return assay_error_set(error, ASSAY_IO, "cannot make a channel: %s", strerror(errno));
    setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
    setsockopt(ends[0], SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
    assay_status status = raise_end(&ends[0], error);
    if (status == ASSAY_OK)
        status = raise_end(&ends[1], error);
    if (status == ASSAY_OK)
        return ASSAY_OK;
    close(ends[0]);
    close(ends[1]);
    return status;
}

static assay_status start_process(assay_member *self, const assay_member_kind *kind, int channel,
                                  assay_error *error)
{
    int life = kind->guard != NULL ? kind->guard->janitor : -1;

    if (kind->program == NULL)
        return assay_fork_host(kind->server, channel, life, &self->pid, error);
    assay_spawn spawn = {kind->program, kind->in_process, &self->needs, life};
    return assay_spawn_host(&spawn, channel, &self->pid, error);
}

assay_status assay_member_start(assay_member *self, const assay_member_kind *kind,
                                assay_error *error)
{
    int ends[2];

    ASSAY_TRY(make_channel(ends, error));
    assay_status status = start_process(self, kind, ends[1], error);
    close(ends[1]);
    if (status != ASSAY_OK) {
        close(ends[0]);
        return status;
    }
    self->channel = ends[0];
    self->busy = false;
    return ASSAY_OK;
}

static void let_go(assay_member *self)
{
    if (self->channel >= 0)
        close(self->channel);
    self->channel = -1;
    self->busy = false;
}

static int see_off(assay_member *self, int64_t limit_ms)
{
    int status = 0;

    let_go(self);
    if (self->pid > 0)
        assay_child_see_off(self->pid, limit_ms, &status);
    self->pid = 0;
    return status;
}

int assay_member_stop(assay_member *self)
{
    return see_off(self, LEAVE_MS);
}

void assay_members_stop(assay_member *members, unsigned count)
{
    int64_t end = assay_clock_now() + (int64_t)LEAVE_MS * 1000;

    for (unsigned i = 0; i < count; i++)
        let_go(&members[i]);
    for (unsigned i = 0; i < count; i++)
        see_off(&members[i], (end - assay_clock_now()) / 1000);
}
