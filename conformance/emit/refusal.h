#ifndef ASSAY_EMIT_REFUSAL_H
#define ASSAY_EMIT_REFUSAL_H

#include "emit/slice.h"

/* INVALID: no calls could tell the failure, and the message says why. Before anything is made. */
assay_status assay_emit_refusal_early(const assay_emit_log *log, assay_error *error) ASSAY_MUST_USE;

/* INVALID: a program could not tell the failure, or would fail with a correct connector, too; the
 * message says why. */
assay_status assay_emit_refusal(const assay_emit_log *log, const assay_emit_slice *slice,
                                const char *expected, assay_error *error) ASSAY_MUST_USE;

#endif
