/* Cases whose calls on files are tampered with. */
#include "engine/exam_private.h"

#include "engine/tracer.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool assay_exam_arm(assay_exam *x)
{
    assay_error error = ASSAY_ERROR_INIT;
    assay_board *board = x->board;

    if (x->plan == NULL || assay_tracer_arm(x->plan, &error) == ASSAY_OK)
        return true;
    board->verdict = ASSAY_UNPROVEN;
    snprintf(board->reason, sizeof(board->reason), "%s", error.message);
    atomic_store(&board->phase, ASSAY_PHASE_DONE);
    return false;
}

assay_status assay_exam_wait(assay_exam *x, assay_process *process, assay_process_end *end,
                             assay_error *error)
{
    process->latest = x->latest;
    if (x->plan != NULL)
        return assay_tracer_wait(process, x->plan, x->deadline, &x->trail, end, x->seen, error);
    assay_process_wait(process, x->deadline, &x->trail, end);
    return ASSAY_OK;
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

bool assay_exam_run_tampered(assay_exam *x, assay_case_fn *work, const void *argument,
                             const assay_tamper *plan, assay_tampered *seen)
{
    char folder[PATH_MAX];
    assay_tamper own = *plan;
    bool died;

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
    start_anew(seen);
    x->tampers = true;
    mark_tape(x);
    x->plan = &own;
    x->seen = seen;
    bool alive = assay_exam_run_dying(x, work, argument, &died);
    x->plan = NULL;
    x->seen = NULL;
    return alive;
}
