#ifndef ASSAY_CLI_EMIT_FAILURE_H
#define ASSAY_CLI_EMIT_FAILURE_H

#include "cli/judgement.h"

/* The one saved failure of a judgement as a C program. */

/* Before it is done: has its calls written down. INVALID: no program can make what it is about. */
assay_status assay_emit_failure_prepare(assay_judgement *self, assay_error *error) ASSAY_MUST_USE;

/* After it was done: writes the program, and nothing else, to stdout. INVALID: it fails no longer,
 * or no program can tell of it. */
assay_status assay_emit_failure_print(const assay_judgement *self,
                                      assay_error *error) ASSAY_MUST_USE;

#endif
