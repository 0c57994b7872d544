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

static int compare_bundles(const void *a, const void *b)
{
    const uint64_t *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

static assay_status decode_bundle(assay_bytes token, uint64_t *bundle, assay_error *error)
{
    assay_decoder decoder = {token, false};
    uint64_t format = assay_take_u64(&decoder);
    assay_attempt attempt = assay_attempt_decode(&decoder);
    if (!assay_decoder_done(&decoder) || format != KEYED_FORMAT)
        return assay_error_set(error, ASSAY_INVALID, "not a token");
    *bundle = attempt.bundle;
    return ASSAY_OK;
}

static assay_status check_bundles(const assay_bytes *tokens, size_t count, uint64_t *bundles,
                                  assay_error *error)
{
    for (size_t i = 0; i < count; i++)
        ASSAY_TRY(decode_bundle(tokens[i], &bundles[i], error));
    qsort(bundles, count, sizeof(*bundles), compare_bundles);
    for (size_t i = 1; i < count; i++)
        if (bundles[i] == bundles[i - 1])
            return assay_error_set(error, ASSAY_INVALID, "two tokens of bundle %llu",
                                   (unsigned long long)bundles[i]);
    return ASSAY_OK;
}

static assay_status commit(assay_sink *self, const assay_bytes *tokens, size_t count,
                           assay_error *error)
{
    uint64_t *bundles = calloc(count + 1, sizeof(*bundles));
    if (bundles == NULL)
        return ASSAY_MEMORY;
    assay_status status = check_bundles(tokens, count, bundles, error);
    free(bundles);
    return status == ASSAY_OK ? assay_directory_sync(directory_of(self), error) : status;
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
