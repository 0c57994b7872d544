/* One attempt at one shard: a temporary file. */
#include <assay/toolkit/shard.h>

#include <assay/toolkit/error.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

typedef struct shard_writer {
    assay_writer base;
    assay_writer_state state;
    const assay_shard_format *format;
    assay_shard_token token;
    char *directory; /* owned: the temporary one */
    char *path;      /* owned: the temporary file */
    char *delimiter; /* owned */
    assay_atomic_file *file;
    void *stream; /* the format's */
} shard_writer;

/* To look at the value alone is enough: a delimiter cannot overlap itself, so that none begins in
 * the value and ends in the delimiter after it. */
static assay_status check_value(const shard_writer *self, assay_bytes value, assay_error *error)
{
    if (value.size > 0 &&
        memmem(value.data, value.size, self->delimiter, strlen(self->delimiter)) != NULL)
        return assay_error_set(error, ASSAY_INVALID, "a record contains the delimiter");
    return ASSAY_OK;
}

static assay_status add_record(shard_writer *self, assay_bytes value, assay_error *error)
{
    assay_bytes delimiter = {self->delimiter, strlen(self->delimiter)};
    ASSAY_TRY(check_value(self, value, error));
    ASSAY_TRY(self->format->write(self->stream, self->file, value, error));
    return self->format->write(self->stream, self->file, delimiter, error);
}

static assay_status write_record(assay_writer *self, const assay_record *record, assay_error *error)
{
    shard_writer *writer = (shard_writer *)self;
    ASSAY_TRY(assay_writer_check_open(writer->state, error));
    assay_status status = add_record(writer, record->value, error);
    if (status != ASSAY_OK)
        writer->state = ASSAY_WRITER_FAILED;
    return status;
}

static assay_status finish(shard_writer *self, assay_out *token, assay_error *error)
{
    ASSAY_TRY(self->format->end(self->stream, self->file, error));
    ASSAY_TRY(assay_atomic_file_finish(self->file, &self->token.digest, error));
    ASSAY_TRY(assay_directory_sync(self->directory, error));
    return assay_shard_token_encode(&self->token, token);
}

static assay_status prepare(assay_writer *self, assay_out *token, assay_error *error)
{
    shard_writer *writer = (shard_writer *)self;
    ASSAY_TRY(assay_writer_check_open(writer->state, error));
    assay_status status = finish(writer, token, error);
    writer->state = status == ASSAY_OK ? ASSAY_WRITER_PREPARED : ASSAY_WRITER_FAILED;
    return status;
}

static assay_status abort_attempt(assay_writer *self, assay_error *error)
{
    shard_writer *writer = (shard_writer *)self;
    if (writer->state == ASSAY_WRITER_ABORTED)
        return assay_writer_check_open(writer->state, error);
    writer->state = ASSAY_WRITER_ABORTED;
    return assay_file_remove(writer->path, error);
}

static void release(assay_writer *self)
{
    shard_writer *writer = (shard_writer *)self;
    writer->format->free(writer->stream);
    assay_atomic_file_free(writer->file);
    free(writer->directory);
    free(writer->path);
    free(writer->delimiter);
    free(writer);
}

static const assay_writer_ops writer_ops = {
    .struct_size = sizeof(writer_ops),
    .write = write_record,
    .prepare = prepare,
    .abort = abort_attempt,
    .release = release,
};

/* The file comes last: what fails leaves none behind. */
static assay_status set_up(shard_writer *self, const assay_sharded_sink *sink, assay_error *error)
{
    self->directory = strdup(sink->temporary);
    self->path = assay_shard_temporary_path(sink, &self->token.attempt);
    self->delimiter = strdup(sink->delimiter);
    if (self->directory == NULL || self->path == NULL || self->delimiter == NULL)
        return ASSAY_MEMORY;
    ASSAY_TRY(self->format->begin(&self->stream, error));
    return assay_atomic_file_create(self->path, &self->file, error);
}

static assay_status check_bundle(const assay_sharded_sink *sink, uint64_t bundle,
                                 assay_error *error)
{
    uint64_t shards = sink->shards == 0 ? ASSAY_SHARDS_MAX : sink->shards;
    if (bundle >= shards)
        return assay_error_set(error, ASSAY_INVALID,
                               "bundle %" PRIu64 " has no shard: there are %" PRIu64, bundle,
                               shards);
    return ASSAY_OK;
}

assay_status assay_shard_writer_open(assay_sink *self, uint64_t bundle, const char *attempt,
                                     assay_writer **writer, assay_error *error)
{
    const assay_sharded_sink *sink = (const assay_sharded_sink *)self;
    assay_attempt checked;
    ASSAY_TRY(check_bundle(sink, bundle, error));
    ASSAY_TRY(assay_attempt_set(&checked, bundle, attempt, error));
    shard_writer *opened = calloc(1, sizeof(*opened));
    if (opened == NULL)
        return ASSAY_MEMORY;
    opened->base.ops = &writer_ops;
    opened->format = sink->format;
    opened->token.attempt = checked;
    assay_status status = set_up(opened, sink, error);
    if (status == ASSAY_OK)
        *writer = &opened->base;
    else
        release(&opened->base);
    return status;
}
