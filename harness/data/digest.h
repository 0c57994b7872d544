#ifndef ASSAY_DATA_DIGEST_H
#define ASSAY_DATA_DIGEST_H

#include <assay/record.h>
#include <stdbool.h>

/* A multiset of records in 24 bytes: how many, and the sum of their 128-bit hashes. Adding up the
 * digests of parts gives the digest of the whole. */
typedef struct assay_digest {
    uint64_t count;
    uint64_t low, high;
} assay_digest;

#define ASSAY_DIGEST_IDS 1u   /* ids count */
#define ASSAY_DIGEST_TIMES 2u /* timestamps count */

/* The digest of one record: its value, and what fields say. */
assay_digest assay_digest_of(const assay_record *record, uint32_t fields);

void assay_digest_add(assay_digest *self, assay_digest other);
void assay_digest_subtract(assay_digest *self, assay_digest other);
bool assay_digest_equal(assay_digest a, assay_digest b);

#endif
