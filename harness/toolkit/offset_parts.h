#ifndef ASSAY_TOOLKIT_OFFSET_PARTS_H
#define ASSAY_TOOLKIT_OFFSET_PARTS_H

#include <stdbool.h>
#include <stdint.h>

/* Cuts the offsets from first to last, both included, into parts that follow each other, none of
 * them empty. One thread at a time. */
typedef struct assay_offset_parts {
    uint64_t first, last; /* what is left */
    uint64_t more;        /* what a part holds besides its first offset */
    uint64_t larger;      /* so many parts, the next ones, hold one more */
    uint64_t tail;        /* so much at the end goes with the part before it */
    bool done;
} assay_offset_parts;

/* Parts of size offsets, at least 1; a tail below a quarter of it goes with the part before. */
assay_offset_parts assay_offset_parts_by_size(uint64_t first, uint64_t last, uint64_t size);

/* count parts, at least 1, that differ by one offset at most; fewer when there are too few. */
assay_offset_parts assay_offset_parts_by_count(uint64_t first, uint64_t last, uint64_t count);

/* The next part, from *first to *last, or false: there is none. */
bool assay_offset_parts_next(assay_offset_parts *self, uint64_t *first, uint64_t *last);

#endif
