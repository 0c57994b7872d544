/* One pass over a source. The reader's thread alone uses the database; what other threads look at
 * is under the lock. */
#include "sqlite.h"

#include <stdlib.h>
#include <string.h>

/* Ends what reading holds: the snapshot and the connection. */
static void stop(sqlite_reader *self, sqlite_state state)
{
    sqlite3_finalize(self->rows);
    sqlite3_close(self->db);
    self->rows = NULL;
    self->db = NULL;
    pthread_mutex_lock(&self->lock);
    self->state = state;
    if (self->tracker != NULL && state == AT_END)
        assay_key_tracker_finish(self->tracker);
    pthread_mutex_unlock(&self->lock);
}

static assay_status stopped(sqlite_reader *self, assay_status status)
{
    stop(self, status == ASSAY_END ? AT_END : FAILED);
    return status;
}

static assay_bytes column(sqlite3_stmt *rows, int number)
{
    const void *bytes = sqlite3_column_blob(rows, number);
    return (assay_bytes){bytes, (size_t)sqlite3_column_bytes(rows, number)};
}

static void show(sqlite_reader *self)
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
    ASSAY_TRY(sqlite_select_step(self->source->plan, self->rows, error));
    assay_buffer_reset(&self->next);
    ASSAY_TRY(sqlite_position_of(self->rows, COLUMN_KEY, self->source->plan->kind, &self->next.out,
                                 error));
    *point = !self->place.any || assay_key_compare(assay_buffer_bytes(&self->next),
                                                   assay_buffer_bytes(&self->place.key)) != 0;
    return ASSAY_OK;
}

static assay_status claim(sqlite_reader *self, assay_bytes key, bool point, assay_error *error)
{
    assay_status status = assay_key_tracker_claim(self->tracker, key, point);
    if (status == ASSAY_STATE)
        return assay_error_set(error, ASSAY_CORRUPT, "rows come in another order than their keys");
    return status;
}

static void arrive(sqlite_reader *self, bool point)
{
    sqlite_place *place = &self->place;
    self->point = point;
    show(self);
    pthread_mutex_lock(&self->lock);
    if (point) {
        assay_buffer left = place->key;
        place->key = self->next;
        self->next = left;
        place->any = true;
        place->ties = 0;
        place->points++;
    }
    place->ties++;
    self->state = ON_RECORD;
    pthread_mutex_unlock(&self->lock);
}

static assay_status move(sqlite_reader *self, assay_error *error)
{
    bool point;
    if (self->source->plan->kind == SQLITE_KEY_NONE) {
        ASSAY_TRY(sqlite_select_step(self->source->plan, self->rows, error));
        point = false;
    } else {
        ASSAY_TRY(look(self, &point, error));
        ASSAY_TRY(claim(self, assay_buffer_bytes(&self->next), point, error));
    }
    arrive(self, point);
    return ASSAY_OK;
}

static assay_status advance_to(sqlite_reader *self, assay_error *error)
{
    assay_status status = move(self, error);
    return status == ASSAY_OK ? ASSAY_OK : stopped(self, status);
}

/* A position behind the last row, but not behind the end of the source. */
static assay_status put_behind(const sqlite_reader *self, assay_bytes last, assay_buffer *behind)
{
    assay_bytes end = assay_buffer_bytes(&self->source->end);
    ASSAY_TRY(assay_buffer_append(&behind->out, last.data, last.size));
    ASSAY_TRY(assay_buffer_append(&behind->out, "\xff", 1));
    if (end.size == 0 || assay_key_compare(assay_buffer_bytes(behind), end) <= 0)
        return ASSAY_OK;
    assay_buffer_reset(behind);
    return assay_buffer_append(&behind->out, end.data, end.size);
}

static assay_status tracker_new(const sqlite_reader *self, const sqlite_ends *ends,
                                assay_key_tracker **tracker)
{
    assay_buffer behind = ASSAY_BUFFER_INIT;
    assay_bytes first = assay_buffer_bytes(&ends->first), at = assay_buffer_bytes(&self->place.key);
    assay_status status = put_behind(self, assay_buffer_bytes(&ends->last), &behind);
    if (self->place.any && assay_key_compare(at, first) < 0)
        first = at; /* the rows up to the mark were deleted */
    *tracker = NULL;
    if (status == ASSAY_OK)
        *tracker = assay_key_tracker_new(first, assay_buffer_bytes(&behind));
    assay_buffer_clear(&behind);
    return *tracker == NULL ? ASSAY_MEMORY : ASSAY_OK;
}

/* What other threads may split from here on: from the first row to behind the last one. */
static assay_status track(sqlite_reader *self, sqlite_ends *ends, assay_error *error)
{
    assay_key_tracker *tracker;
    ASSAY_TRY(tracker_new(self, ends, &tracker));
    pthread_mutex_lock(&self->lock);
    self->tracker = tracker;
    self->low = ends->low;
    self->top = ends->last;
    pthread_mutex_unlock(&self->lock);
    ends->low = ends->last = (assay_buffer)ASSAY_BUFFER_INIT;
    return self->place.any ? claim(self, assay_buffer_bytes(&self->place.key), true, error)
                           : ASSAY_OK;
}

static assay_status prepare_tracker(sqlite_reader *self, assay_error *error)
{
    const sqlite_source *source = self->source;
    sqlite_ends ends;
    ASSAY_TRY(sqlite_ends_find(self->db, source->plan, assay_buffer_bytes(&source->start),
                               assay_buffer_bytes(&source->end), &ends, error));
    assay_status status = ASSAY_OK;
    if (source->plan->kind != SQLITE_KEY_NONE)
        status = ends.last.size == 0 ? ASSAY_END : track(self, &ends, error);
    sqlite_ends_clear(&ends);
    return status;
}

/* Goes over the rows of the mark's key that were read before it was made. */
static assay_status pass_ties(sqlite_reader *self, assay_error *error)
{
    assay_status status = ASSAY_OK;
    uint64_t passed = self->place.ties;
    bool point = false;
    self->place.ties = 0;
    while (self->place.ties < passed && (status = look(self, &point, error)) == ASSAY_OK && !point)
        self->place.ties++;
    if (status != ASSAY_OK || !point)
        return status;
    /* Rows of that key were deleted: this one is the first of the next key. */
    ASSAY_TRY(claim(self, assay_buffer_bytes(&self->next), true, error));
    arrive(self, true);
    return ASSAY_OK;
}

static assay_status begin(sqlite_reader *self, assay_error *error)
{
    const sqlite_source *source = self->source;
    const assay_buffer *from = self->place.any ? &self->place.key : &source->start;
    ASSAY_TRY(sqlite_database_read(source->plan, &self->db, error));
    ASSAY_TRY(prepare_tracker(self, error));
    ASSAY_TRY(sqlite_rows_prepare(self->db, source, assay_buffer_bytes(from), &self->rows, error));
    if (self->place.any)
        ASSAY_TRY(pass_ties(self, error));
    return self->state == ON_RECORD ? ASSAY_OK : move(self, error);
}

static assay_status start(assay_reader *self, assay_error *error)
{
    sqlite_reader *reader = (sqlite_reader *)self;
    if (reader->state != NEW)
        return assay_error_set(error, ASSAY_STATE, "the reader was started before");
    assay_status status = begin(reader, error);
    return status == ASSAY_OK ? ASSAY_OK : stopped(reader, status);
}

static assay_status advance(assay_reader *self, assay_error *error)
{
    sqlite_reader *reader = (sqlite_reader *)self;
    if (reader->state == AT_END)
        return ASSAY_END;
    if (reader->state != ON_RECORD)
        return assay_error_set(error, ASSAY_STATE, "the reader is not started, failed or closed");
    return advance_to(reader, error);
}

static assay_status current(assay_reader *self, assay_record *record, assay_error *error)
{
    const sqlite_reader *reader = (const sqlite_reader *)self;
    if (reader->state != ON_RECORD)
        return assay_error_set(error, ASSAY_STATE, "the reader is on no record");
    record->timestamp = reader->record.timestamp;
    record->value = reader->record.value;
    record->id = reader->record.id;
    return ASSAY_OK;
}

static assay_status close_reader(assay_reader *self, assay_error *error)
{
    sqlite_reader *reader = (sqlite_reader *)self;
    if (reader->state == CLOSED)
        return assay_error_set(error, ASSAY_STATE, "the reader was closed before");
    stop(reader, CLOSED);
    return ASSAY_OK;
}

static void release(assay_reader *self)
{
    sqlite_reader *reader = (sqlite_reader *)self;
    stop(reader, CLOSED);
    if (reader->tracker != NULL)
        assay_key_tracker_free(reader->tracker);
    pthread_mutex_destroy(&reader->lock);
    assay_buffer_clear(&reader->place.key);
    assay_buffer_clear(&reader->next);
    assay_buffer_clear(&reader->low);
    assay_buffer_clear(&reader->top);
    assay_buffer_clear(&reader->end);
    if (reader->source != NULL)
        reader->source->base.ops->release(&reader->source->base);
    free(reader);
}

static const assay_reader_ops reader_ops = {
    .struct_size = sizeof(reader_ops),
    .start = start,
    .advance = advance,
    .current = current,
    .close = close_reader,
    .query = sqlite_reader_query,
    .release = release,
};

assay_status sqlite_reader_new(const sqlite_source *source, sqlite_place *place,
                               assay_reader **reader)
{
    sqlite_reader *self = calloc(1, sizeof(*self));
    if (self == NULL)
        return ASSAY_MEMORY;
    assay_bytes start = assay_buffer_bytes(&source->start), end = assay_buffer_bytes(&source->end);
    assay_source *copy = NULL;
    self->base.ops = &reader_ops;
    pthread_mutex_init(&self->lock, NULL);
    self->place.key = self->next = self->low = self->top = self->end =
        (assay_buffer)ASSAY_BUFFER_INIT;
    if (sqlite_source_new(source->plan, start, end, &copy) != ASSAY_OK ||
        assay_buffer_append(&self->end.out, end.data, end.size) != ASSAY_OK) {
        self->source = (sqlite_source *)copy;
        release(&self->base);
        return ASSAY_MEMORY;
    }
    self->source = (sqlite_source *)copy;
    if (place != NULL)
        self->place = *place;
    *reader = &self->base;
    return ASSAY_OK;
}
