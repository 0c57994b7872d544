/* What watches over long work, and the patience with children. */
#include "data/guard.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LOOK_MS 20 /* how often is looked where there is no pidfd */

int assay_guard_stop(const assay_guard *self)
{
    return self != NULL ? self->stop : -1;
}

bool assay_guard_stopped(const assay_guard *self)
{
    struct pollfd watched = {assay_guard_stop(self), POLLIN, 0};
    return watched.fd >= 0 && poll(&watched, 1, 0) > 0;
}

void assay_guard_tell(const assay_guard *self, pid_t group)
{
    if (self == NULL || self->janitor < 0)
        return;
    while (send(self->janitor, &group, sizeof(group), MSG_NOSIGNAL) < 0 && errno == EINTR)
        continue;
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* 0: not yet; otherwise as waitpid. */
static pid_t try_to_reap(pid_t pid, int *status)
{
    pid_t got;
    do
        got = waitpid(pid, status, WNOHANG);
    while (got < 0 && errno == EINTR);
    return got;
}

bool assay_child_wait(pid_t pid, int64_t limit_ms, int *status)
{
    int64_t end = now_ms() + limit_ms, left;
    int handle = (int)syscall(SYS_pidfd_open, pid, 0);
    pid_t got;
    *status = 0;
    while ((got = try_to_reap(pid, status)) == 0 && (left = end - now_ms()) > 0) {
        struct pollfd watched = {handle, POLLIN, 0};
        (void)poll(&watched, 1, handle >= 0 || left < LOOK_MS ? (int)left : LOOK_MS);
    }
    if (handle >= 0)
        close(handle);
    return got != 0;
}

void assay_child_see_off(pid_t pid, int64_t limit_ms, int *status)
{
    int unwanted, *to = status != NULL ? status : &unwanted;
    if (assay_child_wait(pid, limit_ms, to))
        return;
    kill(pid, SIGKILL);
    while (waitpid(pid, to, 0) < 0 && errno == EINTR)
        continue;
}
