#ifndef ASSAY_EMIT_PROGRAM_H
#define ASSAY_EMIT_PROGRAM_H

#include "emit/body.h"
#include "engine/verdict.h"

/* Everything but the head comment, around calls that are written. */
void assay_emit_program_print(assay_emit_text *to, assay_emit_body *body, assay_verdict verdict);

#endif
