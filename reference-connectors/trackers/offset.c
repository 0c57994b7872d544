/* A range of offsets, kept by the toolkit's offset tracker. */
#include "trackers.h"

#include <assay/toolkit/codec.h>
#include <assay/toolkit/error.h>
#include <assay/toolkit/offset_tracker.h>
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>

typedef struct offsets {
    assay_tracker base;
    assay_offset_tracker range;
} offsets;

static assay_offset_tracker *range_of(assay_tracker *self)
{
    return &((offsets *)self)->range;
}

static assay_status take(assay_bytes position, uint64_t *offset, assay_error *error)
{
    if (assay_offset_of(position, offset))
        return ASSAY_OK;
    return assay_error_set(error, ASSAY_INVALID, "an offset has eight bytes, not %zu",
                           position.size);
}

static assay_status claim(assay_tracker *self, assay_bytes position, bool split_point,
                          assay_error *error)
{
    uint64_t offset;
    ASSAY_TRY(take(position, &offset, error));
    assay_status status = assay_offset_tracker_claim(range_of(self), offset, split_point);
    if (status == ASSAY_STATE)
        return assay_error_set(error, status, "offset %llu cannot be claimed now",
                               (unsigned long long)offset);
    return status;
}

static assay_status split_at(assay_tracker *self, assay_bytes position, assay_error *error)
{
    uint64_t offset;
    double fraction;
    ASSAY_TRY(take(position, &offset, error));
    return assay_offset_tracker_split(range_of(self), offset, &fraction, NULL);
}

static assay_status position_at(assay_tracker *self, double fraction, assay_out *position,
                                assay_error *error)
{
    uint64_t offset;
    assay_status status = assay_offset_tracker_position_at(range_of(self), fraction, &offset);
    if (status == ASSAY_INVALID)
        return assay_error_set(error, status, "a fraction is from 0 to 1, not %g", fraction);
    return status == ASSAY_OK ? assay_put_offset(position, offset) : status;
}

static assay_status range(assay_tracker *self, assay_out *start, assay_out *end, assay_error *error)
{
    assay_offset_state now = assay_offset_tracker_state(range_of(self));
    (void)error;
    ASSAY_TRY(assay_put_offset(start, now.start));
    return now.endless ? ASSAY_OK : assay_put_offset(end, now.end);
}

static assay_status progress(assay_tracker *self, double *fraction, assay_error *error)
{
    (void)error;
    *fraction = assay_offset_tracker_fraction(range_of(self));
    return ASSAY_OK;
}

static assay_status done(assay_tracker *self, assay_error *error)
{
    return assay_offset_tracker_done(range_of(self), error);
}

static void release(assay_tracker *self)
{
    assay_offset_tracker_destroy(range_of(self));
    free(self);
}

static const assay_tracker_ops ops = {
    .struct_size = sizeof(ops),
    .kind = ASSAY_POSITION_OFFSET,
    .claim = claim,
    .split_at = split_at,
    .position_at = position_at,
    .range = range,
    .progress = progress,
    .done = done,
    .release = release,
};

static assay_status parse(const char *key, const char *text, uint64_t *offset, assay_error *error)
{
    char *rest;
    errno = 0;
    *offset = strtoull(text, &rest, 10);
    if (isdigit((unsigned char)text[0]) && *rest == 0 && errno == 0)
        return ASSAY_OK;
    return assay_error_set(error, ASSAY_INVALID, "setting '%s' is no offset: '%s'", key, text);
}

assay_status trackers_open_offset(const char *start, const char *end, bool endless,
                                  assay_tracker **tracker, assay_error *error)
{
    uint64_t from, to = ASSAY_OFFSET_UNBOUNDED;
    bool open = end[0] == 0;
    ASSAY_TRY(parse("start", start, &from, error));
    if (!open)
        ASSAY_TRY(parse("end", end, &to, error));
    if (from > to)
        return assay_error_set(error, ASSAY_INVALID, "setting 'end' is less than 'start'");
    offsets *self = calloc(1, sizeof(*self));
    if (self == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    self->base.ops = &ops;
    assay_offset_tracker_init(&self->range, from, to);
    if (!open)
        assay_offset_tracker_set_end(&self->range, to);
    else if (endless)
        assay_offset_tracker_set_endless(&self->range);
    *tracker = &self->base;
    return ASSAY_OK;
}
