/* What is to be read: never changes. */
#include "bgzf.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const assay_source_ops source_ops;

/* Takes path over. */
static assay_status source_new(const bgzf_source *like, char *path, assay_source **source)
{
    bgzf_source *self = path == NULL ? NULL : malloc(sizeof(*self));
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

assay_status bgzf_source_part(const bgzf_source *like, uint64_t start, uint64_t end,
                              assay_source **source)
{
    bgzf_source part = *like;
    part.start = start;
    part.end = end;
    return source_new(&part, strdup(like->path), source);
}

assay_status bgzf_open_source(const assay_connector *self, const assay_host *host,
                              const assay_config *config, assay_source **source, assay_error *error)
{
    (void)self, (void)host;
    bgzf_source filled = {.end = ASSAY_OFFSET_UNBOUNDED};
    const char *path;
    ASSAY_TRY(assay_delimited_format_configure(&filled.format, config, &path, error));
    return source_new(&filled, strdup(path), source);
}

static assay_status encode(assay_source *self, assay_out *to, assay_error *error)
{
    (void)error;
    const bgzf_source *source = (const bgzf_source *)self;
    ASSAY_TRY(assay_put_u64(to, source->start));
    ASSAY_TRY(assay_put_u64(to, source->end));
    ASSAY_TRY(assay_delimited_format_encode(&source->format, to));
    return assay_put_text(to, source->path);
}

assay_status bgzf_decode_source(const assay_connector *self, const assay_host *host,
                                assay_bytes encoded, assay_source **source, assay_error *error)
{
    (void)self, (void)host;
    assay_decoder decoder = {encoded, false};
    bgzf_source decoded = {.start = assay_take_u64(&decoder)};
    decoded.end = assay_take_u64(&decoder);
    decoded.format = assay_delimited_format_decode(&decoder);
    char *path = assay_take_text(&decoder);
    if (assay_decoder_done(&decoder) && decoded.start <= decoded.end)
        return source_new(&decoded, path, source);
    free(path);
    return assay_error_set(error, ASSAY_INVALID, "not an encoded source");
}

static assay_status describe(assay_source *self, assay_out *to, assay_error *error)
{
    (void)error;
    const bgzf_source *source = (const bgzf_source *)self;
    char range[64] = "";
    if (source->end != ASSAY_OFFSET_UNBOUNDED)
        snprintf(range, sizeof(range), "' [%" PRIu64 ", %" PRIu64 ")", source->start, source->end);
    else
        snprintf(range, sizeof(range), "' from %" PRIu64, source->start);
    static const char kind[] = "blocked gzip '";
    ASSAY_TRY(to->append(to, kind, sizeof(kind) - 1));
    ASSAY_TRY(to->append(to, source->path, strlen(source->path)));
    return to->append(to, range, strlen(range));
}

/* The first header and the last blocks tell what is no file of this kind, and what is cut off. */
static assay_status validate(assay_source *self, assay_error *error)
{
    bgzf_file *file;
    uint64_t end;
    ASSAY_TRY(bgzf_file_open(((const bgzf_source *)self)->path, &file, error));
    assay_status status = bgzf_data_end(file, &end, error);
    bgzf_file_close(file);
    return status == ASSAY_CORRUPT ? ASSAY_INVALID : status;
}

static assay_status open_reader(assay_source *self, assay_reader **reader, assay_error *error)
{
    (void)error;
    return bgzf_reader_new((const bgzf_source *)self, NULL, reader);
}

static void release(assay_source *self)
{
    free(((bgzf_source *)self)->path);
    free(self);
}

static const assay_source_ops source_ops = {
    .struct_size = sizeof(source_ops),
    .encode = encode,
    .describe = describe,
    .validate = validate,
    .open_reader = open_reader,
    .query = bgzf_source_query,
    .release = release,
};
