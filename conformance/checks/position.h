#ifndef ASSAY_CHECKS_POSITION_H
#define ASSAY_CHECKS_POSITION_H

#include "checks/layout.h"

/* Checks of position.c's table that stand in files of their own. */
void assay_check_ranges_associate(assay_case *c);
void assay_check_empty_range(assay_case *c);
void assay_check_bad_bounds(assay_case *c);
void assay_check_range_bounds(assay_case *c);
void assay_check_inside_range(assay_case *c);
void assay_check_open_ends(assay_case *c);
void assay_check_keys(assay_case *c);
void assay_check_range_cost(assay_case *c);

/* The part [start, end) of s; it must be there. An empty end: that of s. */
assay_driven_source assay_part_of(assay_case *c, assay_driven_source s, assay_bytes start,
                                  assay_bytes end);
/* Whether position lies in s, its end included. */
bool assay_within(assay_case *c, assay_driven_source s, assay_bytes position);

#endif
