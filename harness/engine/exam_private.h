#ifndef ASSAY_ENGINE_EXAM_PRIVATE_H
#define ASSAY_ENGINE_EXAM_PRIVATE_H

#include "engine/case_private.h"
#include "engine/process.h"
#include "engine/tracer.h"

struct assay_exam {
    const assay_setup *setup;
    assay_board *board;
    assay_finding *finding;              /* what it comes to; the caller's */
    assay_process_trail trail;           /* of the last case */
    uint64_t turns_before, calls_before; /* of the last case */
    char *temporary_before;              /* TMPDIR of this process */
    assay_surroundings before;
    assay_left left; /* of the last case, if it went through */
    assay_random random;
    int64_t deadline; /* put off by the time that cases were starved, but not beyond latest */
    int64_t latest;
    bool isolated;
    bool tampers;             /* cases were killed, or errors made for them */
    bool settled;             /* the verdict is given */
    const assay_tamper *plan; /* of the case that runs; NULL: it is left alone */
    assay_tracing tracing;    /* how it is seen: the first way that this system allows */
    assay_tracer_link link;   /* to the case that runs */
    assay_error refused;      /* why it does not allow the one before; "" */
    assay_tampered *seen;     /* with a plan: the caller's */
    char past[240];           /* what had happened to what the cases find; "" for nothing */
    char limit[300];          /* what a pass does not say; "" for nothing */
};

/* In the child, before the case: as the plan needs it. False: the board says why there is no case.
 */
bool assay_exam_arm(assay_exam *x);
/* Runs a child, and waits for it as the plan says. UNSUPPORTED: it cannot be carried out here; else
 * it could not be made. */
assay_status assay_exam_carry_out(assay_exam *x, void (*run)(void *argument), void *argument,
                                  assay_process_end *end, assay_error *error) ASSAY_MUST_USE;

/* What a case leaves for the reader of the report, whatever its verdict. */
void assay_exam_take_evidence(assay_exam *x);

/* The verdict of a case that reached its end, which says itself what came of it; and of one that
 * did not: where it was says the most. */
void assay_exam_take_board(assay_exam *x);
void assay_exam_take_end(assay_exam *x, const assay_process_end *end);

/* Takes up what a case that went through has left behind. */
void assay_exam_count_left(assay_exam *x, const assay_process_end *end);

/* The same for the files that all cases of a check that passes have left. */
void assay_exam_count_files(assay_exam *x);

/* Runs the last case again, which has died without a word; puts where into the finding. */
void assay_exam_look_again(assay_exam *x, assay_case_fn *work, const void *argument);

/* Runs the check of setup; isolated: every case in a process of its own. The deadline is monotonic,
 * in microseconds. *finding: initialised here, the caller's to clear. given: gets what the last
 * case gave; may be NULL. */
assay_status assay_exam_take(const assay_setup *setup, bool isolated, int64_t deadline,
                             assay_finding *finding, assay_buffer *given) ASSAY_MUST_USE;

#endif
