/* Shards are gzip files of one member, with no time and no name in it: the same records give the
 * same bytes. */
#include "gzip.h"

#include <assay/toolkit/error.h>
#include <assay/toolkit/sharded_sink.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define GZIP_WINDOW (15 + 16) /* zlib's largest window, and its code for a gzip header */
#define GZIP_MEMORY 8         /* zlib's default */
#define CHUNK_SIZE 16384

static assay_status begin(void **state, assay_error *error)
{
    z_stream *stream = calloc(1, sizeof(*stream));
    if (stream == NULL)
        return ASSAY_MEMORY;
    int answer = deflateInit2(stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, GZIP_MEMORY,
                              Z_DEFAULT_STRATEGY);
    if (answer != Z_OK) {
        free(stream);
        return answer == Z_MEM_ERROR ? ASSAY_MEMORY
                                     : assay_error_set(error, ASSAY_IO, "cannot begin to compress");
    }
    *state = stream;
    return ASSAY_OK;
}

/* Compresses what the stream has as input, and all that is left when flush says so. */
static assay_status compress_input(z_stream *stream, int flush, assay_atomic_file *file,
                                   assay_error *error)
{
    unsigned char chunk[CHUNK_SIZE];
    do {
        stream->next_out = chunk;
        stream->avail_out = sizeof(chunk);
        if (deflate(stream, flush) == Z_STREAM_ERROR)
            return assay_error_set(error, ASSAY_IO, "cannot compress");
        assay_bytes made = {chunk, sizeof(chunk) - stream->avail_out};
        ASSAY_TRY(assay_atomic_file_write(file, made, error));
    } while (stream->avail_out == 0);
    return ASSAY_OK;
}

static assay_status write_bytes(void *state, assay_atomic_file *file, assay_bytes bytes,
                                assay_error *error)
{
    z_stream *stream = state;
    const unsigned char *from = bytes.data;
    for (size_t left = bytes.size; left > 0;) {
        uInt size = left < UINT32_MAX ? (uInt)left : UINT32_MAX;
        stream->next_in = (z_const Bytef *)from;
        stream->avail_in = size;
        ASSAY_TRY(compress_input(stream, Z_NO_FLUSH, file, error));
        from += size;
        left -= size;
    }
    return ASSAY_OK;
}

static assay_status end(void *state, assay_atomic_file *file, assay_error *error)
{
    z_stream *stream = state;
    stream->avail_in = 0;
    return compress_input(stream, Z_FINISH, file, error);
}

static void free_stream(void *state)
{
    if (state != NULL)
        (void)deflateEnd(state);
    free(state);
}

/* Header (deflate, no flags, no time, Unix), one empty block, and the checksum and size 0. */
static const unsigned char empty_file[] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3,
                                           3,    0,    0, 0, 0, 0, 0, 0, 0, 0};

static const assay_shard_format format = {
    .suffix = ".gz",
    .empty = {empty_file, sizeof(empty_file)},
    .begin = begin,
    .write = write_bytes,
    .end = end,
    .free = free_stream,
};

assay_status gzip_open_sink(const assay_connector *self, const assay_host *host,
                            const assay_config *config, assay_sink **sink, assay_error *error)
{
    (void)self, (void)host;
    return assay_sharded_sink_open(&format, config, sink, error);
}

assay_status gzip_decode_sink(const assay_connector *self, const assay_host *host,
                              assay_bytes encoded, assay_sink **sink, assay_error *error)
{
    (void)self, (void)host;
    return assay_sharded_sink_decode(&format, encoded, sink, error);
}
