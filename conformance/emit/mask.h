#ifndef ASSAY_EMIT_MASK_H
#define ASSAY_EMIT_MASK_H

#include <assay/toolkit/buffer.h>
#include <stdbool.h>
#include <stddef.h>

/* Writes stars over each secret in the bytes that the frames of a tape hold, in place. True: there
 * was one. */
bool assay_emit_mask(assay_buffer *tape, char *const *secrets, size_t count);

#endif
