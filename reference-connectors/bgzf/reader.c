/* One pass over a source. */
#include "bgzf.h"

#include <stdlib.h>
#include <string.h>

static uint64_t offset_of(bgzf_place place)
{
    return (place.block << 16) + place.within;
}

static void drop_records(bgzf_reader *self)
{
    if (self->records != NULL)
        assay_delimited_reader_free(self->records);
    self->records = NULL;
}

static void drop_file(bgzf_reader *self)
{
    drop_records(self);
    if (self->file != NULL)
        bgzf_file_close(self->file);
    self->file = NULL;
}

static assay_status open_at(bgzf_reader *self, bgzf_place from)
{
    drop_records(self);
    ASSAY_TRY(bgzf_input_new(self->file, from, &self->input));
    return assay_delimited_format_open(&self->source->format, bgzf_input_base(self->input), 0,
                                       &self->records);
}

/* A place as many bytes before block as a delimiter has, or as far back as lowest allows. */
static assay_status look_back(bgzf_file *file, uint64_t block, uint64_t lowest, size_t bytes,
                              bgzf_place *place, assay_error *error)
{
    bgzf_block before = {block, 0, 0};
    uint64_t have = 0;
    while (have < bytes && before.start > lowest) {
        ASSAY_TRY(bgzf_block_before(file, before.start, &before, error));
        have += file->data_size;
    }
    *place = (bgzf_place){before.start, have > bytes ? have - bytes : 0};
    return ASSAY_OK;
}

/* Stands before the first record that starts in the first block at or after the source's start;
 * data is where the header of the file ends. */
static assay_status open_block(bgzf_reader *self, bgzf_place data, assay_error *error)
{
    bgzf_block block;
    bgzf_place from;
    size_t bytes = self->source->format.delimiter_size;
    ASSAY_TRY(bgzf_block_find(self->file, self->source->start >> 16, &block, error));
    ASSAY_TRY(look_back(self->file, block.start, data.block, bytes, &from, error));
    if (from.block <= data.block) /* from behind the header it is not far */
        return open_at(self, data);
    ASSAY_TRY(open_at(self, from));
    assay_status status = assay_delimited_reader_skip(self->records, error);
    return status == ASSAY_END ? ASSAY_OK : status;
}

/* Whether the records begin in the first block: at most a byte order mark comes before them. */
static assay_status look_at_first(bgzf_reader *self, bool *begin, assay_error *error)
{
    bgzf_block first;
    unsigned char size[4];
    ASSAY_TRY(bgzf_block_at(self->file, 0, &first, error));
    ASSAY_TRY(bgzf_file_read(self->file, first.stored - sizeof(size), size, sizeof(size), error));
    *begin = self->source->format.header_lines == 0 && (size[0] > 3 || size[1] > 0 || size[2] > 0);
    return ASSAY_OK;
}

static assay_status open_range(bgzf_reader *self, assay_error *error)
{
    bool begin = false;
    if (self->source->start >> 16 > 0)
        ASSAY_TRY(look_at_first(self, &begin, error));
    if (begin)
        return open_block(self, (bgzf_place){0, 0}, error);
    ASSAY_TRY(open_at(self, (bgzf_place){0, 0}));
    ASSAY_TRY(assay_delimited_format_skip_head(&self->source->format, self->records, error));
    bgzf_place data = bgzf_input_place(self->input, assay_delimited_reader_offset(self->records));
    return self->source->start >> 16 <= data.block ? ASSAY_OK : open_block(self, data, error);
}

static assay_status finish(bgzf_reader *self)
{
    assay_offset_tracker_finish(&self->tracker);
    self->state = AT_END;
    return ASSAY_END;
}

/* The next record that starts inside the range. */
static assay_status next_record(bgzf_reader *self, uint64_t *position, assay_error *error)
{
    uint64_t offset;
    do {
        ASSAY_TRY(assay_delimited_reader_next(self->records, &self->value, &offset, error));
        *position = offset_of(bgzf_input_place(self->input, offset));
    } while (*position < self->source->start);
    return ASSAY_OK;
}

static assay_status move(bgzf_reader *self, assay_error *error)
{
    uint64_t position;
    assay_status status = next_record(self, &position, error);
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
    self->mark.next = bgzf_input_place(self->input, assay_delimited_reader_offset(self->records));
    self->mark.split_points++;
    self->state = ON_RECORD;
    return ASSAY_OK;
}

/* Where the data ends is looked for only when the source may reach so far. */
static assay_status find_limit(bgzf_file *file, uint64_t source_end, uint64_t *limit,
                               assay_error *error)
{
    uint64_t end;
    *limit = source_end;
    if (file->size > 2 * BGZF_BLOCK && source_end >> 16 < file->size - 2 * BGZF_BLOCK)
        return ASSAY_OK;
    ASSAY_TRY(bgzf_data_end(file, &end, error));
    *limit = end < source_end ? end : source_end;
    return ASSAY_OK;
}

static assay_status begin(bgzf_reader *self, assay_error *error)
{
    const bgzf_source *source = self->source;
    uint64_t limit;
    ASSAY_TRY(bgzf_file_open(source->path, &self->file, error));
    ASSAY_TRY(find_limit(self->file, source->end, &limit, error));
    if (source->start >= limit)
        return ASSAY_END;
    self->limit = limit;
    assay_offset_tracker_set_end(&self->tracker, limit);
    return self->any ? open_at(self, self->mark.next) : open_range(self, error);
}

static assay_status start(assay_reader *self, assay_error *error)
{
    bgzf_reader *reader = (bgzf_reader *)self;
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
    bgzf_reader *reader = (bgzf_reader *)self;
    if (reader->state == AT_END)
        return ASSAY_END;
    if (reader->state != ON_RECORD)
        return assay_error_set(error, ASSAY_STATE, "the reader is not started, failed, or closed");
    return move(reader, error);
}

static assay_status current(assay_reader *self, assay_record *record, assay_error *error)
{
    bgzf_reader *reader = (bgzf_reader *)self;
    if (reader->state != ON_RECORD)
        return assay_error_set(error, ASSAY_STATE, "the reader is on no record");
    record->timestamp = ASSAY_TIMESTAMP_MIN;
    record->value = reader->value;
    record->id = (assay_bytes){NULL, 0};
    return ASSAY_OK;
}

static assay_status close_reader(assay_reader *self, assay_error *error)
{
    bgzf_reader *reader = (bgzf_reader *)self;
    if (reader->state == CLOSED)
        return assay_error_set(error, ASSAY_STATE, "the reader was closed before");
    drop_file(reader);
    reader->state = CLOSED;
    return ASSAY_OK;
}

static void release(assay_reader *self)
{
    bgzf_reader *reader = (bgzf_reader *)self;
    drop_file(reader);
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
    .query = bgzf_reader_query,
    .release = release,
};

assay_status bgzf_reader_new(const bgzf_source *source, const bgzf_mark *mark,
                             assay_reader **reader)
{
    bgzf_reader *self = calloc(1, sizeof(*self));
    assay_source *copy;
    if (self == NULL)
        return ASSAY_MEMORY;
    if (bgzf_source_part(source, source->start, source->end, &copy) != ASSAY_OK) {
        free(self);
        return ASSAY_MEMORY;
    }
    self->base.ops = &reader_ops;
    self->source = (bgzf_source *)copy;
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
