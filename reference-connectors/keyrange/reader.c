/* One pass over a source. The reader's thread alone uses the environment; what other threads look
 * at is under the lock. */
#include "keyrange.h"

#include <stdlib.h>
#include <string.h>

/* Ends what reading holds: the snapshot. */
static void stop(keyrange_reader *self, keyrange_state state)
{
    keyrange_snapshot_close(&self->snapshot);
    pthread_mutex_lock(&self->lock);
    self->state = state;
    if (self->tracker != NULL && state == AT_END)
        assay_key_tracker_finish(self->tracker);
    pthread_mutex_unlock(&self->lock);
}

static assay_status stopped(keyrange_reader *self, assay_status status)
{
    stop(self, status == ASSAY_END ? AT_END : FAILED);
    return status;
}

static assay_status copy(assay_buffer *to, MDB_val from)
{
    assay_buffer_reset(to);
    return assay_buffer_append(&to->out, from.mv_data, from.mv_size);
}

/* Copies the record that the cursor is on, and only then trusts what it has copied. */
static assay_status take(keyrange_reader *self, assay_error *error)
{
    ASSAY_TRY(keyrange_snapshot_check_record(&self->snapshot, error));
    ASSAY_TRY(copy(&self->next, self->snapshot.key));
    ASSAY_TRY(copy(&self->value, self->snapshot.value));
    return keyrange_snapshot_check(&self->snapshot, error);
}

static assay_status claim(keyrange_reader *self, assay_bytes key, assay_error *error)
{
    assay_status status = assay_key_tracker_claim(self->tracker, key, true);
    if (status == ASSAY_STATE)
        return assay_error_set(error, ASSAY_CORRUPT, "'%s' is damaged: its keys are out of order",
                               self->source->path);
    return status;
}

/* What the cursor has come to is the next record. */
static assay_status arrive(keyrange_reader *self, assay_error *error)
{
    keyrange_place *place = &self->place;
    ASSAY_TRY(take(self, error));
    ASSAY_TRY(claim(self, assay_buffer_bytes(&self->next), error));
    pthread_mutex_lock(&self->lock);
    assay_buffer left = place->key;
    place->key = self->next;
    self->next = left;
    place->any = true;
    place->points++;
    self->state = ON_RECORD;
    pthread_mutex_unlock(&self->lock);
    return ASSAY_OK;
}

/* A position behind the last key, but not behind the end of the source. */
static assay_status put_behind(const keyrange_reader *self, assay_bytes last, assay_buffer *behind)
{
    assay_bytes end = assay_buffer_bytes(&self->source->end);
    ASSAY_TRY(assay_buffer_append(&behind->out, last.data, last.size));
    ASSAY_TRY(assay_buffer_append(&behind->out, "\xff", 1));
    if (end.size == 0 || assay_key_compare(assay_buffer_bytes(behind), end) <= 0)
        return ASSAY_OK;
    assay_buffer_reset(behind);
    return assay_buffer_append(&behind->out, end.data, end.size);
}

static assay_status tracker_new(const keyrange_reader *self, const assay_buffer *low,
                                const assay_buffer *top, assay_key_tracker **tracker)
{
    assay_buffer behind = ASSAY_BUFFER_INIT;
    assay_bytes first = assay_buffer_bytes(low), at = assay_buffer_bytes(&self->place.key);
    assay_status status = put_behind(self, assay_buffer_bytes(top), &behind);
    if (self->place.any && assay_key_compare(at, first) < 0)
        first = at; /* the records up to the mark were deleted */
    *tracker = NULL;
    if (status == ASSAY_OK)
        *tracker = assay_key_tracker_new(first, assay_buffer_bytes(&behind));
    assay_buffer_clear(&behind);
    return *tracker == NULL ? ASSAY_MEMORY : ASSAY_OK;
}

/* The first and the last key; END: there is none. */
static assay_status find_ends(keyrange_reader *self, assay_buffer *low, assay_buffer *top,
                              assay_error *error)
{
    keyrange_snapshot *snapshot = &self->snapshot;
    assay_bytes end = assay_buffer_bytes(&self->source->end);
    ASSAY_TRY(keyrange_snapshot_seek(snapshot, assay_buffer_bytes(&self->source->start), error));
    ASSAY_TRY(copy(low, snapshot->key));
    ASSAY_TRY(keyrange_snapshot_last(snapshot, end, error));
    ASSAY_TRY(copy(top, snapshot->key));
    bool none = assay_key_compare(assay_buffer_bytes(low), assay_buffer_bytes(top)) > 0;
    return none ? ASSAY_END : ASSAY_OK;
}

/* What other threads may split from here on: from the first key to behind the last one. */
static assay_status track(keyrange_reader *self, assay_error *error)
{
    assay_buffer low = ASSAY_BUFFER_INIT, top = ASSAY_BUFFER_INIT;
    assay_key_tracker *tracker = NULL;
    assay_status status = find_ends(self, &low, &top, error);
    if (status == ASSAY_OK)
        status = tracker_new(self, &low, &top, &tracker);
    if (status != ASSAY_OK) {
        assay_buffer_clear(&low);
        assay_buffer_clear(&top);
        return status;
    }
    pthread_mutex_lock(&self->lock);
    self->tracker = tracker;
    self->low = low;
    self->top = top;
    pthread_mutex_unlock(&self->lock);
    return self->place.any ? claim(self, assay_buffer_bytes(&self->place.key), error) : ASSAY_OK;
}

/* To the first record: that at or behind the start, or the one behind the mark's key, which is at
 * or behind that key's successor. */
static assay_status seek_first(keyrange_reader *self, assay_error *error)
{
    assay_bytes key = assay_buffer_bytes(&self->place.key);
    if (!self->place.any)
        return keyrange_snapshot_seek(&self->snapshot, assay_buffer_bytes(&self->source->start),
                                      error);
    assay_buffer_reset(&self->next);
    ASSAY_TRY(assay_buffer_append(&self->next.out, key.data, key.size));
    ASSAY_TRY(assay_buffer_append(&self->next.out, "", 1));
    return keyrange_snapshot_seek(&self->snapshot, assay_buffer_bytes(&self->next), error);
}

static assay_status begin(keyrange_reader *self, assay_error *error)
{
    ASSAY_TRY(keyrange_snapshot_open(self->source->path, &self->snapshot, error));
    ASSAY_TRY(track(self, error));
    ASSAY_TRY(seek_first(self, error));
    return arrive(self, error);
}

static assay_status start(assay_reader *self, assay_error *error)
{
    keyrange_reader *reader = (keyrange_reader *)self;
    if (reader->state != NEW)
        return assay_error_set(error, ASSAY_STATE, "the reader was started before");
    assay_status status = begin(reader, error);
    return status == ASSAY_OK ? ASSAY_OK : stopped(reader, status);
}

static assay_status move(keyrange_reader *self, assay_error *error)
{
    ASSAY_TRY(keyrange_snapshot_check(&self->snapshot, error));
    ASSAY_TRY(keyrange_snapshot_next(&self->snapshot, error));
    return arrive(self, error);
}

static assay_status advance(assay_reader *self, assay_error *error)
{
    keyrange_reader *reader = (keyrange_reader *)self;
    if (reader->state == AT_END)
        return ASSAY_END;
    if (reader->state != ON_RECORD)
        return assay_error_set(error, ASSAY_STATE, "the reader is not started, failed or closed");
    assay_status status = move(reader, error);
    return status == ASSAY_OK ? ASSAY_OK : stopped(reader, status);
}

static assay_status current(assay_reader *self, assay_record *record, assay_error *error)
{
    const keyrange_reader *reader = (const keyrange_reader *)self;
    if (reader->state != ON_RECORD)
        return assay_error_set(error, ASSAY_STATE, "the reader is on no record");
    record->timestamp = ASSAY_TIMESTAMP_MIN;
    record->value = assay_buffer_bytes(&reader->value);
    record->id = assay_buffer_bytes(&reader->place.key);
    return ASSAY_OK;
}

static assay_status close_reader(assay_reader *self, assay_error *error)
{
    keyrange_reader *reader = (keyrange_reader *)self;
    if (reader->state == CLOSED)
        return assay_error_set(error, ASSAY_STATE, "the reader was closed before");
    stop(reader, CLOSED);
    return ASSAY_OK;
}

static void release(assay_reader *self)
{
    keyrange_reader *reader = (keyrange_reader *)self;
    stop(reader, CLOSED);
    if (reader->tracker != NULL)
        assay_key_tracker_free(reader->tracker);
    pthread_mutex_destroy(&reader->lock);
    assay_buffer_clear(&reader->place.key);
    assay_buffer_clear(&reader->next);
    assay_buffer_clear(&reader->value);
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
    .query = keyrange_reader_query,
    .release = release,
};

assay_status keyrange_reader_new(const keyrange_source *source, keyrange_place *place,
                                 assay_reader **reader)
{
    keyrange_reader *self = calloc(1, sizeof(*self));
    if (self == NULL)
        return ASSAY_MEMORY;
    assay_bytes start = assay_buffer_bytes(&source->start), end = assay_buffer_bytes(&source->end);
    assay_source *own = NULL;
    self->base.ops = &reader_ops;
    pthread_mutex_init(&self->lock, NULL);
    self->place.key = self->next = self->value = self->low = self->top = self->end =
        (assay_buffer)ASSAY_BUFFER_INIT;
    assay_status status = keyrange_source_new(source->path, start, end, &own);
    self->source = (keyrange_source *)own;
    if (status == ASSAY_OK)
        status = assay_buffer_append(&self->end.out, end.data, end.size);
    if (status != ASSAY_OK) {
        release(&self->base);
        return ASSAY_MEMORY;
    }
    if (place != NULL)
        self->place = *place;
    *reader = &self->base;
    return ASSAY_OK;
}
