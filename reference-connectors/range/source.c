/* What is to be read: never changes. */
#include "range.h"

#include <assay/toolkit/codec.h>
#include <assay/toolkit/error.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SIGN_BIT (UINT64_C(1) << 63)

uint64_t range_position(int64_t integer)
{
    return (uint64_t)integer ^ SIGN_BIT;
}

int64_t range_integer(uint64_t position)
{
    return (int64_t)(position ^ SIGN_BIT);
}

bool range_source_empty(const range_source *self)
{
    return !self->endless && self->start == self->end;
}

uint64_t range_source_last(const range_source *self)
{
    return self->endless ? UINT64_MAX : self->end - 1;
}

int64_t range_stored_size(const range_source *self, uint64_t first)
{
    if (range_source_empty(self))
        return 0;
    uint64_t more = range_source_last(self) - first;
    return more < INT64_MAX / 8 ? (int64_t)(more + 1) * 8 : INT64_MAX;
}

static assay_status encode(assay_source *self, assay_out *to, assay_error *error)
{
    (void)error;
    const range_source *source = (const range_source *)self;
    ASSAY_TRY(assay_put_u64(to, source->start));
    ASSAY_TRY(assay_put_u64(to, source->end));
    ASSAY_TRY(assay_put_u64(to, source->endless));
    ASSAY_TRY(assay_put_u64(to, source->unbounded));
    ASSAY_TRY(assay_put_u64(to, source->origin));
    ASSAY_TRY(assay_put_u64(to, (uint64_t)source->time_base));
    ASSAY_TRY(assay_put_u64(to, (uint64_t)source->time_step));
    ASSAY_TRY(assay_put_u64(to, (uint64_t)source->time_disorder));
    return assay_put_u64(to, (uint64_t)source->idle_every);
}

assay_status range_decode_source(const assay_connector *self, const assay_host *host,
                                 assay_bytes encoded, assay_source **source, assay_error *error)
{
    (void)self, (void)host;
    assay_decoder decoder = {encoded, false};
    range_source decoded = {.start = assay_take_u64(&decoder), .end = assay_take_u64(&decoder)};
    uint64_t endless = assay_take_u64(&decoder), unbounded = assay_take_u64(&decoder);
    decoded.endless = endless;
    decoded.unbounded = unbounded;
    decoded.origin = assay_take_u64(&decoder);
    decoded.time_base = (int64_t)assay_take_u64(&decoder);
    decoded.time_step = (int64_t)assay_take_u64(&decoder);
    decoded.time_disorder = (int64_t)assay_take_u64(&decoder);
    decoded.idle_every = (int64_t)assay_take_u64(&decoder);
    if (!assay_decoder_done(&decoder) || endless > 1 || unbounded > 1 ||
        decoded.origin > decoded.start || decoded.start > decoded.end || decoded.time_step < 0 ||
        decoded.time_disorder < 0 || decoded.idle_every < 0)
        return assay_error_set(error, ASSAY_INVALID, "not an encoded range");
    return range_source_new(&decoded, decoded.start, decoded.end, endless, source);
}

static assay_status describe(assay_source *self, assay_out *to, assay_error *error)
{
    (void)error;
    const range_source *source = (const range_source *)self;
    char text[80];
    int size = snprintf(text, sizeof(text), "%s of integers [%" PRId64 ", %" PRId64 "%s",
                        source->unbounded ? "stream" : "range", range_integer(source->start),
                        range_integer(source->end), source->endless ? "]" : ")");
    return to->append(to, text, (size_t)size);
}

static assay_status validate(assay_source *self, assay_error *error)
{
    (void)self, (void)error;
    return ASSAY_OK;
}

static assay_status open_reader(assay_source *self, assay_reader **reader, assay_error *error)
{
    (void)error;
    return range_reader_new((const range_source *)self, NULL, reader);
}

static void release(assay_source *self)
{
    free(self);
}

static const assay_source_ops source_ops = {
    .struct_size = sizeof(source_ops),
    .encode = encode,
    .describe = describe,
    .validate = validate,
    .open_reader = open_reader,
    .query = range_source_query,
    .release = release,
};

assay_status range_source_new(const range_source *like, uint64_t start, uint64_t end, bool endless,
                              assay_source **source)
{
    range_source *self = malloc(sizeof(*self));
    if (self == NULL)
        return ASSAY_MEMORY;
    *self = *like;
    self->base.ops = &source_ops;
    self->start = start;
    self->end = endless ? UINT64_MAX : end;
    self->endless = endless;
    *source = &self->base;
    return ASSAY_OK;
}
