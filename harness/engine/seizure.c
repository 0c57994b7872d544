/* Calls held under ptrace: the loop around a traced child, one stop after the other. */
#include "engine/filter.h"
#include "engine/process_private.h"
#include "engine/registers.h"
#include "engine/tracer_private.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#define STOPPED_IN_CALL (SIGTRAP | 0x80)
#define OPTIONS                                                                                    \
    (PTRACE_O_TRACESECCOMP | PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |    \
     PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL)

enum { TICK_MICROSECONDS = 20000 };

typedef struct seizure {
    assay_tracer base;
    assay_buffer threads; /* pid_t, one after the other: all that are traced but the child */
    int status;           /* of the child, as waitpid gives it */
} seizure;

static void remember(seizure *self, pid_t thread)
{
    if (assay_buffer_append(&self->threads.out, &thread, sizeof(thread)) != ASSAY_OK)
        self->base.doomed = true; /* what cannot be followed must not run */
}

static void kill_threads(assay_tracer *base)
{
    const seizure *self = (const seizure *)base;
    const pid_t *threads = (const pid_t *)(const void *)self->threads.data;
    size_t count = self->threads.size / sizeof(*threads);

    for (size_t i = 0; i < count; i++)
        syscall(SYS_tkill, threads[i], SIGKILL);
}

static void resume(const assay_tracer *self, pid_t thread, int signal)
{
    if (!self->doomed)
        ptrace(PTRACE_CONT, thread, 0, signal);
}

static void go_on(assay_tracer *self, assay_tracee thread)
{
    resume(self, thread.id, 0);
}

static void skip(assay_tracer *self, assay_tracee thread, int64_t answer)
{
    assay_registers_skip(thread.id, answer);
    resume(self, thread.id, 0);
}

static void go_through(assay_tracer *self, assay_tracee thread, const assay_tracee_call *call,
                       int changed)
{
    if (changed >= 0)
        assay_registers_set_argument(thread.id, changed, call->arguments[changed]);
    if (!self->doomed)
        ptrace(PTRACE_SYSCALL, thread.id, 0, 0);
}

static void go_on_seen(assay_tracer *self, assay_tracee thread, const assay_tracee_call *call)
{
    assay_registers_set_argument(thread.id, 0, call->arguments[0] & ~(uint64_t)CLONE_UNTRACED);
    resume(self, thread.id, 0);
}

static size_t count_threads(assay_tracer *self)
{
    return ((const seizure *)self)->threads.size / sizeof(pid_t) + 1;
}

static bool reaches(const assay_tracer *self, assay_tracee thread)
{
    (void)self, (void)thread;
    return true;
}

/* There can be one tracer: it is let go, and stays where it is. */
static bool let_go(assay_tracer *self, pid_t thread)
{
    int status;

    (void)self;
    return ptrace(PTRACE_INTERRUPT, thread, 0, 0) == 0 &&
           waitpid(thread, &status, __WALL) == thread && WIFSTOPPED(status) &&
           ptrace(PTRACE_DETACH, thread, 0, 0) == 0;
}

static const assay_tracer_way way = {go_on,      skip,         go_through,    reaches,
                                     go_on_seen, kill_threads, count_threads, let_go};

static void on_call(assay_tracer *self, pid_t thread)
{
    assay_tracee_call call;

    if (assay_registers_call(thread, &call))
        assay_tracer_on_call(self, (assay_tracee){thread, -1}, &call);
    else
        resume(self, thread, 0);
}

static void on_return(assay_tracer *self, pid_t thread)
{
    int64_t answer = -1;
    bool known = assay_registers_answer(thread, &answer);
    int64_t before = answer;

    assay_tracer_on_return(self, (assay_tracee){thread, -1}, &answer);
    if (known && answer != before)
        assay_registers_set_answer(thread, answer);
    resume(self, thread, 0);
}

static bool stops_group(int signal)
{
    return signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU;
}

static void on_stop(seizure *self, pid_t thread, int status)
{
    int event = status >> 16, signal = WSTOPSIG(status);
    unsigned long made = 0;

    if (event == PTRACE_EVENT_SECCOMP) {
        on_call(&self->base, thread);
    } else if (signal == STOPPED_IN_CALL) {
        on_return(&self->base, thread);
    } else if (event == PTRACE_EVENT_STOP && stops_group(signal)) {
        ptrace(PTRACE_LISTEN, thread, 0, 0); /* it stays stopped, as it would without us */
    } else {
        if (event == PTRACE_EVENT_FORK || event == PTRACE_EVENT_VFORK ||
            event == PTRACE_EVENT_CLONE) {
            ptrace(PTRACE_GETEVENTMSG, thread, 0, &made);
            remember(self, (pid_t)made);
        }
        resume(&self->base, thread, event != 0 ? 0 : signal);
    }
}

/* Its number may soon be another's. */
static void forget(seizure *self, pid_t thread)
{
    pid_t *threads = (pid_t *)(void *)self->threads.data;
    size_t count = self->threads.size / sizeof(*threads);

    for (size_t i = 0; i < count; i++)
        if (threads[i] == thread) {
            threads[i] = threads[count - 1];
            self->threads.size -= sizeof(*threads);
            return;
        }
}

static void on_end(seizure *self, pid_t thread, int status)
{
    forget(self, thread);
    assay_tracer_look_at_gate(&self->base);
    if (thread != self->base.process->pid)
        return;
    self->status = status;
    assay_tracer_kill(&self->base); /* what it has left behind is not to go on without it */
}

static void follow(seizure *self)
{
    for (;;) {
        int status;
        pid_t thread = waitpid(-1, &status, __WALL);
        if (thread < 0 && errno != EINTR)
            return;
        if (thread < 0)
            assay_tracer_on_tick(&self->base);
        else if (WIFSTOPPED(status))
            on_stop(self, thread, status);
        else
            on_end(self, thread, status);
    }
}

static void tick(int signal)
{
    (void)signal; /* ends a wait, and that is all */
}

static void follow_with_ticks(seizure *self)
{
    struct sigaction ticking = {.sa_handler = tick}, before;
    struct itimerval often = {{0, TICK_MICROSECONDS}, {0, TICK_MICROSECONDS}}, never = {0};

    sigaction(SIGALRM, &ticking, &before);
    setitimer(ITIMER_REAL, &often, NULL);
    follow(self);
    setitimer(ITIMER_REAL, &never, NULL);
    sigaction(SIGALRM, &before, NULL);
}

assay_status assay_seizure_arm(const assay_tracer_link *link, assay_error *error)
{
    raise(SIGSTOP);
    if (assay_filter_install(link->plan->classes))
        return ASSAY_OK;
    return assay_error_set(error, ASSAY_UNSUPPORTED, "cannot install a seccomp filter: %s",
                           strerror(errno));
}

/* The child stops itself first; one that died before is none. */
static assay_status take_over(pid_t pid, assay_error *error)
{
    siginfo_t info = {0};

    while (waitid(P_PID, (id_t)pid, &info, WSTOPPED | WEXITED | WNOWAIT) != 0 && errno == EINTR)
        continue;
    if (info.si_code == CLD_STOPPED && ptrace(PTRACE_SEIZE, pid, 0, OPTIONS) == 0) {
        kill(pid, SIGCONT);
        return ASSAY_OK;
    }
    return assay_error_set(error, ASSAY_UNSUPPORTED, "cannot trace: %s",
                           info.si_code == CLD_STOPPED ? strerror(errno) : "it died too early");
}

assay_status assay_seizure_follow(const assay_tracer *tracer, int *ended, assay_error *error)
{
    seizure self = {.base = *tracer, .threads = ASSAY_BUFFER_INIT};

    self.base.way = &way;
    assay_status status = take_over(self.base.process->pid, error);
    if (status == ASSAY_OK)
        follow_with_ticks(&self);
    else
        assay_process_discard(self.base.process, NULL);
    assay_buffer_clear(&self.threads);
    *ended = self.status;
    return status;
}
