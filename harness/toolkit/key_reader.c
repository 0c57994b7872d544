/* A reader over a store that is ordered by key: its states, and what it tells other threads. */
#include <assay/toolkit/key_reader.h>

/* Ends what reading holds. */
static void stop(assay_key_reader *self, assay_reader_state state)
{
    self->store->stop(self);
    pthread_mutex_lock(&self->lock);
    self->state = state;
    if (self->tracker != NULL && state == ASSAY_READER_AT_END)
        assay_key_tracker_finish(self->tracker);
    pthread_mutex_unlock(&self->lock);
}

/* After begin and move. */
static assay_status moved(assay_key_reader *self, assay_status status)
{
    if (status != ASSAY_OK)
        stop(self, assay_reader_state_after(status));
    return status;
}

static assay_status start(assay_reader *self, assay_error *error)
{
    assay_key_reader *reader = (assay_key_reader *)self;
    ASSAY_TRY(assay_reader_check_start(reader->state, error));
    return moved(reader, reader->store->begin(reader, error));
}

static assay_status advance(assay_reader *self, assay_error *error)
{
    assay_key_reader *reader = (assay_key_reader *)self;
    ASSAY_TRY(assay_reader_check_advance(reader->state, error));
    return moved(reader, reader->store->move(reader, error));
}

static assay_status current(assay_reader *self, assay_record *record, assay_error *error)
{
    const assay_key_reader *reader = (const assay_key_reader *)self;
    ASSAY_TRY(assay_reader_check_record(reader->state, error));
    reader->store->show(reader, record);
    return ASSAY_OK;
}

static assay_status close_reader(assay_reader *self, assay_error *error)
{
    assay_key_reader *reader = (assay_key_reader *)self;
    ASSAY_TRY(assay_reader_check_close(reader->state, error));
    stop(reader, ASSAY_READER_CLOSED);
    return ASSAY_OK;
}

static void release(assay_reader *self)
{
    assay_key_reader *reader = (assay_key_reader *)self;
    stop(reader, ASSAY_READER_CLOSED);
    if (reader->tracker != NULL)
        assay_key_tracker_free(reader->tracker);
    pthread_mutex_destroy(&reader->lock);
    assay_buffer_clear(&reader->start);
    assay_buffer_clear(&reader->place.key);
    assay_buffer_clear(&reader->low);
    assay_buffer_clear(&reader->top);
    assay_buffer_clear(&reader->end);
    reader->store->release(reader);
}

static const assay_reader_ops reader_ops = {
    .struct_size = sizeof(reader_ops),
    .start = start,
    .advance = advance,
    .current = current,
    .close = close_reader,
    .query = assay_key_reader_query,
    .release = release,
};

static assay_status append(assay_buffer *to, assay_bytes key)
{
    return assay_buffer_append(&to->out, key.data, key.size);
}

assay_status assay_key_reader_init(assay_key_reader *self, const assay_key_reader_store *store,
                                   assay_bytes start_at, assay_bytes end, assay_key_place *place)
{
    self->base.ops = &reader_ops;
    self->store = store;
    self->start = self->place.key = self->low = self->top = self->end =
        (assay_buffer)ASSAY_BUFFER_INIT;
    pthread_mutex_init(&self->lock, NULL);
    ASSAY_TRY(append(&self->start, start_at));
    ASSAY_TRY(append(&self->end, end));
    if (place != NULL)
        self->place = *place;
    return ASSAY_OK;
}

/* A position behind the last key, but not behind the end of what is read. */
static assay_status put_behind(const assay_key_reader *self, assay_bytes last, assay_buffer *behind)
{
    assay_bytes end = assay_buffer_bytes(&self->end);
    ASSAY_TRY(append(behind, last));
    ASSAY_TRY(assay_buffer_append(&behind->out, "\xff", 1));
    if (end.size == 0 || assay_key_compare(assay_buffer_bytes(behind), end) <= 0)
        return ASSAY_OK;
    assay_buffer_reset(behind);
    return append(behind, end);
}

static assay_status tracker_new(const assay_key_reader *self, assay_bytes first, assay_bytes last,
                                assay_key_tracker **tracker)
{
    assay_buffer behind = ASSAY_BUFFER_INIT;
    assay_bytes at = assay_buffer_bytes(&self->place.key);
    assay_status status = put_behind(self, last, &behind);
    if (self->place.any && assay_key_compare(at, first) < 0)
        first = at; /* the records up to the mark were deleted */
    *tracker = NULL;
    if (status == ASSAY_OK)
        *tracker = assay_key_tracker_new(first, assay_buffer_bytes(&behind));
    assay_buffer_clear(&behind);
    return *tracker == NULL ? ASSAY_MEMORY : ASSAY_OK;
}

/* Everything that can fail comes first: other threads see all of it or nothing. */
static assay_status track(assay_key_reader *self, assay_bytes first, assay_bytes last,
                          assay_buffer *low, assay_buffer *top)
{
    assay_key_tracker *tracker;
    ASSAY_TRY(tracker_new(self, first, last, &tracker));
    pthread_mutex_lock(&self->lock);
    self->tracker = tracker;
    self->low = *low;
    self->top = *top;
    pthread_mutex_unlock(&self->lock);
    return ASSAY_OK;
}

assay_status assay_key_reader_track(assay_key_reader *self, assay_bytes first, assay_bytes low,
                                    assay_bytes last)
{
    assay_buffer begin = ASSAY_BUFFER_INIT, top = ASSAY_BUFFER_INIT;
    assay_status status = append(&begin, low);
    if (status == ASSAY_OK)
        status = append(&top, last);
    if (status == ASSAY_OK)
        status = track(self, first, last, &begin, &top);
    if (status != ASSAY_OK) {
        assay_buffer_clear(&begin);
        assay_buffer_clear(&top);
        return status;
    }
    assay_bytes at = assay_buffer_bytes(&self->place.key);
    return self->place.any ? assay_key_reader_claim(self, at, true) : ASSAY_OK;
}

assay_status assay_key_reader_claim(assay_key_reader *self, assay_bytes key, bool split_point)
{
    return assay_key_tracker_claim(self->tracker, key, split_point);
}

void assay_key_reader_arrive(assay_key_reader *self, assay_buffer *key, bool split_point)
{
    self->split_point = split_point;
    pthread_mutex_lock(&self->lock);
    if (split_point) {
        assay_buffer left = self->place.key;
        self->place.key = *key;
        *key = left;
        self->place.any = true;
        self->place.points++;
    }
    self->state = ASSAY_READER_ON_RECORD;
    pthread_mutex_unlock(&self->lock);
}
