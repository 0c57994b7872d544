/* A split while the reader reads, in every order that the two threads can take. */
#include "checks/races.h"
#include <stdio.h>
#include <stdlib.h>

enum {
    COUNTER_SPLITS = 0,
    COUNTER_ORDERS,
    COUNTER_INSIDE,
    COUNTER_TWICE,
    COUNTER_RANDOM,
    COUNTER_LEFT
};
enum { CUTS = 2 };

/* Records to split at, seen from one that was not read yet. */
typedef enum aim { NONE, NEXT, MIDDLE, LAST, CURRENT } aim;

/* What the two threads do at the same time. */
typedef struct race_kind {
    const char *called;
    unsigned advances; /* the reader's */
    bool closes;       /* it then closes the reader */
    aim cuts[CUTS];    /* the other one's, one after the other */
} race_kind;

/* Those with one of the four fractions first. */
static const race_kind kinds[] = {
    {"two advances and a split at the next record", 2, false, {NEXT, NONE}},
    {"two advances and a split in the middle of the rest", 2, false, {MIDDLE, NONE}},
    {"two advances and a split at the last record", 2, false, {LAST, NONE}},
    {"two advances and a split at the current record", 2, false, {CURRENT, NONE}},
    {"an advance and two splits", 1, false, {MIDDLE, NEXT}},
    {"close and a split", 0, true, {NEXT, NONE}},
};
_Static_assert(sizeof kinds / sizeof *kinds == ASSAY_RACE_KINDS, "all kinds");

/* One kind at one place. */
typedef struct race {
    const assay_ground *ground;
    assay_readings *known;
    double share;            /* of what a large check costs */
    uint64_t orders, inside; /* run, and with a stop inside of a call; ever */
    const race_kind *kind;
    uint64_t at; /* records read before */
    size_t cut_count;
    assay_cut cuts[CUTS];
    /* of one order */
    assay_driven_reader r;
    assay_tally *tally; /* NULL: names are not needed */
    assay_digest read;
    size_t made;
    assay_driven_split splits[CUTS];
} race;

static bool read_one(assay_case *c, race *self)
{
    if (!assay_drive_next(c, &self->r))
        return false;
    assay_record record = assay_drive_current(c, &self->r);
    assay_digest_add(&self->read, assay_ground_digest(self->ground, &record));
    if (self->tally != NULL)
        assay_tally_add(self->tally, &record);
    return true;
}

static void close_reader(assay_case *c, race *self)
{
    assay_drive_want(c, assay_call_close(c, &self->r), ASSAY_OK, "close");
}

/* The reader's thread. */
static void read_on(assay_case *c, void *argument)
{
    race *self = argument;
    for (unsigned i = 0; i < self->kind->advances && read_one(c, self); i++)
        continue;
    if (self->kind->closes)
        close_reader(c, self);
}

/* As soon as a split has answered. */
static void expect_primary(assay_case *c, race *self, assay_driven_split *split)
{
    assay_driven_source now;
    if (!self->ground->shows_source)
        return;
    assay_status status = assay_call_current_source(c, &self->r, &now);
    if (self->kind->closes && status == ASSAY_STATE)
        return;
    assay_drive_want(c, status, ASSAY_OK, "current source after a split");
    assay_case_expect(c, assay_same_source(c, now, split->primary),
                      "after a split the current source is the primary",
                      "%s, %llu records read before: it is another one", self->kind->called,
                      (unsigned long long)self->at);
    assay_call_release(c, &now);
}

static bool split_once(assay_case *c, race *self, assay_cut cut)
{
    assay_driven_split *split = &self->splits[self->made];
    assay_status status = cut.position.size > 0
                              ? assay_call_split_at(c, &self->r, cut.position, split)
                              : assay_call_split(c, &self->r, cut.fraction, split);
    if (status == ASSAY_REFUSED || (status == ASSAY_STATE && self->kind->closes))
        return false;
    assay_drive_want(c, status, ASSAY_OK, "a split that is not REFUSED");
    self->made++;
    return true;
}

/* The other thread. */
static void split_off(assay_case *c, void *argument)
{
    race *self = argument;
    for (size_t i = 0; i < self->cut_count; i++)
        if (split_once(c, self, self->cuts[i]))
            expect_primary(c, self, &self->splits[self->made - 1]);
}

/* All that happens in one order, but what comes of it. */
static void run_race(assay_case *c, race *self)
{
    self->read = (assay_digest){0, 0, 0};
    self->made = 0;
    self->r = assay_ground_reader(c, self->ground, self->at, &self->read, self->tally);
    assay_case_together(c, read_on, split_off, self);
    if (self->kind->closes)
        return;
    while (self->read.count <= 2 * self->ground->records + 100 && read_one(c, self))
        continue;
    close_reader(c, self);
}

static void clear_race(assay_case *c, race *self)
{
    assay_call_release_reader(c, &self->r);
    for (size_t i = 0; i < self->made; i++)
        assay_drive_release_split(c, &self->splits[i]);
}

/* Once more, with the names of all records. */
static void run_named(assay_case *c, assay_tally *tally, void *argument)
{
    race *self = argument;
    clear_race(c, self);
    self->tally = tally;
    assay_tally_origin(tally, "the reader");
    run_race(c, self);
    assay_tally_origin(tally, "the residual");
    for (size_t i = 0; i < self->made; i++)
        assay_drive_read_source(c, self->splits[i].residual, tally);
    self->tally = NULL;
}

static void sketch(assay_case *c, const race *self)
{
    assay_sketch_read(c, self->ground->s, self->at);
    for (size_t i = 0; i < self->cut_count; i++) {
        if (self->cuts[i].position.size > 0)
            assay_case_sketch(c, ASSAY_MARK_CUT, self->cuts[i].record, 0);
        else
            assay_case_sketch(c, ASSAY_MARK_FRACTION, (uint64_t)(self->cuts[i].fraction * 1e6), 0);
    }
}

_Noreturn static void fail_cover(assay_case *c, race *self, uint64_t count)
{
    char what[160];
    snprintf(what, sizeof what, "%s at the same time, with %llu records read before",
             self->kind->called, (unsigned long long)self->at);
    if (assay_case_shows(c)) {
        sketch(c, self);
        assay_drive_judge(c, self->ground->s.dataset, 0, self->ground->records, run_named, self,
                          what);
    }
    assay_case_fail(c, "reader and residual together give every record once",
                    "%s: %llu records instead of %llu", what, (unsigned long long)count,
                    (unsigned long long)self->ground->records);
}

static void expect_cover(assay_case *c, race *self)
{
    assay_digest all = self->read;
    for (size_t i = 0; i < self->made; i++)
        assay_digest_add(&all, assay_readings_of(c, self->known, self->splits[i].residual));
    if (!assay_digest_equal(all, self->ground->all))
        fail_cover(c, self, all.count);
    if (self->made == 0)
        return;
    assay_digest primary = assay_readings_of(c, self->known, self->splits[self->made - 1].primary);
    assay_case_expect(c, assay_digest_equal(self->read, primary),
                      "the reader gives exactly the records of the primary",
                      "%s at the same time, with %llu records read before: the reader gave %llu "
                      "records, the primary has %llu",
                      self->kind->called, (unsigned long long)self->at,
                      (unsigned long long)self->read.count, (unsigned long long)primary.count);
}

static void count_order(assay_case *c, race *self)
{
    for (size_t i = 0; i < self->made; i++)
        assay_case_exercised(c, COUNTER_SPLITS);
    assay_case_exercised(c, COUNTER_ORDERS);
    self->orders++;
    if (assay_case_preemptions(c) > 0) {
        assay_case_exercised(c, COUNTER_INSIDE);
        self->inside++;
    }
    if (assay_case_walks(c))
        assay_case_exercised(c, COUNTER_RANDOM);
    else if (assay_case_preemptions(c) > 1)
        assay_case_exercised(c, COUNTER_TWICE);
}

static void attempt(assay_case *c, void *argument)
{
    race *self = argument;
    run_race(c, self);
    if (!self->kind->closes)
        expect_cover(c, self);
    count_order(c, self);
    clear_race(c, self);
}

static uint64_t aim_at(const assay_ground *ground, uint64_t at, aim cut)
{
    uint64_t last = ground->records - 1;
    switch (cut) {
    case NEXT:
        return at;
    case MIDDLE:
        return at + (last - at + 1) / 2;
    case LAST:
        return last;
    default:
        return at > 0 ? at - 1 : 0;
    }
}

/* False: it is nothing of its own there. */
static bool set_up(race *self, const race_kind *kind, uint64_t at)
{
    self->kind = kind;
    self->at = at;
    self->cut_count = 0;
    for (size_t i = 0; i < CUTS && kind->cuts[i] != NONE; i++) {
        bool ahead = kind->cuts[i] != CURRENT;
        if (self->ground->records == 0 || (ahead && at >= self->ground->records))
            return false;
        uint64_t record = aim_at(self->ground, at, kind->cuts[i]);
        if (ahead && kind->cuts[i] != NEXT && record == at)
            return false;
        self->cuts[self->cut_count++] = assay_ground_cut(self->ground, record);
    }
    return true;
}

static const assay_exploration efforts[] = {
    [ASSAY_SMOKE] = {.effort = {.preemptions = 1, .walks = 4, .orders = 200}, .first = 1},
    [ASSAY_STANDARD] = {.effort = {.preemptions = 2, .walks = 16, .orders = 5000},
                        .first = 1,
                        .alike = 3},
    [ASSAY_EXHAUSTIVE] = {.effort = {.preemptions = 2, .walks = 64, .orders = 50000}, .first = 2},
};

static void race_at(assay_case *c, race *self, size_t kind_count, const assay_exploration *effort,
                    uint64_t at)
{
    for (size_t i = 0; i < kind_count; i++) {
        assay_exploration how = *effort;
        how.kind = i;
        how.most = assay_races_left(c, self->ground, self->share) / ASSAY_RACE_PART + 1;
        if (set_up(self, &kinds[i], at) && assay_case_turn(c) &&
            !assay_case_explore(c, &how, attempt, self))
            assay_case_exercised(c, COUNTER_LEFT);
    }
}

static race race_all(assay_case *c, size_t kind_count, const assay_exploration *how, double share)
{
    assay_ground ground;
    race self = {.ground = &ground, .share = share};
    for (size_t next = 0;
         assay_ground_next(c, ASSAY_CAN_DYNAMIC_SPLIT, UINT64_MAX, &next, &ground);) {
        assay_sample places = assay_ground_places(c, &ground);
        self.known = &ground.known;
        for (size_t i = 0; i < places.count; i++) {
            if (i > 0 && assay_races_left(c, &ground, share) == 0)
                assay_case_exercised(c, COUNTER_LEFT);
            else
                race_at(c, &self, kind_count, how, places.items[i]);
        }
        free(places.items);
        assay_ground_clear(c, &ground);
    }
    return self;
}

uint64_t assay_race_splits(assay_case *c, size_t kind_count, const assay_exploration *how,
                           double share)
{
    return race_all(c, kind_count, how, share).orders;
}

static void race_everywhere(assay_case *c)
{
    race all = race_all(c, ASSAY_RACE_KINDS, &efforts[assay_case_tier(c)], 1);
    assay_races_expect_inside(c, all.inside > 0, "advance and split");
}

void assay_check_split_schedules(assay_exam *x)
{
    if (!assay_exam_explore(x, race_everywhere, NULL))
        return; /* the verdict is given */
}
