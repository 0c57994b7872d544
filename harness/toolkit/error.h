#ifndef ASSAY_TOOLKIT_ERROR_H
#define ASSAY_TOOLKIT_ERROR_H

#include <assay/status.h>

/* Writes the message, if error is not NULL and has none yet, and gives status back, so that a
 * failure is one statement: return assay_error_set(error, ASSAY_IO, "cannot open '%s': %s", path,
 * reason). */
assay_status assay_error_set(assay_error *error, assay_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The name of a status as the contract writes it: "END", "REFUSED"; "?" for a number that is none.
 */
const char *assay_status_name(assay_status status);

#endif
