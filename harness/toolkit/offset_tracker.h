#ifndef ASSAY_TOOLKIT_OFFSET_TRACKER_H
#define ASSAY_TOOLKIT_OFFSET_TRACKER_H

#include <assay/status.h>
#include <pthread.h>
#include <stdbool.h>

/* Accounts for a range [start, end) of offsets that one thread reads while others split it. The
 * rules are those of assay/tracker.h; each call is one critical section and never waits for I/O.
 * end is ASSAY_OFFSET_UNBOUNDED where it is not known: then no split. The caller's storage: init,
 * then destroy when no thread uses it any more. */
#define ASSAY_OFFSET_UNBOUNDED UINT64_MAX

typedef struct assay_offset_tracker {
    pthread_mutex_t lock;
    uint64_t start, end;
    uint64_t last;         /* of the last record claimed */
    uint64_t last_split;   /* of the last split point claimed */
    uint64_t split_points; /* claimed so far */
    bool claimed, done;
    bool endless;   /* no end: every offset from start on is inside */
    bool end_known; /* whether it can be split */
} assay_offset_tracker;

/* What it knows, at one moment. */
typedef struct assay_offset_state {
    uint64_t start, end, last, last_split, split_points;
    bool claimed, done, endless;
} assay_offset_state;

void assay_offset_tracker_init(assay_offset_tracker *self, uint64_t start, uint64_t end);
void assay_offset_tracker_destroy(assay_offset_tracker *self);

/* Before the first split: the end is known after all, to be end, any number; or, endless, to lie
 * behind UINT64_MAX, so that this offset too is inside and splits are possible. */
void assay_offset_tracker_set_end(assay_offset_tracker *self, uint64_t end);
void assay_offset_tracker_set_endless(assay_offset_tracker *self);

/* OK: the record at offset is the reader's; END: it is not, and the range is done; STATE: the
 * offset breaks the order (RT-CLAIM-01, -02, -05, -06). */
assay_status assay_offset_tracker_claim(assay_offset_tracker *self, uint64_t offset,
                                        bool split_point) ASSAY_MUST_USE;

/* The reader found the end of the data. */
void assay_offset_tracker_finish(assay_offset_tracker *self);

/* OK: the range now ends at offset, *fraction is its share of the range before; or REFUSED
 * (RT-SPLIT-01 to -05). *before: the state just before the split, also when refused; may be NULL.
 */
assay_status assay_offset_tracker_split(assay_offset_tracker *self, uint64_t offset,
                                        double *fraction,
                                        assay_offset_state *before) ASSAY_MUST_USE;

/* The same at about a fraction of the range, chosen and done in one step; INVALID when it is not a
 * number from 0 to 1. *offset: where it cut. */
assay_status assay_offset_tracker_split_fraction(assay_offset_tracker *self, double fraction,
                                                 uint64_t *offset, double *cut_fraction,
                                                 assay_offset_state *before) ASSAY_MUST_USE;

/* The offset at about a fraction of the range, less than its end. INVALID when the fraction is not
 * a number from 0 to 1; REFUSED when there is no such offset: at 1, in an empty range, where the
 * end is not known. */
assay_status assay_offset_tracker_position_at(assay_offset_tracker *self, double fraction,
                                              uint64_t *offset) ASSAY_MUST_USE;

/* OK when every offset was claimed or asked for in vain; else STATE, with a message that names the
 * gap. */
assay_status assay_offset_tracker_done(assay_offset_tracker *self,
                                       assay_error *error) ASSAY_MUST_USE;

double assay_offset_tracker_fraction(assay_offset_tracker *self); /* RT-PROG-01 */
assay_offset_state assay_offset_tracker_state(assay_offset_tracker *self);

#endif
