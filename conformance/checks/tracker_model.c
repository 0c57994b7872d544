/* What a tracker has to answer. */
#include "checks/tracker.h"

#include <math.h>
#include <stdio.h>

#define BIT(status) (1u << (status))
/* By so much progress may be off: it went through a few operations on doubles. */
#define ROUNDING 0x1p-48

assay_tracker_model assay_tracker_model_of(const assay_tracker_span *span)
{
    return (assay_tracker_model){.span = *span};
}

static bool is_open(const assay_tracker_model *self)
{
    return self->span.end.size == 0;
}

static bool is_beyond(const assay_tracker_model *self, const assay_tracker_position *at)
{
    return !is_open(self) && assay_tracker_position_compare(at, &self->span.end) >= 0;
}

static bool breaks_order(const assay_tracker_model *self, const assay_tracker_position *at,
                         bool split_point)
{
    if (!self->claimed)
        return assay_tracker_position_compare(at, &self->span.start) < 0 || !split_point;
    return assay_tracker_position_compare(at, &self->last) < 0 ||
           (split_point && assay_tracker_position_compare(at, &self->last_split) == 0);
}

/* Nothing is given any more; what goes back besides may also be told so. */
static unsigned claim_when_done(const assay_tracker_model *self, const assay_tracker_position *at,
                                bool split_point)
{
    bool back = !split_point || assay_tracker_position_compare(at, &self->reached) <= 0;
    return back ? BIT(ASSAY_END) | BIT(ASSAY_STATE) : BIT(ASSAY_END);
}

static unsigned claim(assay_tracker_model *self, const assay_tracker_position *at, bool split_point)
{
    if (self->done)
        return claim_when_done(self, at, split_point);
    if (breaks_order(self, at, split_point))
        return BIT(ASSAY_STATE);
    self->reached = *at;
    self->done = split_point && is_beyond(self, at);
    if (self->done)
        return BIT(ASSAY_END);
    self->claimed = true;
    self->last = *at;
    if (split_point)
        self->last_split = *at;
    return BIT(ASSAY_OK);
}

static unsigned split(assay_tracker_model *self, const assay_tracker_position *at)
{
    bool can = self->claimed && !self->done && (!is_open(self) || self->span.cuts_open_end);
    if (!can || assay_tracker_position_compare(at, &self->last) <= 0 || is_beyond(self, at))
        return BIT(ASSAY_REFUSED);
    self->span.end = *at;
    return BIT(ASSAY_OK);
}

unsigned assay_tracker_model_move(assay_tracker_model *self, const assay_tracker_step *step,
                                  assay_status *best)
{
    unsigned right = BIT(ASSAY_OK);
    if (step->move == ASSAY_MOVE_SPLIT)
        right = split(self, &step->at);
    else if (step->move != ASSAY_MOVE_NONE)
        right = claim(self, &step->at, step->move == ASSAY_MOVE_CLAIM);
    *best = ASSAY_OK;
    while ((right & BIT(*best)) == 0)
        ++*best;
    return right;
}

bool assay_tracker_model_is_done(const assay_tracker_model *self, bool *either)
{
    *either = false;
    if (self->done || is_beyond(self, &self->span.start))
        return true;
    if (!self->claimed)
        return false;
    /* Behind the last offset of all there is nothing, and nobody need know it. */
    *either = !self->span.keys && assay_tracker_position_number(&self->last) == UINT64_MAX;
    assay_tracker_position next = assay_tracker_position_successor(&self->span, &self->last);
    return !*either && is_beyond(self, &next);
}

static bool fits(double progress, double expected, const char *when, char *to, size_t size)
{
    snprintf(to, size, "%.17g, %s", expected, when);
    return fabs(progress - expected) <= ROUNDING;
}

static bool fits_share(const assay_tracker_model *self, double progress, char *to, size_t size)
{
    bool either;
    uint64_t start = assay_tracker_position_number(&self->span.start);
    bool known = self->claimed && !self->done && !is_open(self) && !self->span.keys;
    if (!known || is_beyond(self, &self->last))
        return true;
    long double share = (long double)(assay_tracker_position_number(&self->last) - start) /
                        (long double)(assay_tracker_position_number(&self->span.end) - start);
    if (assay_tracker_model_is_done(self, &either) && progress == 1)
        return true;
    return fits(progress, (double)share, "the share of the offsets before the last claim", to,
                size);
}

bool assay_tracker_model_fits(assay_tracker_model *self, unsigned seen, double progress,
                              char *expected, size_t size)
{
    bool either;
    double before = self->progress;
    if (progress == ASSAY_PROGRESS_UNKNOWN)
        return true;
    if (seen == ASSAY_SEEN_SHARE)
        return fits_share(self, progress, expected, size);
    snprintf(expected, size, "a number from 0 to 1");
    if (!(progress >= 0 && progress <= 1))
        return false;
    if (self->done || (self->claimed && is_beyond(self, &self->last)))
        return fits(progress, 1, "nothing is left", expected, size);
    if (!self->claimed && !assay_tracker_model_is_done(self, &either))
        return fits(progress, 0, "nothing was claimed", expected, size);
    snprintf(expected, size, "at least %.17g, as before", before);
    self->progress = progress;
    return progress >= before - ROUNDING;
}
