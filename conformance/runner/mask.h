#ifndef ASSAY_RUNNER_MASK_H
#define ASSAY_RUNNER_MASK_H

#include "host/job.h"

/* Writes stars over each secret in a text, in each form that secret.h knows, in place: three, fewer
 * for a shorter secret, so that it never grows and cannot fail; also over what is left of one in a
 * value that was too long to be printed. NULL stays NULL; an empty secret is none. */
void assay_mask_text(char *text, char *const *secrets, size_t count);

/* The same for a message, which may be cut off: also what is left of a secret at its end. */
void assay_mask_message(char *text, char *const *secrets, size_t count);

/* The same for all that a connector has a say in; in trace and output, which may be cut off, also
 * what is left of a secret at either end. */
void assay_mask_finding(assay_finding *finding, char *const *secrets, size_t count);
void assay_mask_look(assay_look *look, char *const *secrets, size_t count);

#endif
