/* The life cycle of a reader of offsets. Only its own thread writes the state; other threads look
 * whether it is closed. */
#include <assay/toolkit/offset_reader.h>

#include <stdlib.h>

static void enter(assay_offset_reader *self, assay_reader_state state)
{
    __atomic_store_n(&self->state, state, __ATOMIC_SEQ_CST);
}

assay_status assay_offset_reader_set_limit(assay_offset_reader *self, uint64_t limit)
{
    limit = limit < self->end ? limit : self->end;
    if (self->start >= limit)
        return ASSAY_END;
    __atomic_store_n(&self->limit, limit, __ATOMIC_SEQ_CST);
    assay_offset_tracker_set_end(&self->tracker, limit);
    return ASSAY_OK;
}

assay_status assay_offset_reader_claim(assay_offset_reader *self, uint64_t offset)
{
    ASSAY_TRY(assay_offset_tracker_claim(&self->tracker, offset, true));
    self->position = offset;
    return ASSAY_OK;
}

static assay_status settle(assay_offset_reader *self, assay_status status)
{
    if (status == ASSAY_END)
        assay_offset_tracker_finish(&self->tracker);
    enter(self, assay_reader_state_after(status));
    return status;
}

static assay_status start(assay_reader *self, assay_error *error)
{
    assay_offset_reader *reader = (assay_offset_reader *)self;
    ASSAY_TRY(assay_reader_check_start(reader->state, error));
    assay_status status = reader->store->begin(reader, error);
    if (status == ASSAY_OK)
        status = reader->store->move(reader, error);
    return settle(reader, status);
}

static assay_status advance(assay_reader *self, assay_error *error)
{
    assay_offset_reader *reader = (assay_offset_reader *)self;
    ASSAY_TRY(assay_reader_check_advance(reader->state, error));
    return settle(reader, reader->store->move(reader, error));
}

static assay_status current(assay_reader *self, assay_record *record, assay_error *error)
{
    assay_offset_reader *reader = (assay_offset_reader *)self;
    ASSAY_TRY(assay_reader_check_record(reader->state, error));
    record->timestamp = reader->record.timestamp;
    record->value = reader->record.value;
    record->id = reader->record.id;
    return ASSAY_OK;
}

static assay_status close_reader(assay_reader *self, assay_error *error)
{
    assay_offset_reader *reader = (assay_offset_reader *)self;
    ASSAY_TRY(assay_reader_check_close(reader->state, error));
    reader->store->stop(reader);
    enter(reader, ASSAY_READER_CLOSED);
    return ASSAY_OK;
}

static void release(assay_reader *self)
{
    assay_offset_reader *reader = (assay_offset_reader *)self;
    if (reader->state != ASSAY_READER_CLOSED)
        reader->store->stop(reader);
    reader->source->ops->release(reader->source);
    assay_offset_tracker_destroy(&reader->tracker);
    free(reader);
}

static const assay_reader_ops reader_ops = {
    .struct_size = sizeof(reader_ops),
    .start = start,
    .advance = advance,
    .current = current,
    .close = close_reader,
    .query = assay_offset_reader_query,
    .release = release,
};

assay_status assay_offset_reader_new(const assay_offset_reader_store *store,
                                     const assay_source *source, uint64_t start, uint64_t end,
                                     assay_offset_reader **reader)
{
    assay_offset_reader *self = calloc(1, store->size);
    if (self == NULL)
        return ASSAY_MEMORY;
    assay_status status = store->part(source, start, end, &self->source);
    if (status != ASSAY_OK) {
        free(self);
        return status;
    }
    self->base.ops = &reader_ops;
    self->store = store;
    self->start = start;
    self->end = self->limit = end;
    self->record = (assay_record)ASSAY_RECORD_INIT;
    assay_offset_tracker_init(&self->tracker, start, end);
    *reader = self;
    return ASSAY_OK;
}
