#include "engine/rendezvous.h"

#include "engine/filter.h"
#include "engine/process_private.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { OFFERED = 1, TAKEN = 2, KEPT = 3, LOOK_NANOSECONDS = 5000000 };

/* What the proxy is told to send, in the room that it shares. */
typedef struct parcel {
    struct msghdr message;
    struct iovec word;
    char byte;
    _Alignas(struct cmsghdr) unsigned char control[CMSG_SPACE(2 * sizeof(int))];
} parcel;

_Static_assert(sizeof(parcel) <= ASSAY_PROXY_ROOM, "a parcel fits");

static void step(assay_rendezvous *shared, uint32_t stage)
{
    atomic_store(&shared->stage, stage);
    syscall(SYS_futex, &shared->stage, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

/* A while at most. */
static bool has_come(assay_rendezvous *shared, uint32_t stage)
{
    const struct timespec look = {0, LOOK_NANOSECONDS};
    uint32_t now = atomic_load(&shared->stage);

    if (now < stage)
        syscall(SYS_futex, &shared->stage, FUTEX_WAIT, now, &look, NULL, 0);
    return atomic_load(&shared->stage) >= stage;
}

static assay_status refused(const char *what, assay_error *error)
{
    return assay_error_set(error, ASSAY_UNSUPPORTED, "cannot %s: %s", what, strerror(errno));
}

/* From the filter on only the proxy calls freely. */
assay_status assay_rendezvous_offer(const assay_tracer_link *link, assay_error *error)
{
    assay_rendezvous *shared = link->shared;

    shared->memory = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
    if (shared->memory < 0)
        return refused("open '/proc/self/mem'", error);
    if (!assay_proxy_start(&shared->proxy, &shared->proxy_pid))
        return refused("make a proxy", error);
    shared->listener = assay_filter_listen(link->plan->classes);
    if (shared->listener < 0)
        return refused("listen to a seccomp filter", error);
    step(shared, OFFERED);
    while (!has_come(shared, TAKEN))
        continue;
    return ASSAY_OK;
}

static void pack(parcel *self, int memory, int listener)
{
    int both[2] = {memory, listener};

    self->word = (struct iovec){&self->byte, 1};
    self->message = (struct msghdr){.msg_iov = &self->word,
                                    .msg_iovlen = 1,
                                    .msg_control = self->control,
                                    .msg_controllen = sizeof(self->control)};
    struct cmsghdr *head = CMSG_FIRSTHDR(&self->message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof(both));
    memcpy(CMSG_DATA(head), both, sizeof(both));
}

static bool unpack(int channel, assay_taken *taken)
{
    parcel got;
    int both[2] = {-1, -1};

    pack(&got, -1, -1);
    struct cmsghdr *head = CMSG_FIRSTHDR(&got.message);
    head->cmsg_len = 0;
    if (recvmsg(channel, &got.message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT) == 1 &&
        head->cmsg_len == CMSG_LEN(sizeof(both)))
        memcpy(both, CMSG_DATA(head), sizeof(both));
    taken->memory = both[0];
    taken->listener = both[1];
    return both[1] >= 0;
}

static bool wait_for(assay_rendezvous *shared, const assay_process *process)
{
    int64_t answer;

    while (!assay_proxy_answer(&shared->proxy, &answer))
        if (assay_process_ended(process->pid) || assay_process_ended(shared->proxy_pid))
            return false;
    return answer >= 0;
}

/* The proxy sends what there is, and then closes all that the child has besides 0, 1 and 2. */
static bool fetch(const assay_tracer_link *link, const assay_process *process, assay_taken *taken)
{
    assay_rendezvous *shared = link->shared;
    parcel *sent = (parcel *)(void *)shared->proxy.room;
    const uint64_t send[6] = {KEPT, (uintptr_t)&sent->message}, forget[6] = {KEPT, UINT_MAX};

    pack(sent, shared->memory, shared->listener);
    assay_proxy_ask(&shared->proxy, SYS_sendmsg, send);
    if (!wait_for(shared, process) || !unpack(link->near, taken))
        return false;
    assay_proxy_ask(&shared->proxy, SYS_close_range, forget);
    return wait_for(shared, process);
}

static bool is_offered(const assay_tracer_link *link, const assay_process *process)
{
    while (!has_come(link->shared, OFFERED))
        if (assay_process_ended(process->pid))
            return atomic_load(&link->shared->stage) >= OFFERED;
    return true;
}

/* The number of the proxy is taken before there is a connector that could change it. */
assay_status assay_rendezvous_take(const assay_tracer_link *link, const assay_process *process,
                                   assay_taken *taken, assay_error *error)
{
    bool offered = is_offered(link, process);
    pid_t proxy = link->shared->proxy_pid;

    *taken = (assay_taken){-1, -1, proxy > 0 ? proxy : 0};
    if (!offered)
        return ASSAY_END;
    if (!fetch(link, process, taken))
        return assay_error_set(error, ASSAY_UNSUPPORTED, "cannot take over a listener");
    step(link->shared, TAKEN);
    return ASSAY_OK;
}
