#include "engine/order.h"

#include <stdio.h>
#include <string.h>

size_t assay_order_size(const assay_order *self)
{
    return offsetof(assay_order, at) + self->count * sizeof(self->at[0]);
}

void assay_order_add(assay_order *self, assay_switch next)
{
    if (self->count == ASSAY_SWITCHES)
        return;
    self->at[self->count++] = next;
    self->preemptions += next.preempts;
}

void assay_order_remove(assay_order *self, size_t i)
{
    self->preemptions -= self->at[i].preempts;
    self->count--;
    memmove(&self->at[i], &self->at[i + 1], (self->count - i) * sizeof(self->at[0]));
}

void assay_order_print(const assay_order *self, char *to, size_t size)
{
    size_t used = 0;

    snprintf(to, size, "one thread after the other");
    for (size_t i = 0; i < self->count && used < size; i++) {
        int more = snprintf(to + used, size - used, "%sat step %u to thread %u", i > 0 ? ", " : "",
                            self->at[i].step, self->at[i].thread + 1U);
        used += more > 0 ? (size_t)more : 0;
    }
}
