/* What is left of a range of offsets, and where its fractions lie. */
#include <assay/toolkit/error.h>
#include <assay/toolkit/offset_tracker.h>
#include <inttypes.h>

#define ALL_OFFSETS 0x1p64L

/* What it knows, and whether its end is known, at one moment. */
static assay_offset_tracker copy_of(assay_offset_tracker *self)
{
    assay_offset_tracker copy = {.done = false};
    pthread_mutex_lock(&self->lock);
    copy.start = self->start;
    copy.end = self->end;
    copy.last = self->last;
    copy.claimed = self->claimed;
    copy.done = self->done;
    copy.endless = self->endless;
    copy.end_known = self->end_known;
    pthread_mutex_unlock(&self->lock);
    return copy;
}

assay_status assay_offset_tracker_position_at(assay_offset_tracker *self, double fraction,
                                              uint64_t *offset)
{
    if (!(fraction >= 0 && fraction <= 1))
        return ASSAY_INVALID;
    assay_offset_tracker now = copy_of(self);
    long double end = now.endless ? ALL_OFFSETS : (long double)now.end;
    long double width = end - (long double)now.start;
    long double share = (long double)fraction * width;
    if (!now.end_known || share >= width)
        return ASSAY_REFUSED;
    *offset = now.start + (uint64_t)share;
    return ASSAY_OK;
}

static bool is_done(const assay_offset_tracker *now)
{
    uint64_t last = now->endless ? UINT64_MAX : now->end - 1;
    bool empty = !now->endless && now->start >= now->end;
    return now->done || (now->end_known && (empty || (now->claimed && now->last >= last)));
}

assay_status assay_offset_tracker_done(assay_offset_tracker *self, assay_error *error)
{
    assay_offset_tracker now = copy_of(self);
    uint64_t gap = now.claimed ? now.last + 1 : now.start;
    if (is_done(&now))
        return ASSAY_OK;
    if (now.endless)
        return assay_error_set(error, ASSAY_STATE, "from offset %" PRIu64 " on nothing was claimed",
                               gap);
    return assay_error_set(error, ASSAY_STATE,
                           "offsets %" PRIu64 " to %" PRIu64 " were not claimed", gap, now.end - 1);
}
