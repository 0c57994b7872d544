#ifndef ASSAY_CHECKS_MEMORY_H
#define ASSAY_CHECKS_MEMORY_H

#include "engine/exam.h"

/* What checks share that refuse a connector its memory, one call after the other. */

/* What a case finds out. */
typedef struct assay_hunger {
    uint64_t asked;  /* calls for memory */
    uint64_t living; /* pieces that were not given back in the end */
    bool counted;    /* living is known */
} assay_hunger;

/* The last thing that a case gives. */
void assay_hunger_give(assay_case *c, const assay_hunger *self);
/* From what a case gave, of which it is cut off. */
bool assay_hunger_take(assay_bytes *given, assay_hunger *to);

/* The call that got no memory did without, or said so; a store may say of itself that it failed. */
void assay_hunger_expect_told(assay_case *c);

/* All has been given back that was without the refusal; again: does once more what gives everything
 * back, for a connector that takes its time. */
void assay_hunger_expect_given_back(assay_case *c, const assay_hunger *usual,
                                    void (*again)(assay_case *c));

/* Does one with each of the calls refused, or some of them where there are many or records, which
 * each run reads, are: the first ones, and others by chance; until one says that the verdict is
 * given. */
typedef bool assay_hunger_fn(void *self, uint64_t n);
void assay_hunger_sweep(assay_exam *x, uint64_t calls, uint64_t records, assay_hunger_fn *one,
                        void *self);

enum { ASSAY_HUNGER_REFUSED = 0, ASSAY_HUNGER_LEFT_OUT = 1 }; /* counters */

#endif
