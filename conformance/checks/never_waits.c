/* The reader is stopped in a call on its files, as by a store that does not answer; what may be
 * asked of it from other threads must come back all the same. */
#include "checks/dynamic_split.h"
#include "engine/gated.h"
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COUNTER_HELD = 0, COUNTER_BACK };

/* Which calls are held: all of so many, else the first ones, the last ones and some. */
static const struct amount {
    uint64_t all, first, last, more;
} amounts[] = {[ASSAY_SMOKE] = {4, 2, 1, 1},
               [ASSAY_STANDARD] = {16, 8, 3, 5},
               [ASSAY_EXHAUSTIVE] = {40, 8, 3, 5}};

/* What a case is told. */
typedef struct question {
    size_t dataset;
    uint32_t asked; /* ASSAY_CAN_* */
} question;

/* What it works with. */
typedef struct waiting {
    assay_driven_reader r;
    uint32_t asked;
    assay_buffer last; /* a position near the end; empty: not known */
} waiting;

static void read_all(assay_case *c, void *argument)
{
    waiting *self = argument;
    assay_record record;
    assay_status status = assay_call_start(c, &self->r);
    while (status == ASSAY_OK) {
        if (assay_call_current(c, &self->r, &record) != ASSAY_OK)
            return;
        status = assay_call_advance(c, &self->r);
    }
}

static void release_split(assay_case *c, assay_status status, assay_driven_split *split)
{
    if (status == ASSAY_OK) {
        assay_call_release(c, &split->primary);
        assay_call_release(c, &split->residual);
    }
}

/* Each call once, while the reader waits; what they answer is looked at elsewhere. */
static void ask(assay_case *c, void *argument)
{
    waiting *self = argument;
    assay_driven_source source;
    assay_driven_split split;
    double fraction;
    int64_t behind, before;
    if ((self->asked & ASSAY_CAN_PROGRESS) != 0)
        (void)assay_call_fraction(c, &self->r, &fraction);
    if ((self->asked & ASSAY_CAN_SPLIT_POINTS) != 0)
        (void)assay_call_counts(c, &self->r, &behind, &before);
    if ((self->asked & ASSAY_CAN_CURRENT_SOURCE) != 0 &&
        assay_call_current_source(c, &self->r, &source) == ASSAY_OK)
        assay_call_release(c, &source);
    if ((self->asked & ASSAY_CAN_SPLIT_AT) != 0 && self->last.size > 0)
        release_split(c, assay_call_split_at(c, &self->r, assay_buffer_bytes(&self->last), &split),
                      &split);
    if ((self->asked & ASSAY_CAN_DYNAMIC_SPLIT) != 0)
        release_split(c, assay_call_split(c, &self->r, 0.5, &split), &split);
}

/* Where the last record begins. */
static void find_last(assay_case *c, assay_driven_source s, assay_buffer *last)
{
    bool point;
    assay_driven_reader r = assay_drive_reader(c, s);
    while (assay_reader_offers(c, &r, ASSAY_POSITION) && assay_drive_next(c, &r)) {
        assay_buffer_reset(last);
        assay_drive_want(c, assay_call_position(c, &r, last, &point), ASSAY_OK, "position");
    }
    assay_call_release_reader(c, &r);
}

static void wait_and_ask(assay_case *c)
{
    const question *told = assay_case_argument(c);
    assay_driven_source s = assay_drive_open(c, told->dataset);
    waiting self = {.asked = assay_call_abilities(c, s) & told->asked, .last = ASSAY_BUFFER_INIT};
    find_last(c, s, &self.last);
    self.r = assay_drive_reader(c, s);
    assay_case_give(c, (assay_bytes){"", 1}); /* from here on its calls on files count */
    assay_case_at_gate(c, read_all, ask, &self);
    (void)assay_call_close(c, &self.r);
    assay_call_release_reader(c, &self.r);
    assay_buffer_clear(&self.last);
    assay_call_release(c, &s);
}

typedef struct sweep {
    assay_exam *x;
    question question;
    char folder[PATH_MAX]; /* of the data */
    const char *expected;
    assay_tampered seen;
    assay_gate gate;
} sweep;

static bool judge(sweep *self)
{
    assay_exam *x = self->x;
    switch (self->gate.end) {
    case ASSAY_GATE_NONE:
        return true;
    case ASSAY_GATE_CAME_BACK:
        assay_exam_exercised(x, COUNTER_HELD);
        assay_exam_exercised(x, COUNTER_BACK);
        return true;
    case ASSAY_GATE_UNKNOWN:
        assay_exam_unproven(x,
                            "a call from another thread did not come back while the reader "
                            "waited, but it is not asleep for good: %s",
                            self->gate.state);
        return false;
    default:
        assay_exam_exercised(x, COUNTER_HELD);
        assay_exam_fail_gated(x, &self->gate, self->expected);
        return false;
    }
}

/* at: the call to hold; more than there are: they are counted. */
static bool hold(sweep *self, uint64_t at)
{
    const assay_tamper plan = {
        .folder = self->folder, .classes = ASSAY_CALLS_READ | ASSAY_CALLS_SOCKET, .at = at};
    return assay_exam_run_gated(self->x, wait_and_ask, &self->question, &plan, &self->seen,
                                &self->gate) &&
           judge(self);
}

static bool hold_once(sweep *self, uint64_t at)
{
    return !assay_exam_turn(self->x) || hold(self, at);
}

static bool hold_each(sweep *self, uint64_t calls)
{
    const struct amount *few = &amounts[assay_exam_tier(self->x)];
    bool all = calls <= few->all;
    uint64_t between = all ? 0 : calls - few->first - few->last;
    for (uint64_t k = 1; k <= calls; k++)
        if ((all || k <= few->first || k > calls - few->last) && !hold_once(self, k))
            return false;
    for (uint64_t i = 0; i < few->more && !all; i++)
        if (!hold_once(self, few->first + 1 + assay_exam_random(self->x, between)))
            return false;
    return true;
}

static bool try_dataset(sweep *self, size_t i)
{
    self->question.dataset = i;
    assay_data_folder(&assay_exam_scenario(self->x)->datasets[i], self->folder);
    return hold(self, UINT64_MAX) && hold_each(self, self->seen.counted);
}

static void sweep_all(assay_exam *x, uint32_t asked, const char *expected)
{
    sweep self = {.x = x,
                  .question = {0, asked},
                  .expected = expected,
                  .seen = ASSAY_TAMPERED_INIT,
                  .gate = ASSAY_GATE_INIT};
    size_t count = assay_exam_scenario(x)->dataset_count;
    bool alive = count > 0 && try_dataset(&self, count > 1 ? count - 2 : 0);
    alive = alive && (count < 2 || try_dataset(&self, count - 1));
    if (alive && self.seen.counted == 0)
        assay_exam_skip(x, "the reader makes no call on a file of the data, or on a socket, in "
                           "which it could be held");
    assay_tampered_clear(&self.seen);
    assay_buffer_clear(&self.gate.stack);
}

void assay_check_split_never_waits(assay_exam *x)
{
    sweep_all(x, ASSAY_CAN_DYNAMIC_SPLIT | ASSAY_CAN_SPLIT_AT | ASSAY_CAN_CURRENT_SOURCE,
              "splits and current source do not wait for the reader's store");
}

void assay_check_progress_never_waits(assay_exam *x)
{
    sweep_all(x, ASSAY_CAN_PROGRESS | ASSAY_CAN_SPLIT_POINTS,
              "progress and counts do not wait for the reader's store");
}
