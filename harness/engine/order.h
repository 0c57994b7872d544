#ifndef ASSAY_ENGINE_ORDER_H
#define ASSAY_ENGINE_ORDER_H

#include <stddef.h>
#include <stdint.h>

/* An order of threads: where it leaves the usual one, in which each thread goes on as long as it
 * can. Steps are counted where there is a choice at all, from 0. The same order of the same work is
 * the same course. */

enum { ASSAY_SWITCHES = 250 };

typedef struct assay_switch {
    uint16_t step;
    uint8_t thread;   /* that goes on */
    uint8_t preempts; /* another one could have gone on */
} assay_switch;

typedef struct assay_order {
    uint16_t count;
    uint16_t preemptions;
    assay_switch at[ASSAY_SWITCHES];
} assay_order;

/* How much of it is in use. */
size_t assay_order_size(const assay_order *self);
void assay_order_add(assay_order *self, assay_switch next); /* when there is room */
void assay_order_remove(assay_order *self, size_t i);
/* "3 to thread 2, 7 to thread 1" */
void assay_order_print(const assay_order *self, char *to, size_t size);

#endif
