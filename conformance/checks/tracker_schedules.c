/* Two threads that ask one tracker, in every order that they can take. */
#include "checks/tracker.h"
#include "engine/explore.h"

#include <assay/toolkit/error.h>
#include <stdio.h>
#include <string.h>

enum { CALLS = 2, COUNTER_ORDERS = 0, COUNTER_INSIDE, COUNTER_LEFT };

/* Calls of one thread, at places of assay_tracker_positions_small. */
typedef struct side {
    size_t count;
    struct {
        assay_tracker_move move;
        size_t place;
    } calls[CALLS];
} side;

typedef struct race_kind {
    const char *called;
    side first, second; /* the reader's thread, another one */
} race_kind;

static const race_kind kinds[] = {
    {"a claim and a split there", {1, {{ASSAY_MOVE_CLAIM, 2}}}, {1, {{ASSAY_MOVE_SPLIT, 2}}}},
    {"two claims and a split at the second",
     {2, {{ASSAY_MOVE_CLAIM, 1}, {ASSAY_MOVE_CLAIM, 2}}},
     {1, {{ASSAY_MOVE_SPLIT, 2}}}},
    {"a claim and two splits",
     {1, {{ASSAY_MOVE_CLAIM, 1}}},
     {2, {{ASSAY_MOVE_SPLIT, 2}, {ASSAY_MOVE_SPLIT, 1}}}},
    {"a record that is no split point and a split there",
     {1, {{ASSAY_MOVE_ALONG, 2}}},
     {1, {{ASSAY_MOVE_SPLIT, 2}}}},
    {"two splits at one position", {1, {{ASSAY_MOVE_SPLIT, 2}}}, {1, {{ASSAY_MOVE_SPLIT, 2}}}},
    {"a claim at the end and a split", {1, {{ASSAY_MOVE_CLAIM, 4}}}, {1, {{ASSAY_MOVE_SPLIT, 3}}}},
};

/* One order of one kind. */
typedef struct race {
    const race_kind *kind;
    assay_tracker_position places[ASSAY_TRACKER_POSITIONS];
    assay_driven_tracker tracker;
    assay_status answers[2][CALLS];
} race;

static assay_tracker_step step_of(const race *self, bool second, size_t i)
{
    const side *of = second ? &self->kind->second : &self->kind->first;
    return (assay_tracker_step){.move = of->calls[i].move, .at = self->places[of->calls[i].place]};
}

static void ask(assay_case *c, race *self, bool second)
{
    size_t count = second ? self->kind->second.count : self->kind->first.count;
    for (size_t i = 0; i < count; i++) {
        assay_tracker_step step = step_of(self, second, i);
        assay_bytes at = assay_tracker_position_bytes(&step.at);
        self->answers[second][i] =
            step.move == ASSAY_MOVE_SPLIT
                ? assay_call_cut(c, &self->tracker, at)
                : assay_call_claim(c, &self->tracker, at, step.move == ASSAY_MOVE_CLAIM);
    }
}

static void ask_first(assay_case *c, void *argument)
{
    ask(c, argument, false);
}

static void ask_second(assay_case *c, void *argument)
{
    ask(c, argument, true);
}

/* Whether the next call of one thread fits the model; then the model moves on. */
static bool fits(const race *self, bool second, size_t i, assay_tracker_model *model)
{
    assay_status best;
    assay_tracker_step step = step_of(self, second, i);
    return (assay_tracker_model_move(model, &step, &best) & 1u << self->answers[second][i]) != 0;
}

/* Whether the calls, one after the other in some order, give these answers; *model is then what
 * comes of it. */
static bool explained(const race *self, size_t first, size_t second, assay_tracker_model *model)
{
    const size_t ends[] = {self->kind->first.count, self->kind->second.count};
    const size_t at[] = {first, second};
    bool all = true;
    for (int side_of = 0; side_of < 2; side_of++) {
        assay_tracker_model next = *model;
        if (at[side_of] == ends[side_of])
            continue;
        all = false;
        if (fits(self, side_of == 1, at[side_of], &next) &&
            explained(self, first + (side_of == 0), second + (side_of == 1), &next)) {
            *model = next;
            return true;
        }
    }
    return all;
}

static void print_answers(const race *self, char *to, size_t size)
{
    size_t used = 0;
    to[0] = 0;
    for (int second = 0; second < 2; second++) {
        size_t count = second ? self->kind->second.count : self->kind->first.count;
        for (size_t i = 0; i < count && used < size; i++)
            used += (size_t)snprintf(to + used, size - used, "%s%s",
                                     i > 0    ? ", "
                                     : second ? " and "
                                              : "",
                                     assay_status_name(self->answers[second][i]));
    }
}

static void judge(assay_case *c, const race *self, assay_tracker_run *run)
{
    char answers[160];
    bool told = explained(self, 0, 0, &run->model);
    print_answers(self, answers, sizeof(answers));
    assay_case_expect(c, told, "the answers are those of the calls one after the other",
                      "%s, the first position claimed before: %s", self->kind->called, answers);
    assay_case_expect(c, assay_tracker_run_look(run, ASSAY_SEEN_RANGE | ASSAY_SEEN_DONE),
                      "the range is what the splits have left of it",
                      "%s: %s, and then %s, the model says %s", self->kind->called, answers,
                      run->told, run->expected);
    assay_case_exercised(c, COUNTER_ORDERS);
    if (assay_case_preemptions(c) > 0)
        assay_case_exercised(c, COUNTER_INSIDE);
}

static void attempt(assay_case *c, void *argument)
{
    race *self = argument;
    assay_tracker_run run;
    const assay_tracker_span span = assay_tracker_span_small(c);
    const assay_tracker_step first = {.move = ASSAY_MOVE_CLAIM, .at = span.start};
    assay_tracker_run_begin(c, &run, &span);
    if (assay_tracker_run_step(&run, &first)) {
        self->tracker = run.tracker;
        assay_case_together(c, ask_first, ask_second, self);
        judge(c, self, &run);
    }
    assay_tracker_run_end(&run);
}

static void race_all(assay_case *c)
{
    static const assay_exploration efforts[] = {
        [ASSAY_SMOKE] = {.effort = {.preemptions = 1, .walks = 4, .orders = 200}, .first = 1},
        [ASSAY_STANDARD] = {.effort = {.preemptions = 2, .walks = 16, .orders = 5000}, .first = 2},
        [ASSAY_EXHAUSTIVE] = {.effort = {.preemptions = 3, .walks = 64, .orders = 50000},
                              .first = 3},
    };
    race self = {.kind = kinds};
    (void)assay_tracker_positions_small(c, self.places);
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        assay_exploration how = efforts[assay_case_tier(c)];
        how.kind = i;
        self.kind = &kinds[i];
        if (assay_case_turn(c) && !assay_case_explore(c, &how, attempt, &self))
            assay_case_exercised(c, COUNTER_LEFT);
    }
}

void assay_check_tracker_schedules(assay_exam *x)
{
    if (!assay_exam_explore(x, race_all, NULL))
        return; /* the verdict is given */
}
