/* Digests of records: sums of 128-bit hashes. */
#include "data/digest.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

static XXH128_hash_t hash_bytes(assay_bytes bytes)
{
    return XXH3_128bits(bytes.size == 0 ? "" : bytes.data, bytes.size);
}

assay_digest assay_digest_of(const assay_record *record, uint32_t fields)
{
    XXH128_hash_t hash = hash_bytes(record->value);
    if (fields != 0) {
        /* One hash over the hashes of the parts, so that a byte cannot move from one to another. */
        uint64_t parts[6] = {fields, hash.low64, hash.high64, 0, 0, 0};
        if ((fields & ASSAY_DIGEST_IDS) != 0) {
            XXH128_hash_t id = hash_bytes(record->id);
            parts[3] = id.low64;
            parts[4] = id.high64;
        }
        if ((fields & ASSAY_DIGEST_TIMES) != 0)
            parts[5] = (uint64_t)record->timestamp;
        hash = XXH3_128bits(parts, sizeof(parts));
    }
    return (assay_digest){1, hash.low64, hash.high64};
}

void assay_digest_add(assay_digest *self, assay_digest other)
{
    self->count += other.count;
    self->low += other.low;
    self->high += other.high;
}

void assay_digest_subtract(assay_digest *self, assay_digest other)
{
    self->count -= other.count;
    self->low -= other.low;
    self->high -= other.high;
}

bool assay_digest_equal(assay_digest a, assay_digest b)
{
    return a.count == b.count && a.low == b.low && a.high == b.high;
}
