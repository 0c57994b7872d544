/* What becomes of each call of a traced child. */
#include "engine/filter.h"
#include "engine/gate.h"
#include "engine/process_private.h"
#include "engine/recorder.h"
#include "engine/sight.h"
#include "engine/stack.h"
#include "engine/tracer_private.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>

/* Those of the child's own group die at one blow, what else there is after them. */
void assay_tracer_kill(assay_tracer *self)
{
    self->doomed = true;
    kill(self->process->pid, SIGKILL);
    kill(-self->process->pid, SIGKILL);
    self->way->kill(self);
}

static void kill_as_planned(assay_tracer *self)
{
    self->to->killed = true;
    assay_tracer_kill(self);
}

static bool halves(assay_tamper_how how)
{
    return how == ASSAY_TAMPER_TEAR || how == ASSAY_TAMPER_SHORT;
}

/* NULL: what comes of its call cannot be seen. */
static assay_pending *take_up(assay_tracer *self, assay_tracee thread, assay_tamper_how how)
{
    if (self->way->reaches(self, thread))
        return assay_pending_add(&self->pending, thread.id, how);
    self->to->holes |= ASSAY_HOLE_BEHIND;
    return NULL;
}

/* What is left of the plan when the call has happened. */
static void tamper_later(assay_tracer *self, assay_tracee thread, assay_tamper_how how,
                         const assay_tracee_call *call, const assay_seen *seen)
{
    assay_pending *wait = take_up(self, thread, how);
    assay_tracee_call own = *call;

    if (wait == NULL || (halves(how) && !assay_pending_halve(wait, thread, &own, seen))) {
        if (wait != NULL)
            wait->thread = 0;
        self->way->go_on(self, thread);
        return;
    }
    assay_tampered_fire(self->to);
    self->way->go_through(self, thread, &own, halves(how) ? assay_syscalls[seen->row].size : -1);
}

/* A descriptor is gone on Linux also when its close fails. */
static assay_tamper_how how_of(const assay_tamper *plan, const assay_tracee_call *call)
{
    bool fails = plan->how == ASSAY_TAMPER_ERROR && call->number == SYS_close;

    return fails ? ASSAY_TAMPER_LOST : plan->how;
}

static void tamper(assay_tracer *self, assay_tracee thread, const assay_tracee_call *call,
                   const assay_seen *seen)
{
    assay_tamper_how how = how_of(self->plan, call);

    switch (how) {
    case ASSAY_TAMPER_HOLD:
        assay_tampered_fire(self->to);
        if (!assay_gate_hold(self->plan->gate, thread.id, seen))
            self->way->go_on(self, thread);
        return;
    case ASSAY_TAMPER_KILL_BEFORE:
        assay_tampered_fire(self->to);
        kill_as_planned(self);
        return;
    case ASSAY_TAMPER_ERROR:
    case ASSAY_TAMPER_NOTHING:
        assay_tampered_fire(self->to);
        self->way->skip(self, thread, how == ASSAY_TAMPER_ERROR ? -self->plan->reason : 0);
        return;
    default:
        tamper_later(self, thread, how, call, seen);
        return;
    }
}

static void record(assay_tracer *self, assay_tracee thread, const assay_tracee_call *call)
{
    assay_pending *wait = take_up(self, thread, ASSAY_TAMPER_RECORD);

    if (wait == NULL) {
        /* what it changes is not known then, which shows in the end */
        self->way->go_on(self, thread);
        return;
    }
    assay_recorder_enter(self->plan, thread, call, self->to->counted, &wait->entered);
    self->way->go_through(self, thread, call, -1);
}

static void take_stack(assay_tracer *self)
{
    assay_gate *gate = self->plan->gate;
    pid_t caller = assay_gate_caller(gate);

    if ((gate->end == ASSAY_GATE_ASLEEP || gate->end == ASSAY_GATE_UNKNOWN) &&
        self->way->let_go(self, caller))
        assay_stack_take_thread(self->process->pid, caller, &gate->stack);
}

/* The call that is held happens, unless there is nothing more to be seen. */
static void open_gate(assay_tracer *self)
{
    assay_gate *gate = self->plan->gate;
    assay_tracee held = {gate->holds, -1};

    gate->holds = 0;
    if (gate->end == ASSAY_GATE_CAME_BACK) {
        self->way->go_on(self, held);
        return;
    }
    take_stack(self);
    kill_as_planned(self);
}

void assay_tracer_look_at_gate(assay_tracer *self)
{
    assay_gate *gate = self->plan->gate;

    if (gate == NULL || gate->holds == 0)
        return;
    size_t traced = assay_gate_is_back(gate) ? 0 : self->way->count(self); /* which takes a while */
    if (assay_gate_look(gate, self->process->pid, traced))
        open_gate(self);
}

/* True: it was one of the filter's special answers. */
static bool on_special(assay_tracer *self, assay_tracee thread, const assay_tracee_call *call)
{
    switch (call->data) {
    case ASSAY_FILTER_CLONE:
        self->way->go_on_seen(self, thread, call);
        return true;
    case ASSAY_FILTER_RING:
    case ASSAY_FILTER_AIO:
        self->to->holes |= call->data == ASSAY_FILTER_RING ? ASSAY_HOLE_RING : ASSAY_HOLE_AIO;
        self->way->skip(self, thread, -ENOSYS);
        return true;
    case ASSAY_FILTER_FOREIGN:
        self->to->holes |= ASSAY_HOLE_FOREIGN;
        self->way->go_on(self, thread);
        return true;
    case ASSAY_FILTER_LISTENER:
        self->to->holes |= ASSAY_HOLE_LISTENER;
        kill_as_planned(self);
        return true;
    default:
        return false;
    }
}

static bool counts_now(const assay_tamper *plan)
{
    return !(plan->later && *plan->said == 0) && !(plan->sooner && *plan->said != 0);
}

void assay_tracer_on_call(assay_tracer *self, assay_tracee thread, const assay_tracee_call *call)
{
    assay_seen seen;
    bool meant;

    if (on_special(self, thread, call))
        return;
    if (!counts_now(self->plan) ||
        assay_sight_of(self->plan, thread, call, &seen, &self->to->holes) == 0) {
        self->way->go_on(self, thread);
        return;
    }
    if (!assay_tampered_count(self->to, self->plan, &seen, &meant))
        assay_tracer_kill(self);
    else if (self->plan->how == ASSAY_TAMPER_RECORD)
        record(self, thread, call);
    else if (self->plan->gate != NULL && assay_gate_notes(self->plan->gate, thread.id, &seen))
        open_gate(self);
    else if (meant)
        tamper(self, thread, call, &seen);
    else
        self->way->go_on(self, thread);
}

void assay_tracer_on_return(assay_tracer *self, assay_tracee thread, int64_t *answer)
{
    assay_pending *wait = assay_pending_find(&self->pending, thread.id);

    if (wait == NULL)
        return;
    if (wait->piece != 0)
        assay_tracee_write(thread, wait->piece, &wait->size, sizeof(wait->size));
    if (wait->how == ASSAY_TAMPER_LOST)
        *answer = -self->plan->reason;
    if (wait->how == ASSAY_TAMPER_RECORD &&
        !assay_recorder_leave(self->plan, thread, &wait->entered, *answer, &self->to->changes))
        assay_tracer_kill(self);
    if (wait->how == ASSAY_TAMPER_TEAR || wait->how == ASSAY_TAMPER_KILL_AFTER)
        kill_as_planned(self);
    wait->thread = 0;
}

void assay_tracer_on_tick(assay_tracer *self)
{
    pid_t pid = self->process->pid;

    assay_process_drain(self->process->output, &self->trail->tail);
    assay_tracer_look_at_gate(self);
    if (assay_scene_signal(self->process->scene) != 0)
        assay_scene_release(self->process->scene); /* there is one tracer, and it is this one */
    if (self->doomed || !assay_process_late(self->process, self->deadline, &self->end->busy))
        return;
    self->end->late = true;
    assay_process_state(pid, self->end->state, sizeof(self->end->state));
    assay_tracer_kill(self);
}

assay_status assay_tracer_arm(const assay_tracer_link *link, assay_error *error)
{
    return link->way == ASSAY_TRACING_PTRACE ? assay_seizure_arm(link, error)
                                             : assay_listener_arm(link, error);
}

assay_status assay_tracer_wait(const assay_tracer_link *link, assay_process *process,
                               int64_t deadline, assay_process_trail *trail, assay_process_end *end,
                               assay_tampered *to, assay_error *error)
{
    assay_tracer self = {.link = link,
                         .process = process,
                         .plan = link->plan,
                         .to = to,
                         .trail = trail,
                         .end = end,
                         .deadline = deadline};
    int ended = 0;

    memset(end, 0, sizeof(*end));
    assay_buffer_reset(&trail->tail);
    assay_buffer_reset(&trail->stack);
    assay_status status = link->way == ASSAY_TRACING_PTRACE
                              ? assay_seizure_follow(&self, &ended, error)
                              : assay_listener_follow(&self, &ended, error);
    assay_process_drain(process->output, &trail->tail);
    assay_process_close(process);
    end->signal = WIFSIGNALED(ended) ? WTERMSIG(ended) : 0;
    end->code = WIFEXITED(ended) ? WEXITSTATUS(ended) : 0;
    return status;
}
