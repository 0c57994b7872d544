#ifndef ASSAY_CHECKS_SINK_RESUME_H
#define ASSAY_CHECKS_SINK_RESUME_H

#include "checks/sink_support.h"

/* One small write through several processes, each of which goes on where the ones before have come
 * to by what they acknowledged, as a runner does that has lost a worker. */

enum { ASSAY_RESUME_RECORDS = 5, ASSAY_RESUME_BUNDLES = 2 };

/* What was acknowledged so far: an encoded sink, a token for each bundle, then marks; handed over
 * in pieces, in this order. */
typedef struct assay_resume {
    bool begun;       /* there is a sink; its encoding may be empty */
    uint64_t bundles; /* whose tokens there are */
    bool committing, committed;
} assay_resume;

/* In a case, whose argument is the order: opens the sink or decodes it. */
assay_resume assay_resume_take_up(assay_case *c, assay_write *w);
/* What was acknowledged is there; what was not even asked for is not. */
void assay_resume_judge_found(assay_case *c, const assay_write *w, const assay_resume *made);
/* From there to the end of the write; all of it must succeed. */
void assay_resume_write_on(assay_case *c, assay_write *w, const assay_resume *made);
void assay_resume_say_committing(assay_case *c);
void assay_resume_say_committed(assay_case *c);

/* A whole case: takes up, judges, writes on to the end. */
void assay_resume_write(assay_case *c);
/* A whole case: the same, judges, does it all once more, judges. */
void assay_resume_recover(assay_case *c);

/* The coordinator's side of one write. */
typedef struct assay_resumed {
    assay_exam *x;
    assay_write_order order;
    assay_buffer kept; /* what has been handed over so far */
    assay_tampered seen;
    uint32_t holes; /* of all its runs; seen has those of the last one */
    uint64_t tried; /* the call that something is done to, and what, for the sketch */
    char how[120];
} assay_resumed;

/* A new write in a folder of its own. */
void assay_resumed_begin(assay_resumed *self, const char *name, uint64_t first, uint64_t second);
/* Each runs one more process of it. False: the verdict is given. */
bool assay_resumed_run(assay_resumed *self, assay_case_fn *work) ASSAY_MUST_USE;
bool assay_resumed_run_tampered(assay_resumed *self, assay_case_fn *work,
                                const assay_tamper *plan) ASSAY_MUST_USE;
bool assay_resumed_committed(const assay_resumed *self);
/* The write is through, undisturbed: the ones to come know how many files it leaves. */
void assay_resumed_count_files(assay_resumed *self);
/* For the sketch: the calls of a write that is not disturbed, which is the first one; what is done
 * to one of them; that this was survived. */
void assay_resumed_sketch_calls(assay_resumed *self, const assay_tampered *seen);
void assay_resumed_sketch_try(assay_resumed *self, uint64_t call, const char *how, ...)
    __attribute__((format(printf, 3, 4)));
void assay_resumed_sketch_survived(assay_resumed *self);
/* A pass proves nothing where changes cannot be seen: unproven then. */
void assay_resumed_judge_holes(assay_resumed *self);
void assay_resumed_clear(assay_resumed *self);

#endif
