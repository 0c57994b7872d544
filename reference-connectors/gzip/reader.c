/* One pass over a gzip file. */
#include "gzip.h"

#include <assay/toolkit/error.h>
#include <stdlib.h>
#include <string.h>

typedef enum state { NEW, ON_RECORD, AT_END, FAILED, CLOSED } state;

typedef struct gzip_reader {
    assay_reader base;
    assay_source *source; /* an own copy */
    _Atomic state state;
    _Atomic bool any;          /* whether it has arrived at a record, perhaps before a restore */
    _Atomic uint64_t progress; /* stored bytes consumed, */
    _Atomic uint64_t size;     /* of so many; for other threads */
    uint64_t consumed;         /* the same as progress, for the input */
    uint64_t mark;             /* decompressed bytes arrived at */
    assay_delimited_reader *records;
    assay_bytes value;
    uint64_t position;
} gzip_reader;

static assay_status open_records(gzip_reader *self, assay_error *error)
{
    const gzip_source *source = (const gzip_source *)self->source;
    uint64_t size;
    assay_input *stored, *input;
    ASSAY_TRY(gzip_stored_size(source, &size, error));
    self->size = size;
    ASSAY_TRY(assay_input_open_file(source->path, 0, &stored, error));
    ASSAY_TRY(gzip_input_new(stored, &self->consumed, &input));
    ASSAY_TRY(assay_delimited_format_open(&source->format, input, 0, &self->records));
    return assay_delimited_format_skip_head(&source->format, self->records, error);
}

/* Reads again what a reader had read before it was marked. */
static assay_status skip_to_mark(gzip_reader *self, assay_error *error)
{
    uint64_t start;
    assay_status status = ASSAY_OK;
    while (status == ASSAY_OK && assay_delimited_reader_offset(self->records) < self->mark)
        status = assay_delimited_reader_next(self->records, &self->value, &start, error);
    if (status == ASSAY_END || (self->mark > 0 && status == ASSAY_OK &&
                                assay_delimited_reader_offset(self->records) != self->mark))
        return assay_error_set(error, ASSAY_IO, "'%s' is not what it was when it was marked",
                               ((const gzip_source *)self->source)->path);
    return status;
}

static assay_status move(gzip_reader *self, assay_error *error)
{
    uint64_t start;
    assay_status status = assay_delimited_reader_next(self->records, &self->value, &start, error);
    self->progress = self->consumed;
    if (status == ASSAY_OK) {
        self->position = self->any ? self->consumed : 0;
        self->any = true;
        self->mark = assay_delimited_reader_offset(self->records);
    }
    self->state = status == ASSAY_OK ? ON_RECORD : status == ASSAY_END ? AT_END : FAILED;
    return status;
}

static assay_status start(assay_reader *self, assay_error *error)
{
    gzip_reader *reader = (gzip_reader *)self;
    if (reader->state != NEW)
        return assay_error_set(error, ASSAY_STATE, "the reader was started before");
    assay_status status = open_records(reader, error);
    if (status == ASSAY_OK)
        status = skip_to_mark(reader, error);
    if (status == ASSAY_OK)
        return move(reader, error);
    reader->state = FAILED;
    return status;
}

static assay_status advance(assay_reader *self, assay_error *error)
{
    gzip_reader *reader = (gzip_reader *)self;
    if (reader->state == AT_END)
        return ASSAY_END;
    if (reader->state != ON_RECORD)
        return assay_error_set(error, ASSAY_STATE, "the reader is not started, failed, or closed");
    return move(reader, error);
}

static assay_status current(assay_reader *self, assay_record *record, assay_error *error)
{
    gzip_reader *reader = (gzip_reader *)self;
    if (reader->state != ON_RECORD)
        return assay_error_set(error, ASSAY_STATE, "the reader is on no record");
    record->timestamp = ASSAY_TIMESTAMP_MIN;
    record->value = reader->value;
    record->id = (assay_bytes){NULL, 0};
    return ASSAY_OK;
}

static void drop_records(gzip_reader *self)
{
    if (self->records != NULL)
        assay_delimited_reader_free(self->records);
    self->records = NULL;
}

static assay_status close_reader(assay_reader *self, assay_error *error)
{
    gzip_reader *reader = (gzip_reader *)self;
    if (reader->state == CLOSED)
        return assay_error_set(error, ASSAY_STATE, "the reader was closed before");
    drop_records(reader);
    reader->state = CLOSED;
    return ASSAY_OK;
}

static void release(assay_reader *self)
{
    gzip_reader *reader = (gzip_reader *)self;
    drop_records(reader);
    reader->source->ops->release(reader->source);
    free(reader);
}

static assay_status check_open(const gzip_reader *self, assay_error *error)
{
    return self->state == CLOSED ? assay_error_set(error, ASSAY_STATE, "the reader is closed")
                                 : ASSAY_OK;
}

static assay_status fraction(assay_reader *self, double *consumed, assay_error *error)
{
    gzip_reader *reader = (gzip_reader *)self;
    ASSAY_TRY(check_open(reader, error));
    state now = reader->state;
    uint64_t done = reader->progress, size = reader->size;
    *consumed = now == AT_END ? 1 : 0;
    if (now == ON_RECORD || now == FAILED)
        *consumed = done < size ? (double)done / (double)size : 1;
    return ASSAY_OK;
}

static const assay_progress progress = {.struct_size = sizeof(progress), .fraction = fraction};

/* All records go with the first one. */
static assay_status counts(assay_reader *self, int64_t *consumed, int64_t *remaining,
                           assay_error *error)
{
    gzip_reader *reader = (gzip_reader *)self;
    ASSAY_TRY(check_open(reader, error));
    state now = reader->state;
    *consumed = now == AT_END && reader->any ? 1 : 0;
    *remaining = now == NEW ? ASSAY_SPLIT_POINTS_UNKNOWN : now == AT_END ? 0 : 1;
    return ASSAY_OK;
}

static const assay_split_points split_points = {.struct_size = sizeof(split_points),
                                                .counts = counts};

static assay_status get_source(assay_reader *self, assay_source **source, assay_error *error)
{
    gzip_reader *reader = (gzip_reader *)self;
    ASSAY_TRY(check_open(reader, error));
    return gzip_source_copy((const gzip_source *)reader->source, source);
}

static const assay_current_source current_source = {.struct_size = sizeof(current_source),
                                                    .get = get_source};

static assay_status get_position(assay_reader *self, assay_out *to, bool *split_point,
                                 assay_error *error)
{
    gzip_reader *reader = (gzip_reader *)self;
    if (reader->state != ON_RECORD)
        return assay_error_set(error, ASSAY_STATE, "the reader is on no record");
    *split_point = reader->position == 0;
    return assay_put_offset(to, reader->position);
}

static const assay_position position = {
    .struct_size = sizeof(position), .kind = ASSAY_POSITION_OFFSET, .get = get_position};

static const struct ability {
    const char *name;
    const void *table;
} abilities[] = {
    {ASSAY_PROGRESS, &progress},
    {ASSAY_SPLIT_POINTS, &split_points},
    {ASSAY_CURRENT_SOURCE, &current_source},
    {ASSAY_POSITION, &position},
};

static const void *query(assay_reader *self, const char *ability)
{
    (void)self;
    for (size_t i = 0; i < sizeof(abilities) / sizeof(abilities[0]); i++)
        if (strcmp(abilities[i].name, ability) == 0)
            return abilities[i].table;
    return NULL;
}

static const assay_reader_ops reader_ops = {
    .struct_size = sizeof(reader_ops),
    .start = start,
    .advance = advance,
    .current = current,
    .close = close_reader,
    .query = query,
    .release = release,
};

assay_status gzip_reader_new(const gzip_source *source, uint64_t mark, assay_reader **reader)
{
    gzip_reader *self = calloc(1, sizeof(*self));
    if (self == NULL)
        return ASSAY_MEMORY;
    if (gzip_source_copy(source, &self->source) != ASSAY_OK) {
        free(self);
        return ASSAY_MEMORY;
    }
    self->base.ops = &reader_ops;
    self->mark = mark;
    self->any = mark > 0;
    *reader = &self->base;
    return ASSAY_OK;
}

static assay_status mark(assay_source *self, assay_reader *reader, assay_out *to,
                         assay_error *error)
{
    (void)self;
    const gzip_reader *marked = (const gzip_reader *)reader;
    if (marked->state == CLOSED || marked->state == FAILED)
        return assay_error_set(error, ASSAY_STATE, "the reader failed or is closed");
    return assay_put_u64(to, marked->mark);
}

static assay_status restore(assay_source *self, assay_bytes bytes, assay_reader **reader,
                            assay_error *error)
{
    assay_decoder decoder = {bytes, false};
    uint64_t consumed = assay_take_u64(&decoder);
    if (!assay_decoder_done(&decoder))
        return assay_error_set(error, ASSAY_INVALID, "not a mark of this source");
    return gzip_reader_new((const gzip_source *)self, consumed, reader);
}

const assay_checkpoint gzip_checkpoint = {
    .struct_size = sizeof(gzip_checkpoint), .mark = mark, .restore = restore};
