#ifndef ASSAY_TRACKER_H
#define ASSAY_TRACKER_H

#include <assay/position.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct assay_tracker assay_tracker;
typedef struct assay_tracker_ops assay_tracker_ops;

/* Keeps account of a range [start, end) while it is worked through and split. A kind of its own, so
 * that an author's tracker can be judged alone. The connector embeds this struct as the first
 * member of its own. Any thread, several at once (RT-TS-01), except release. Nothing waits for I/O.
 * A call that answers MEMORY changes nothing (RT-MEM-01). */
struct assay_tracker {
    const assay_tracker_ops *ops;
};

/* Frozen. No member may be NULL. */
struct assay_tracker_ops {
    uint32_t struct_size;
    assay_position_kind kind;

    /* Asks for the record at position: OK, it is the caller's to do; END, it lies at or after the
     * end and must not be done (RT-CLAIM-01). A record that is no split point goes with the one
     * before it, also past the end (RT-CLAIM-02). STATE, without effect: before the start or the
     * last claim, a second split point at one position, or a first claim that is no split point
     * (RT-CLAIM-05, RT-CLAIM-06). After an END nothing is given: END, or STATE for what goes back.
     * A position that is none of its kind is INVALID, here and below (RT-POS-01). */
    assay_status (*claim)(assay_tracker *self, assay_bytes position, bool split_point,
                          assay_error *error) ASSAY_MUST_USE;

    /* Makes [start, position) of the range (RT-SPLIT-01), or REFUSED without effect (RT-SPLIT-05):
     * no claim yet, consumed, outside, or an end that is not known (RT-SPLIT-02 to RT-SPLIT-04). */
    assay_status (*split_at)(assay_tracker *self, assay_bytes position,
                             assay_error *error) ASSAY_MUST_USE;

    /* The position at about that fraction of the range as it is now, for split_at: before its end
     * (RT-SPLIT-07). INVALID: no number from 0 to 1. REFUSED: there is none, in an empty range
     * (KR-04), at 1, or where the end is not known. */
    assay_status (*position_at)(assay_tracker *self, double fraction, assay_out *position,
                                assay_error *error) ASSAY_MUST_USE;

    /* The range as it is now; an empty end: unbounded. The start may have moved up to the first
     * claim. */
    assay_status (*range)(assay_tracker *self, assay_out *start, assay_out *end,
                          assay_error *error) ASSAY_MUST_USE;

    /* As progress of a reader (RT-PROG-01). */
    assay_status (*progress)(assay_tracker *self, double *fraction,
                             assay_error *error) ASSAY_MUST_USE;

    /* OK when every position of the range was claimed, passed over by a claim or asked for in vain;
     * otherwise STATE, with a message that names the gap (SDF-DONE-01, SDF-DONE-02). */
    assay_status (*done)(assay_tracker *self, assay_error *error) ASSAY_MUST_USE;

    void (*release)(assay_tracker *self);
};

#ifdef __cplusplus
}
#endif

#endif
