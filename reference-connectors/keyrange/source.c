/* What is to be read: never changes. */
#include "keyrange.h"

#include <assay/toolkit/settings.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static assay_status encode(assay_source *self, assay_out *to, assay_error *error)
{
    (void)error;
    const keyrange_source *source = (const keyrange_source *)self;
    ASSAY_TRY(assay_put_u64(to, KEYRANGE_FORMAT));
    ASSAY_TRY(assay_put_text(to, source->path));
    ASSAY_TRY(assay_put_bytes(to, assay_buffer_bytes(&source->start)));
    return assay_put_bytes(to, assay_buffer_bytes(&source->end));
}

static assay_status decode(assay_bytes encoded, char **path, assay_source **source,
                           assay_error *error)
{
    assay_decoder decoder = {encoded, false};
    uint64_t format = assay_take_u64(&decoder);
    *path = assay_take_text(&decoder);
    assay_bytes start = assay_take_bytes(&decoder), end = assay_take_bytes(&decoder);
    bool right = assay_decoder_done(&decoder) && format == KEYRANGE_FORMAT &&
                 (end.size == 0 || assay_key_compare(start, end) <= 0);
    if (right && *path == NULL)
        return ASSAY_MEMORY;
    if (!right || (*path)[0] == '\0')
        return assay_error_set(error, ASSAY_INVALID, "not an encoded source");
    return keyrange_source_new(*path, start, end, source);
}

assay_status keyrange_decode_source(const assay_connector *self, const assay_host *host,
                                    assay_bytes encoded, assay_source **source, assay_error *error)
{
    (void)self, (void)host;
    char *path;
    assay_status status = decode(encoded, &path, source, error);
    free(path);
    return status;
}

assay_status keyrange_print_line(const char *text, assay_out *to)
{
    for (; *text != '\0'; text++) {
        char printed = iscntrl((unsigned char)*text) ? ' ' : *text;
        ASSAY_TRY(to->append(to, &printed, 1));
    }
    return ASSAY_OK;
}

static assay_status print_position(const char *word, const assay_buffer *position, assay_out *to)
{
    char digits[3];
    if (position->size == 0)
        return ASSAY_OK;
    ASSAY_TRY(keyrange_print_line(word, to));
    for (size_t i = 0; i < position->size; i++) {
        snprintf(digits, sizeof(digits), "%02x", position->data[i]);
        ASSAY_TRY(to->append(to, digits, 2));
    }
    return ASSAY_OK;
}

static assay_status describe(assay_source *self, assay_out *to, assay_error *error)
{
    (void)error;
    const keyrange_source *source = (const keyrange_source *)self;
    ASSAY_TRY(keyrange_print_line("records by key in ", to));
    ASSAY_TRY(keyrange_print_line(source->path, to));
    ASSAY_TRY(print_position(" from 0x", &source->start, to));
    return print_position(" to before 0x", &source->end, to);
}

/* Looks at the file and at the way to the first record. */
static assay_status look_at(const keyrange_source *source, assay_error *error)
{
    keyrange_snapshot snapshot;
    ASSAY_TRY(keyrange_snapshot_open(source->path, &snapshot, error));
    assay_status status =
        keyrange_snapshot_seek(&snapshot, assay_buffer_bytes(&source->start), error);
    if (status == ASSAY_OK)
        status = keyrange_snapshot_check_record(&snapshot, error);
    keyrange_snapshot_close(&snapshot);
    return status == ASSAY_END ? ASSAY_OK : status;
}

static assay_status validate(assay_source *self, assay_error *error)
{
    assay_status status = look_at((const keyrange_source *)self, error);
    return status == ASSAY_CORRUPT ? ASSAY_INVALID : status;
}

static assay_status open_reader(assay_source *self, assay_reader **reader, assay_error *error)
{
    (void)error;
    return keyrange_reader_new((const keyrange_source *)self, NULL, reader);
}

static void release(assay_source *self)
{
    keyrange_source *source = (keyrange_source *)self;
    assay_buffer_clear(&source->start);
    assay_buffer_clear(&source->end);
    free(source->path);
    free(source);
}

static const assay_source_ops source_ops = {
    .struct_size = sizeof(source_ops),
    .encode = encode,
    .describe = describe,
    .validate = validate,
    .open_reader = open_reader,
    .query = keyrange_source_query,
    .release = release,
};

assay_status keyrange_source_new(const char *path, assay_bytes start, assay_bytes end,
                                 assay_source **source)
{
    keyrange_source *self = calloc(1, sizeof(*self));
    if (self == NULL)
        return ASSAY_MEMORY;
    self->base.ops = &source_ops;
    self->path = strdup(path);
    self->start = self->end = (assay_buffer)ASSAY_BUFFER_INIT;
    if (self->path != NULL &&
        assay_buffer_append(&self->start.out, start.data, start.size) == ASSAY_OK &&
        assay_buffer_append(&self->end.out, end.data, end.size) == ASSAY_OK) {
        *source = &self->base;
        return ASSAY_OK;
    }
    release(&self->base);
    return ASSAY_MEMORY;
}

typedef struct source_config {
    const char *environment, *start, *end;
} source_config;

static const assay_setting_rule rules[] = {
    {"environment", ASSAY_SETTING_TEXT, true, offsetof(source_config, environment), 0, 0},
    {"start", ASSAY_SETTING_TEXT, false, offsetof(source_config, start), 0, 0},
    {"end", ASSAY_SETTING_TEXT, false, offsetof(source_config, end), 0, 0},
};

static assay_status take_digits(const char *name, const char *digits, assay_buffer *to,
                                assay_error *error)
{
    size_t size = strlen(digits);
    if (size % 2 != 0 || strspn(digits, "0123456789abcdefABCDEF") != size)
        return assay_error_set(error, ASSAY_INVALID, "setting '%s' is not bytes in hex", name);
    for (; *digits != '\0'; digits += 2) {
        const char pair[] = {digits[0], digits[1], '\0'};
        unsigned char byte = (unsigned char)strtoul(pair, NULL, 16);
        ASSAY_TRY(to->out.append(&to->out, &byte, 1));
    }
    return ASSAY_OK;
}

static assay_status open_range(const source_config *config, assay_buffer *start, assay_buffer *end,
                               assay_source **source, assay_error *error)
{
    ASSAY_TRY(take_digits("start", config->start, start, error));
    ASSAY_TRY(take_digits("end", config->end, end, error));
    if (end->size > 0 && assay_key_compare(assay_buffer_bytes(start), assay_buffer_bytes(end)) > 0)
        return assay_error_set(error, ASSAY_INVALID, "setting 'start' is behind 'end'");
    return keyrange_source_new(config->environment, assay_buffer_bytes(start),
                               assay_buffer_bytes(end), source);
}

assay_status keyrange_open_source(const assay_connector *self, const assay_host *host,
                                  const assay_config *config, assay_source **source,
                                  assay_error *error)
{
    (void)self, (void)host;
    source_config settings = {.start = "", .end = ""};
    assay_buffer start = ASSAY_BUFFER_INIT, end = ASSAY_BUFFER_INIT;
    ASSAY_TRY(
        assay_settings_read(config, rules, sizeof(rules) / sizeof(rules[0]), &settings, error));
    if (settings.environment[0] == '\0')
        return assay_error_set(error, ASSAY_INVALID, "setting 'environment' is empty");
    assay_status status = open_range(&settings, &start, &end, source, error);
    assay_buffer_clear(&start);
    assay_buffer_clear(&end);
    return status;
}
