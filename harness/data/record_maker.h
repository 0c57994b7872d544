#ifndef ASSAY_DATA_RECORD_MAKER_H
#define ASSAY_DATA_RECORD_MAKER_H

#include <assay/toolkit/buffer.h>
#include <stdbool.h>
#include <stdint.h>

/* Makes the values of records that are stored with a delimiter: most have an identity, a sequence
 * and a checksum, the others are the hard cases, in a fixed turn. The i-th value depends on nothing
 * but the maker and i. */
typedef struct assay_record_maker {
    uint64_t seed;
    assay_bytes delimiter; /* borrowed; never in a value, nor astride the end of one */
    bool huge;             /* some records of 64 KiB, about 64 KiB, and 200 KiB */
    bool cr_end;           /* a value may end in CR */
} assay_record_maker;

/* Replaces what is in value. full: not an empty one. */
assay_status assay_record_make(const assay_record_maker *self, uint64_t i, bool full,
                               assay_buffer *value) ASSAY_MUST_USE;

#endif
