/* A whole write that is killed at every call by which it changes files, and what another process
 * makes of what it left. */
#include "checks/sink_checks.h"

#include <assay/toolkit/codec.h>
#include <stdlib.h>
#include <string.h>

enum { RECORDS = 5, BUNDLES = 2, SECOND_KILLS = 8 };

/* What a write had acknowledged when it died: the encoded sink, a token for each bundle, then
 * marks; pieces, in this order. */
typedef struct progress {
    bool begun; /* there is a sink; its encoding may be empty */
    assay_bytes tokens[BUNDLES];
    uint64_t bundles; /* tokens there are */
    bool committing, committed;
} progress;

static const char committing[] = "commit was asked for", committed[] = "commit answered OK";

static bool is_mark(assay_bytes piece, const char *mark)
{
    return piece.size == strlen(mark) && memcmp(piece.data, mark, piece.size) == 0;
}

static progress progress_of(assay_bytes handed, uint64_t bundles)
{
    assay_decoder from = {handed, false};
    progress made = {.begun = handed.size > 0};

    (void)assay_take_bytes(&from); /* the sink */
    while (from.rest.size > 0 && made.bundles < bundles && made.bundles < BUNDLES)
        made.tokens[made.bundles++] = assay_take_bytes(&from);
    while (from.rest.size > 0) {
        assay_bytes piece = assay_take_bytes(&from);
        made.committing = made.committing || is_mark(piece, committing);
        made.committed = made.committed || is_mark(piece, committed);
    }
    return made;
}

static void give_mark(assay_case *c, const char *mark)
{
    assay_case_give(c, (assay_bytes){mark, strlen(mark)});
}

/* What was acknowledged is there; what was not even asked for is not. */
static void judge_found(assay_case *c, const assay_write *w, const progress *made)
{
    if (made->committed)
        assay_write_judge(c, w, "after a death, commit had answered OK");
    else if (!made->committing)
        assay_write_judge_hidden(c, w, "after a death, before any commit");
}

/* Takes up the write where it was left, to its end; each step is handed over as it is done. */
static void write_on(assay_case *c, assay_write *w, const progress *made)
{
    assay_drive_want(c, assay_call_initialize(c, w->sink), ASSAY_OK, "initialize once more");
    for (uint64_t b = made->bundles; b < w->bundles; b++) {
        assay_write_bundle(c, w, b, &w->tokens[b]);
        assay_case_give(c, assay_buffer_bytes(&w->tokens[b]));
    }
    give_mark(c, committing);
    assay_write_commit(c, w);
    give_mark(c, committed);
    assay_write_cleanup(c, w);
}

/* Goes on where the processes before have come to, which may be nowhere. */
static progress take_up(assay_case *c, assay_write *w)
{
    const assay_write_order *order = assay_case_argument(c);
    uint64_t bundles = assay_write_bundle_count(assay_case_scenario(c), BUNDLES);
    progress made = progress_of(order->handed, bundles);

    if (!made.begun) {
        assay_write_begin(c, w, order);
        assay_write_give_sink(c, w);
    } else {
        assay_write_resume(c, w, order);
    }
    return made;
}

static void write_dying(assay_case *c)
{
    assay_write w;
    progress made = take_up(c, &w);

    judge_found(c, &w, &made);
    write_on(c, &w, &made);
    assay_write_end(c, &w);
}

/* Retried twice: the second time everything is there already. */
static void recover(assay_case *c)
{
    assay_write w;
    progress made = take_up(c, &w);

    judge_found(c, &w, &made);
    write_on(c, &w, &made);
    assay_write_judge(c, &w, "after a death and a retry");
    assay_write_commit(c, &w);
    assay_write_judge(c, &w, "after a death, a retry and another commit");
    assay_write_cleanup(c, &w);
    assay_write_judge_leftovers(c, &w, "after a death, a retry, commit and cleanup");
    assay_write_end(c, &w);
}

/* One write through several processes. */
typedef struct crash {
    assay_exam *x;
    assay_tamper plan;
    assay_write_order order;
    assay_buffer kept; /* what has been handed over so far */
    assay_tampered seen;
} crash;

static void begin(crash *self, const char *name, uint64_t first, uint64_t second)
{
    self->order = assay_write_order_of(RECORDS, BUNDLES, "%s-%llu-%llu", name,
                                       (unsigned long long)first, (unsigned long long)second);
    assay_buffer_reset(&self->kept);
}

static bool keep_output(crash *self)
{
    assay_bytes given = assay_exam_output(self->x);

    if (assay_buffer_append(&self->kept.out, given.data, given.size) == ASSAY_OK)
        return true;
    assay_exam_broken(self->x, "out of memory: %zu bytes handed over", given.size);
    return false;
}

/* False: the verdict is given. */
static bool write_until(crash *self, uint64_t k, assay_tamper_how how)
{
    self->plan.at = k;
    self->plan.how = how;
    self->order.process++;
    self->order.handed = assay_buffer_bytes(&self->kept);
    return assay_exam_run_tampered(self->x, write_dying, &self->order, &self->plan, &self->seen) &&
           keep_output(self);
}

static bool recover_from(crash *self)
{
    self->order.process++;
    self->order.handed = assay_buffer_bytes(&self->kept);
    return assay_exam_run(self->x, recover, &self->order);
}

static bool die_at(crash *self, const char *name, uint64_t k, assay_tamper_how how)
{
    if (!assay_exam_turn(self->x))
        return true;
    begin(self, name, k, 0);
    if (!write_until(self, k, how))
        return false;
    if (!self->seen.killed)
        return true; /* this call cannot be torn */
    assay_exam_exercised(self->x, 0);
    return recover_from(self);
}

static bool die_twice(crash *self, uint64_t first, uint64_t second)
{
    if (!assay_exam_turn(self->x))
        return true;
    begin(self, "twice", first, second);
    if (!write_until(self, first, ASSAY_TAMPER_KILL_BEFORE) ||
        !write_until(self, second, ASSAY_TAMPER_KILL_BEFORE))
        return false;
    if (self->seen.killed)
        assay_exam_exercised(self->x, 1);
    return recover_from(self);
}

static bool die_everywhere(crash *self, uint64_t calls)
{
    for (uint64_t k = 1; k <= calls; k++)
        if (!die_at(self, "before", k, ASSAY_TAMPER_KILL_BEFORE) ||
            !die_at(self, "torn", k, ASSAY_TAMPER_TEAR))
            return false;
    return die_at(self, "after", calls, ASSAY_TAMPER_KILL_AFTER);
}

/* Every pair in the exhaustive tier, some otherwise. */
static bool die_twice_everywhere(crash *self, uint64_t calls)
{
    bool all = assay_exam_tier(self->x) == ASSAY_EXHAUSTIVE;
    uint64_t tries = all ? calls * calls : SECOND_KILLS;

    for (uint64_t i = 0; i < tries; i++) {
        uint64_t pair = all ? i : assay_exam_random(self->x, calls * calls);
        if (!die_twice(self, pair / calls + 1, pair % calls + 1))
            return false;
    }
    return true;
}

/* The same write twice, undisturbed: how many calls there are, and whether they are the same ones
 * each time. False: the verdict is given. */
static bool count_calls(crash *self, uint64_t *calls)
{
    assay_tampered before = ASSAY_TAMPERED_INIT;

    begin(self, "counted", 1, 0);
    bool alive = write_until(self, 0, ASSAY_TAMPER_NONE);
    before = self->seen;
    self->seen = (assay_tampered)ASSAY_TAMPERED_INIT;
    begin(self, "counted", 2, 0);
    alive = alive && write_until(self, 0, ASSAY_TAMPER_NONE);
    if (alive && !assay_tampered_equal(&before, &self->seen))
        assay_exam_exercised(self->x, 2);
    *calls = before.counted > self->seen.counted ? before.counted : self->seen.counted;
    assay_tampered_clear(&before);
    if (alive && *calls == 0)
        assay_exam_unproven(self->x, "no call that changes a file in its folder was seen");
    return alive && *calls > 0;
}

void assay_check_sink_crash_points(assay_exam *x)
{
    crash self = {.x = x,
                  .plan = {.classes = ASSAY_CALLS_CHANGE},
                  .kept = ASSAY_BUFFER_INIT,
                  .seen = ASSAY_TAMPERED_INIT};
    uint64_t calls = 0;

    bool alive = count_calls(&self, &calls) && die_everywhere(&self, calls) &&
                 die_twice_everywhere(&self, calls);
    if (alive && (self.seen.holes & ASSAY_HOLE_MAPPING) != 0)
        assay_exam_unproven(x, "a file is changed through a shared mapping, which cannot be seen");
    assay_tampered_clear(&self.seen);
    assay_buffer_clear(&self.kept);
}
