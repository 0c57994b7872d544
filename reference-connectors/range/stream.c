/* Marks, and what a stream has besides: times, watermark, backlog, idle answers. */
#include "range.h"

#include <assay/toolkit/codec.h>
#include <assay/toolkit/error.h>

__extension__ typedef __int128 wide;

/* A mark is the last record arrived at, if any, and whether an IDLE answer followed it. */
static assay_status mark(assay_source *self, assay_reader *reader, assay_out *to,
                         assay_error *error)
{
    (void)self;
    const range_reader *marked = (const range_reader *)reader;
    if (marked->state == CLOSED)
        return assay_error_set(error, ASSAY_STATE, "the reader is closed");
    ASSAY_TRY(assay_put_u64(to, marked->any));
    ASSAY_TRY(assay_put_u64(to, marked->last));
    return assay_put_u64(to, marked->idled);
}

typedef struct range_mark {
    bool any, idled;
    uint64_t last;
} range_mark;

static assay_status read_mark(const range_source *source, assay_bytes bytes, range_mark *to,
                              assay_error *error)
{
    assay_decoder decoder = {bytes, false};
    uint64_t any = assay_take_u64(&decoder);
    uint64_t last = assay_take_u64(&decoder);
    uint64_t idled = assay_take_u64(&decoder);
    bool inside =
        !range_source_empty(source) && last >= source->start && last <= range_source_last(source);
    if (!assay_decoder_done(&decoder) || any > 1 || idled > 1 || (any == 1 && !inside))
        return assay_error_set(error, ASSAY_INVALID, "not a mark of this source");
    *to = (range_mark){.any = any, .idled = idled, .last = last};
    return ASSAY_OK;
}

static assay_status restore(assay_source *self, assay_bytes bytes, assay_reader **reader,
                            assay_error *error)
{
    const range_source *source = (const range_source *)self;
    range_mark goes_on;
    ASSAY_TRY(read_mark(source, bytes, &goes_on, error));
    ASSAY_TRY(range_reader_new(source, goes_on.any ? &goes_on.last : NULL, reader));
    ((range_reader *)*reader)->idled = goes_on.idled;
    return ASSAY_OK;
}

/* The integers are made, not stored: there is nothing that could be forgotten. */
static assay_status finalize(assay_source *self, assay_bytes bytes, assay_error *error)
{
    range_mark durable;
    return read_mark((const range_source *)self, bytes, &durable, error);
}

const assay_checkpoint range_checkpoint = {.struct_size = sizeof(range_checkpoint),
                                           .mark = mark,
                                           .restore = restore,
                                           .finalize = finalize};

static int64_t clamp(wide number)
{
    if (number > INT64_MAX)
        return INT64_MAX;
    return number < INT64_MIN ? INT64_MIN : (int64_t)number;
}

int64_t range_timestamp(const range_source *self, uint64_t position)
{
    wide index = position - self->origin;
    wide late = index * 7919 % ((wide)self->time_disorder + 1);
    return clamp(self->time_base + index * self->time_step - late);
}

bool range_idle_before(const range_source *self, uint64_t position)
{
    uint64_t index = position - self->origin;
    return self->idle_every > 0 && index > 0 && index % (uint64_t)self->idle_every == 0;
}

static assay_status check_running(const range_reader *self, assay_error *error)
{
    return self->state == NEW || self->state == CLOSED
               ? assay_error_set(error, ASSAY_STATE, "the reader is not started, or closed")
               : ASSAY_OK;
}

static assay_status watermark(assay_source *self, assay_reader *reader, int64_t *time,
                              assay_error *error)
{
    (void)self;
    const range_reader *running = (const range_reader *)reader;
    const range_source *source = &running->source;
    ASSAY_TRY(check_running(running, error));
    wide next = running->any ? (wide)(running->last - source->origin) + 1
                             : (wide)(source->start - source->origin);
    *time = running->state == AT_END
                ? ASSAY_TIMESTAMP_MAX
                : clamp(source->time_base + next * source->time_step - source->time_disorder);
    return ASSAY_OK;
}

static assay_status backlog(assay_source *self, assay_reader *reader, int64_t *bytes,
                            assay_error *error)
{
    (void)self;
    const range_reader *running = (const range_reader *)reader;
    uint64_t next;
    ASSAY_TRY(check_running(running, error));
    bool more = range_reader_next(running, &next);
    *bytes = more ? range_stored_size(&running->source, next) : 0;
    return ASSAY_OK;
}

const assay_stream range_stream = {.struct_size = sizeof(range_stream),
                                   .flags = ASSAY_STREAM_NEEDS_DEDUP | ASSAY_STREAM_EXACT_WATERMARK,
                                   .watermark = watermark,
                                   .backlog = backlog};
