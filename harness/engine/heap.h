#ifndef ASSAY_ENGINE_HEAP_H
#define ASSAY_ENGINE_HEAP_H

#include <stdbool.h>
#include <stdint.h>

/* Bytes that the allocator of this process has given out and not got back. False: it does not say;
 * it is another one than that of the C library. */
bool assay_heap_now(uint64_t *bytes);

#endif
