#ifndef ASSAY_CHECKS_DYNAMIC_SPLIT_H
#define ASSAY_CHECKS_DYNAMIC_SPLIT_H

#include "checks/layout.h"
#include "checks/readings.h"
#include "engine/exam.h"

/* How a reader is split: at a position, or about a fraction. */
typedef struct assay_cut {
    assay_bytes position; /* size 0: by fraction */
    double fraction;
    uint64_t record; /* whose position it is */
} assay_cut;

/* Splits; counts exercise 0 when it was accepted. */
bool assay_cut_make(assay_case *c, assay_driven_reader *r, assay_cut cut,
                    assay_driven_split *split);

/* Reads i records of s, splits, and reads the rest, primary and residual: reader and primary give
 * the same, and with the residual they give all that s covers. True: the split was accepted.
 * known: parts that encode alike are read once; NULL: all are read. */
bool assay_cut_try(assay_case *c, assay_driven_source s, uint64_t i, assay_cut cut,
                   assay_readings *known);

/* What can be seen of a reader without moving it. */
typedef struct assay_sight {
    assay_driven_source source; /* NULL handle: not offered */
    double fraction;
    int64_t consumed, remaining;
} assay_sight;
assay_sight assay_sight_take(assay_case *c, assay_driven_reader *r);
/* Fails unless the reader looks as before; frees self. after: "a refused split at 0.5". */
void assay_sight_expect(assay_case *c, assay_sight *self, assay_driven_reader *r,
                        const char *after);
void assay_sight_clear(assay_case *c, assay_sight *self);

/* Checks of dynamic_split.c's table, by file. */
void assay_check_ladder(assay_case *c);
void assay_check_pairs(assay_case *c);
void assay_check_fractions(assay_case *c);

void assay_check_refused_changes_nothing(assay_case *c);
void assay_check_odd_fractions(assay_case *c);
void assay_check_odd_positions(assay_case *c);
void assay_check_before_start(assay_case *c);
void assay_check_at_the_end(assay_case *c);
void assay_check_consumed_refused(assay_case *c);
void assay_check_outside_refused(assay_case *c);

void assay_check_returned_fraction(assay_case *c);
void assay_check_current_source(assay_case *c);
void assay_check_parts_split_again(assay_case *c);
void assay_check_original_unchanged(assay_case *c);
void assay_check_really_splits(assay_case *c);
void assay_check_values_same(assay_case *c);

void assay_check_split_schedules(assay_exam *x);
void assay_check_current_source_schedules(assay_exam *x);
void assay_check_call_orders(assay_case *c);
void assay_check_split_never_waits(assay_exam *x);
/* And of progress.c's. */
void assay_check_progress_schedules(assay_exam *x);
void assay_check_progress_never_waits(assay_exam *x);
void assay_check_halves_travel(assay_exam *x);
void assay_check_halves_refuse(assay_case *c);
void assay_check_encoding_size(assay_case *c);
void assay_check_near_the_wish(assay_case *c);
void assay_check_points_accepted(assay_case *c);
void assay_check_shares_accepted(assay_case *c);

#endif
