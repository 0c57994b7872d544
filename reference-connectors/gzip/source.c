/* What is to be read: never changes. */
#include "gzip.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const assay_source_ops source_ops;

/* Takes path over. */
static assay_status source_new(const assay_delimited_format *format, char *path,
                               assay_source **source)
{
    gzip_source *self = path == NULL ? NULL : malloc(sizeof(*self));
    if (self == NULL) {
        free(path);
        return ASSAY_MEMORY;
    }
    *self = (gzip_source){{&source_ops}, path, *format};
    *source = &self->base;
    return ASSAY_OK;
}

assay_status gzip_source_copy(const gzip_source *like, assay_source **source)
{
    return source_new(&like->format, strdup(like->path), source);
}

assay_status gzip_open_source(const assay_connector *self, const assay_host *host,
                              const assay_config *config, assay_source **source, assay_error *error)
{
    (void)self, (void)host;
    assay_delimited_format format;
    const char *path;
    ASSAY_TRY(assay_delimited_format_configure(&format, config, &path, error));
    return source_new(&format, strdup(path), source);
}

static assay_status encode(assay_source *self, assay_out *to, assay_error *error)
{
    (void)error;
    const gzip_source *source = (const gzip_source *)self;
    ASSAY_TRY(assay_delimited_format_encode(&source->format, to));
    return assay_put_text(to, source->path);
}

assay_status gzip_decode_source(const assay_connector *self, const assay_host *host,
                                assay_bytes encoded, assay_source **source, assay_error *error)
{
    (void)self, (void)host;
    assay_decoder decoder = {encoded, false};
    assay_delimited_format format = assay_delimited_format_decode(&decoder);
    char *path = assay_take_text(&decoder);
    if (assay_decoder_done(&decoder))
        return source_new(&format, path, source);
    free(path);
    return assay_error_set(error, ASSAY_INVALID, "not an encoded gzip source");
}

static assay_status describe(assay_source *self, assay_out *to, assay_error *error)
{
    (void)error;
    const char *path = ((const gzip_source *)self)->path;
    ASSAY_TRY(to->append(to, "gzip file ", strlen("gzip file ")));
    return to->append(to, path, strlen(path));
}

/* A directory can be opened, but not read. */
static assay_status validate(assay_source *self, assay_error *error)
{
    assay_input *input;
    char byte;
    size_t got;
    ASSAY_TRY(assay_input_open_file(((const gzip_source *)self)->path, 0, &input, error));
    assay_status status = input->read(input, &byte, 1, &got, error);
    input->close(input);
    return status;
}

static assay_status open_reader(assay_source *self, assay_reader **reader, assay_error *error)
{
    (void)error;
    return gzip_reader_new((const gzip_source *)self, 0, reader);
}

assay_status gzip_stored_size(const gzip_source *self, uint64_t *size, assay_error *error)
{
    struct stat status;
    if (stat(self->path, &status) != 0)
        return assay_error_set(error, ASSAY_IO, "cannot stat '%s': %s", self->path,
                               strerror(errno));
    *size = (uint64_t)status.st_size;
    return ASSAY_OK;
}

static assay_status estimate(assay_source *self, int64_t *bytes, assay_error *error)
{
    uint64_t stored;
    ASSAY_TRY(gzip_stored_size((const gzip_source *)self, &stored, error));
    *bytes = (int64_t)stored;
    return ASSAY_OK;
}

static const assay_size size = {.struct_size = sizeof(size), .estimate = estimate};

static const void *query(assay_source *self, const char *ability)
{
    (void)self;
    if (strcmp(ability, ASSAY_SIZE) == 0)
        return &size;
    return strcmp(ability, ASSAY_CHECKPOINT) == 0 ? &gzip_checkpoint : NULL;
}

static void release(assay_source *self)
{
    free(((gzip_source *)self)->path);
    free(self);
}

static const assay_source_ops source_ops = {
    .struct_size = sizeof(source_ops),
    .encode = encode,
    .describe = describe,
    .validate = validate,
    .open_reader = open_reader,
    .query = query,
    .release = release,
};
