/* A range of offsets that is read and split at the same time. Every function is one critical
 * section; those without a lock expect it to be held. */
#include <assay/toolkit/offset_tracker.h>

#define ALL_OFFSETS 0x1p64L

void assay_offset_tracker_init(assay_offset_tracker *self, uint64_t start, uint64_t end)
{
    bool known = end != ASSAY_OFFSET_UNBOUNDED;
    *self =
        (assay_offset_tracker){.start = start, .end = end, .endless = !known, .end_known = known};
    pthread_mutex_init(&self->lock, NULL);
}

void assay_offset_tracker_destroy(assay_offset_tracker *self)
{
    pthread_mutex_destroy(&self->lock);
}

static void set_end(assay_offset_tracker *self, uint64_t end, bool endless)
{
    pthread_mutex_lock(&self->lock);
    self->end = end;
    self->endless = endless;
    self->end_known = true;
    pthread_mutex_unlock(&self->lock);
}

void assay_offset_tracker_set_end(assay_offset_tracker *self, uint64_t end)
{
    set_end(self, end, false);
}

void assay_offset_tracker_set_endless(assay_offset_tracker *self)
{
    set_end(self, ASSAY_OFFSET_UNBOUNDED, true);
}

static bool beyond_end(const assay_offset_tracker *self, uint64_t offset)
{
    return !self->endless && offset >= self->end;
}

static bool breaks_order(const assay_offset_tracker *self, uint64_t offset, bool split_point)
{
    if (!self->claimed)
        return offset < self->start || !split_point;
    return offset < self->last || (split_point && offset == self->last_split);
}

static assay_status claim(assay_offset_tracker *self, uint64_t offset, bool split_point)
{
    if (self->done)
        return ASSAY_END;
    if (breaks_order(self, offset, split_point))
        return ASSAY_STATE;
    if (split_point && beyond_end(self, offset)) {
        self->done = true;
        return ASSAY_END;
    }
    self->claimed = true;
    self->last = offset;
    if (split_point) {
        self->last_split = offset;
        self->split_points++;
    }
    return ASSAY_OK;
}

assay_status assay_offset_tracker_claim(assay_offset_tracker *self, uint64_t offset,
                                        bool split_point)
{
    pthread_mutex_lock(&self->lock);
    assay_status status = claim(self, offset, split_point);
    pthread_mutex_unlock(&self->lock);
    return status;
}

void assay_offset_tracker_finish(assay_offset_tracker *self)
{
    pthread_mutex_lock(&self->lock);
    self->done = true;
    pthread_mutex_unlock(&self->lock);
}

static assay_offset_state state_of(const assay_offset_tracker *self)
{
    return (assay_offset_state){self->start,        self->end,     self->last, self->last_split,
                                self->split_points, self->claimed, self->done, self->endless};
}

static long double width(const assay_offset_tracker *self)
{
    return (self->endless ? ALL_OFFSETS : (long double)self->end) - (long double)self->start;
}

static assay_status split(assay_offset_tracker *self, uint64_t offset, double *fraction)
{
    bool open = self->claimed && !self->done && self->end_known;
    if (!open || offset <= self->last || beyond_end(self, offset))
        return ASSAY_REFUSED;
    *fraction = (double)((long double)(offset - self->start) / width(self));
    self->end = offset;
    self->endless = false;
    return ASSAY_OK;
}

assay_status assay_offset_tracker_split(assay_offset_tracker *self, uint64_t offset,
                                        double *fraction, assay_offset_state *before)
{
    pthread_mutex_lock(&self->lock);
    if (before != NULL)
        *before = state_of(self);
    assay_status status = split(self, offset, fraction);
    pthread_mutex_unlock(&self->lock);
    return status;
}

static assay_status split_fraction(assay_offset_tracker *self, double fraction, uint64_t *offset,
                                   double *cut_fraction)
{
    long double share = (long double)fraction * width(self);
    if (share >= width(self))
        return ASSAY_REFUSED;
    uint64_t cut = self->start + (uint64_t)share;
    assay_status status = split(self, cut, cut_fraction);
    if (status == ASSAY_OK)
        *offset = cut;
    return status;
}

assay_status assay_offset_tracker_split_fraction(assay_offset_tracker *self, double fraction,
                                                 uint64_t *offset, double *cut_fraction,
                                                 assay_offset_state *before)
{
    if (!(fraction >= 0 && fraction <= 1))
        return ASSAY_INVALID;
    pthread_mutex_lock(&self->lock);
    if (before != NULL)
        *before = state_of(self);
    assay_status status = split_fraction(self, fraction, offset, cut_fraction);
    pthread_mutex_unlock(&self->lock);
    return status;
}

static double fraction_of(const assay_offset_tracker *self)
{
    if (self->done)
        return 1;
    if (!self->claimed || !self->end_known)
        return 0;
    if (beyond_end(self, self->last))
        return 1;
    return (double)((long double)(self->last - self->start) / width(self));
}

double assay_offset_tracker_fraction(assay_offset_tracker *self)
{
    pthread_mutex_lock(&self->lock);
    double fraction = fraction_of(self);
    pthread_mutex_unlock(&self->lock);
    return fraction;
}

assay_offset_state assay_offset_tracker_state(assay_offset_tracker *self)
{
    pthread_mutex_lock(&self->lock);
    assay_offset_state state = state_of(self);
    pthread_mutex_unlock(&self->lock);
    return state;
}
