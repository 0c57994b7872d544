#ifndef ASSAY_ENGINE_SEARCH_H
#define ASSAY_ENGINE_SEARCH_H

#include "engine/order.h"
#include "engine/threads.h"

/* The orders in which some work can be done, one after the other: all with no preemption, all with
 * one, and so on; then orders at random. What a run could have done otherwise is learnt from it. */

enum { ASSAY_LEVELS = 4, ASSAY_STEPS = 4096 };

typedef struct assay_effort {
    uint32_t preemptions; /* at most; less than ASSAY_LEVELS */
    uint32_t walks;       /* orders at random, afterwards */
    uint32_t orders;      /* at most, without those */
} assay_effort;

typedef struct assay_search assay_search;

/* NULL: no memory. */
assay_search *assay_search_new(void);
void assay_search_free(assay_search *self);

/* Starts over, for other work. seed: of the walks. */
void assay_search_begin(assay_search *self, const assay_effort *effort, uint64_t seed);
/* Only that order, once. */
void assay_search_only(assay_search *self, const assay_order *order);

/* The next order with at most so many preemptions; when there is none any more that the effort
 * allows, one at random. False: there is none now. */
bool assay_search_next(assay_search *self, uint32_t most);
/* The same order from its beginning. */
void assay_search_repeat(assay_search *self);
/* While it runs: as assay_threads_owner.choose; context: the search. */
uint32_t assay_search_choose(void *context, const assay_choice *choice);

/* When it has run: whether it can make a difference to stop a thread at a lock. Where not, no order
 * does so. */
void assay_search_sift(assay_search *self, bool (*matters)(const void *context, const void *lock),
                       const void *context);

/* A hash of the choices that the last run had, less those that make no difference; the same for the
 * same course. */
uint64_t assay_search_course(const assay_search *self);

/* The order that runs or ran last, as far as it came. */
const assay_order *assay_search_order(const assay_search *self);
bool assay_search_walks(const assay_search *self); /* it is one at random */

/* Whether orders of the kinds asked for were left out: too many, or too long, or the same order did
 * not lead to the same choices again. */
bool assay_search_incomplete(const assay_search *self);

#endif
