#ifndef ASSAY_ENGINE_EXAM_PRIVATE_H
#define ASSAY_ENGINE_EXAM_PRIVATE_H

#include "engine/case_private.h"
#include "engine/process.h"

struct assay_exam {
    const assay_setup *setup;
    assay_board *board;
    assay_finding *finding;    /* what it comes to; the caller's */
    assay_process_trail trail; /* of the last case */
    uint64_t random;
    int64_t deadline;
    bool isolated;
    bool settled; /* the verdict is given */
};

/* Runs the check of setup; isolated: every case in a process of its own. The deadline is monotonic,
 * in microseconds. *finding: initialised here, the caller's to clear. given: gets what the last
 * case gave; may be NULL. */
assay_status assay_exam_take(const assay_setup *setup, bool isolated, int64_t deadline,
                             assay_finding *finding, assay_buffer *given) ASSAY_MUST_USE;

#endif
