#ifndef ASSAY_RUNNER_SECRET_H
#define ASSAY_RUNNER_SECRET_H

#include <stddef.h>

/* How a secret may stand in a text: as it is; as values are printed, where a backslash is doubled
 * and what is not printable ASCII is \xNN; as a text of JSON; in base64, of which at least four
 * characters are its own, behind any number of other bytes. */

/* How many characters of text, at its start, are the secret; 0: none. *before: how many in front of
 * them, in base64, also tell of it. */
size_t assay_secret_at(const char *text, const char *secret, size_t *before);

/* What is left of a secret that was cut off, at the start of text or at the end of its first length
 * characters; fewer than four characters tell nothing. */
size_t assay_secret_rest_in_front(const char *text, const char *secret);
size_t assay_secret_rest_at_back(const char *text, size_t length, const char *secret);

#endif
