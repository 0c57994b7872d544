#ifndef ASSAY_EMIT_SLICE_H
#define ASSAY_EMIT_SLICE_H

#include "emit/log.h"
#include "engine/verdict.h"

/* What a failure rests on. */
typedef enum assay_emit_proof {
    ASSAY_EMIT_ANSWER,  /* the last call answers something else than wanted */
    ASSAY_EMIT_RECORDS, /* the records that were read are not those wanted */
    ASSAY_EMIT_OUTPUT,  /* the records in a sink's output */
    ASSAY_EMIT_ENDING,  /* the process does not survive the last call, or leaks */
    ASSAY_EMIT_ALL      /* something else: everything came as it should not */
} assay_emit_proof;

typedef struct assay_emit_slice {
    assay_emit_proof proof;
    size_t goal;         /* event: the last call, or the mark of what was wanted */
    assay_status wanted; /* of ANSWER */
} assay_emit_slice;

/* Finds what the failure rests on, and keeps the calls that lead to it. whole: all calls of the
 * attempt, since what is left behind by one may be what breaks another. INVALID: there is no call
 * to show. */
assay_status assay_emit_slice_make(assay_emit_log *log, assay_verdict verdict, bool whole,
                                   assay_emit_slice *slice, assay_error *error) ASSAY_MUST_USE;

#endif
