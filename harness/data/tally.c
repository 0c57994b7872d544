/* Adds up what was read; when it is to name differences, remembers a hash for each record. */
#include "data/tally.h"

#include "data/tally_memory.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PREVIEW_EACH 256
#define PREVIEW_ALL (64 << 10)
#define STRANGER_MAX 1024

int assay_tally_entry_compare(const void *a, const void *b)
{
    const assay_tally_entry *x = a;
    const assay_tally_entry *y = b;
    if (x->low != y->low)
        return x->low < y->low ? -1 : 1;
    if (x->high != y->high)
        return x->high < y->high ? -1 : 1;
    return (x->where > y->where) - (x->where < y->where);
}

/* The truth has its hashes as sums, so a record's is a difference. */
static bool remember_truth(assay_tally *self)
{
    self->known_count = assay_truth_count(self->truth);
    self->known = calloc(self->known_count + 1, sizeof(*self->known));
    if (self->known == NULL)
        return false;
    for (size_t i = 0; i < self->known_count; i++) {
        assay_digest digest = assay_truth_digest(self->truth, i, i + 1);
        self->known[i] = (assay_tally_entry){digest.low, digest.high, i};
    }
    qsort(self->known, self->known_count, sizeof(*self->known), assay_tally_entry_compare);
    return true;
}

assay_tally *assay_tally_new(const assay_truth *truth, bool naming)
{
    assay_tally *self = calloc(1, sizeof(*self));
    if (self == NULL)
        return NULL;
    self->truth = truth;
    self->naming = naming;
    self->fields = assay_truth_fields(truth);
    if (naming && !remember_truth(self)) {
        free(self);
        return NULL;
    }
    return self;
}

void assay_tally_free(assay_tally *self)
{
    if (self == NULL)
        return;
    for (size_t i = 0; i < self->origin_count; i++)
        free(self->origins[i]);
    for (size_t i = 0; i < self->stranger_count; i++)
        free(self->strangers[i].preview);
    free(self->origins);
    free(self->strangers);
    free(self->entries);
    free(self->known);
    free(self);
}

void assay_tally_origin(assay_tally *self, const char *format, ...)
{
    char *text;
    va_list values;
    if (!self->naming)
        return;
    va_start(values, format);
    int length = vasprintf(&text, format, values);
    va_end(values);
    char **origins = realloc(self->origins, (self->origin_count + 1) * sizeof(*origins));
    if (origins != NULL)
        self->origins = origins;
    if (length < 0 || origins == NULL) {
        if (length >= 0)
            free(text);
        self->forgot = true;
        return;
    }
    origins[self->origin_count++] = text;
}

static bool is_known(const assay_tally *self, assay_digest digest)
{
    size_t first = 0;
    size_t end = self->known_count;
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        const assay_tally_entry *entry = &self->known[middle];
        if (entry->low == digest.low && entry->high == digest.high)
            return true;
        if (entry->low < digest.low || (entry->low == digest.low && entry->high < digest.high))
            first = middle + 1;
        else
            end = middle;
    }
    return false;
}

/* Strangers beyond the limits are counted from the entries, but not shown. */
static void remember_stranger(assay_tally *self, const assay_record *record)
{
    size_t kept = record->value.size < PREVIEW_EACH ? record->value.size : PREVIEW_EACH;
    if (self->stranger_count >= STRANGER_MAX || kept > PREVIEW_ALL - self->preview_bytes)
        return;
    assay_tally_stranger *strangers =
        realloc(self->strangers, (self->stranger_count + 1) * sizeof(*strangers));
    if (strangers != NULL)
        self->strangers = strangers;
    unsigned char *preview = malloc(kept + 1);
    if (strangers == NULL || preview == NULL) {
        free(preview);
        self->forgot = true;
        return;
    }
    if (kept > 0)
        memcpy(preview, record->value.data, kept);
    strangers[self->stranger_count++] = (assay_tally_stranger){
        assay_digest_of(record, 0), record->value.size, kept, preview, self->origin_count};
    self->preview_bytes += kept;
}

static void remember(assay_tally *self, const assay_record *record, assay_digest digest)
{
    if (self->entry_count == self->entry_room) {
        size_t room = self->entry_room == 0 ? 256 : self->entry_room * 2;
        assay_tally_entry *entries = realloc(self->entries, room * sizeof(*entries));
        if (entries == NULL) {
            self->forgot = true;
            return;
        }
        self->entries = entries;
        self->entry_room = room;
    }
    /* Origin 0 is none, n the n-th. */
    self->entries[self->entry_count++] =
        (assay_tally_entry){digest.low, digest.high, self->origin_count};
    if (!is_known(self, digest))
        remember_stranger(self, record);
}

void assay_tally_add(assay_tally *self, const assay_record *record)
{
    assay_digest digest = assay_digest_of(record, self->fields);
    assay_digest_add(&self->sum, digest);
    if (self->naming)
        remember(self, record, digest);
}

uint64_t assay_tally_count(const assay_tally *self)
{
    return self->sum.count;
}

uint32_t assay_tally_fields(const assay_tally *self)
{
    return assay_truth_fields(self->truth);
}

bool assay_tally_matches(const assay_tally *self, uint64_t first, uint64_t end)
{
    return assay_digest_equal(self->sum, assay_truth_digest(self->truth, first, end));
}
