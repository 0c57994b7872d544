/* A gzip file as a stream of decompressed bytes: any number of members, then zero bytes or nothing.
 * zlib checks each member's CRC and length. */
#include "gzip.h"

#include <assay/toolkit/error.h>
#include <stdint.h>
#include <stdlib.h>
#include <zlib.h>

#define PIECE 65536

/* From AT_END on nothing is to be done any more. */
typedef enum where { BEFORE_MEMBER, IN_MEMBER, IN_PADDING, AT_END, DAMAGED } where;

typedef struct gzip_input {
    assay_input base;
    assay_input *stored;
    uint64_t *consumed;
    z_stream stream;
    where where;
    const char *how; /* it is damaged; a constant */
    bool any_member;
    bool stored_ended;
    unsigned char piece[PIECE];
} gzip_input;

/* Sees to it that there are stored bytes to work on, unless they have ended. */
static assay_status fill(gzip_input *self, assay_error *error)
{
    size_t got = 0;
    if (self->stream.avail_in > 0 || self->stored_ended)
        return ASSAY_OK;
    ASSAY_TRY(self->stored->read(self->stored, self->piece, PIECE, &got, error));
    self->stream.next_in = self->piece;
    self->stream.avail_in = (uInt)got;
    self->stored_ended = got == 0;
    return ASSAY_OK;
}

/* Told once all that was decompressed before is given out. */
static assay_status damaged(gzip_input *self, const char *how)
{
    self->where = DAMAGED;
    self->how = how;
    return ASSAY_OK;
}

static assay_status before_member(gzip_input *self)
{
    if (self->stored_ended)
        self->where = AT_END;
    else if (self->any_member && self->stream.next_in[0] == 0)
        self->where = IN_PADDING;
    else if (inflateReset(&self->stream) != Z_OK)
        return ASSAY_MEMORY;
    else
        self->where = IN_MEMBER;
    return ASSAY_OK;
}

/* Also without stored bytes left zlib may still hold output. */
static assay_status in_member(gzip_input *self)
{
    uInt before = self->stream.avail_in;
    int answer = inflate(&self->stream, Z_NO_FLUSH);
    *self->consumed += before - self->stream.avail_in;
    if (answer == Z_MEM_ERROR)
        return ASSAY_MEMORY;
    if (answer == Z_BUF_ERROR && self->stored_ended)
        return damaged(self, "it is cut off");
    if (answer != Z_STREAM_END && answer != Z_OK && answer != Z_BUF_ERROR)
        return damaged(self, self->stream.msg == NULL ? "bad data" : self->stream.msg);
    if (answer == Z_STREAM_END) {
        self->any_member = true;
        self->where = BEFORE_MEMBER;
    }
    return ASSAY_OK;
}

static assay_status in_padding(gzip_input *self)
{
    for (; self->stream.avail_in > 0; self->stream.avail_in--, ++*self->consumed)
        if (*self->stream.next_in++ != 0)
            return damaged(self, "bytes after the last member");
    if (self->stored_ended)
        self->where = AT_END;
    return ASSAY_OK;
}

static assay_status step(gzip_input *self, assay_error *error)
{
    ASSAY_TRY(fill(self, error));
    if (self->where == BEFORE_MEMBER)
        return before_member(self);
    return self->where == IN_MEMBER ? in_member(self) : in_padding(self);
}

static assay_status gzip_read(assay_input *self, void *to, size_t size, size_t *got,
                              assay_error *error)
{
    gzip_input *input = (gzip_input *)self;
    uInt room = size < UINT32_MAX ? (uInt)size : UINT32_MAX;
    input->stream.next_out = to;
    input->stream.avail_out = room;
    while (input->stream.avail_out == room && input->where < AT_END)
        ASSAY_TRY(step(input, error));
    *got = room - input->stream.avail_out;
    if (*got == 0 && input->where == DAMAGED)
        return assay_error_set(error, ASSAY_CORRUPT, "not whole gzip data: %s", input->how);
    return ASSAY_OK;
}

static void gzip_close(assay_input *self)
{
    gzip_input *input = (gzip_input *)self;
    inflateEnd(&input->stream);
    input->stored->close(input->stored);
    free(input);
}

assay_status gzip_input_new(assay_input *stored, uint64_t *consumed, assay_input **input)
{
    gzip_input *self = calloc(1, sizeof(*self));
    /* 16: a gzip header and trailer, nothing else. */
    if (self == NULL || inflateInit2(&self->stream, MAX_WBITS + 16) != Z_OK) {
        free(self);
        stored->close(stored);
        return ASSAY_MEMORY;
    }
    self->base = (assay_input){gzip_read, gzip_close};
    self->stored = stored;
    self->consumed = consumed;
    *consumed = 0;
    *input = &self->base;
    return ASSAY_OK;
}
