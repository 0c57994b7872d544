#ifndef ASSAY_EMIT_MASK_H
#define ASSAY_EMIT_MASK_H

#include <assay/toolkit/buffer.h>
#include <stddef.h>

/* Where a tape held secrets. */
typedef enum assay_emit_secret {
    ASSAY_EMIT_SECRET_NOWHERE,
    ASSAY_EMIT_SECRET_GIVEN,  /* in configurations and what comes of them */
    ASSAY_EMIT_SECRET_IN_DATA /* in records, positions or files, too: it tells another story now */
} assay_emit_secret;

/* Writes stars over each secret in the bytes that the frames of a tape hold, in place. */
assay_emit_secret assay_emit_mask(assay_buffer *tape, char *const *secrets, size_t count);

#endif
