#ifndef ASSAY_DATA_TALLY_MEMORY_H
#define ASSAY_DATA_TALLY_MEMORY_H

#include "data/tally.h"

/* What a tally that names keeps; only for tally*.c. */

/* A record by its hash: of the truth (where: its number) or observed (where: its origin). */
typedef struct assay_tally_entry {
    uint64_t low, high;
    uint64_t where;
} assay_tally_entry;

/* An observed record that the truth does not have. */
typedef struct assay_tally_stranger {
    assay_digest value; /* of the value alone */
    size_t size;        /* of the value */
    size_t kept;        /* bytes of it in preview */
    unsigned char *preview;
    uint64_t origin;
} assay_tally_stranger;

struct assay_tally {
    const assay_truth *truth;
    bool naming;
    bool forgot; /* memory ran out: the names are not complete */
    uint32_t fields;
    assay_digest sum;

    size_t known_count; /* the whole truth, sorted by hash, then by number */
    assay_tally_entry *known;
    size_t entry_count, entry_room;
    assay_tally_entry *entries;
    size_t origin_count;
    char **origins;
    size_t stranger_count;
    assay_tally_stranger *strangers;
    size_t preview_bytes;
};

/* The records of one hash: those of the truth, and those that were seen. Borrowed. */
typedef struct assay_tally_group {
    const assay_tally_entry *known, *seen;
    size_t known_count, seen_count;
} assay_tally_group;

/* Goes through all of them in the order of their hashes. seen: room for all entries. */
typedef void assay_tally_take(void *context, const assay_tally_group *group);
void assay_tally_walk(const assay_tally *self, assay_tally_entry *seen, assay_tally_take *take,
                      void *context);

int assay_tally_entry_compare(const void *a, const void *b);

#endif
