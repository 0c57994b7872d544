#ifndef ASSAY_DATA_STORED_BYTES_H
#define ASSAY_DATA_STORED_BYTES_H

#include <assay/status.h>

/* How many bytes the files that match a pattern hold together; IO when none matches. */
assay_status assay_stored_bytes(const char *pattern, int64_t *bytes,
                                assay_error *error) ASSAY_MUST_USE;

#endif
