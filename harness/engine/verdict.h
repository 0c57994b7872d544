#ifndef ASSAY_ENGINE_VERDICT_H
#define ASSAY_ENGINE_VERDICT_H

#include "engine/sketch.h"
#include <assay/toolkit/buffer.h>
#include <stdbool.h>
#include <stdint.h>

typedef enum assay_verdict {
    ASSAY_PASS = 0,
    ASSAY_FAIL,     /* the connector breaks the clause */
    ASSAY_CRASH,    /* a signal, or the process left on its own */
    ASSAY_TIMEOUT,  /* did not come back within a generous limit */
    ASSAY_UNPROVEN, /* what the check must exercise did not happen */
    ASSAY_SKIPPED,  /* does not apply here; the reason says why */
    ASSAY_ERROR     /* Assay itself failed: says nothing about the connector */
} assay_verdict;

const char *assay_verdict_name(assay_verdict verdict); /* "pass" */

#define ASSAY_COUNTERS 6 /* things a check can have to exercise */

/* What came of one check over one scenario, with the evidence. Texts are never NULL; any bytes may
 * be in them, since the connector has a say. */
typedef struct assay_finding {
    assay_verdict verdict;
    char *reason;   /* of unproven, skipped, error; of crash the signal; of a pass what it does not
                       say */
    char *expected; /* of fail */
    char *observed; /* of fail */
    char *dataset;  /* what was being read or written, "" if none */
    char *trace;    /* the last calls, a line each */
    char *stack;    /* of crash and timeout: where its threads were, a line a frame, or why that is
                       not known */
    char *output;   /* the tail of what the connector wrote to its stdout and stderr, and logged */
    char *left;     /* what a case has left behind or changed for its process, though it released
                       everything; a line each, "" if nothing. Whatever the verdict */
    char *sketch;   /* marks of the attempt, for a picture: a line each, see engine/sketch.h */
    uint64_t counters[ASSAY_COUNTERS]; /* as the check's row names them */
    uint64_t calls;                    /* calls of the contract */
    uint64_t cases;
    uint64_t uncounted; /* cases whose line counts are lost, where they are wanted */
    uint64_t turn;      /* the attempt that gave the verdict, from 1; 0: before any. Of a pass: how
                           many attempts there are */
    uint64_t at_call;   /* calls until the verdict was given: the last one of them gave it */
    int64_t microseconds;
} assay_finding;

assay_status assay_finding_init(assay_finding *self) ASSAY_MUST_USE; /* pass, texts "" */
void assay_finding_clear(assay_finding *self);
/* Replaces *text, which is owned; keeps the old one when memory is short. */
void assay_finding_text(char **text, const char *format, ...) __attribute__((format(printf, 2, 3)));
assay_status assay_finding_encode(const assay_finding *self, assay_out *to) ASSAY_MUST_USE;
assay_status assay_finding_decode(assay_bytes bytes, assay_finding *self) ASSAY_MUST_USE;

#endif
