/* Goes through what a tally has seen and what its truth holds, hash by hash. */
#include "data/tally_memory.h"

#include <stdlib.h>
#include <string.h>

static int compare_hash(const assay_tally_entry *a, const assay_tally_entry *b)
{
    if (a->low != b->low)
        return a->low < b->low ? -1 : 1;
    return (a->high > b->high) - (a->high < b->high);
}

static size_t same_hash(const assay_tally_entry *entries, size_t count)
{
    size_t same = 1;
    while (same < count && compare_hash(&entries[0], &entries[same]) == 0)
        same++;
    return same;
}

void assay_tally_walk(const assay_tally *self, assay_tally_entry *seen, assay_tally_take *take,
                      void *context)
{
    const assay_tally_entry *known = self->known;
    size_t known_count = self->known_count, seen_count = self->entry_count;
    if (seen_count > 0)
        memcpy(seen, self->entries, seen_count * sizeof(*seen));
    qsort(seen, seen_count, sizeof(*seen), assay_tally_entry_compare);
    while (known_count > 0 || seen_count > 0) {
        int order = known_count == 0 ? 1 : seen_count == 0 ? -1 : compare_hash(known, seen);
        size_t of_known = order <= 0 ? same_hash(known, known_count) : 0;
        size_t of_seen = order >= 0 ? same_hash(seen, seen_count) : 0;
        take(context, &(assay_tally_group){known, seen, of_known, of_seen});
        known += of_known;
        known_count -= of_known;
        seen += of_seen;
        seen_count -= of_seen;
    }
}
