#ifndef ASSAY_CHECKS_LAYOUT_H
#define ASSAY_CHECKS_LAYOUT_H

#include "checks/support.h"

/* Where the records of a data set lie, in order, by position/0 on a whole read. */
typedef struct assay_layout {
    uint64_t count;
    assay_buffer bytes;
    size_t *starts; /* count + 1 offsets into bytes */
    bool *points;   /* whether the record is a split point */
} assay_layout;

/* Unproven when a whole read does not give the truth in order. */
assay_layout assay_layout_take(assay_case *c, assay_driven_source s);
void assay_layout_clear(assay_layout *self);

assay_bytes assay_layout_at(const assay_layout *self, uint64_t i);
/* The record that a range from position on begins with, count: none. */
uint64_t assay_layout_first(const assay_layout *self, assay_bytes position);
/* Split points among the records from first up to end. */
uint64_t assay_layout_points(const assay_layout *self, uint64_t first, uint64_t end);
/* Where the split point of that number lies, which there is. */
assay_bytes assay_layout_point(const assay_layout *self, uint64_t number);

/* The next position after one. False: there is none. */
bool assay_position_successor(assay_case *c, assay_position_kind kind, assay_bytes position,
                              assay_buffer *to);
assay_position_kind assay_position_kind_of(assay_case *c, assay_driven_source s);

#endif
