/* Where records go: never changes. */
#include "keyed.h"

#include <assay/toolkit/atomic_file.h>
#include <assay/toolkit/error.h>
#include <assay/toolkit/settings.h>
#include <stdlib.h>
#include <string.h>

static const char *directory_of(assay_sink *self)
{
    return ((keyed_sink *)self)->directory;
}

static assay_status encode(assay_sink *self, assay_out *to, assay_error *error)
{
    (void)error;
    ASSAY_TRY(assay_put_u64(to, KEYED_FORMAT));
    return assay_put_text(to, directory_of(self));
}

static assay_status describe(assay_sink *self, assay_out *to, assay_error *error)
{
    (void)error;
    static const char words[] = "records by id in ";
    ASSAY_TRY(to->append(to, words, sizeof(words) - 1));
    return to->append(to, directory_of(self), strlen(directory_of(self)));
}

static assay_status validate(assay_sink *self, assay_error *error)
{
    return assay_directory_check(directory_of(self), error);
}

static assay_status initialize(assay_sink *self, assay_error *error)
{
    return assay_directory_make(directory_of(self), error);
}

static assay_status commit(assay_sink *self, const assay_bytes *tokens, size_t count,
                           assay_error *error)
{
    ASSAY_TRY(assay_attempt_check_tokens(tokens, count, KEYED_FORMAT, error));
    return assay_directory_sync(directory_of(self), error);
}

static assay_status cleanup(assay_sink *self, assay_error *error)
{
    return assay_directory_clear(directory_of(self), KEYED_HIDDEN, error);
}

static const void *query(assay_sink *self, const char *ability)
{
    (void)self, (void)ability;
    return NULL;
}

static void release(assay_sink *self)
{
    free(((keyed_sink *)self)->directory);
    free(self);
}

static const assay_sink_ops sink_ops = {
    .struct_size = sizeof(sink_ops),
    .encode = encode,
    .describe = describe,
    .validate = validate,
    .initialize = initialize,
    .open_writer = keyed_open_writer,
    .commit = commit,
    .cleanup = cleanup,
    .query = query,
    .release = release,
};

/* Takes directory over, also when it fails; NULL: out of memory. */
static assay_status sink_new(char *directory, assay_sink **sink)
{
    keyed_sink *self = malloc(sizeof(*self));
    if (self == NULL || directory == NULL) {
        free(directory);
        free(self);
        return ASSAY_MEMORY;
    }
    self->base.ops = &sink_ops;
    self->directory = directory;
    *sink = &self->base;
    return ASSAY_OK;
}

assay_status keyed_open_sink(const assay_connector *self, const assay_host *host,
                             const assay_config *config, assay_sink **sink, assay_error *error)
{
    (void)self, (void)host;
    static const assay_setting_rule rules[] = {{"directory", ASSAY_SETTING_TEXT, true, 0, 0, 0}};
    const char *directory = NULL;
    ASSAY_TRY(assay_settings_read(config, rules, 1, &directory, error));
    if (directory[0] == '\0')
        return assay_error_set(error, ASSAY_INVALID, "setting 'directory' is empty");
    return sink_new(strdup(directory), sink);
}

assay_status keyed_decode_sink(const assay_connector *self, const assay_host *host,
                               assay_bytes encoded, assay_sink **sink, assay_error *error)
{
    (void)self, (void)host;
    assay_decoder decoder = {encoded, false};
    uint64_t format = assay_take_u64(&decoder);
    char *directory = assay_take_text(&decoder);
    if (!assay_decoder_done(&decoder) || format != KEYED_FORMAT ||
        (directory != NULL && directory[0] == '\0')) {
        free(directory);
        return assay_error_set(error, ASSAY_INVALID, "not an encoded sink");
    }
    return sink_new(directory, sink);
}
