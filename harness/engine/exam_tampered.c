/* Cases whose calls on files are tampered with. */
#include "engine/exam_private.h"

#include <assay/toolkit/error.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of all ways that were tried. */
static void join_reasons(const assay_exam *x, assay_error *error)
{
    assay_error last = *error;

    *error = (assay_error)ASSAY_ERROR_INIT;
    if (x->refused.message[0] != 0)
        (void)assay_error_set(error, ASSAY_UNSUPPORTED, "%s; %s", x->refused.message, last.message);
    else
        *error = last;
}

bool assay_exam_arm(assay_exam *x)
{
    assay_error error = ASSAY_ERROR_INIT;
    assay_board *board = x->board;

    if (x->plan == NULL || assay_tracer_arm(&x->link, &error) == ASSAY_OK)
        return true;
    join_reasons(x, &error);
    board->verdict = ASSAY_UNPROVEN;
    snprintf(board->reason, sizeof(board->reason), "%s", error.message);
    atomic_store(&board->phase, ASSAY_PHASE_DONE);
    return false;
}

static assay_status run_alone(assay_exam *x, void (*run)(void *), void *argument,
                              assay_process_end *end, assay_error *error)
{
    assay_process process = {.kept = -1};

    ASSAY_TRY(assay_process_start(run, argument, &x->board->scene, &process, error));
    process.latest = x->latest;
    assay_process_wait(&process, x->deadline, &x->trail, end);
    return ASSAY_OK;
}

static assay_status run_traced(assay_exam *x, void (*run)(void *), void *argument,
                               assay_process_end *end, assay_error *error)
{
    assay_process process;

    ASSAY_TRY(assay_tracer_link_open(x->tracing, x->plan, &x->link, error));
    process.kept = x->link.far;
    assay_status status = assay_process_start(run, argument, &x->board->scene, &process, error);
    process.latest = x->latest;
    if (status == ASSAY_OK)
        status = assay_tracer_wait(&x->link, &process, x->deadline, &x->trail, end, x->seen, error);
    assay_tracer_link_close(&x->link);
    return status;
}

/* The second way, from now on, where this system does not allow the first one. */
static assay_status try_other_way(assay_exam *x, void (*run)(void *), void *argument,
                                  assay_process_end *end, assay_error *error)
{
    x->refused = *error;
    *error = (assay_error)ASSAY_ERROR_INIT;
    x->tracing = ASSAY_TRACING_NOTIFY;
    assay_status status = run_traced(x, run, argument, end, error);
    if (status == ASSAY_UNSUPPORTED)
        join_reasons(x, error);
    return status;
}

assay_status assay_exam_carry_out(assay_exam *x, void (*run)(void *), void *argument,
                                  assay_process_end *end, assay_error *error)
{
    if (x->plan == NULL)
        return run_alone(x, run, argument, end, error);
    assay_status status = run_traced(x, run, argument, end, error);
    if (status == ASSAY_UNSUPPORTED && x->tracing == ASSAY_TRACING_PTRACE)
        status = try_other_way(x, run, argument, end, error);
    return status;
}

static void start_anew(assay_tampered *seen)
{
    assay_buffer log = seen->log, changes = seen->changes;

    assay_buffer_reset(&log);
    assay_buffer_reset(&changes);
    *seen = (assay_tampered){.log = log, .changes = changes};
}

static void mark_tape(assay_exam *x)
{
    assay_error error = ASSAY_ERROR_INIT;
    assay_tape tape;

    if (assay_tape_open(&tape, x->setup->tape, false, &error) != ASSAY_OK)
        assay_exam_broken(x, "%s", error.message);
    assay_tape_mark(&tape, ASSAY_TAPE_TAMPER, 0, 0);
    assay_tape_close(&tape);
}

/* What a plan that was carried out in part has shown is no proof. */
static bool is_whole(assay_exam *x, const assay_tampered *seen)
{
    if ((seen->holes & ASSAY_HOLE_BEHIND) != 0)
        assay_exam_unproven(x,
                            "what came of a call of a child process, or of one of two threads at "
                            "the same time, cannot be seen without ptrace: %s",
                            x->refused.message);
    if ((seen->holes & ASSAY_HOLE_LISTENER) != 0)
        assay_exam_unproven(x, "a seccomp listener is made, which would hide calls");
    return !x->settled;
}

static bool carry_out_plan(assay_exam *x, assay_case_fn *work, const void *argument,
                           const assay_tamper *plan, assay_tampered *seen)
{
    bool died;

    start_anew(seen);
    x->tampers = true;
    mark_tape(x);
    x->plan = plan;
    x->seen = seen;
    bool alive = assay_exam_run_dying(x, work, argument, &died);
    x->plan = NULL;
    x->seen = NULL;
    return alive && is_whole(x, seen);
}

bool assay_exam_run_tampered(assay_exam *x, assay_case_fn *work, const void *argument,
                             const assay_tamper *plan, assay_tampered *seen)
{
    char folder[PATH_MAX];
    assay_tamper own = *plan;

    if (x->settled)
        return false;
    if (!x->isolated) {
        assay_exam_unproven(x, "calls on files are seen from another process only");
        return false;
    }
    if (own.folder == NULL)
        own.folder = realpath(x->setup->folder, folder);
    if (own.folder == NULL) {
        assay_exam_broken(x, "no folder '%s'", x->setup->folder);
        return false;
    }
    own.said = &x->board->output_size;
    return carry_out_plan(x, work, argument, &own, seen);
}
