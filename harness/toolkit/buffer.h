#ifndef ASSAY_TOOLKIT_BUFFER_H
#define ASSAY_TOOLKIT_BUFFER_H

#include <assay/bytes.h>

/* Bytes that grow; also an assay_out (pass &buffer->out). Starts as ASSAY_BUFFER_INIT; its memory
 * is freed by assay_buffer_clear, after which it is empty and can be used again. One thread at a
 * time. */
typedef struct assay_buffer {
    assay_out out;
    unsigned char *data; /* owned; NULL when nothing was ever appended */
    size_t size;
    size_t capacity;
} assay_buffer;

assay_status assay_buffer_append(assay_out *self, const void *data, size_t size) ASSAY_MUST_USE;

#define ASSAY_BUFFER_INIT                                                                          \
    {                                                                                              \
        {assay_buffer_append}, 0, 0, 0                                                             \
    }

void assay_buffer_reset(assay_buffer *self); /* empty, memory kept */
void assay_buffer_clear(assay_buffer *self); /* empty, memory freed */

/* Borrowed: valid until the next append, reset or clear. */
assay_bytes assay_buffer_bytes(const assay_buffer *self);

/* Makes room for at least size more bytes and gives where they go; the caller then adds what it
 * used to self->size. NULL: out of memory. */
void *assay_buffer_reserve(assay_buffer *self, size_t size);

#endif
