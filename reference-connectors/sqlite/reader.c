/* One pass over a source: how it goes through the rows. */
#include "sqlite.h"

#include <stdlib.h>
#include <string.h>

/* The snapshot and the connection. */
static void stop(assay_key_reader *self)
{
    sqlite_reader *reader = (sqlite_reader *)self;
    sqlite3_finalize(reader->rows);
    sqlite3_close(reader->db);
    reader->rows = NULL;
    reader->db = NULL;
}

static assay_bytes column(sqlite3_stmt *rows, int number)
{
    const void *bytes = sqlite3_column_blob(rows, number);
    return (assay_bytes){bytes, (size_t)sqlite3_column_bytes(rows, number)};
}

static void take(sqlite_reader *self)
{
    bool timed = sqlite3_column_type(self->rows, COLUMN_TIMESTAMP) == SQLITE_INTEGER;
    self->record.value = column(self->rows, COLUMN_VALUE);
    self->record.id = column(self->rows, COLUMN_ID);
    self->record.timestamp =
        timed ? sqlite3_column_int64(self->rows, COLUMN_TIMESTAMP) : ASSAY_TIMESTAMP_MIN;
}

/* Looks at the next row: where it is, and whether it is the first of its key. */
static assay_status look(sqlite_reader *self, bool *point, assay_error *error)
{
    const assay_key_place *place = &self->keys.place;
    ASSAY_TRY(sqlite_select_step(self->source->plan, self->rows, error));
    assay_buffer_reset(&self->next);
    ASSAY_TRY(sqlite_position_of(self->rows, COLUMN_KEY, self->source->plan->kind, &self->next.out,
                                 error));
    *point = !place->any || assay_key_compare(assay_buffer_bytes(&self->next),
                                              assay_buffer_bytes(&place->key)) != 0;
    return ASSAY_OK;
}

/* The row that was looked at is the next record. */
static assay_status arrive(sqlite_reader *self, bool point, assay_error *error)
{
    assay_status status =
        assay_key_reader_claim(&self->keys, assay_buffer_bytes(&self->next), point);
    if (status == ASSAY_STATE)
        return assay_error_set(error, ASSAY_CORRUPT, "rows come in another order than their keys");
    ASSAY_TRY(status);
    take(self);
    self->ties = point ? 1 : self->ties + 1;
    assay_key_reader_arrive(&self->keys, &self->next, point);
    return ASSAY_OK;
}

/* A row that has no key needs no claim. */
static assay_status move_keyless(sqlite_reader *self, assay_error *error)
{
    ASSAY_TRY(sqlite_select_step(self->source->plan, self->rows, error));
    take(self);
    self->ties++;
    assay_key_reader_arrive(&self->keys, &self->next, false);
    return ASSAY_OK;
}

static assay_status move(assay_key_reader *self, assay_error *error)
{
    sqlite_reader *reader = (sqlite_reader *)self;
    bool point;
    if (self->keyless)
        return move_keyless(reader, error);
    ASSAY_TRY(look(reader, &point, error));
    return arrive(reader, point, error);
}

/* What other threads may split from here on: from the first row to behind the last one. */
static assay_status track(sqlite_reader *self, assay_error *error)
{
    const sqlite_source *source = self->source;
    sqlite_ends ends;
    ASSAY_TRY(sqlite_ends_find(self->db, source->plan, assay_buffer_bytes(&source->start),
                               assay_buffer_bytes(&source->end), &ends, error));
    assay_status status = ASSAY_OK;
    if (!self->keys.keyless)
        status = ends.last.size == 0
                     ? ASSAY_END
                     : assay_key_reader_track(&self->keys, assay_buffer_bytes(&ends.first),
                                              assay_buffer_bytes(&ends.low),
                                              assay_buffer_bytes(&ends.last));
    sqlite_ends_clear(&ends);
    return status;
}

/* Goes over the rows of the mark's key that were read before it was made, to the next record: the
 * one after them or, where rows of that key were deleted, the first one of the next key. */
static assay_status pass_ties(sqlite_reader *self, assay_error *error)
{
    uint64_t passed = self->ties;
    bool point = false;
    for (self->ties = 0; self->ties < passed && !point; self->ties += !point)
        ASSAY_TRY(look(self, &point, error));
    return point ? arrive(self, true, error) : move(&self->keys, error);
}

static assay_status begin(assay_key_reader *self, assay_error *error)
{
    sqlite_reader *reader = (sqlite_reader *)self;
    const sqlite_source *source = reader->source;
    const assay_buffer *from = self->place.any ? &self->place.key : &source->start;
    ASSAY_TRY(sqlite_database_read(source->plan, &reader->db, error));
    ASSAY_TRY(track(reader, error));
    ASSAY_TRY(
        sqlite_rows_prepare(reader->db, source, assay_buffer_bytes(from), &reader->rows, error));
    return self->place.any ? pass_ties(reader, error) : move(self, error);
}

static void show(const assay_key_reader *self, assay_record *record)
{
    const assay_record *shown = &((const sqlite_reader *)self)->record;
    record->timestamp = shown->timestamp;
    record->value = shown->value;
    record->id = shown->id;
}

static assay_status part(const assay_key_reader *self, assay_bytes start, assay_bytes end,
                         assay_source **part)
{
    return sqlite_source_new(((const sqlite_reader *)self)->source->plan, start, end, part);
}

static void release(assay_key_reader *self)
{
    sqlite_reader *reader = (sqlite_reader *)self;
    assay_buffer_clear(&reader->next);
    reader->source->base.ops->release(&reader->source->base);
    free(reader);
}

static const assay_key_reader_store store = {
    .begin = begin, .move = move, .show = show, .stop = stop, .part = part, .release = release};

assay_status sqlite_reader_new(const sqlite_source *source, assay_key_place *place, uint64_t ties,
                               assay_reader **reader)
{
    assay_bytes start = assay_buffer_bytes(&source->start), end = assay_buffer_bytes(&source->end);
    assay_source *copy = NULL;
    sqlite_reader *self = calloc(1, sizeof(*self));
    if (self == NULL || sqlite_source_new(source->plan, start, end, &copy) != ASSAY_OK) {
        free(self);
        return ASSAY_MEMORY;
    }
    self->source = (sqlite_source *)copy;
    self->next = (assay_buffer)ASSAY_BUFFER_INIT;
    self->ties = ties;
    self->keys.keyless = source->plan->kind == SQLITE_KEY_NONE;
    *reader = &self->keys.base;
    assay_status status = assay_key_reader_init(&self->keys, &store, start, end, place);
    if (status != ASSAY_OK)
        (*reader)->ops->release(*reader);
    return status;
}
