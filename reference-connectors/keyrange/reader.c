/* One pass over a source: how it goes through the environment. */
#include "keyrange.h"

#include <stdlib.h>
#include <string.h>

static void stop(assay_key_reader *self)
{
    keyrange_snapshot_close(&((keyrange_reader *)self)->snapshot);
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

/* What the cursor has come to is the next record. */
static assay_status arrive(keyrange_reader *self, assay_error *error)
{
    ASSAY_TRY(take(self, error));
    assay_status status =
        assay_key_reader_claim(&self->keys, assay_buffer_bytes(&self->next), true);
    if (status == ASSAY_STATE)
        return assay_error_set(error, ASSAY_CORRUPT, "'%s' is damaged: its keys are out of order",
                               self->path);
    ASSAY_TRY(status);
    assay_key_reader_arrive(&self->keys, &self->next, true);
    return ASSAY_OK;
}

/* The first key; END: there is none. */
static assay_status find_first(keyrange_reader *self, assay_buffer *first, assay_error *error)
{
    assay_bytes start = assay_buffer_bytes(&self->keys.start);
    ASSAY_TRY(keyrange_snapshot_seek(&self->snapshot, start, error));
    return copy(first, self->snapshot.key);
}

/* From the first key to the last one, if there is one before the end. */
static assay_status track(keyrange_reader *self, const assay_buffer *first, assay_error *error)
{
    assay_bytes low = assay_buffer_bytes(first);
    ASSAY_TRY(keyrange_snapshot_last(&self->snapshot, assay_buffer_bytes(&self->keys.end), error));
    assay_bytes last = {self->snapshot.key.mv_data, self->snapshot.key.mv_size};
    return assay_key_compare(low, last) > 0 ? ASSAY_END
                                            : assay_key_reader_track(&self->keys, low, low, last);
}

/* To the first record: that at or behind the start, or the one behind the mark's key, which is at
 * or behind that key's successor. */
static assay_status seek_first(keyrange_reader *self, assay_error *error)
{
    const assay_key_place *place = &self->keys.place;
    if (!place->any)
        return keyrange_snapshot_seek(&self->snapshot, assay_buffer_bytes(&self->keys.start),
                                      error);
    assay_buffer_reset(&self->next);
    ASSAY_TRY(assay_buffer_append(&self->next.out, place->key.data, place->key.size));
    ASSAY_TRY(assay_buffer_append(&self->next.out, "", 1));
    return keyrange_snapshot_seek(&self->snapshot, assay_buffer_bytes(&self->next), error);
}

static assay_status begin(assay_key_reader *self, assay_error *error)
{
    keyrange_reader *reader = (keyrange_reader *)self;
    assay_buffer first = ASSAY_BUFFER_INIT;
    ASSAY_TRY(keyrange_snapshot_open(reader->path, &reader->snapshot, error));
    assay_status status = find_first(reader, &first, error);
    if (status == ASSAY_OK)
        status = track(reader, &first, error);
    assay_buffer_clear(&first);
    ASSAY_TRY(status);
    ASSAY_TRY(seek_first(reader, error));
    return arrive(reader, error);
}

static assay_status move(assay_key_reader *self, assay_error *error)
{
    keyrange_reader *reader = (keyrange_reader *)self;
    ASSAY_TRY(keyrange_snapshot_check(&reader->snapshot, error));
    ASSAY_TRY(keyrange_snapshot_next(&reader->snapshot, error));
    return arrive(reader, error);
}

static void show(const assay_key_reader *self, assay_record *record)
{
    record->timestamp = ASSAY_TIMESTAMP_MIN;
    record->value = assay_buffer_bytes(&((const keyrange_reader *)self)->value);
    record->id = assay_buffer_bytes(&self->place.key);
}

static assay_status part(const assay_key_reader *self, assay_bytes start, assay_bytes end,
                         assay_source **part)
{
    return keyrange_source_new(((const keyrange_reader *)self)->path, start, end, part);
}

static void release(assay_key_reader *self)
{
    keyrange_reader *reader = (keyrange_reader *)self;
    assay_buffer_clear(&reader->next);
    assay_buffer_clear(&reader->value);
    free(reader->path);
    free(reader);
}

static const assay_key_reader_store store = {
    .begin = begin, .move = move, .show = show, .stop = stop, .part = part, .release = release};

assay_status keyrange_reader_new(const keyrange_source *source, assay_key_place *place,
                                 assay_reader **reader)
{
    keyrange_reader *self = calloc(1, sizeof(*self));
    char *path = strdup(source->path);
    if (self == NULL || path == NULL) {
        free(self);
        free(path);
        return ASSAY_MEMORY;
    }
    self->path = path;
    self->next = self->value = (assay_buffer)ASSAY_BUFFER_INIT;
    *reader = &self->keys.base;
    assay_status status =
        assay_key_reader_init(&self->keys, &store, assay_buffer_bytes(&source->start),
                              assay_buffer_bytes(&source->end), place);
    if (status != ASSAY_OK)
        (*reader)->ops->release(*reader);
    return status;
}
