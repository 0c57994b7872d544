#ifndef ASSAY_RUNNER_SHRINK_DATA_H
#define ASSAY_RUNNER_SHRINK_DATA_H

#include "data/amount.h"

/* The search for the fewest records that still do it, by cutting what is left into parts: a part
 * alone, all but a part, smaller parts. The caller tries what is proposed. */
typedef struct assay_sieve {
    assay_subset possible;
    size_t count;      /* of what is left */
    uint64_t *numbers; /* owned */
    size_t parts;      /* into which it is cut now */
    bool without;      /* proposals leave a part out; else they are a part alone */
} assay_sieve;

/* All of so many records. MEMORY. */
assay_status assay_sieve_init(assay_sieve *self, uint64_t records,
                              assay_subset possible) ASSAY_MUST_USE;
void assay_sieve_clear(assay_sieve *self);

/* The proposals of this round; 0: nothing is left to try. */
size_t assay_sieve_proposals(const assay_sieve *self);
/* Writes the i-th one to numbers, which has room for all that is left; gives how many. 0 when it is
 * one that cannot be made, or that was tried before. */
size_t assay_sieve_propose(const assay_sieve *self, size_t i, uint64_t *numbers);
/* The i-th one still does it: it is what is left. */
void assay_sieve_accept(assay_sieve *self, size_t i);
/* None of them did: to the next round. */
void assay_sieve_refuse(assay_sieve *self);

#endif
