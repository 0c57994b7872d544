/* One pass over a source. */
#include "range.h"

#include <assay/toolkit/error.h>
#include <endian.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool range_reader_next(const range_reader *self, uint64_t *position)
{
    const range_source *source = &self->source;
    if (range_source_empty(source) || (self->any && self->last == range_source_last(source)))
        return false;
    *position = self->any ? self->last + 1 : source->start;
    return true;
}

static void arrive(range_reader *self, uint64_t position)
{
    self->any = true;
    self->idled = false;
    self->last = position;
    self->id = htobe64(position);
    snprintf(self->text, sizeof(self->text), "%" PRId64, range_integer(position));
    self->state = ON_RECORD;
}

static assay_status move(range_reader *self)
{
    uint64_t next;
    bool more = range_reader_next(self, &next);
    if (more && !self->idled && range_idle_before(&self->source, next)) {
        self->idled = true;
        self->state = IDLE;
        return ASSAY_IDLE;
    }
    if (!more || assay_offset_tracker_claim(&self->tracker, next, true) != ASSAY_OK) {
        assay_offset_tracker_finish(&self->tracker);
        self->state = AT_END;
        return ASSAY_END;
    }
    arrive(self, next);
    return ASSAY_OK;
}

static assay_status start(assay_reader *self, assay_error *error)
{
    range_reader *reader = (range_reader *)self;
    if (reader->state != NEW)
        return assay_error_set(error, ASSAY_STATE, "the reader was started before");
    return move(reader);
}

static assay_status advance(assay_reader *self, assay_error *error)
{
    range_reader *reader = (range_reader *)self;
    if (reader->state == NEW || reader->state == CLOSED)
        return assay_error_set(error, ASSAY_STATE, "the reader is not started, or closed");
    return reader->state == AT_END ? ASSAY_END : move(reader);
}

static assay_status current(assay_reader *self, assay_record *record, assay_error *error)
{
    range_reader *reader = (range_reader *)self;
    if (reader->state != ON_RECORD)
        return assay_error_set(error, ASSAY_STATE, "the reader is on no record");
    bool stream = reader->source.unbounded;
    record->value = (assay_bytes){reader->text, strlen(reader->text)};
    record->id = stream ? (assay_bytes){&reader->id, sizeof(reader->id)} : (assay_bytes){NULL, 0};
    record->timestamp =
        stream ? range_timestamp(&reader->source, reader->last) : ASSAY_TIMESTAMP_MIN;
    return ASSAY_OK;
}

static assay_status close_reader(assay_reader *self, assay_error *error)
{
    range_reader *reader = (range_reader *)self;
    if (reader->state == CLOSED)
        return assay_error_set(error, ASSAY_STATE, "the reader was closed before");
    reader->state = CLOSED;
    return ASSAY_OK;
}

static void release(assay_reader *self)
{
    assay_offset_tracker_destroy(&((range_reader *)self)->tracker);
    free(self);
}

static const assay_reader_ops reader_ops = {
    .struct_size = sizeof(reader_ops),
    .start = start,
    .advance = advance,
    .current = current,
    .close = close_reader,
    .query = range_reader_query,
    .release = release,
};

assay_status range_reader_new(const range_source *source, const uint64_t *last,
                              assay_reader **reader)
{
    range_reader *self = calloc(1, sizeof(*self));
    if (self == NULL)
        return ASSAY_MEMORY;
    self->base.ops = &reader_ops;
    self->source = *source;
    self->any = last != NULL;
    self->last = self->any ? *last : 0;
    assay_offset_tracker_init(&self->tracker, source->start, source->start);
    if (source->endless)
        assay_offset_tracker_set_endless(&self->tracker);
    else
        assay_offset_tracker_set_end(&self->tracker, source->end);
    *reader = &self->base;
    return ASSAY_OK;
}
