#ifndef ASSAY_ENGINE_EXPLORE_H
#define ASSAY_ENGINE_EXPLORE_H

#include "engine/exam.h"
#include "engine/search.h"

/* A check whose case has two threads, in every order that they can take. */

/* Runs work in a case whose threads are put in order, also those that the connector makes, from
 * before it is loaded. An order that fails is made small, and shown in a case of its own. False:
 * the verdict is given. Skipped where the calls of threads do not pass through the host. */
bool assay_exam_explore(assay_exam *x, assay_case_fn *work, const void *argument) ASSAY_MUST_USE;

typedef void assay_part_of_fn(assay_case *c, void *argument);

typedef struct assay_exploration {
    assay_effort effort;
    uint32_t first; /* so many preemptions for every attempt; more, and orders at random, */
    uint32_t alike; /* only for that many whose threads take the same course; 0: for all */
    uint64_t kind;  /* attempts of different kinds are not alike */
    uint64_t most;  /* what the orders of an attempt cost, but for its first ones; 0: anything */
} assay_exploration;

/* Inside of such a case: does the attempt once for each order. It starts from nothing each time, a
 * fresh reader, and fails when something is wrong; it calls assay_case_together once. False: orders
 * that should have been run were left out, there are too many. */
bool assay_case_explore(assay_case *c, const assay_exploration *how, assay_part_of_fn *attempt,
                        void *argument);

/* Does both at the same time, in a case of assay_exam_explore: first in this thread, second in
 * another one. Each gets a case that it alone uses. Comes back when both did. A second time in an
 * attempt: in the same order again. */
void assay_case_together(assay_case *c, assay_part_of_fn *first, assay_part_of_fn *second,
                         void *argument);

/* What it has cost up to now, the same in every run: calls of the contract and steps of threads. */
uint64_t assay_case_cost(const assay_case *c);

/* Of the order that runs. */
uint32_t assay_case_preemptions(const assay_case *c);
bool assay_case_walks(const assay_case *c); /* it is one at random */
/* Of all attempts only one is made. */
bool assay_case_repeats(const assay_case *c);
/* It failed before, and this is to show how. */
bool assay_case_shows(const assay_case *c);

#endif
