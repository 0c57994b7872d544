/* Contents of files, plain and gzip. */
#include "data/readback_file.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#define BLOCK (1 << 16)
#define GZIP_WINDOW (15 + 16)

assay_status assay_plain_file_read(const char *path, assay_take_piece take, void *context,
                                   assay_error *error)
{
    char block[BLOCK];
    size_t got;
    assay_status status = ASSAY_OK;
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return assay_error_set(error, ASSAY_IO, "cannot open '%s': %s", path, strerror(errno));
    while (status == ASSAY_OK && (got = fread(block, 1, sizeof(block), file)) > 0)
        status = take(context, (assay_bytes){block, got}, error);
    if (status == ASSAY_OK && ferror(file))
        status = assay_error_set(error, ASSAY_IO, "cannot read '%s': %s", path, strerror(errno));
    fclose(file);
    return status;
}

typedef struct unpacker {
    const char *path;
    z_stream stream;
    bool in_member; /* otherwise before the first one, or after one */
    bool padding;   /* nothing but zeros may follow */
    uint64_t members;
    assay_take_piece take;
    void *context;
} unpacker;

static assay_status corrupt(const unpacker *self, const char *what, assay_error *error)
{
    return assay_error_set(error, ASSAY_CORRUPT, "'%s' is no whole gzip file: %s", self->path,
                           what);
}

/* Inflates what there is of the present member. */
static assay_status unpack_some(unpacker *self, assay_error *error)
{
    unsigned char out[BLOCK];
    self->stream.next_out = out;
    self->stream.avail_out = sizeof(out);
    int answer = inflate(&self->stream, Z_NO_FLUSH);
    if (answer == Z_MEM_ERROR)
        return ASSAY_MEMORY;
    if (answer != Z_OK && answer != Z_STREAM_END && answer != Z_BUF_ERROR)
        return corrupt(self, self->stream.msg != NULL ? self->stream.msg : "damaged", error);
    if (answer == Z_STREAM_END) {
        self->in_member = false;
        self->members++;
    }
    size_t size = sizeof(out) - self->stream.avail_out;
    return size == 0 ? ASSAY_OK : self->take(self->context, (assay_bytes){out, size}, error);
}

/* Between members: a zero is padding, anything else starts a member. */
static assay_status begin_member(unpacker *self, assay_error *error)
{
    if (*self->stream.next_in == 0 && self->members > 0)
        self->padding = true;
    if (!self->padding) {
        self->in_member = true;
        return inflateReset(&self->stream) == Z_OK ? ASSAY_OK : corrupt(self, "damaged", error);
    }
    for (; self->stream.avail_in > 0; self->stream.avail_in--)
        if (*self->stream.next_in++ != 0)
            return corrupt(self, "bytes after the last member", error);
    return ASSAY_OK;
}

/* A full output buffer may leave some inside the stream when the input is used up. */
static assay_status unpack_all(unpacker *self, assay_error *error)
{
    do {
        ASSAY_TRY(self->in_member ? unpack_some(self, error) : begin_member(self, error));
    } while (self->stream.avail_in > 0 || (self->in_member && self->stream.avail_out == 0));
    return ASSAY_OK;
}

static assay_status unpack_piece(void *context, assay_bytes piece, assay_error *error)
{
    unpacker *self = context;
    self->stream.next_in = (Bytef *)piece.data;
    self->stream.avail_in = (unsigned)piece.size;
    assay_status status = unpack_all(self, error);
    self->stream.next_in = NULL; /* the piece is the caller's */
    self->stream.avail_in = 0;
    return status;
}

assay_status assay_gzip_file_read(const char *path, assay_take_piece take, void *context,
                                  assay_error *error)
{
    unpacker self = {.path = path, .take = take, .context = context};
    self.stream.avail_out = 1;
    if (inflateInit2(&self.stream, GZIP_WINDOW) != Z_OK)
        return ASSAY_MEMORY;
    assay_status status = assay_plain_file_read(path, unpack_piece, &self, error);
    if (status == ASSAY_OK && (self.in_member || self.members == 0))
        status = corrupt(&self, self.members == 0 && !self.in_member ? "empty" : "cut off", error);
    inflateEnd(&self.stream);
    return status;
}
