#include "engine/process_private.h"

#include "engine/case_private.h"
#include "engine/runtime.h"
#include "engine/stack.h"
#include "engine/stragglers.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* A scene is looked at that often, and then given so long to end. */
enum { TAIL_SIZE = 4096, REPORT_SIZE = 16384, DESCRIPTORS = 1024, LOOK_MS = 10, DIE_MS = 5000 };
/* Of a process that took no longer it is not worth to ask the system how long it was starved: all
 * the time in which it did not work is taken for that. */
enum { SHORT_MS = 2 };
#define MEMORY_LIMIT ((rlim_t)8 << 30)
#define FILE_LIMIT ((rlim_t)4 << 30)

int64_t assay_clock_now(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void limit(int what, rlim_t value)
{
    struct rlimit limits;

    if (getrlimit(what, &limits) != 0 || limits.rlim_cur <= value)
        return;
    limits.rlim_cur = value;
    setrlimit(what, &limits);
}

static void restrict_self(void)
{
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_NOFILE, DESCRIPTORS);
    limit(RLIMIT_FSIZE, FILE_LIMIT);
    if (!assay_runtime_present())
        limit(RLIMIT_AS, MEMORY_LIMIT);
}

/* Nothing else stays: what a connector does to descriptors must not reach ours. */
static void arrange_descriptors(int output, int kept)
{
    int nothing = open("/dev/null", O_RDONLY);

    dup2(nothing, 0);
    dup2(output, 1);
    dup2(output, 2);
    if (kept >= 0)
        dup2(kept, 3);
    close_range(kept >= 0 ? 4 : 3, ~0U, 0);
}

void assay_process_signals(void)
{
    sigset_t none;

    for (int i = 1; i < NSIG; i++)
        if (i != SIGKILL && i != SIGSTOP && !assay_runtime_handles(i))
            signal(i, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

_Noreturn static void be_child(void (*run)(void *), void *argument, const assay_process *self,
                               int output, pid_t parent)
{
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent)
        _exit(1); /* it died before it could be watched */
    arrange_descriptors(output, self->kept);
    signal(SIGPIPE, SIG_DFL);
    assay_scene_watch(self->scene);
    restrict_self();
    run(argument);
    assay_process_leave(0);
}

assay_status assay_process_start(void (*run)(void *argument), void *argument, assay_scene *scene,
                                 assay_process *process, assay_error *error)
{
    int ends[2];

    assay_stragglers_inherit();
    process->scene = scene;
    assay_scene_reset(scene);
    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
        return assay_error_set(error, ASSAY_IO, "cannot make a pipe: %s", strerror(errno));
    fcntl(ends[1], F_SETFL, 0); /* the child's end waits, as it expects */
    fflush(NULL);
    pid_t parent = getpid();
    process->started = assay_clock_now();
    process->latest = INT64_MAX;
    process->pid = fork();
    if (process->pid == 0)
        be_child(run, argument, process, ends[1], parent);
    if (process->pid < 0) {
        close(ends[0]);
        close(ends[1]);
        return assay_error_set(error, ASSAY_IO, "cannot fork: %s", strerror(errno));
    }
    setpgid(process->pid, process->pid); /* both sides, so that it is done whoever runs first */
    process->output = ends[0];
    process->input = ends[1];
    process->handle = (int)syscall(SYS_pidfd_open, process->pid, 0);
    return ASSAY_OK;
}

/* Takes what is there and keeps the last of it; the report of a sanitizer is long. */
void assay_process_drain(int output, assay_buffer *tail)
{
    size_t most = assay_runtime_present() ? REPORT_SIZE : TAIL_SIZE;

    for (int rounds = 0; rounds < 64; rounds++) {
        char *room = assay_buffer_reserve(tail, TAIL_SIZE);
        if (room == NULL)
            return;
        ssize_t got = read(output, room, TAIL_SIZE);
        if (got <= 0)
            return;
        for (ssize_t i = 0; i < got; i++)
            if (room[i] == 0)
                room[i] = ' '; /* it becomes a text */
        tail->size += (size_t)got;
        if (tail->size > most) {
            memmove(tail->data, tail->data + tail->size - most, most);
            tail->size = most;
        }
    }
}

bool assay_process_ended(pid_t pid)
{
    siginfo_t info = {0};

    return waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == pid;
}

int64_t assay_process_starved(pid_t pid)
{
    char line[96];
    unsigned long long ran, waited;

    assay_process_line(pid, "schedstat", line, sizeof(line));
    return sscanf(line, "%llu %llu", &ran, &waited) == 2 ? (int64_t)(waited / 1000) : 0;
}

bool assay_process_late(const assay_process *self, int64_t deadline, bool *busy)
{
    int64_t now = assay_clock_now();

    if (now < deadline && now < self->latest)
        return false;
    bool passed = now >= deadline + assay_process_starved(self->pid);
    *busy = !passed && now >= self->latest;
    return passed || *busy;
}

/* One wait for its end or its output; a short one, since a mark on the scene wakes nobody. */
static void wait_a_little(assay_process *self, assay_buffer *tail)
{
    struct pollfd watched[2] = {{self->output, POLLIN, 0}, {self->handle, POLLIN, 0}};

    poll(watched, self->handle >= 0 ? 2 : 1, self->handle >= 0 ? LOOK_MS : LOOK_MS / 2);
    if (watched[0].revents & POLLIN)
        assay_process_drain(self->output, tail);
}

/* Until it ends, is about to die of a signal, or the deadline passes. Time in which it was ready to
 * run and had no processor does not count against it. */
static bool wait_until(assay_process *self, int64_t deadline, assay_buffer *tail, bool *busy)
{
    while (!assay_process_ended(self->pid) && assay_scene_signal(self->scene) == 0) {
        if (assay_process_late(self, deadline, busy))
            return false;
        wait_a_little(self, tail);
    }
    return true;
}

/* It waits to be looked at and then has to die; it may fail to, when what looks like a mark is a
 * wild write. */
static void see_off(assay_process *self, int64_t deadline, assay_process_trail *trail)
{
    int64_t before = assay_clock_now();

    if (!assay_process_ended(self->pid))
        assay_stack_take(self->pid, atomic_load(&self->scene->thread), &trail->stack);
    assay_scene_release(self->scene);
    int64_t now = assay_clock_now();
    deadline += now - before;
    if (deadline < now + DIE_MS * 1000)
        deadline = now + DIE_MS * 1000;
    while (!assay_process_ended(self->pid) && assay_clock_now() < deadline)
        wait_a_little(self, &trail->tail);
}

static void watch(assay_process *self, int64_t deadline, assay_process_trail *trail,
                  assay_process_end *end)
{
    end->late = !wait_until(self, deadline, &trail->tail, &end->busy);
    if (assay_scene_signal(self->scene) != 0) {
        see_off(self, deadline, trail);
        end->late = !assay_process_ended(self->pid);
    }
    if (assay_clock_now() - self->started > SHORT_MS * 1000)
        end->starved = assay_process_starved(self->pid);
    if (!end->late)
        return;
    assay_process_state(self->pid, end->state, sizeof(end->state));
    assay_buffer_reset(&trail->stack);
    assay_stack_take(self->pid, 0, &trail->stack);
}

static int64_t microseconds(struct timeval time)
{
    return (int64_t)time.tv_sec * 1000000 + time.tv_usec;
}

int assay_process_discard(assay_process *self, assay_left *left)
{
    struct rusage usage = {0};
    int status = 0;

    kill(left == NULL ? -self->pid : self->pid, SIGKILL);
    kill(self->pid, SIGKILL); /* it may have left its group; it is not reaped: the pid is its own */
    while (wait4(self->pid, &status, 0, &usage) < 0 && errno == EINTR)
        continue;
    self->worked = microseconds(usage.ru_utime) + microseconds(usage.ru_stime);
    assay_stragglers_kill(self->pid, left);
    return status;
}

void assay_process_close(assay_process *self)
{
    close(self->output);
    close(self->input);
    if (self->handle >= 0)
        close(self->handle);
}

void assay_process_wait(assay_process *self, int64_t deadline, assay_process_trail *trail,
                        assay_process_end *end)
{
    memset(end, 0, sizeof(*end));
    assay_buffer_reset(&trail->tail);
    assay_buffer_reset(&trail->stack);
    watch(self, deadline, trail, end);
    int64_t ended_at = assay_clock_now();
    int status = assay_process_discard(self, end->late ? NULL : &end->left);
    if (ended_at - self->started <= SHORT_MS * 1000 && ended_at - self->started > self->worked)
        end->starved = ended_at - self->started - self->worked;
    assay_process_drain(self->output, &trail->tail);
    assay_process_close(self);
    end->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    end->code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    /* One thread was about to die of it, another one was faster to leave. */
    if (end->signal == 0 && !end->late)
        end->signal = assay_scene_signal(self->scene);
    if (trail->stack.size > 0 || !assay_scene_expects(end->signal))
        return;
    end->unseen = !assay_runtime_present();
    assay_stack_excuse(end->unseen ? "no stack: the process was gone at once, its signal blocked "
                                     "or handled by others"
                                   : "no stack: that of the sanitizer's report is in the output",
                       &trail->stack);
}
