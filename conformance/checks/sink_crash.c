/* A whole write that is killed at every call by which it changes files, and what another process
 * makes of what it left. */
#include "checks/sink_checks.h"
#include "checks/sink_resume.h"

enum { SECOND_KILLS = 8 };

static bool write_until(assay_resumed *self, uint64_t k, assay_tamper_how how)
{
    const assay_tamper plan = {.classes = ASSAY_CALLS_CHANGE, .at = k, .how = how};

    return assay_resumed_run_tampered(self, assay_resume_write, &plan);
}

static bool recover(assay_resumed *self)
{
    if (!assay_resumed_run(self, assay_resume_recover))
        return false;
    assay_resumed_sketch_survived(self);
    return true;
}

static bool die_at(assay_resumed *self, const char *name, uint64_t k, assay_tamper_how how)
{
    if (!assay_exam_turn(self->x))
        return true;
    assay_resumed_begin(self, name, k, 0);
    assay_resumed_sketch_try(self, k, "killed %s it",
                             how == ASSAY_TAMPER_TEAR ? "in the middle of" : name);
    if (!write_until(self, k, how))
        return false;
    if (!self->seen.killed)
        return true; /* this call cannot be torn */
    assay_exam_exercised(self->x, 0);
    return recover(self);
}

static bool die_twice(assay_resumed *self, uint64_t number, uint64_t first, uint64_t second)
{
    if (!assay_exam_turn(self->x))
        return true;
    assay_resumed_begin(self, "twice", number, first); /* a pair may be drawn more than once */
    assay_resumed_sketch_try(self, first, "killed before it");
    assay_resumed_sketch_try(self, second, "killed before it, in the next process");
    if (!write_until(self, first, ASSAY_TAMPER_KILL_BEFORE) ||
        !write_until(self, second, ASSAY_TAMPER_KILL_BEFORE))
        return false;
    if (self->seen.killed)
        assay_exam_exercised(self->x, 1);
    return assay_resumed_run(self, assay_resume_recover);
}

static bool die_everywhere(assay_resumed *self, uint64_t calls)
{
    for (uint64_t k = 1; k <= calls; k++)
        if (!die_at(self, "before", k, ASSAY_TAMPER_KILL_BEFORE) ||
            !die_at(self, "torn", k, ASSAY_TAMPER_TEAR))
            return false;
    return die_at(self, "after", calls, ASSAY_TAMPER_KILL_AFTER);
}

/* Every pair in the exhaustive tier, some otherwise. */
static bool die_twice_everywhere(assay_resumed *self, uint64_t calls)
{
    bool all = assay_exam_tier(self->x) == ASSAY_EXHAUSTIVE;
    uint64_t tries = all ? calls * calls : SECOND_KILLS;

    for (uint64_t i = 0; i < tries; i++) {
        uint64_t pair = all ? i : assay_exam_random(self->x, calls * calls);
        if (!die_twice(self, i, pair / calls + 1, pair % calls + 1))
            return false;
    }
    return true;
}

/* The same write twice, undisturbed: how many calls there are, and whether they are the same ones
 * each time. False: the verdict is given. */
static bool count_calls(assay_resumed *self, uint64_t *calls)
{
    assay_tampered before = ASSAY_TAMPERED_INIT;

    assay_resumed_begin(self, "counted", 1, 0);
    bool alive = write_until(self, 0, ASSAY_TAMPER_NONE);
    before = self->seen;
    self->seen = (assay_tampered)ASSAY_TAMPERED_INIT;
    assay_resumed_begin(self, "counted", 2, 0);
    alive = alive && write_until(self, 0, ASSAY_TAMPER_NONE);
    if (alive)
        assay_resumed_count_files(self);
    if (alive && !assay_tampered_equal(&before, &self->seen))
        assay_exam_exercised(self->x, 2);
    *calls = before.counted > self->seen.counted ? before.counted : self->seen.counted;
    if (alive)
        assay_resumed_sketch_calls(self, before.counted == *calls ? &before : &self->seen);
    assay_tampered_clear(&before);
    if (alive && *calls == 0)
        assay_exam_unproven(self->x, "no call that changes a file in its folder was seen");
    return alive && *calls > 0;
}

void assay_check_sink_crash_points(assay_exam *x)
{
    assay_resumed self = {.x = x, .kept = ASSAY_BUFFER_INIT, .seen = ASSAY_TAMPERED_INIT};
    uint64_t calls = 0;

    bool alive = count_calls(&self, &calls) && die_everywhere(&self, calls) &&
                 die_twice_everywhere(&self, calls);
    if (alive)
        assay_resumed_judge_holes(&self);
    assay_resumed_clear(&self);
}
