/* Where records go: an environment, in which each is found by its id. What is written twice is
 * there once, so nothing waits for the commit. */
#include "keyrange.h"

#include <assay/toolkit/settings.h>
#include <stdlib.h>
#include <string.h>

static const char *path_of(const assay_sink *self)
{
    return ((const keyrange_sink *)self)->path;
}

static assay_status encode(assay_sink *self, assay_out *to, assay_error *error)
{
    (void)error;
    ASSAY_TRY(assay_put_u64(to, KEYRANGE_FORMAT));
    ASSAY_TRY(assay_put_text(to, path_of(self)));
    return assay_put_u64(to, (uint64_t)((keyrange_sink *)self)->batch);
}

static assay_status describe(assay_sink *self, assay_out *to, assay_error *error)
{
    (void)error;
    ASSAY_TRY(keyrange_print_line("records by id in ", to));
    return keyrange_print_line(path_of(self), to);
}

static assay_status validate(assay_sink *self, assay_error *error)
{
    return keyrange_environment_check(path_of(self), error);
}

static assay_status initialize(assay_sink *self, assay_error *error)
{
    return keyrange_environment_make(path_of(self), error);
}

/* All is stored and durable since prepare; that it is still there can be said. */
static assay_status commit(assay_sink *self, const assay_bytes *tokens, size_t count,
                           assay_error *error)
{
    keyrange_tree tree;
    ASSAY_TRY(assay_attempt_check_tokens(tokens, count, KEYRANGE_FORMAT, error));
    ASSAY_TRY(keyrange_tree_open(path_of(self), &tree, error));
    keyrange_tree_close(&tree);
    return ASSAY_OK;
}

static assay_status cleanup(assay_sink *self, assay_error *error)
{
    return keyrange_environment_clear(path_of(self), error);
}

static const void *query(assay_sink *self, const char *ability)
{
    (void)self, (void)ability;
    return NULL;
}

static void release(assay_sink *self)
{
    free(((keyrange_sink *)self)->path);
    free(self);
}

static const assay_sink_ops sink_ops = {
    .struct_size = sizeof(sink_ops),
    .encode = encode,
    .describe = describe,
    .validate = validate,
    .initialize = initialize,
    .open_writer = keyrange_open_writer,
    .commit = commit,
    .cleanup = cleanup,
    .query = query,
    .release = release,
};

/* Takes path over, also when it fails; NULL: out of memory. */
static assay_status sink_new(char *path, int64_t batch, assay_sink **sink)
{
    keyrange_sink *self = malloc(sizeof(*self));
    if (self == NULL || path == NULL) {
        free(path);
        free(self);
        return ASSAY_MEMORY;
    }
    *self = (keyrange_sink){{&sink_ops}, path, batch};
    *sink = &self->base;
    return ASSAY_OK;
}

typedef struct sink_config {
    const char *environment;
    int64_t batch;
} sink_config;

static const assay_setting_rule rules[] = {
    {"environment", ASSAY_SETTING_TEXT, true, offsetof(sink_config, environment), 0, 0},
    {"batch", ASSAY_SETTING_NUMBER, false, offsetof(sink_config, batch), 1, KEYRANGE_BATCH},
};

assay_status keyrange_open_sink(const assay_connector *self, const assay_host *host,
                                const assay_config *config, assay_sink **sink, assay_error *error)
{
    (void)self, (void)host;
    sink_config settings = {.batch = 1000};
    ASSAY_TRY(
        assay_settings_read(config, rules, sizeof(rules) / sizeof(rules[0]), &settings, error));
    if (settings.environment[0] == '\0')
        return assay_error_set(error, ASSAY_INVALID, "setting 'environment' is empty");
    return sink_new(strdup(settings.environment), settings.batch, sink);
}

assay_status keyrange_decode_sink(const assay_connector *self, const assay_host *host,
                                  assay_bytes encoded, assay_sink **sink, assay_error *error)
{
    (void)self, (void)host;
    assay_decoder decoder = {encoded, false};
    uint64_t format = assay_take_u64(&decoder);
    char *path = assay_take_text(&decoder);
    int64_t batch = (int64_t)assay_take_u64(&decoder);
    if (assay_decoder_done(&decoder) && format == KEYRANGE_FORMAT && batch >= 1 &&
        batch <= KEYRANGE_BATCH && (path == NULL || path[0] != '\0'))
        return sink_new(path, batch, sink);
    free(path);
    return assay_error_set(error, ASSAY_INVALID, "not an encoded sink");
}
