#ifndef ASSAY_DATA_AMOUNT_H
#define ASSAY_DATA_AMOUNT_H

#include "data/guard.h"
#include <assay/status.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Some records of a full data set, by their numbers: from 0, going up, each once. Borrowed. */
typedef struct assay_keep {
    size_t count;
    const uint64_t *numbers;
} assay_keep;

/* How much of which data: the same records for the same seed and number. */
typedef struct assay_amount {
    uint64_t records; /* of the full data set */
    uint64_t seed;
    const assay_keep *keep; /* the records that are made; NULL: all of them */
    size_t set; /* of several that exist: which, from 1; 0: the one of so many records */
    const assay_guard *guard; /* borrowed; NULL: none */
} assay_amount;

/* What a generator can leave out. */
typedef enum assay_subset {
    ASSAY_SUBSET_NONE = 0, /* nothing */
    ASSAY_SUBSET_ROW,      /* what is before and after some in a row */
    ASSAY_SUBSET_ANY
} assay_subset;

uint64_t assay_amount_count(const assay_amount *self); /* of the records that are made */
/* The number in the full data set of the i-th record that is made. */
uint64_t assay_amount_number(const assay_amount *self, uint64_t i);
/* INVALID: the numbers do not go up, or one is not below records, or it cannot be left out what is
 * left out. */
assay_status assay_amount_check(const assay_amount *self, assay_subset possible,
                                assay_error *error) ASSAY_MUST_USE;

#endif
