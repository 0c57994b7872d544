/* A whole write that is killed at every call by which it changes files, and what another process
 * makes of what it left. */
#include "checks/sink_checks.h"
#include "checks/sink_spots.h"

enum { SECOND_KILLS = 8 };

typedef struct sweep {
    assay_resumed write;
    assay_spots spots;
    uint64_t number; /* of the write */
} sweep;

static bool write_until(sweep *self, size_t spot, assay_tamper_how how)
{
    assay_tamper plan = assay_spots_plan(&self->spots, assay_spots_get(&self->spots, spot), how);

    return assay_resumed_run_tampered(&self->write, assay_resume_write, &plan);
}

static bool recover(sweep *self)
{
    if (!assay_resumed_run(&self->write, assay_resume_recover))
        return false;
    assay_resumed_sketch_survived(&self->write);
    return true;
}

static bool die_at(sweep *self, const char *name, size_t spot, assay_tamper_how how)
{
    if (!assay_exam_turn(self->write.x))
        return true;
    assay_resumed_begin(&self->write, name, ++self->number, 0);
    assay_resumed_sketch_try(&self->write, spot + 1, "killed %s it",
                             how == ASSAY_TAMPER_TEAR ? "in the middle of" : name);
    if (!write_until(self, spot, how))
        return false;
    if (!self->write.seen.killed)
        return true; /* this call cannot be torn */
    assay_exam_exercised(self->write.x, 0);
    return recover(self);
}

static bool die_twice(sweep *self, size_t first, size_t second)
{
    if (!assay_exam_turn(self->write.x))
        return true;
    assay_resumed_begin(&self->write, "twice", ++self->number, 0);
    assay_resumed_sketch_try(&self->write, first + 1, "killed before it");
    assay_resumed_sketch_try(&self->write, second + 1, "killed before it, in the next process");
    if (!write_until(self, first, ASSAY_TAMPER_KILL_BEFORE) ||
        !write_until(self, second, ASSAY_TAMPER_KILL_BEFORE))
        return false;
    if (self->write.seen.killed)
        assay_exam_exercised(self->write.x, 1);
    return assay_resumed_run(&self->write, assay_resume_recover);
}

/* After a call is before the next one, where there is an order of calls. */
static bool die_everywhere(sweep *self)
{
    size_t count = assay_spots_count(&self->spots);

    for (size_t i = 0; i < count; i++)
        if (!die_at(self, "before", i, ASSAY_TAMPER_KILL_BEFORE) ||
            !die_at(self, "torn", i, ASSAY_TAMPER_TEAR) ||
            ((self->spots.by_name || i + 1 == count) &&
             !die_at(self, "after", i, ASSAY_TAMPER_KILL_AFTER)))
            return false;
    return true;
}

/* Every pair in the exhaustive tier, some otherwise. */
static bool die_twice_everywhere(sweep *self)
{
    bool all = assay_exam_tier(self->write.x) == ASSAY_EXHAUSTIVE;
    size_t spots = assay_spots_count(&self->spots), pairs = spots * spots;

    for (size_t i = 0; i < (all ? pairs : SECOND_KILLS); i++) {
        size_t pair = all ? i : (size_t)assay_exam_random(self->write.x, pairs);
        if (!die_twice(self, pair / spots, pair % spots))
            return false;
    }
    return true;
}

void assay_check_sink_crash_points(assay_exam *x)
{
    sweep self = {.write = {.x = x, .kept = ASSAY_BUFFER_INIT, .seen = ASSAY_TAMPERED_INIT},
                  .spots = ASSAY_SPOTS_INIT};

    bool alive = assay_spots_find(&self.spots, &self.write, assay_resume_write, false);
    if (alive && self.spots.by_name)
        assay_exam_exercised(x, 2);
    if (alive && die_everywhere(&self) && die_twice_everywhere(&self))
        assay_resumed_judge_holes(&self.write);
    assay_spots_clear(&self.spots);
    assay_resumed_clear(&self.write);
}
