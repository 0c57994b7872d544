/* The loop around a traced child: one stop after the other. */
#include "engine/tracer.h"

#include "engine/filter.h"
#include "engine/gate.h"
#include "engine/pending.h"
#include "engine/process_private.h"
#include "engine/recorder.h"
#include "engine/sight.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
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

typedef struct tracer {
    assay_process *process;
    const assay_tamper *plan;
    assay_tampered *to;
    assay_process_trail *trail;
    assay_process_end *end;
    int64_t deadline;
    assay_buffer threads; /* pid_t, one after the other: all that are traced but the child */
    assay_pending_list pending;
    int status; /* of the child, as waitpid gives it */
    bool doomed;
} tracer;

assay_status assay_tracer_arm(const assay_tamper *plan, assay_error *error)
{
    raise(SIGSTOP);
    if (assay_filter_install(plan->classes))
        return ASSAY_OK;
    return assay_error_set(error, ASSAY_UNSUPPORTED, "cannot install a seccomp filter: %s",
                           strerror(errno));
}

static void remember(tracer *self, pid_t thread)
{
    if (assay_buffer_append(&self->threads.out, &thread, sizeof(thread)) != ASSAY_OK)
        self->doomed = true; /* what cannot be followed must not run */
}

/* Those of the child's own group die at one blow, the others one after the other. */
static void kill_all(tracer *self)
{
    const pid_t *threads = (const pid_t *)(const void *)self->threads.data;
    size_t count = self->threads.size / sizeof(*threads);

    self->doomed = true;
    kill(self->process->pid, SIGKILL);
    kill(-self->process->pid, SIGKILL);
    for (size_t i = 0; i < count; i++)
        syscall(SYS_tkill, threads[i], SIGKILL);
}

static void go_on(tracer *self, pid_t thread, int signal)
{
    if (!self->doomed)
        ptrace(PTRACE_CONT, thread, 0, signal);
}

static void go_through(tracer *self, pid_t thread)
{
    if (!self->doomed)
        ptrace(PTRACE_SYSCALL, thread, 0, 0);
}

/* What is left of the plan when the call has happened. */
static void tamper_later(tracer *self, pid_t thread, assay_tamper_how how,
                         const assay_tracee_call *call, const assay_seen *seen)
{
    assay_pending *wait = assay_pending_add(&self->pending, thread, how);

    if (wait == NULL) {
        go_on(self, thread, 0);
        return;
    }
    if ((how == ASSAY_TAMPER_TEAR || how == ASSAY_TAMPER_SHORT) &&
        !assay_pending_halve(wait, call, seen)) {
        wait->thread = 0;
        go_on(self, thread, 0);
        return;
    }
    assay_tampered_fire(self->to);
    go_through(self, thread);
}

/* A descriptor is gone on Linux also when its close fails. */
static assay_tamper_how how_of(const assay_tamper *plan, const assay_tracee_call *call)
{
    bool fails = plan->how == ASSAY_TAMPER_ERROR && call->number == SYS_close;

    return fails ? ASSAY_TAMPER_LOST : plan->how;
}

static void tamper(tracer *self, pid_t thread, const assay_tracee_call *call,
                   const assay_seen *seen)
{
    assay_tamper_how how = how_of(self->plan, call);

    switch (how) {
    case ASSAY_TAMPER_HOLD:
        assay_tampered_fire(self->to);
        if (!assay_gate_hold(self->plan->gate, thread, seen))
            go_on(self, thread, 0);
        return;
    case ASSAY_TAMPER_KILL_BEFORE:
        assay_tampered_fire(self->to);
        self->to->killed = true;
        kill_all(self);
        return;
    case ASSAY_TAMPER_ERROR:
    case ASSAY_TAMPER_NOTHING:
        assay_tampered_fire(self->to);
        assay_tracee_call_skip(thread, how == ASSAY_TAMPER_ERROR ? -self->plan->reason : 0);
        go_on(self, thread, 0);
        return;
    default:
        tamper_later(self, thread, how, call, seen);
        return;
    }
}

static void record(tracer *self, pid_t thread, const assay_tracee_call *call)
{
    assay_pending *wait = assay_pending_add(&self->pending, thread, ASSAY_TAMPER_RECORD);

    if (wait == NULL) {
        go_on(self, thread, 0); /* what it changes is not known then, which shows in the end */
        return;
    }
    assay_recorder_enter(self->plan, thread, call, self->to->counted, &wait->entered);
    go_through(self, thread);
}

/* The call that is held happens, unless there is nothing more to be seen. */
static void open_gate(tracer *self)
{
    assay_gate *gate = self->plan->gate;
    pid_t held = gate->holds;

    gate->holds = 0;
    if (gate->end == ASSAY_GATE_CAME_BACK) {
        go_on(self, held, 0);
        return;
    }
    assay_gate_take_stack(gate, self->process->pid);
    self->to->killed = true;
    kill_all(self);
}

static void look_at_gate(tracer *self)
{
    size_t traced = self->threads.size / sizeof(pid_t) + 1;

    if (self->plan->gate != NULL && assay_gate_look(self->plan->gate, self->process->pid, traced))
        open_gate(self);
}

/* True: it was one of the filter's special answers. */
static bool on_special(tracer *self, pid_t thread, const assay_tracee_call *call)
{
    enum { UNTRACED = 0x00800000 };

    if (call->data == ASSAY_FILTER_CLONE) {
        assay_tracee_argument_set(thread, 0, call->arguments[0] & ~(uint64_t)UNTRACED);
    } else if (call->data == ASSAY_FILTER_RING || call->data == ASSAY_FILTER_AIO) {
        self->to->holes |= call->data == ASSAY_FILTER_RING ? ASSAY_HOLE_RING : ASSAY_HOLE_AIO;
        assay_tracee_call_skip(thread, -ENOSYS);
    } else if (call->data == ASSAY_FILTER_FOREIGN) {
        self->to->holes |= ASSAY_HOLE_FOREIGN;
    } else {
        return false;
    }
    return true;
}

static bool counts_now(const assay_tamper *plan)
{
    return !(plan->later && *plan->said == 0) && !(plan->sooner && *plan->said != 0);
}

static void on_call(tracer *self, pid_t thread)
{
    assay_tracee_call call;
    assay_seen seen;
    bool meant;

    if (!assay_tracee_call_get(thread, &call) || on_special(self, thread, &call) ||
        !counts_now(self->plan) ||
        assay_sight_of(self->plan, thread, &call, &seen, &self->to->holes) == 0) {
        go_on(self, thread, 0);
        return;
    }
    if (!assay_tampered_count(self->to, self->plan, &seen, &meant))
        kill_all(self);
    else if (self->plan->how == ASSAY_TAMPER_RECORD)
        record(self, thread, &call);
    else if (self->plan->gate != NULL && assay_gate_notes(self->plan->gate, thread, &seen))
        open_gate(self);
    else if (meant)
        tamper(self, thread, &call, &seen);
    else
        go_on(self, thread, 0);
}

static void on_return(tracer *self, pid_t thread)
{
    assay_pending *wait = assay_pending_find(&self->pending, thread);

    if (wait != NULL && wait->piece != 0)
        assay_tracee_write(thread, wait->piece, &wait->size, sizeof(wait->size));
    if (wait != NULL && wait->how == ASSAY_TAMPER_LOST)
        assay_tracee_answer_set(thread, -self->plan->reason);
    if (wait != NULL && wait->how == ASSAY_TAMPER_RECORD &&
        !assay_recorder_leave(self->plan, thread, &wait->entered, &self->to->changes))
        kill_all(self);
    if (wait != NULL && (wait->how == ASSAY_TAMPER_TEAR || wait->how == ASSAY_TAMPER_KILL_AFTER)) {
        self->to->killed = true;
        kill_all(self);
    }
    if (wait != NULL)
        wait->thread = 0;
    go_on(self, thread, 0);
}

static bool stops_group(int signal)
{
    return signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU;
}

static void on_stop(tracer *self, pid_t thread, int status)
{
    int event = status >> 16, signal = WSTOPSIG(status);
    unsigned long made = 0;

    if (event == PTRACE_EVENT_SECCOMP) {
        on_call(self, thread);
    } else if (signal == STOPPED_IN_CALL) {
        on_return(self, thread);
    } else if (event == PTRACE_EVENT_STOP && stops_group(signal)) {
        ptrace(PTRACE_LISTEN, thread, 0, 0); /* it stays stopped, as it would without us */
    } else {
        if (event == PTRACE_EVENT_FORK || event == PTRACE_EVENT_VFORK ||
            event == PTRACE_EVENT_CLONE) {
            ptrace(PTRACE_GETEVENTMSG, thread, 0, &made);
            remember(self, (pid_t)made);
        }
        go_on(self, thread, event != 0 ? 0 : signal);
    }
}

static void on_tick(tracer *self)
{
    pid_t pid = self->process->pid;

    assay_process_drain(self->process->output, &self->trail->tail);
    look_at_gate(self);
    if (assay_scene_signal(self->process->scene) != 0)
        assay_scene_release(self->process->scene); /* there is one tracer, and it is this one */
    if (self->doomed || !assay_process_late(self->process, self->deadline, &self->end->busy))
        return;
    self->end->late = true;
    assay_process_state(pid, self->end->state, sizeof(self->end->state));
    kill_all(self);
}

/* Its number may soon be another's. */
static void forget(tracer *self, pid_t thread)
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

static void on_end(tracer *self, pid_t thread, int status)
{
    forget(self, thread);
    look_at_gate(self);
    if (thread != self->process->pid)
        return;
    self->status = status;
    kill_all(self); /* what it has left behind is not to go on without it */
}

static void follow(tracer *self)
{
    for (;;) {
        int status;
        pid_t thread = waitpid(-1, &status, __WALL);
        if (thread < 0 && errno != EINTR)
            return;
        if (thread < 0)
            on_tick(self);
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

static void follow_with_ticks(tracer *self)
{
    struct sigaction ticking = {.sa_handler = tick}, before;
    struct itimerval often = {{0, TICK_MICROSECONDS}, {0, TICK_MICROSECONDS}}, never = {0};

    sigaction(SIGALRM, &ticking, &before);
    setitimer(ITIMER_REAL, &often, NULL);
    follow(self);
    setitimer(ITIMER_REAL, &never, NULL);
    sigaction(SIGALRM, &before, NULL);
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

assay_status assay_tracer_wait(assay_process *process, const assay_tamper *plan, int64_t deadline,
                               assay_process_trail *trail, assay_process_end *end,
                               assay_tampered *to, assay_error *error)
{
    tracer self = {.process = process,
                   .plan = plan,
                   .to = to,
                   .trail = trail,
                   .end = end,
                   .deadline = deadline,
                   .threads = ASSAY_BUFFER_INIT};

    memset(end, 0, sizeof(*end));
    assay_buffer_reset(&trail->tail);
    assay_buffer_reset(&trail->stack);
    assay_status status = take_over(process->pid, error);
    if (status == ASSAY_OK)
        follow_with_ticks(&self);
    else
        assay_process_discard(process, NULL);
    assay_process_drain(process->output, &trail->tail);
    assay_process_close(process);
    assay_buffer_clear(&self.threads);
    end->signal = WIFSIGNALED(self.status) ? WTERMSIG(self.status) : 0;
    end->code = WIFEXITED(self.status) ? WEXITSTATUS(self.status) : 0;
    return status;
}
