/* Cuts bytes into records. */
#include "data/cutter.h"

#include <string.h>

static assay_status take(assay_cutter *self, size_t from, size_t size, bool delimited,
                         assay_error *error)
{
    const unsigned char *value = self->pending.data + from;
    if (self->crlf && delimited && size > 0 && value[size - 1] == '\r')
        size--;
    return self->take(self->context, (assay_bytes){value, size}, error);
}

assay_status assay_cutter_feed(assay_cutter *self, assay_bytes piece, assay_error *error)
{
    assay_buffer *pending = &self->pending;
    size_t start = 0;
    /* What was pending holds no whole delimiter. */
    size_t search = pending->size < self->delimiter.size ? 0 : pending->size - self->delimiter.size;
    ASSAY_TRY(assay_buffer_append(&pending->out, piece.data, piece.size));
    const unsigned char *found;
    while (pending->size > search &&
           (found = memmem(pending->data + search, pending->size - search, self->delimiter.data,
                           self->delimiter.size)) != NULL) {
        size_t end = (size_t)(found - pending->data);
        ASSAY_TRY(take(self, start, end - start, true, error));
        start = search = end + self->delimiter.size;
    }
    if (start > 0)
        memmove(pending->data, pending->data + start, pending->size - start);
    pending->size -= start;
    return ASSAY_OK;
}

assay_status assay_cutter_finish(assay_cutter *self, assay_error *error)
{
    assay_status status = ASSAY_OK;
    if (self->pending.size > 0)
        status = take(self, 0, self->pending.size, false, error);
    assay_buffer_reset(&self->pending);
    return status;
}
