/* One pass over one file. */
#include "file.h"

#include <assay/toolkit/error.h>

static const file_source *source_of(const file_reader *self)
{
    return (const file_source *)self->offsets.source;
}

static assay_status open_at(file_reader *self, uint64_t offset, assay_error *error)
{
    const file_source *source = source_of(self);
    assay_input *input;
    ASSAY_TRY(assay_input_open_file(source->path, offset, &input, error));
    return assay_delimited_format_open(&source->format, input, offset, &self->records);
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
    const file_source *source = source_of(self);
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

static assay_status begin(assay_offset_reader *self, assay_error *error)
{
    file_reader *reader = (file_reader *)self;
    const file_source *source = source_of(reader);
    uint64_t size;
    ASSAY_TRY(file_size(source->path, &size, error));
    if (reader->any && reader->mark.next > size)
        return assay_error_set(error, ASSAY_IO, "'%s' is shorter than it was", source->path);
    ASSAY_TRY(assay_offset_reader_set_limit(self, size));
    return reader->any ? open_at(reader, reader->mark.next, error) : open_range(reader, error);
}

static assay_status move(assay_offset_reader *self, assay_error *error)
{
    file_reader *reader = (file_reader *)self;
    uint64_t position;
    ASSAY_TRY(assay_delimited_reader_next(reader->records, &self->record.value, &position, error));
    ASSAY_TRY(assay_offset_reader_claim(self, position));
    reader->any = true;
    reader->mark.next = assay_delimited_reader_offset(reader->records);
    reader->mark.split_points++;
    return ASSAY_OK;
}

static void stop(assay_offset_reader *self)
{
    drop_records((file_reader *)self);
}

static assay_status part(const assay_source *like, uint64_t start, uint64_t end,
                         assay_source **made)
{
    return file_source_part((const file_source *)like, start, end, made);
}

static void cover(assay_source *part, uint64_t start, uint64_t end)
{
    file_source *source = (file_source *)part;
    source->start = start;
    source->end = end;
}

static const assay_offset_reader_store store = {
    .size = sizeof(file_reader),
    .begin = begin,
    .move = move,
    .stop = stop,
    .part = part,
    .cover = cover,
};

assay_status file_reader_new(const file_source *source, const file_mark *mark,
                             assay_reader **reader)
{
    assay_offset_reader *made;
    ASSAY_TRY(assay_offset_reader_new(&store, &source->base, source->start, source->end, &made));
    file_reader *self = (file_reader *)made;
    if (mark != NULL) {
        self->any = true;
        self->mark = *mark;
        made->restored_points = mark->split_points;
    }
    *reader = &made->base;
    return ASSAY_OK;
}
