#ifndef ASSAY_ENGINE_FILTER_H
#define ASSAY_ENGINE_FILTER_H

#include <stdbool.h>
#include <stdint.h>

/* What the filter says of a call, besides the index of its row. */
enum {
    ASSAY_FILTER_RING = 0xfff1,
    ASSAY_FILTER_AIO = 0xfff2,
    ASSAY_FILTER_CLONE = 0xfff3, /* of a child that is not to be traced */
    ASSAY_FILTER_FOREIGN = 0xfff4,
    ASSAY_FILTER_LISTENER = 0xfff5 /* a second one cannot be, or would hide calls from us */
};

/* From now on this thread and its children stop for their tracer at the calls of those classes;
 * without a tracer such calls fail. clone3 is not there, so that everybody uses clone. False: the
 * system does not allow it; errno says why. */
bool assay_filter_install(uint32_t classes);

/* The same, where they wait for an answer of whoever has the descriptor that this gives, and no
 * signal but one that kills comes between; once nobody has it, such calls fail. -1: errno says why.
 */
int assay_filter_listen(uint32_t classes);

/* What the filter says of a call: the index of its row, or one of those above. */
uint32_t assay_filter_says(uint32_t machine, long number);

#endif
