/* A sink of delimited records to files: what it is told, and what it hands on. */
#include <assay/toolkit/shard.h>

#include <assay/toolkit/delimited_reader.h>
#include <assay/toolkit/error.h>
#include <assay/toolkit/settings.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Borrowed texts: of a configuration, or decoded. */
typedef struct sink_settings {
    const char *directory, *prefix, *suffix, *delimiter;
    int64_t shards;
} sink_settings;

static const assay_setting_rule rules[] = {
    {"directory", ASSAY_SETTING_TEXT, true, offsetof(sink_settings, directory), 0, 0},
    {"prefix", ASSAY_SETTING_TEXT, false, offsetof(sink_settings, prefix), 0, 0},
    {"suffix", ASSAY_SETTING_TEXT, false, offsetof(sink_settings, suffix), 0, 0},
    {"delimiter", ASSAY_SETTING_TEXT, false, offsetof(sink_settings, delimiter), 0, 0},
    {"shards", ASSAY_SETTING_NUMBER, false, offsetof(sink_settings, shards), 1, ASSAY_SHARDS_MAX},
};

static assay_sharded_sink *sharded(assay_sink *self)
{
    return (assay_sharded_sink *)self;
}

static assay_status encode(assay_sink *self, assay_out *to, assay_error *error)
{
    (void)error;
    const assay_sharded_sink *sink = sharded(self);
    ASSAY_TRY(assay_put_u64(to, ASSAY_SHARD_VERSION));
    ASSAY_TRY(assay_put_text(to, sink->directory));
    ASSAY_TRY(assay_put_text(to, sink->prefix));
    ASSAY_TRY(assay_put_text(to, sink->suffix));
    ASSAY_TRY(assay_put_text(to, sink->delimiter));
    return assay_put_u64(to, sink->shards);
}

static assay_status describe(assay_sink *self, assay_out *to, assay_error *error)
{
    (void)error;
    const assay_sharded_sink *sink = sharded(self);
    char *text;
    int size = sink->shards == 0
                   ? asprintf(&text, "files %s/%s-*%s", sink->directory, sink->prefix, sink->suffix)
                   : asprintf(&text, "%" PRIu64 " files %s/%s-*%s", sink->shards, sink->directory,
                              sink->prefix, sink->suffix);
    if (size < 0)
        return ASSAY_MEMORY;
    assay_status status = to->append(to, text, (size_t)size);
    free(text);
    return status;
}

static assay_status validate(assay_sink *self, assay_error *error)
{
    return assay_directory_check(sharded(self)->directory, error);
}

static assay_status initialize(assay_sink *self, assay_error *error)
{
    return assay_directory_make(sharded(self)->temporary, error);
}

static assay_status cleanup(assay_sink *self, assay_error *error)
{
    return assay_directory_remove(sharded(self)->temporary, error);
}

static const void *query(assay_sink *self, const char *ability)
{
    (void)self, (void)ability;
    return NULL;
}

static void release(assay_sink *self)
{
    assay_sharded_sink *sink = sharded(self);
    free(sink->directory);
    free(sink->prefix);
    free(sink->suffix);
    free(sink->delimiter);
    free(sink->temporary);
    free(sink);
}

static const assay_sink_ops sink_ops = {
    .struct_size = sizeof(sink_ops),
    .encode = encode,
    .describe = describe,
    .validate = validate,
    .initialize = initialize,
    .open_writer = assay_shard_writer_open,
    .commit = assay_shard_commit,
    .cleanup = cleanup,
    .query = query,
    .release = release,
};

static assay_status check_settings(const sink_settings *settings, assay_error *error)
{
    assay_bytes delimiter = {settings->delimiter, strlen(settings->delimiter)};
    if (settings->directory[0] == '\0')
        return assay_error_set(error, ASSAY_INVALID, "setting 'directory' is empty");
    if (settings->prefix[0] == '\0' || settings->prefix[0] == '.' ||
        strchr(settings->prefix, '/') != NULL)
        return assay_error_set(error, ASSAY_INVALID,
                               "setting 'prefix' is empty, begins with '.' or contains '/': '%s'",
                               settings->prefix);
    if (strchr(settings->suffix, '/') != NULL)
        return assay_error_set(error, ASSAY_INVALID, "setting 'suffix' contains '/': '%s'",
                               settings->suffix);
    return assay_delimiter_check(delimiter, error);
}

static assay_status sink_new(const assay_shard_format *format, const sink_settings *settings,
                             assay_sink **sink)
{
    assay_sharded_sink *self = calloc(1, sizeof(*self));
    if (self == NULL)
        return ASSAY_MEMORY;
    self->base.ops = &sink_ops;
    self->format = format;
    self->shards = (uint64_t)settings->shards;
    self->directory = strdup(settings->directory);
    self->prefix = strdup(settings->prefix);
    self->suffix = strdup(settings->suffix);
    self->delimiter = strdup(settings->delimiter);
    if (asprintf(&self->temporary, "%s/.%s-assay-temp", settings->directory, settings->prefix) < 0)
        self->temporary = NULL;
    if (self->directory == NULL || self->prefix == NULL || self->suffix == NULL ||
        self->delimiter == NULL || self->temporary == NULL) {
        release(&self->base);
        return ASSAY_MEMORY;
    }
    *sink = &self->base;
    return ASSAY_OK;
}

assay_status assay_sharded_sink_open(const assay_shard_format *format, const assay_config *config,
                                     assay_sink **sink, assay_error *error)
{
    sink_settings settings = {.prefix = "part", .suffix = format->suffix, .delimiter = "\n"};
    ASSAY_TRY(
        assay_settings_read(config, rules, sizeof(rules) / sizeof(rules[0]), &settings, error));
    ASSAY_TRY(check_settings(&settings, error));
    return sink_new(format, &settings, sink);
}

static assay_status build(const assay_shard_format *format, const sink_settings *settings,
                          assay_sink **sink)
{
    if (settings->directory == NULL || settings->prefix == NULL || settings->suffix == NULL ||
        settings->delimiter == NULL)
        return ASSAY_MEMORY;
    ASSAY_TRY(check_settings(settings, NULL));
    return sink_new(format, settings, sink);
}

assay_status assay_sharded_sink_decode(const assay_shard_format *format, assay_bytes encoded,
                                       assay_sink **sink, assay_error *error)
{
    assay_decoder from = {encoded, false};
    uint64_t version = assay_take_u64(&from);
    char *texts[4];
    for (int i = 0; i < 4; i++)
        texts[i] = assay_take_text(&from);
    uint64_t shards = assay_take_u64(&from);
    sink_settings settings = {texts[0], texts[1], texts[2], texts[3], (int64_t)shards};
    assay_status status = ASSAY_INVALID;
    if (assay_decoder_done(&from) && version == ASSAY_SHARD_VERSION && shards <= ASSAY_SHARDS_MAX)
        status = build(format, &settings, sink);
    for (int i = 0; i < 4; i++)
        free(texts[i]);
    if (status == ASSAY_INVALID)
        return assay_error_set(error, status, "not an encoded sink");
    return status;
}
