/* A range of keys that is read and split at the same time. Every function of the tracker is one
 * critical section. */
#include <assay/toolkit/key_tracker.h>
#include <assay/toolkit/buffer.h>
#include <assay/toolkit/error.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct assay_key_tracker {
    pthread_mutex_t lock;
    assay_buffer start, end, last, last_split; /* end empty: above every key */
    bool claimed, done;
};

int assay_key_compare(assay_bytes a, assay_bytes b)
{
    size_t common = a.size < b.size ? a.size : b.size;
    int order = common == 0 ? 0 : memcmp(a.data, b.data, common);
    return order != 0 ? order : (a.size > b.size) - (a.size < b.size);
}

static bool before_end(assay_bytes key, assay_bytes end)
{
    return end.size == 0 || assay_key_compare(key, end) < 0;
}

static int compare_with(assay_bytes key, const assay_buffer *with)
{
    return assay_key_compare(key, assay_buffer_bytes(with));
}

static assay_status set(assay_buffer *to, assay_bytes key)
{
    assay_buffer_reset(to);
    return to->out.append(&to->out, key.data, key.size);
}

assay_key_tracker *assay_key_tracker_new(assay_bytes start, assay_bytes end)
{
    if (end.size > 0 && assay_key_compare(start, end) > 0)
        return NULL;
    assay_key_tracker *self = calloc(1, sizeof(*self));
    if (self == NULL)
        return NULL;
    self->start = self->end = self->last = self->last_split = (assay_buffer)ASSAY_BUFFER_INIT;
    pthread_mutex_init(&self->lock, NULL);
    if (set(&self->start, start) == ASSAY_OK && set(&self->end, end) == ASSAY_OK)
        return self;
    assay_key_tracker_free(self);
    return NULL;
}

void assay_key_tracker_free(assay_key_tracker *self)
{
    pthread_mutex_destroy(&self->lock);
    assay_buffer_clear(&self->start);
    assay_buffer_clear(&self->end);
    assay_buffer_clear(&self->last);
    assay_buffer_clear(&self->last_split);
    free(self);
}

static bool breaks_order(const assay_key_tracker *self, assay_bytes key, bool split_point)
{
    if (!self->claimed)
        return compare_with(key, &self->start) < 0 || !split_point;
    return compare_with(key, &self->last) < 0 ||
           (split_point && compare_with(key, &self->last_split) == 0);
}

static bool has_room(assay_buffer *buffer, size_t size)
{
    return assay_buffer_reserve(buffer, size) != NULL;
}

static assay_status claim(assay_key_tracker *self, assay_bytes key, bool split_point)
{
    if (self->done)
        return ASSAY_END;
    if (breaks_order(self, key, split_point))
        return ASSAY_STATE;
    if (split_point && !before_end(key, assay_buffer_bytes(&self->end))) {
        self->done = true;
        return ASSAY_END;
    }
    /* Room for both copies first: a claim that fails must change nothing. */
    if (!has_room(&self->last, key.size) || !has_room(&self->last_split, key.size))
        return ASSAY_MEMORY;
    ASSAY_TRY(set(&self->last, key));
    if (split_point)
        ASSAY_TRY(set(&self->last_split, key));
    self->claimed = true;
    return ASSAY_OK;
}

assay_status assay_key_tracker_claim(assay_key_tracker *self, assay_bytes key, bool split_point)
{
    pthread_mutex_lock(&self->lock);
    assay_status status = claim(self, key, split_point);
    pthread_mutex_unlock(&self->lock);
    return status;
}

void assay_key_tracker_finish(assay_key_tracker *self)
{
    pthread_mutex_lock(&self->lock);
    self->done = true;
    pthread_mutex_unlock(&self->lock);
}

static assay_status split(assay_key_tracker *self, assay_bytes key)
{
    bool open = self->claimed && !self->done;
    if (!open || compare_with(key, &self->last) <= 0 ||
        !before_end(key, assay_buffer_bytes(&self->end)))
        return ASSAY_REFUSED;
    assay_buffer end = ASSAY_BUFFER_INIT;
    ASSAY_TRY(set(&end, key));
    assay_buffer_clear(&self->end);
    self->end = end;
    return ASSAY_OK;
}

assay_status assay_key_tracker_split(assay_key_tracker *self, assay_bytes key)
{
    pthread_mutex_lock(&self->lock);
    assay_status status = split(self, key);
    pthread_mutex_unlock(&self->lock);
    return status;
}

static double fraction_of(const assay_key_tracker *self)
{
    if (self->done)
        return 1;
    if (!self->claimed)
        return 0;
    return assay_key_fraction(assay_buffer_bytes(&self->start), assay_buffer_bytes(&self->end),
                              assay_buffer_bytes(&self->last));
}

double assay_key_tracker_fraction(assay_key_tracker *self)
{
    pthread_mutex_lock(&self->lock);
    double fraction = fraction_of(self);
    pthread_mutex_unlock(&self->lock);
    return fraction;
}

assay_status assay_key_tracker_range(assay_key_tracker *self, assay_out *start, assay_out *end)
{
    pthread_mutex_lock(&self->lock);
    assay_status status = start->append(start, self->start.data, self->start.size);
    if (status == ASSAY_OK)
        status = end->append(end, self->end.data, self->end.size);
    pthread_mutex_unlock(&self->lock);
    return status;
}

static bool is_empty(const assay_key_tracker *self)
{
    return self->end.size > 0 && compare_with(assay_buffer_bytes(&self->start), &self->end) >= 0;
}

assay_status assay_key_tracker_position_at(assay_key_tracker *self, double fraction, assay_out *key)
{
    if (!(fraction >= 0 && fraction <= 1))
        return ASSAY_INVALID;
    pthread_mutex_lock(&self->lock);
    assay_status status =
        fraction == 1 || is_empty(self)
            ? ASSAY_REFUSED
            : assay_key_interpolate(assay_buffer_bytes(&self->start),
                                    assay_buffer_bytes(&self->end), fraction, key);
    pthread_mutex_unlock(&self->lock);
    return status;
}

/* Whether no key lies between the last one claimed and the end: the end is its successor. */
static bool reaches_end(const assay_key_tracker *self)
{
    size_t size = self->last.size;
    if (!self->claimed || self->end.size == 0)
        return false;
    bool successor = self->end.size == size + 1 && self->end.data[size] == 0 &&
                     (size == 0 || memcmp(self->end.data, self->last.data, size) == 0);
    return successor || compare_with(assay_buffer_bytes(&self->last), &self->end) >= 0;
}

/* The beginning of a key in hex. */
static const char *show(assay_bytes key, char to[64])
{
    size_t shown = key.size < 24 ? key.size : 24;
    to[0] = 0;
    for (size_t i = 0; i < shown; i++)
        snprintf(to + 2 * i, 3, "%02x", ((const unsigned char *)key.data)[i]);
    return strcat(to, shown < key.size ? "..." : "");
}

static assay_status done(const assay_key_tracker *self, assay_error *error)
{
    char from[64], to[64];
    if (self->done || is_empty(self) || reaches_end(self))
        return ASSAY_OK;
    show(assay_buffer_bytes(self->claimed ? &self->last : &self->start), from);
    return assay_error_set(error, ASSAY_STATE, "no key was claimed %s '%s' up to '%s'",
                           self->claimed ? "after" : "from", from,
                           show(assay_buffer_bytes(&self->end), to));
}

assay_status assay_key_tracker_done(assay_key_tracker *self, assay_error *error)
{
    pthread_mutex_lock(&self->lock);
    assay_status status = done(self, error);
    pthread_mutex_unlock(&self->lock);
    return status;
}
