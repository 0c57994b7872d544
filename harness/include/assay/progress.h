#ifndef ASSAY_PROGRESS_H
#define ASSAY_PROGRESS_H

#include <assay/reader.h>

#ifdef __cplusplus
extern "C" {
#endif

#define ASSAY_PROGRESS "assay.progress/0"
#define ASSAY_PROGRESS_UNKNOWN (-1.0)

/* Ability of a reader: how far it is in its current source. Any thread, while it reads (PROG-06);
 * does not wait (PROG-07). CLOSED: STATE. */
typedef struct assay_progress {
    uint32_t struct_size;
    uint32_t reserved;

    /* From 0 to 1, or ASSAY_PROGRESS_UNKNOWN at any time (PROG-01). Where it is known: 0 in NEW
     * (PROG-02), 1 in AT_END (PROG-03), never falling (PROG-04), relative to the primary after a
     * split (PROG-05). */
    assay_status (*fraction)(assay_reader *self, double *fraction,
                             assay_error *error) ASSAY_MUST_USE;
} assay_progress;

#define ASSAY_SPLIT_POINTS "assay.split-points/0"
#define ASSAY_SPLIT_POINTS_UNKNOWN INT64_C(-1)

/* Ability of a reader: how many split points lie behind and before it, or
 * ASSAY_SPLIT_POINTS_UNKNOWN. Threads and states as progress (SPP-11). */
typedef struct assay_split_points {
    uint32_t struct_size;
    uint32_t reserved;

    /* *consumed: split points whose records are done with: k - 1 at the k-th, all of them in
     * AT_END, 0 before (SPP-02 to SPP-06). *remaining: split points from the current one on, it
     * included, so at least 1 in ON_RECORD, 0 in AT_END; given only when exact (SPP-07, SPP-08).
     * Both are relative to the current source (SPP-09). */
    assay_status (*counts)(assay_reader *self, int64_t *consumed, int64_t *remaining,
                           assay_error *error) ASSAY_MUST_USE;
} assay_split_points;

#ifdef __cplusplus
}
#endif

#endif
