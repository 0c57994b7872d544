#include "engine/exam_private.h"

#include "engine/temporary.h"

#include <assay/toolkit/error.h>
#include <signal.h>
#include <string.h>

const assay_scenario *assay_exam_scenario(const assay_exam *x)
{
    return x->setup->scenario;
}

assay_tier assay_exam_tier(const assay_exam *x)
{
    return x->setup->tier;
}

uint64_t assay_exam_random(assay_exam *x, uint64_t below)
{
    return below == 0 ? 0 : assay_random_below(&x->random, below);
}

const char *assay_exam_folder(const assay_exam *x)
{
    return x->setup->folder;
}

bool assay_exam_turn(assay_exam *x)
{
    return assay_board_turn(x->board, x->setup);
}

void assay_exam_sketch(assay_exam *x, assay_mark_kind kind, uint64_t a, const char *name)
{
    assay_sketch_add(&x->board->sketch, kind, a, 0, name);
}

void assay_exam_sketch_keep(assay_exam *x)
{
    assay_sketch_keep(&x->board->sketch);
}

void assay_exam_sketch_survived(assay_exam *x, uint64_t call, const char *what)
{
    assay_sketch_turn(&x->board->sketch);
    assay_exam_sketch(x, ASSAY_MARK_SURVIVED, call, what);
    assay_exam_sketch_keep(x);
}

void assay_exam_exercised(assay_exam *x, size_t i)
{
    if (i < ASSAY_COUNTERS)
        x->board->counters[i]++;
}

assay_bytes assay_exam_output(const assay_exam *x)
{
    uint64_t size = x->board->output_size;

    return (assay_bytes){x->board->output, size <= ASSAY_BOARD_OUTPUT ? (size_t)size : 0};
}

typedef struct child_work {
    assay_exam *exam;
    assay_case_fn *work;
    const void *argument;
} child_work;

static void run_in_child(void *argument)
{
    const child_work *work = argument;
    bool died;

    if (assay_exam_arm(work->exam))
        assay_case_perform(work->exam->setup, work->exam->board, work->work, work->argument, true,
                           &died);
}

/* As it was asked to be. */
static bool is_killed(assay_exam *x, uint32_t phase, const assay_process_end *end)
{
    bool killed = end->signal == SIGKILL && !end->late &&
                  (phase == ASSAY_PHASE_DYING || (x->plan != NULL && x->seen->killed));

    x->tampers |= killed;
    return killed;
}

static bool run_isolated(assay_exam *x, assay_case_fn *work, const void *argument, bool *died)
{
    child_work child = {x, work, argument};
    assay_error error = ASSAY_ERROR_INIT;
    assay_process_end end;

    assay_status status = assay_exam_carry_out(x, run_in_child, &child, &end, &error);
    if (status == ASSAY_UNSUPPORTED)
        assay_exam_unproven(x, "%s", error.message);
    else if (status != ASSAY_OK)
        assay_exam_broken(x, "%s", error.message);
    if (status != ASSAY_OK)
        return false;
    x->deadline += end.starved;
    x->finding->uncounted += assay_line_counts_wanted(&x->setup->lines) && x->board->counted == 0;
    uint32_t phase = atomic_load(&x->board->phase);
    *died = is_killed(x, phase, &end);
    if (*died)
        return true;
    if (phase == ASSAY_PHASE_DONE && end.signal == 0 && end.code == 0 && !end.late) {
        assay_exam_count_left(x, &end);
        assay_exam_take_board(x);
        return !x->settled;
    }
    assay_exam_take_end(x, &end);
    if (end.unseen && x->plan == NULL)
        assay_exam_look_again(x, work, argument);
    return false;
}

static bool run_here(assay_exam *x, assay_case_fn *work, const void *argument, bool *died)
{
    assay_case_perform(x->setup, x->board, work, argument, false, died);
    if (*died)
        return true;
    assay_exam_take_board(x);
    return !x->settled;
}

bool assay_exam_run_dying(assay_exam *x, assay_case_fn *work, const void *argument, bool *died)
{
    *died = false;
    if (x->settled)
        return false;
    assay_board_reset(x->board);
    x->left = (assay_left){.said = 0};
    x->turns_before = x->board->turns;
    x->calls_before = x->board->calls;
    x->finding->cases++;
    return x->isolated ? run_isolated(x, work, argument, died) : run_here(x, work, argument, died);
}

bool assay_exam_run(assay_exam *x, assay_case_fn *work, const void *argument)
{
    bool died;

    if (!assay_exam_run_dying(x, work, argument, &died))
        return false;
    if (died)
        assay_exam_broken(x, "a case died at a call that nobody asked for");
    return !died;
}

/* Empties the tape; the cases go on with it. */
static void start_tape(assay_exam *x)
{
    assay_error error = ASSAY_ERROR_INIT;
    assay_tape tape;

    if (assay_tape_open(&tape, x->setup->tape, true, &error) != ASSAY_OK)
        assay_exam_broken(x, "%s", error.message);
    assay_tape_close(&tape);
}

static void take(assay_exam *x)
{
    if (x->setup->check->coordinate != NULL)
        x->setup->check->coordinate(x);
    else if (!assay_exam_run(x, x->setup->check->in_case, NULL))
        return; /* the verdict is given */
}

/* What the board says of the whole check. */
static assay_status sum_up(assay_exam *x, int64_t began, assay_buffer *given)
{
    assay_finding *finding = x->finding;
    assay_bytes output = assay_exam_output(x);

    memcpy(finding->counters, x->board->counters, sizeof(finding->counters));
    finding->calls = x->board->calls;
    if (x->isolated)
        assay_exam_count_files(x);
    if (finding->verdict == ASSAY_PASS) {
        finding->turn = x->board->turns;
        assay_finding_text(&finding->reason, "%s", x->limit);
    }
    if (finding->verdict == ASSAY_PASS && x->setup->shows)
        assay_exam_take_evidence(x);
    finding->microseconds = assay_clock_now() - began;
    return given == NULL ? ASSAY_OK : assay_buffer_append(&given->out, output.data, output.size);
}

/* own: as x->setup, but may be changed here. */
static assay_status prepare(assay_exam *x, assay_setup *own)
{
    x->setup = own;
    x->board = assay_board_new();
    if (x->board == NULL)
        return ASSAY_MEMORY;
    if (!x->isolated)
        return ASSAY_OK;
    assay_temporary_make(x->setup->folder, &x->temporary_before);
    if (!assay_line_counts_begin(&own->lines))
        assay_exam_broken(x, "cannot count lines: the name of their folder is too long");
    ASSAY_TRY(assay_surroundings_note(&x->before));
    own->before = &x->before;
    return ASSAY_OK;
}

static void clear(assay_exam *x)
{
    if (x->isolated && x->board != NULL)
        assay_temporary_leave(x->temporary_before);
    if (x->isolated)
        assay_line_counts_end(&x->setup->lines);
    assay_board_free(x->board);
    assay_surroundings_clear(&x->before);
    assay_buffer_clear(&x->trail.tail);
    assay_buffer_clear(&x->trail.stack);
}

/* How far a deadline is put off on a busy machine: so many times what the check has, and so much
 * more. Whoever waits for the check waits longer (host/serve.c). */
enum { PUT_OFF = 8, PUT_OFF_MS = 5000 };

assay_status assay_exam_take(const assay_setup *setup, bool isolated, int64_t deadline,
                             assay_finding *finding, assay_buffer *given)
{
    assay_setup own = *setup;
    assay_exam x = {.finding = finding,
                    .trail = {ASSAY_BUFFER_INIT, ASSAY_BUFFER_INIT},
                    .isolated = isolated,
                    .deadline = deadline};
    int64_t began = assay_clock_now();

    x.latest = deadline + PUT_OFF * (deadline - began) + PUT_OFF_MS * 1000;
    ASSAY_TRY(assay_finding_init(finding));
    assay_status status = prepare(&x, &own);
    if (status == ASSAY_OK) {
        start_tape(&x);
        x.random = assay_random_of(setup->seed, setup->check->id);
        take(&x);
        status = sum_up(&x, began, given);
    }
    clear(&x);
    if (status != ASSAY_OK)
        assay_finding_clear(finding);
    return status;
}
