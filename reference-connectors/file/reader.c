/* One pass over one file. */
#include "file.h"

#include <assay/toolkit/error.h>
#include <stdlib.h>
#include <string.h>

static assay_status open_at(file_reader *self, uint64_t offset, assay_error *error)
{
    assay_input *input;
    ASSAY_TRY(assay_input_open_file(self->source->path, offset, &input, error));
    return assay_delimited_format_open(&self->source->format, input, offset, &self->records);
}

static void drop_records(file_reader *self)
{
    if (self->records != NULL)
        assay_delimited_reader_free(self->records);
    self->records = NULL;
}

/* Stands before the first record that starts at or after the source's start. */
static assay_status open_range(file_reader *self, assay_error *error)
{
    const file_source *source = self->source;
    ASSAY_TRY(open_at(self, 0, error));
    ASSAY_TRY(assay_delimited_format_skip_head(&source->format, self->records, error));
    uint64_t data = assay_delimited_reader_offset(self->records);
    if (source->start <= data)
        return ASSAY_OK;
    drop_records(self);
    /* A record starts right at the source's start if a delimiter ends there. */
    bool near = source->start - data < source->format.delimiter_size;
    ASSAY_TRY(open_at(self, near ? data : source->start - source->format.delimiter_size, error));
    assay_status status = assay_delimited_reader_skip(self->records, error);
    return status == ASSAY_END ? ASSAY_OK : status;
}

static assay_status finish(file_reader *self)
{
    assay_offset_tracker_finish(&self->tracker);
    self->state = AT_END;
    return ASSAY_END;
}

static assay_status move(file_reader *self, assay_error *error)
{
    uint64_t position;
    assay_status status =
        assay_delimited_reader_next(self->records, &self->value, &position, error);
    if (status == ASSAY_OK)
        status = assay_offset_tracker_claim(&self->tracker, position, true);
    if (status == ASSAY_END)
        return finish(self);
    if (status != ASSAY_OK) {
        self->state = FAILED;
        return status;
    }
    self->position = position;
    self->any = true;
    self->mark.next = assay_delimited_reader_offset(self->records);
    self->mark.split_points++;
    self->state = ON_RECORD;
    return ASSAY_OK;
}

/* Opens the file; END when the range lies behind it. */
static assay_status begin(file_reader *self, assay_error *error)
{
    const file_source *source = self->source;
    uint64_t size;
    ASSAY_TRY(file_size(source->path, &size, error));
    if (self->any && self->mark.next > size)
        return assay_error_set(error, ASSAY_IO, "'%s' is shorter than it was", source->path);
    if (source->start >= size)
        return ASSAY_END;
    self->limit = size < source->end ? size : source->end;
    assay_offset_tracker_set_end(&self->tracker, self->limit);
    return self->any ? open_at(self, self->mark.next, error) : open_range(self, error);
}

static assay_status start(assay_reader *self, assay_error *error)
{
    file_reader *reader = (file_reader *)self;
    if (reader->state != NEW)
        return assay_error_set(error, ASSAY_STATE, "the reader was started before");
    assay_status status = begin(reader, error);
    if (status == ASSAY_OK)
        return move(reader, error);
    if (status == ASSAY_END)
        return finish(reader);
    reader->state = FAILED;
    return status;
}

static assay_status advance(assay_reader *self, assay_error *error)
{
    file_reader *reader = (file_reader *)self;
    if (reader->state == AT_END)
        return ASSAY_END;
    if (reader->state != ON_RECORD)
        return assay_error_set(error, ASSAY_STATE, "the reader is not started, failed, or closed");
    return move(reader, error);
}

static assay_status current(assay_reader *self, assay_record *record, assay_error *error)
{
    file_reader *reader = (file_reader *)self;
    if (reader->state != ON_RECORD)
        return assay_error_set(error, ASSAY_STATE, "the reader is on no record");
    record->timestamp = ASSAY_TIMESTAMP_MIN;
    record->value = reader->value;
    record->id = (assay_bytes){NULL, 0};
    return ASSAY_OK;
}

static assay_status close_reader(assay_reader *self, assay_error *error)
{
    file_reader *reader = (file_reader *)self;
    if (reader->state == CLOSED)
        return assay_error_set(error, ASSAY_STATE, "the reader was closed before");
    drop_records(reader);
    reader->state = CLOSED;
    return ASSAY_OK;
}

static void release(assay_reader *self)
{
    file_reader *reader = (file_reader *)self;
    drop_records(reader);
    reader->source->base.ops->release(&reader->source->base);
    assay_offset_tracker_destroy(&reader->tracker);
    free(reader);
}

static const assay_reader_ops reader_ops = {
    .struct_size = sizeof(reader_ops),
    .start = start,
    .advance = advance,
    .current = current,
    .close = close_reader,
    .query = file_reader_query,
    .release = release,
};

assay_status file_reader_new(const file_source *source, const file_mark *mark,
                             assay_reader **reader)
{
    file_reader *self = calloc(1, sizeof(*self));
    assay_source *copy;
    if (self == NULL)
        return ASSAY_MEMORY;
    if (file_source_part(source, source->start, source->end, &copy) != ASSAY_OK) {
        free(self);
        return ASSAY_MEMORY;
    }
    self->base.ops = &reader_ops;
    self->source = (file_source *)copy;
    self->limit = source->end;
    if (mark != NULL) {
        self->any = true;
        self->mark = *mark;
        self->restored_points = mark->split_points;
    }
    assay_offset_tracker_init(&self->tracker, source->start, source->end);
    *reader = &self->base;
    return ASSAY_OK;
}
