#include "checks/readings.h"

#include "data/digest.h"
#include <stdlib.h>

static bool same_key(assay_digest a, assay_digest b)
{
    return a.low == b.low && a.high == b.high;
}

static struct assay_reading *find(const assay_readings *self, assay_digest key)
{
    for (size_t i = key.low;; i++) {
        struct assay_reading *item = &self->items[i & (self->capacity - 1)];
        if (item->key.count == 0 || same_key(item->key, key))
            return item;
    }
}

static void grow(assay_case *c, assay_readings *self)
{
    assay_readings more = {.capacity = self->capacity == 0 ? 64 : 2 * self->capacity};
    more.items = assay_case_allocate(c, more.capacity * sizeof *more.items);
    for (size_t i = 0; i < self->capacity; i++)
        if (self->items[i].key.count > 0)
            *find(&more, self->items[i].key) = self->items[i];
    more.count = self->count;
    free(self->items);
    *self = more;
}

static assay_digest read_after(assay_case *c, assay_driven_source s, assay_bytes encoded,
                               assay_bytes mark)
{
    assay_driven_source copy = assay_drive_decode(c, s.dataset, encoded);
    assay_driven_reader r;
    assay_digest read = {UINT64_MAX, 0, 0};
    if (assay_call_restore(c, copy, mark, &r) == ASSAY_OK) {
        read = assay_read_digest(c, &r, UINT64_MAX);
        assay_drive_close(c, &r);
    }
    assay_call_release(c, &copy);
    return read;
}

static assay_digest look_up(assay_case *c, assay_readings *self, assay_driven_source s,
                            const assay_bytes *mark)
{
    assay_buffer encoded = ASSAY_BUFFER_INIT;
    assay_record record = ASSAY_RECORD_INIT;
    if (4 * self->count >= 3 * self->capacity)
        grow(c, self);
    assay_drive_encode(c, s, &encoded);
    record.value = assay_buffer_bytes(&encoded);
    if (mark != NULL)
        record.id = *mark;
    assay_digest key = assay_digest_of(&record, mark != NULL ? ASSAY_DIGEST_IDS : 0);
    struct assay_reading *item = find(self, key);
    if (item->key.count == 0) {
        item->value =
            mark != NULL ? read_after(c, s, record.value, *mark) : assay_drive_digest(c, s);
        item->key = key;
        self->count++;
    }
    assay_buffer_clear(&encoded);
    return item->value;
}

assay_digest assay_readings_of(assay_case *c, assay_readings *self, assay_driven_source s)
{
    return look_up(c, self, s, NULL);
}

assay_digest assay_readings_after(assay_case *c, assay_readings *self, assay_driven_source s,
                                  assay_bytes mark)
{
    return look_up(c, self, s, &mark);
}

void assay_readings_clear(assay_readings *self)
{
    free(self->items);
    *self = (assay_readings){.count = 0};
}
