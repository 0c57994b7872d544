/* A range of keys, kept by the toolkit's key tracker. */
#include "trackers.h"

#include <assay/toolkit/buffer.h>
#include <assay/toolkit/error.h>
#include <assay/toolkit/key_tracker.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

typedef struct keys {
    assay_tracker base;
    assay_key_tracker *range; /* owned */
} keys;

static assay_key_tracker *range_of(assay_tracker *self)
{
    return ((keys *)self)->range;
}

static assay_status claim(assay_tracker *self, assay_bytes position, bool split_point,
                          assay_error *error)
{
    assay_status status = assay_key_tracker_claim(range_of(self), position, split_point);
    if (status == ASSAY_STATE)
        return assay_error_set(error, status, "the key cannot be claimed now");
    return status;
}

static assay_status split_at(assay_tracker *self, assay_bytes position, assay_error *error)
{
    (void)error;
    return assay_key_tracker_split(range_of(self), position);
}

static assay_status position_at(assay_tracker *self, double fraction, assay_out *position,
                                assay_error *error)
{
    assay_status status = assay_key_tracker_position_at(range_of(self), fraction, position);
    if (status == ASSAY_INVALID)
        return assay_error_set(error, status, "a fraction is from 0 to 1, not %g", fraction);
    return status;
}

static assay_status range(assay_tracker *self, assay_out *start, assay_out *end, assay_error *error)
{
    (void)error;
    return assay_key_tracker_range(range_of(self), start, end);
}

static assay_status progress(assay_tracker *self, double *fraction, assay_error *error)
{
    (void)error;
    *fraction = assay_key_tracker_fraction(range_of(self));
    return ASSAY_OK;
}

static assay_status done(assay_tracker *self, assay_error *error)
{
    return assay_key_tracker_done(range_of(self), error);
}

static void release(assay_tracker *self)
{
    assay_key_tracker_free(range_of(self));
    free(self);
}

static const assay_tracker_ops ops = {
    .struct_size = sizeof(ops),
    .kind = ASSAY_POSITION_KEY,
    .claim = claim,
    .split_at = split_at,
    .position_at = position_at,
    .range = range,
    .progress = progress,
    .done = done,
    .release = release,
};

static int digit_of(char character)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = strchr(digits, tolower((unsigned char)character));
    return character == 0 || found == NULL ? -1 : (int)(found - digits);
}

/* Two hex digits a byte. */
static assay_status parse(const char *key, const char *text, assay_buffer *to, assay_error *error)
{
    for (const char *at = text; *at != 0; at += 2) {
        int high = digit_of(at[0]), low = digit_of(at[1]);
        if (high < 0 || low < 0)
            return assay_error_set(error, ASSAY_INVALID, "setting '%s' is no key in hex: '%s'", key,
                                   text);
        const unsigned char byte = (unsigned char)(high * 16 + low);
        ASSAY_TRY(assay_buffer_append(&to->out, &byte, 1));
    }
    return ASSAY_OK;
}

static assay_status make(assay_bytes start, assay_bytes end, assay_tracker **tracker,
                         assay_error *error)
{
    if (end.size > 0 && assay_key_compare(start, end) > 0)
        return assay_error_set(error, ASSAY_INVALID, "setting 'end' is less than 'start'");
    keys *self = calloc(1, sizeof(*self));
    if (self == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    self->base.ops = &ops;
    self->range = assay_key_tracker_new(start, end);
    if (self->range == NULL) {
        free(self);
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    }
    *tracker = &self->base;
    return ASSAY_OK;
}

assay_status trackers_open_key(const char *start, const char *end, assay_tracker **tracker,
                               assay_error *error)
{
    assay_buffer from = ASSAY_BUFFER_INIT, to = ASSAY_BUFFER_INIT;
    assay_status status = parse("start", start, &from, error);
    if (status == ASSAY_OK)
        status = parse("end", end, &to, error);
    if (status == ASSAY_OK)
        status = make(assay_buffer_bytes(&from), assay_buffer_bytes(&to), tracker, error);
    assay_buffer_clear(&from);
    assay_buffer_clear(&to);
    return status;
}
