#ifndef ASSAY_TOOLKIT_CODEC_H
#define ASSAY_TOOLKIT_CODEC_H

#include <assay/bytes.h>
#include <stdbool.h>

/* A small fixed encoding for sources, marks and tokens: numbers are eight bytes, most significant
 * first; bytes and texts are a number that says their size, then themselves. */
assay_status assay_put_u64(assay_out *to, uint64_t number) ASSAY_MUST_USE;
assay_status assay_put_bytes(assay_out *to, assay_bytes bytes) ASSAY_MUST_USE;
assay_status assay_put_text(assay_out *to, const char *text) ASSAY_MUST_USE;

/* Takes the same things off the front. Starts over borrowed bytes, as {bytes, false}. Once
 * something is missing or wrong, failed stays true and everything reads as 0, empty and "". */
typedef struct assay_decoder {
    assay_bytes rest;
    bool failed;
} assay_decoder;

uint64_t assay_take_u64(assay_decoder *self);
assay_bytes assay_take_bytes(assay_decoder *self); /* borrowed from what is decoded */
char *assay_take_text(assay_decoder *self); /* the caller's, to free; NULL when failed, out of
                                               memory, or when the text holds a NUL byte */

/* Whether all was there and nothing is left: what a decode ends with. */
bool assay_decoder_done(const assay_decoder *self);

/* A position of kind OFFSET. */
assay_status assay_put_offset(assay_out *to, uint64_t offset) ASSAY_MUST_USE;
bool assay_offset_of(assay_bytes position, uint64_t *offset); /* false: not eight bytes */

#endif
