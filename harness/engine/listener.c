/* Calls held by seccomp's user notification: each waits for an answer, or for leave to go on. What
 * is to be seen behind a call is seen by having the proxy make it. */
#include "engine/filter.h"
#include "engine/gate.h"
#include "engine/process_private.h"
#include "engine/rendezvous.h"
#include "engine/stragglers.h"
#include "engine/tracer_private.h"

#include <assay/toolkit/error.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* A tick, and a look at a gate; how long others wait while the proxy is in a call; calls that are
 * held at once: one at a gate, one that the proxy makes, and one that is looked at. */
enum { TICK_MS = 20, LOOK_MS = 1, PATIENCE_MS = 1000, HELD = 3 };

/* What the system knows of a notification may be more than we do. */
typedef union notification {
    struct seccomp_notif known;
    unsigned char whole[1024];
} notification;

typedef union response {
    struct seccomp_notif_resp known;
    unsigned char whole[256];
} response;

typedef struct held_call {
    pid_t thread; /* 0: free */
    uint64_t id;
} held_call;

typedef struct listener {
    assay_tracer base;
    assay_taken taken;
    held_call held[HELD];
    assay_tracee served; /* whose call the proxy makes; id 0: nobody's */
    int64_t since, ticked;
} listener;

static assay_rendezvous *shared_of(const assay_tracer *self)
{
    return self->link->shared;
}

static held_call *find(listener *self, pid_t thread)
{
    for (size_t i = 0; i < HELD; i++)
        if (self->held[i].thread == thread)
            return &self->held[i];
    return NULL;
}

/* A thread that is gone needs no answer. */
static void respond(assay_tracer *base, pid_t thread, int64_t answer, uint32_t flags)
{
    listener *self = (listener *)base;
    held_call *call = find(self, thread);
    response all = {.whole = {0}};

    if (base->doomed || call == NULL)
        return;
    all.known.id = call->id;
    all.known.flags = flags;
    all.known.error = answer < 0 ? (int32_t)answer : 0;
    all.known.val = answer < 0 ? 0 : answer;
    call->thread = 0;
    ioctl(self->taken.listener, SECCOMP_IOCTL_NOTIF_SEND, &all);
}

static void go_on(assay_tracer *self, assay_tracee thread)
{
    respond(self, thread.id, 0, SECCOMP_USER_NOTIF_FLAG_CONTINUE);
}

static void skip(assay_tracer *self, assay_tracee thread, int64_t answer)
{
    respond(self, thread.id, answer, 0);
}

static void go_through(assay_tracer *base, assay_tracee thread, const assay_tracee_call *call,
                       int changed)
{
    listener *self = (listener *)base;

    (void)changed;
    self->served = thread;
    self->since = assay_clock_now();
    assay_proxy_ask(&shared_of(base)->proxy, call->number, call->arguments);
}

/* The proxy is beside one process, and makes one call at a time. */
static bool reaches(const assay_tracer *self, assay_tracee thread)
{
    const listener *own = (const listener *)self;

    return thread.memory == own->taken.memory && own->served.id == 0;
}

/* The filter holds for children that no tracer is to see as for others. */
static void go_on_seen(assay_tracer *self, assay_tracee thread, const assay_tracee_call *call)
{
    (void)call;
    go_on(self, thread);
}

/* Those in other groups fall to us, and wait until then. */
static void kill_others(assay_tracer *self)
{
    pid_t proxy = ((const listener *)self)->taken.proxy;

    if (proxy > 0)
        kill(proxy, SIGKILL);
}

static size_t count_threads(pid_t process)
{
    char path[64];
    struct dirent *entry;
    size_t count = 0;

    snprintf(path, sizeof(path), "/proc/%d/task", (int)process);
    DIR *tasks = opendir(path);
    while (tasks != NULL && (entry = readdir(tasks)) != NULL)
        count += entry->d_name[0] != '.';
    if (tasks != NULL)
        closedir(tasks);
    return count;
}

/* Besides the child and the proxy, what was left by its parent is ours. */
static size_t count_all(assay_tracer *self)
{
    pid_t child = self->process->pid;

    return count_threads(child) + assay_stragglers_count(child) + assay_stragglers_count(getpid()) -
           2;
}

static bool let_go(assay_tracer *self, pid_t thread)
{
    (void)self, (void)thread;
    return true; /* it was never held */
}

static const assay_tracer_way way = {go_on,      skip,        go_through, reaches,
                                     go_on_seen, kill_others, count_all,  let_go};

static pid_t process_of(pid_t thread)
{
    char path[64], line[128];
    int process = 0;

    snprintf(path, sizeof(path), "/proc/%d/status", (int)thread);
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return 0;
    while (fgets(line, sizeof(line), file) != NULL && sscanf(line, "Tgid: %d", &process) != 1)
        continue;
    fclose(file);
    return (pid_t)process;
}

/* Of a child process we see what the system allows: its memory, or its calls are not seen. */
static assay_tracee tracee_of(const listener *self, pid_t thread)
{
    char path[64];
    pid_t child = self->base.process->pid;

    if (thread == child || process_of(thread) == child)
        return (assay_tracee){thread, self->taken.memory};
    snprintf(path, sizeof(path), "/proc/%d/mem", (int)thread);
    int memory = open(path, O_RDWR | O_CLOEXEC);
    if (memory < 0 && errno != ENOENT && errno != ESRCH) /* else it has gone meanwhile */
        self->base.to->holes |= ASSAY_HOLE_BEHIND;
    return (assay_tracee){thread, memory};
}

static void take_up(listener *self, const assay_tracee_call *call, pid_t thread)
{
    assay_tracee from = tracee_of(self, thread);

    assay_tracer_on_call(&self->base, from, call);
    if (from.memory >= 0 && from.memory != self->taken.memory)
        close(from.memory);
}

static void give_up(listener *self)
{
    self->base.to->holes |= ASSAY_HOLE_BEHIND;
    self->base.to->killed = true;
    assay_tracer_kill(&self->base);
}

static void receive(listener *self)
{
    notification got = {.whole = {0}};
    const struct seccomp_data *data = &got.known.data;
    held_call *place = find(self, 0);

    if (ioctl(self->taken.listener, SECCOMP_IOCTL_NOTIF_RECV, &got) != 0)
        return; /* its thread is gone */
    if (place == NULL) {
        give_up(self);
        return;
    }
    *place = (held_call){(pid_t)got.known.pid, got.known.id};
    assay_tracee_call call = {.number = data->nr, .data = assay_filter_says(data->arch, data->nr)};
    for (size_t i = 0; i < 6; i++)
        call.arguments[i] = data->args[i];
    take_up(self, &call, (pid_t)got.known.pid);
}

/* A while at most. */
static void wait_for_proxy(listener *self)
{
    assay_tracee thread = self->served;
    int64_t answer;

    if (!assay_proxy_answer(&shared_of(&self->base)->proxy, &answer)) {
        if (assay_process_ended(self->taken.proxy))
            give_up(self); /* somebody has killed it */
        return;
    }
    self->served.id = 0;
    assay_tracer_on_return(&self->base, thread, &answer);
    respond(&self->base, thread.id, answer, 0);
}

static void wait_for_call(listener *self, int milliseconds)
{
    const assay_process *process = self->base.process;
    struct pollfd watched[] = {{self->taken.listener, POLLIN, 0}, {process->handle, POLLIN, 0}};

    if (poll(watched, process->handle >= 0 ? 2 : 1, milliseconds) > 0 &&
        (watched[0].revents & POLLIN) != 0)
        receive(self);
}

/* That the other thread has come back wakes nobody. */
static bool holds_gate(const listener *self)
{
    return self->base.plan->gate != NULL && self->base.plan->gate->holds != 0;
}

static void wait_once(listener *self)
{
    bool serves = self->served.id != 0;

    if (serves)
        wait_for_proxy(self);
    if (!serves || assay_clock_now() - self->since > PATIENCE_MS * 1000)
        wait_for_call(self, serves ? 0 : holds_gate(self) ? LOOK_MS : TICK_MS);
    if (holds_gate(self) && assay_gate_is_back(self->base.plan->gate))
        assay_tracer_look_at_gate(&self->base);
}

static void follow(listener *self)
{
    while (!self->base.doomed && !assay_process_ended(self->base.process->pid)) {
        wait_once(self);
        if (assay_clock_now() - self->ticked < TICK_MS * 1000)
            continue;
        self->ticked = assay_clock_now();
        assay_tracer_on_tick(&self->base);
    }
}

/* Calls that are held stay so until nobody is left: they fail once the listener is gone. */
static int finish(listener *self)
{
    assay_tracer_kill(&self->base);
    if (self->taken.proxy > 0)
        waitpid(self->taken.proxy, NULL, 0); /* to look for it later takes long */
    int status = assay_process_discard(self->base.process, NULL);
    if (self->taken.listener >= 0)
        close(self->taken.listener);
    if (self->taken.memory >= 0)
        close(self->taken.memory);
    return status;
}

assay_status assay_listener_arm(const assay_tracer_link *link, assay_error *error)
{
    return assay_rendezvous_offer(link, error);
}

assay_status assay_listener_follow(const assay_tracer *tracer, int *ended, assay_error *error)
{
    listener self = {.base = *tracer, .ticked = assay_clock_now()};

    self.base.way = &way;
    assay_status status = assay_rendezvous_take(tracer->link, tracer->process, &self.taken, error);
    if (status == ASSAY_OK)
        follow(&self);
    *ended = finish(&self);
    return status == ASSAY_END ? ASSAY_OK : status; /* it has said itself why it did not come */
}
