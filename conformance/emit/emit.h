#ifndef ASSAY_EMIT_EMIT_H
#define ASSAY_EMIT_EMIT_H

#include "engine/check.h"
#include "engine/verdict.h"

/* A failure as a C program of plain calls of the contract, for a bug report: it includes nothing of
 * Assay but <assay/connector.h>, takes the path of the connector's library, and exits with 0 when
 * the failure is not there, 1 when it is; or dies as the connector makes it. */

typedef struct assay_emit_failure {
    const char *connector, *scenario;
    const assay_check *check;
    const assay_finding *finding; /* of the run that made the tape */
    bool masked;                  /* secrets were taken out of the tape */
} assay_emit_failure;

/* to gets the program. INVALID: the tape holds nothing that can be shown. Secrets of the manifest
 * are in it as the tape has them (emit/mask.h). */
assay_status assay_emit_c(const assay_emit_failure *failure, assay_bytes tape, assay_out *to,
                          assay_error *error) ASSAY_MUST_USE;

#endif
