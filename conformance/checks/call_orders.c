/* Every order of a reader's calls, up to some length, on small data sets; one thread. */
#include "checks/reader_walk.h"
#include <stdio.h>

enum { COUNTER_ORDERS = 0, COUNTER_SPLITS, COUNTER_REFUSED, COUNTER_LEFT };
/* A store that gives more than so many bytes for a read makes a reader slow: then one order of some
 * is tried. */
enum { EVERY_BYTES = 1024, AT_LEAST = 50 };

enum { EXHAUSTIVELY = 1, OTHERWISE = 2, ALWAYS = 3 };

typedef struct call_row {
    const char *name;
    int when;
    uint32_t needs;
    assay_walk_fn *make;
} call_row;

static const call_row rows[] = {
    {"advance", ALWAYS, 0, assay_walk_advance},
    {"split at the next record", ALWAYS, ASSAY_CAN_DYNAMIC_SPLIT, assay_walk_split_next},
    {"split at a half", ALWAYS, ASSAY_CAN_DYNAMIC_SPLIT, assay_walk_split_half},
    {"split at the current record", ALWAYS, ASSAY_CAN_DYNAMIC_SPLIT, assay_walk_split_current},
    {"split at the last record", EXHAUSTIVELY, ASSAY_CAN_DYNAMIC_SPLIT, assay_walk_split_last},
    {"progress, counts, current source", OTHERWISE, 0, assay_walk_look},
    {"progress", EXHAUSTIVELY, ASSAY_CAN_PROGRESS, assay_walk_progress},
    {"counts", EXHAUSTIVELY, ASSAY_CAN_SPLIT_POINTS, assay_walk_counts},
    {"current source", EXHAUSTIVELY, ASSAY_CAN_CURRENT_SOURCE, assay_walk_source},
    {"mark", ALWAYS, ASSAY_CAN_CHECKPOINT, assay_walk_mark},
};
enum { ROWS = sizeof rows / sizeof *rows };

/* What shows something without changing it. */
static const struct look_row {
    uint32_t ability;
    assay_walk_fn *make;
} looks[] = {
    {ASSAY_CAN_PROGRESS, assay_walk_progress},
    {ASSAY_CAN_SPLIT_POINTS, assay_walk_counts},
    {ASSAY_CAN_CURRENT_SOURCE, assay_walk_source},
    {ASSAY_CAN_CHECKPOINT, assay_walk_mark},
};
enum { LOOKS = sizeof looks / sizeof *looks };

/* Whether it is right after nothing but advances, and perhaps one split. */
static bool is_sound(assay_case *c, assay_walk *self, assay_walk_fn *look)
{
    bool sound = true;
    for (uint64_t i = 0; i <= 2 * (self->ground->records + 1) && sound; i++) {
        assay_walk_begin(c, self);
        for (uint64_t k = 0; k < i / 2; k++)
            (void)assay_walk_advance(c, self);
        if (i % 2 == 1)
            (void)assay_walk_split_half(c, self);
        (void)look(c, self);
        sound = self->expected == NULL;
        assay_walk_finish(c, self);
    }
    return sound;
}

/* What is wrong in any order is no matter of orders, but of other checks. False: so is all of it.
 */
static bool leave_to_others(assay_case *c, assay_walk *self)
{
    if (!is_sound(c, self, assay_walk_advance))
        return false;
    for (size_t i = 0; i < LOOKS; i++)
        if (!is_sound(c, self, looks[i].make))
            self->sound &= ~looks[i].ability;
    return true;
}

/* An order of calls, by their numbers in the table. */
typedef struct order {
    size_t length, made;
    size_t calls[ASSAY_WALK_LENGTH];
} order;

_Noreturn static void fail(assay_case *c, const assay_walk *walk, const order *self)
{
    char calls[300] = "";
    size_t used = 0;
    for (size_t i = 0; i < self->made && used < sizeof calls; i++) {
        int more = snprintf(calls + used, sizeof calls - used, "%s%s", i > 0 ? ", " : "",
                            rows[self->calls[i]].name);
        used += more > 0 ? (size_t)more : 0;
    }
    assay_case_fail(c, walk->expected, "%s; calls: %s", walk->got, calls);
}

/* Makes the calls. Gives how many it took to see that this is an order like another one: two calls
 * in a row that change nothing are made in one order only. Its length: it is not. */
static size_t make_calls(assay_case *c, assay_walk *walk, order *self)
{
    bool changed = true;
    for (size_t i = 0; i < self->length; i++) {
        bool before = changed;
        self->made++;
        changed = rows[self->calls[i]].make(c, walk);
        if (walk->expected != NULL)
            fail(c, walk, self);
        if (!before && !changed && self->calls[i] <= self->calls[i - 1])
            return i;
    }
    return self->length;
}

static size_t run(assay_case *c, assay_walk *walk, order *self)
{
    self->made = 0;
    assay_walk_begin(c, walk);
    size_t made = make_calls(c, walk, self);
    while (made == self->length && !walk->at_end) {
        (void)assay_walk_advance(c, walk);
        if (walk->expected != NULL)
            fail(c, walk, self);
    }
    assay_walk_finish(c, walk);
    if (made == self->length)
        assay_case_exercised(c, COUNTER_ORDERS);
    return made;
}

static size_t choose_calls(assay_case *c, const assay_walk *walk, size_t chosen[ROWS])
{
    int now = assay_case_tier(c) == ASSAY_EXHAUSTIVE ? EXHAUSTIVELY : OTHERWISE;
    size_t count = 0;
    for (size_t i = 0; i < ROWS; i++)
        if ((rows[i].needs & walk->can) == rows[i].needs && (rows[i].when & now) != 0)
            chosen[count++] = i;
    return count;
}

static uint64_t power(uint64_t base, size_t exponent)
{
    return exponent == 0 ? 1 : base * power(base, exponent - 1);
}

static uint64_t one_of(assay_case *c, const assay_ground *ground, uint64_t orders)
{
    static const uint64_t patience[] = {
        [ASSAY_SMOKE] = 1, [ASSAY_STANDARD] = 1, [ASSAY_EXHAUSTIVE] = 20};
    assay_meter meter = assay_meter_start(c);
    (void)assay_drive_digest(c, ground->s);
    uint64_t bytes = assay_meter_read(c, &meter);
    uint64_t rare = bytes / EVERY_BYTES / patience[assay_case_tier(c)];
    return 1 + (rare < orders / AT_LEAST ? rare : orders / AT_LEAST);
}

/* Each order has its number, whether it is like another one, or left out, or not. */
static void run_all(assay_case *c, assay_walk *walk, size_t length)
{
    size_t chosen[ROWS], count = choose_calls(c, walk, chosen);
    uint64_t all = power(count, length), next = 0, rare = one_of(c, walk->ground, all);
    order self = {.length = length};
    for (uint64_t number = 0; number < all; number++) {
        if (!assay_case_turn(c) || number < next)
            continue;
        if (rare > 1 && assay_case_random(c, rare) != 0) {
            assay_case_exercised(c, COUNTER_LEFT);
            continue;
        }
        for (size_t i = 0; i < length; i++)
            self.calls[i] = chosen[number / power(count, length - 1 - i) % count];
        size_t made = run(c, walk, &self);
        uint64_t alike = made < length ? power(count, length - 1 - made) : 1;
        next = (number / alike + 1) * alike;
    }
}

static void count_splits(assay_case *c, const assay_walk *walk)
{
    for (uint64_t i = 0; i < walk->accepted; i++)
        assay_case_exercised(c, COUNTER_SPLITS);
    for (uint64_t i = 0; i < walk->refused; i++)
        assay_case_exercised(c, COUNTER_REFUSED);
}

void assay_check_call_orders(assay_case *c)
{
    static const size_t lengths[] = {
        [ASSAY_SMOKE] = 3, [ASSAY_STANDARD] = 6, [ASSAY_EXHAUSTIVE] = ASSAY_WALK_LENGTH};
    assay_ground ground;
    bool any = false;
    for (size_t next = 0;
         assay_ground_next(c, ASSAY_CAN_DYNAMIC_SPLIT, ASSAY_WALK_RECORDS, &next, &ground);) {
        assay_walk walk;
        any = any || ground.records > 0;
        if (assay_walk_init(c, &walk, &ground) && leave_to_others(c, &walk))
            run_all(c, &walk, lengths[assay_case_tier(c)]);
        count_splits(c, &walk);
        assay_ground_clear(c, &ground);
    }
    if (!any)
        assay_case_skip(c, "there is no data set of one to %d records", ASSAY_WALK_RECORDS);
}
