/* Which records to try without: delta debugging. */
#include "runner/shrink_data.h"

#include <stdlib.h>
#include <string.h>

assay_status assay_sieve_init(assay_sieve *self, uint64_t records, assay_subset possible)
{
    *self = (assay_sieve){.possible = possible, .parts = 2};
    if (records > SIZE_MAX / sizeof(uint64_t) - 1)
        return ASSAY_MEMORY;
    self->numbers = calloc((size_t)records + 1, sizeof(uint64_t));
    if (self->numbers == NULL)
        return ASSAY_MEMORY;
    self->count = (size_t)records;
    for (size_t i = 0; i < self->count; i++)
        self->numbers[i] = i;
    return ASSAY_OK;
}

void assay_sieve_clear(assay_sieve *self)
{
    free(self->numbers);
    self->numbers = NULL;
}

size_t assay_sieve_proposals(const assay_sieve *self)
{
    bool possible = self->possible != ASSAY_SUBSET_NONE && self->count >= 2;
    return possible && self->parts <= self->count ? self->parts : 0;
}

static size_t border(const assay_sieve *self, size_t part)
{
    return self->count / self->parts * part +
           (part < self->count % self->parts ? part : self->count % self->parts);
}

size_t assay_sieve_propose(const assay_sieve *self, size_t i, uint64_t *numbers)
{
    size_t first = border(self, i), end = border(self, i + 1);
    bool middle = i > 0 && i + 1 < self->parts;
    if (!self->without) {
        memcpy(numbers, self->numbers + first, (end - first) * sizeof(*numbers));
        return end - first;
    }
    if ((middle && self->possible == ASSAY_SUBSET_ROW) || self->parts == 2)
        return 0;
    memcpy(numbers, self->numbers, first * sizeof(*numbers));
    memcpy(numbers + first, self->numbers + end, (self->count - end) * sizeof(*numbers));
    return self->count - (end - first);
}

void assay_sieve_accept(assay_sieve *self, size_t i)
{
    size_t first = border(self, i), end = border(self, i + 1);
    if (self->without) {
        memmove(self->numbers + first, self->numbers + end,
                (self->count - end) * sizeof(*self->numbers));
        self->count -= end - first;
        self->parts--;
        self->without = self->parts > 2; /* parts alone were tried already */
    } else {
        memmove(self->numbers, self->numbers + first, (end - first) * sizeof(*self->numbers));
        self->count = end - first;
        self->parts = 2;
        self->without = false;
    }
}

void assay_sieve_refuse(assay_sieve *self)
{
    if (!self->without) {
        self->without = true;
        return;
    }
    self->without = false;
    if (self->parts >= self->count)
        self->parts = self->count + 1; /* each record was tried alone and left out */
    else
        self->parts = 2 * self->parts < self->count ? 2 * self->parts : self->count;
}
