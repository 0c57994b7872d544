/* What is to be read: never changes. */
#include "file.h"

#include <assay/toolkit/error.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const assay_source_ops source_ops;

/* Takes path over. */
static assay_status source_new(const file_source *like, char *path, assay_source **source)
{
    file_source *self = path == NULL ? NULL : malloc(sizeof(*self));
    if (self == NULL) {
        free(path);
        return ASSAY_MEMORY;
    }
    *self = *like;
    self->base.ops = &source_ops;
    self->path = path;
    *source = &self->base;
    return ASSAY_OK;
}

assay_status file_source_part(const file_source *like, uint64_t start, uint64_t end,
                              assay_source **source)
{
    file_source part = *like;
    part.start = start;
    part.end = end;
    return source_new(&part, strdup(like->path), source);
}

assay_status file_source_of_file(const file_source *like, const char *path, assay_source **source)
{
    file_source part = *like;
    part.pattern = false;
    return source_new(&part, strdup(path), source);
}

assay_status file_open_source(const assay_connector *self, const assay_host *host,
                              const assay_config *config, assay_source **source, assay_error *error)
{
    (void)self, (void)host;
    file_source filled = {.end = ASSAY_OFFSET_UNBOUNDED};
    const char *path;
    ASSAY_TRY(assay_delimited_format_configure(&filled.format, config, &path, error));
    filled.pattern = strpbrk(path, "*?[") != NULL;
    return source_new(&filled, strdup(path), source);
}

static assay_status encode(assay_source *self, assay_out *to, assay_error *error)
{
    (void)error;
    const file_source *source = (const file_source *)self;
    ASSAY_TRY(assay_put_u64(to, source->pattern));
    ASSAY_TRY(assay_put_u64(to, source->start));
    ASSAY_TRY(assay_put_u64(to, source->end));
    ASSAY_TRY(assay_delimited_format_encode(&source->format, to));
    return assay_put_text(to, source->path);
}

assay_status file_decode_source(const assay_connector *self, const assay_host *host,
                                assay_bytes encoded, assay_source **source, assay_error *error)
{
    (void)self, (void)host;
    assay_decoder decoder = {encoded, false};
    uint64_t pattern = assay_take_u64(&decoder);
    file_source decoded = {.pattern = pattern, .start = assay_take_u64(&decoder)};
    decoded.end = assay_take_u64(&decoder);
    decoded.format = assay_delimited_format_decode(&decoder);
    char *path = assay_take_text(&decoder);
    if (assay_decoder_done(&decoder) && pattern <= 1 && decoded.start <= decoded.end)
        return source_new(&decoded, path, source);
    free(path);
    return assay_error_set(error, ASSAY_INVALID, "not an encoded file source");
}

static assay_status describe(assay_source *self, assay_out *to, assay_error *error)
{
    (void)error;
    const file_source *source = (const file_source *)self;
    char range[64] = "";
    if (source->end != ASSAY_OFFSET_UNBOUNDED)
        snprintf(range, sizeof(range), "' [%" PRIu64 ", %" PRIu64 ")", source->start, source->end);
    else
        snprintf(range, sizeof(range), "' from %" PRIu64, source->start);
    const char *kind = source->pattern ? "files '" : "file '";
    ASSAY_TRY(to->append(to, kind, strlen(kind)));
    ASSAY_TRY(to->append(to, source->path, strlen(source->path)));
    return to->append(to, range, strlen(range));
}

/* A directory can be opened, but not read. */
static assay_status try_read(const char *path, assay_error *error)
{
    assay_input *input;
    char byte;
    size_t got;
    ASSAY_TRY(assay_input_open_file(path, 0, &input, error));
    assay_status status = input->read(input, &byte, 1, &got, error);
    input->close(input);
    return status;
}

static assay_status validate(assay_source *self, assay_error *error)
{
    const file_source *source = (const file_source *)self;
    file_list list;
    if (!source->pattern)
        return try_read(source->path, error);
    ASSAY_TRY(file_list_match(source->path, &list, error));
    file_list_clear(&list);
    return ASSAY_OK;
}

static assay_status open_reader(assay_source *self, assay_reader **reader, assay_error *error)
{
    (void)error;
    const file_source *source = (const file_source *)self;
    return source->pattern ? file_pattern_reader_new(source, (assay_bytes){NULL, 0}, reader)
                           : file_reader_new(source, NULL, reader);
}

static void release(assay_source *self)
{
    free(((file_source *)self)->path);
    free(self);
}

static const assay_source_ops source_ops = {
    .struct_size = sizeof(source_ops),
    .encode = encode,
    .describe = describe,
    .validate = validate,
    .open_reader = open_reader,
    .query = file_source_query,
    .release = release,
};
