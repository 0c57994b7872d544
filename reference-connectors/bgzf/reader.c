/* One pass over a source. */
#include "bgzf.h"

static const bgzf_source *source_of(const bgzf_reader *self)
{
    return (const bgzf_source *)self->offsets.source;
}

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

static assay_status open_at(bgzf_reader *self, bgzf_place from)
{
    drop_records(self);
    ASSAY_TRY(bgzf_input_new(self->file, from, &self->input));
    return assay_delimited_format_open(&source_of(self)->format, bgzf_input_base(self->input), 0,
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
    size_t bytes = source_of(self)->format.delimiter_size;
    ASSAY_TRY(bgzf_block_find(self->file, self->offsets.start >> 16, &block, error));
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
    int64_t header_lines = source_of(self)->format.header_lines;
    bgzf_block first;
    unsigned char size[4];
    ASSAY_TRY(bgzf_block_at(self->file, 0, &first, error));
    ASSAY_TRY(bgzf_file_read(self->file, first.stored - sizeof(size), size, sizeof(size), error));
    *begin = header_lines == 0 && (size[0] > 3 || size[1] > 0 || size[2] > 0);
    return ASSAY_OK;
}

static assay_status open_range(bgzf_reader *self, assay_error *error)
{
    bool begin = false;
    if (self->offsets.start >> 16 > 0)
        ASSAY_TRY(look_at_first(self, &begin, error));
    if (begin)
        return open_block(self, (bgzf_place){0, 0}, error);
    ASSAY_TRY(open_at(self, (bgzf_place){0, 0}));
    ASSAY_TRY(assay_delimited_format_skip_head(&source_of(self)->format, self->records, error));
    bgzf_place data = bgzf_input_place(self->input, assay_delimited_reader_offset(self->records));
    return self->offsets.start >> 16 <= data.block ? ASSAY_OK : open_block(self, data, error);
}

/* Where the data ends is looked for only when the source may reach so far. */
static assay_status find_limit(bgzf_file *file, uint64_t source_end, uint64_t *limit,
                               assay_error *error)
{
    *limit = source_end;
    if (file->size > 2 * BGZF_BLOCK && source_end >> 16 < file->size - 2 * BGZF_BLOCK)
        return ASSAY_OK;
    return bgzf_data_end(file, limit, error);
}

static assay_status begin(assay_offset_reader *self, assay_error *error)
{
    bgzf_reader *reader = (bgzf_reader *)self;
    uint64_t limit;
    ASSAY_TRY(bgzf_file_open(source_of(reader)->path, &reader->file, error));
    ASSAY_TRY(find_limit(reader->file, self->end, &limit, error));
    ASSAY_TRY(assay_offset_reader_set_limit(self, limit));
    return reader->any ? open_at(reader, reader->mark.next) : open_range(reader, error);
}

/* The next record that starts inside the range. */
static assay_status next_record(bgzf_reader *self, uint64_t *position, assay_error *error)
{
    uint64_t offset;
    do {
        ASSAY_TRY(assay_delimited_reader_next(self->records, &self->offsets.record.value, &offset,
                                              error));
        *position = offset_of(bgzf_input_place(self->input, offset));
    } while (*position < self->offsets.start);
    return ASSAY_OK;
}

static assay_status move(assay_offset_reader *self, assay_error *error)
{
    bgzf_reader *reader = (bgzf_reader *)self;
    uint64_t position;
    ASSAY_TRY(next_record(reader, &position, error));
    ASSAY_TRY(assay_offset_reader_claim(self, position));
    reader->any = true;
    reader->mark.next =
        bgzf_input_place(reader->input, assay_delimited_reader_offset(reader->records));
    reader->mark.split_points++;
    return ASSAY_OK;
}

static void stop(assay_offset_reader *self)
{
    bgzf_reader *reader = (bgzf_reader *)self;
    drop_records(reader);
    if (reader->file != NULL)
        bgzf_file_close(reader->file);
}

static assay_status part(const assay_source *like, uint64_t start, uint64_t end,
                         assay_source **made)
{
    return bgzf_source_part((const bgzf_source *)like, start, end, made);
}

static void cover(assay_source *part, uint64_t start, uint64_t end)
{
    bgzf_source *source = (bgzf_source *)part;
    source->start = start;
    source->end = end;
}

/* A split by fraction falls between two blocks: the residual begins with the first block at or
 * after the cut, and nobody reads a block twice but for a record that goes on in it. */
static const assay_offset_reader_store store = {
    .size = sizeof(bgzf_reader),
    .grain = BGZF_BLOCK,
    .begin = begin,
    .move = move,
    .stop = stop,
    .part = part,
    .cover = cover,
};

assay_status bgzf_reader_new(const bgzf_source *source, const bgzf_mark *mark,
                             assay_reader **reader)
{
    assay_offset_reader *made;
    ASSAY_TRY(assay_offset_reader_new(&store, &source->base, source->start, source->end, &made));
    bgzf_reader *self = (bgzf_reader *)made;
    if (mark != NULL) {
        self->any = true;
        self->mark = *mark;
        made->restored_points = mark->split_points;
    }
    *reader = &made->base;
    return ASSAY_OK;
}
