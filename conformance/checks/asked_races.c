/* Progress, counts and current source are asked for while the reader reads, is split and is closed,
 * in every order that the two threads can take. */
#include "checks/dynamic_split.h"
#include "checks/races.h"
#include <stdio.h>
#include <stdlib.h>

enum { COUNTER_ANSWERS = 0, COUNTER_ORDERS, COUNTER_INSIDE, COUNTER_LEFT };
static const double share = 0.2;
enum { ASKED_TWICE = 2 };

/* What the reader's thread does; the other one asks. */
typedef struct race_kind {
    const char *called;
    bool splits; /* before it advances: at the next but one record */
    unsigned advances;
    bool closes;
} race_kind;

static const race_kind kinds[] = {
    {"two advances", false, 2, false},
    {"a split and an advance", true, 1, false},
    {"close", false, 0, true},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

/* What is read in the end. */
typedef struct outcome {
    bool made; /* the split */
    assay_digest read, residual;
} outcome;

typedef struct race {
    assay_ground *ground;
    const race_kind *kind;
    uint32_t asked; /* ASSAY_CAN_* */
    bool can_split;
    bool inside; /* a thread was stopped inside of a call, ever */
    uint64_t at; /* records read before */
    assay_cut cut;
    outcome plain; /* without questions */
    /* of one order */
    assay_driven_reader r;
    assay_digest read;
    bool made;
    assay_driven_split split;
    size_t source_count;
    assay_driven_source sources[ASKED_TWICE];
} race;

static void read_one(assay_case *c, race *self)
{
    assay_record record = assay_drive_current(c, &self->r);
    assay_digest_add(&self->read, assay_ground_digest(self->ground, &record));
}

static void go_on(assay_case *c, void *argument)
{
    race *self = argument;
    if (self->kind->splits && self->cut.position.size > 0)
        self->made = assay_drive_split_at(c, &self->r, self->cut.position, &self->split);
    else if (self->kind->splits)
        self->made = assay_drive_split(c, &self->r, self->cut.fraction, &self->split);
    for (unsigned i = 0; i < self->kind->advances && assay_drive_next(c, &self->r); i++)
        read_one(c, self);
    if (self->kind->closes)
        assay_drive_want(c, assay_call_close(c, &self->r), ASSAY_OK, "close");
}

/* Whether it was answered; around close it need not be. */
static bool answered(assay_case *c, const race *self, assay_status status, const char *what)
{
    if (status == ASSAY_STATE && self->kind->closes)
        return false;
    assay_drive_want(c, status, ASSAY_OK, "%s", what);
    assay_case_exercised(c, COUNTER_ANSWERS);
    return true;
}

static void ask_progress(assay_case *c, race *self)
{
    double fraction;
    if (!answered(c, self, assay_call_fraction(c, &self->r, &fraction), "progress"))
        return;
    assay_case_expect(c, fraction == ASSAY_PROGRESS_UNKNOWN || (fraction >= 0 && fraction <= 1),
                      "progress from 0 to 1, or -1 for unknown",
                      "%g; asked during %s, with %llu records read before", fraction,
                      self->kind->called, (unsigned long long)self->at);
}

static void ask_counts(assay_case *c, race *self)
{
    int64_t behind, before;
    if (!answered(c, self, assay_call_counts(c, &self->r, &behind, &before), "counts"))
        return;
    int64_t most = (int64_t)self->ground->records;
    assay_case_expect(c,
                      behind >= ASSAY_SPLIT_POINTS_UNKNOWN &&
                          before >= ASSAY_SPLIT_POINTS_UNKNOWN && behind <= most && before <= most,
                      "counts of no more than there is, or -1 for unknown",
                      "%lld and %lld; asked during %s, with %llu records read before",
                      (long long)behind, (long long)before, self->kind->called,
                      (unsigned long long)self->at);
}

static void ask_source(assay_case *c, race *self)
{
    assay_driven_source *source = &self->sources[self->source_count];
    assay_status status = assay_call_current_source(c, &self->r, source);
    if (answered(c, self, status, "current source"))
        self->source_count++;
}

/* The other thread. */
static void ask(assay_case *c, void *argument)
{
    race *self = argument;
    for (int i = 0; i < ASKED_TWICE; i++) {
        if ((self->asked & ASSAY_CAN_PROGRESS) != 0)
            ask_progress(c, self);
        if ((self->asked & ASSAY_CAN_SPLIT_POINTS) != 0)
            ask_counts(c, self);
        if ((self->asked & ASSAY_CAN_CURRENT_SOURCE) != 0)
            ask_source(c, self);
    }
}

/* Each source that was asked for is the whole, or what the split has left of it. */
static void expect_sources(assay_case *c, race *self)
{
    assay_digest primary = self->ground->all;
    if (self->made)
        primary = assay_readings_of(c, &self->ground->known, self->split.primary);
    for (size_t i = 0; i < self->source_count; i++) {
        assay_digest got = assay_readings_of(c, &self->ground->known, self->sources[i]);
        assay_case_expect(
            c, assay_digest_equal(got, self->ground->all) || assay_digest_equal(got, primary),
            "the current source is the one before a split or the primary",
            "asked during %s, with %llu records read before, it has %llu records; "
            "before there were %llu, in the primary %llu",
            self->kind->called, (unsigned long long)self->at, (unsigned long long)got.count,
            (unsigned long long)self->ground->records, (unsigned long long)primary.count);
        assay_call_release(c, &self->sources[i]);
    }
}

/* What is read, by the reader and of the residual, and closed. */
static outcome read_rest(assay_case *c, race *self)
{
    outcome to = {.made = self->made};
    assay_digest_add(&self->read, assay_read_digest(c, &self->r, UINT64_MAX));
    to.read = self->read;
    if (self->made)
        to.residual = assay_readings_of(c, &self->ground->known, self->split.residual);
    assay_drive_want(c, assay_call_close(c, &self->r), ASSAY_OK, "close");
    return to;
}

/* The split may be refused because the reader is asked, or not be refused this time; together they
 * cover the same. */
static bool is_same(const outcome *a, const outcome *b)
{
    assay_digest all_a = a->read, all_b = b->read;
    assay_digest_add(&all_a, a->residual);
    assay_digest_add(&all_b, b->residual);
    return assay_digest_equal(all_a, all_b) &&
           (a->made != b->made || assay_digest_equal(a->read, b->read));
}

/* Asking changes nothing: it comes to the same as without. Whether that is right is looked at
 * elsewhere. */
static void expect_same(assay_case *c, const race *self, outcome got)
{
    const outcome *plain = &self->plain;
    assay_case_expect(c, is_same(&got, plain), "a reader that is asked reads as one that is not",
                      "asked during %s, with %llu records read before, the reader gave %llu "
                      "records and the residual %llu, otherwise %llu and %llu",
                      self->kind->called, (unsigned long long)self->at,
                      (unsigned long long)got.read.count, (unsigned long long)got.residual.count,
                      (unsigned long long)plain->read.count,
                      (unsigned long long)plain->residual.count);
}

static void set_up(assay_case *c, race *self)
{
    self->read = (assay_digest){0, 0, 0};
    self->made = false;
    self->source_count = 0;
    self->r = assay_ground_reader(c, self->ground, self->at, &self->read, NULL);
}

static void clear(assay_case *c, race *self)
{
    assay_call_release_reader(c, &self->r);
    if (self->made)
        assay_drive_release_split(c, &self->split);
}

/* What it comes to when nobody asks. */
static void run_plain(assay_case *c, race *self)
{
    set_up(c, self);
    go_on(c, self);
    if (!self->kind->closes)
        self->plain = read_rest(c, self);
    clear(c, self);
}

static void attempt(assay_case *c, void *argument)
{
    race *self = argument;
    set_up(c, self);
    assay_case_together(c, go_on, ask, self);
    if (!self->kind->closes)
        expect_same(c, self, read_rest(c, self));
    expect_sources(c, self);
    clear(c, self);
    assay_case_exercised(c, COUNTER_ORDERS);
    if (assay_case_preemptions(c) > 0) {
        assay_case_exercised(c, COUNTER_INSIDE);
        self->inside = true;
    }
}

static const assay_exploration efforts[] = {
    [ASSAY_SMOKE] = {.effort = {.preemptions = 1, .walks = 2, .orders = 200}, .first = 1},
    [ASSAY_STANDARD] = {.effort = {.preemptions = 2, .walks = 8, .orders = 2000},
                        .first = 1,
                        .alike = 2},
    [ASSAY_EXHAUSTIVE] = {.effort = {.preemptions = 2, .walks = 32, .orders = 50000}, .first = 2},
};

static void race_at(assay_case *c, race *self, uint64_t at)
{
    for (size_t i = 0; i < KINDS; i++) {
        assay_exploration how = efforts[assay_case_tier(c)];
        how.kind = i;
        how.most = assay_races_left(c, self->ground, share) / ASSAY_RACE_PART + 1;
        self->kind = &kinds[i];
        self->at = at;
        if (self->kind->splits && (!self->can_split || at + 1 >= self->ground->records))
            continue;
        if (self->kind->splits)
            self->cut = assay_ground_cut(self->ground, at + 1);
        if (self->kind->closes && at == 0)
            continue; /* that is a reader that was never used */
        if (!assay_case_turn(c))
            continue;
        run_plain(c, self);
        if (!assay_case_explore(c, &how, attempt, self))
            assay_case_exercised(c, COUNTER_LEFT);
    }
}

static void race_everywhere(assay_case *c)
{
    const uint32_t *asked = assay_case_argument(c);
    assay_ground ground;
    bool inside = false;
    uint32_t needs = *asked & (ASSAY_CAN_PROGRESS | ASSAY_CAN_CURRENT_SOURCE);
    for (size_t next = 0; assay_ground_next(c, needs, UINT64_MAX, &next, &ground);) {
        uint32_t can = assay_call_abilities(c, ground.s);
        race self = {.ground = &ground,
                     .asked = can & *asked,
                     .can_split = (can & ASSAY_CAN_DYNAMIC_SPLIT) != 0};
        assay_sample places = assay_ground_places(c, &ground);
        for (size_t i = 0; i < places.count; i++) {
            if (i > 0 && assay_races_left(c, &ground, share) == 0)
                assay_case_exercised(c, COUNTER_LEFT);
            else
                race_at(c, &self, places.items[i]);
        }
        inside = inside || self.inside;
        free(places.items);
        assay_ground_clear(c, &ground);
    }
    assay_races_expect_inside(c, inside, "advance and what is asked");
}

static void explore(assay_exam *x, uint32_t asked)
{
    if (!assay_exam_explore(x, race_everywhere, &asked))
        return; /* the verdict is given */
}

void assay_check_progress_schedules(assay_exam *x)
{
    explore(x, ASSAY_CAN_PROGRESS | ASSAY_CAN_SPLIT_POINTS);
}

void assay_check_current_source_schedules(assay_exam *x)
{
    explore(x, ASSAY_CAN_CURRENT_SOURCE);
}
