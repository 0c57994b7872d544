/* Configurations and generators' options, from JSON to lists of settings. */
#include "data/manifest_reader.h"

#include "data/generator.h"
#include <assay/toolkit/buffer.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ENVIRONMENT "env:"

static assay_status keep_secret(assay_manifest *manifest, const char *value)
{
    /* Nothing cannot be masked. */
    if (value[0] == '\0')
        return ASSAY_OK;
    char **secrets =
        realloc(manifest->secrets, (manifest->secret_count + 1) * sizeof(*manifest->secrets));
    if (secrets == NULL)
        return ASSAY_MEMORY;
    manifest->secrets = secrets;
    char *own = strdup(value);
    if (own == NULL)
        return ASSAY_MEMORY;
    secrets[manifest->secret_count++] = own;
    return ASSAY_OK;
}

/* A dollar in the value is a dollar when the setting is expanded. */
static assay_status put_secret(assay_manifest_reader *self, const char *name, assay_buffer *to)
{
    const char *value = getenv(name);
    if (value == NULL)
        return assay_manifest_wrong(
            self, "environment variable '%s' is not set, expected the value of ${env:%s}", name,
            name);
    for (const char *at = value; *at != '\0'; at++) {
        if (*at == '$')
            ASSAY_TRY(assay_buffer_append(&to->out, "$", 1));
        ASSAY_TRY(assay_buffer_append(&to->out, at, 1));
    }
    return keep_secret(self->manifest, value);
}

static bool is_later(const char *name, bool of_sink)
{
    return strcmp(name, "data") == 0 || strncmp(name, "data.", 5) == 0 ||
           (of_sink && strcmp(name, "out") == 0);
}

/* text: "${NAME}...", name: what is in its braces. */
static assay_status put_variable(assay_manifest_reader *self, const char *name, bool of_sink,
                                 assay_buffer *to)
{
    if (strncmp(name, ENVIRONMENT, strlen(ENVIRONMENT)) == 0)
        return put_secret(self, name + strlen(ENVIRONMENT), to);
    if (!is_later(name, of_sink))
        return assay_manifest_wrong(
            self, "unknown variable '${%s}', expected one of: %s${data}, ${data.NAME}, ${env:NAME}",
            name, of_sink ? "${out}, " : "");
    ASSAY_TRY(assay_buffer_append(&to->out, "${", 2));
    ASSAY_TRY(assay_buffer_append(&to->out, name, strlen(name)));
    return assay_buffer_append(&to->out, "}", 1);
}

/* Takes one piece off the front of *text: plain bytes, "$$", or a variable. */
static assay_status put_piece(assay_manifest_reader *self, const char **text, bool of_sink,
                              assay_buffer *to)
{
    const char *at = *text;
    size_t plain = strcspn(at, "$");
    if (plain == 0)
        plain = at[1] == '$' ? 2 : at[1] == '{' ? 0 : 1;
    *text += plain;
    if (plain > 0)
        return assay_buffer_append(&to->out, at, plain);
    const char *brace = strchr(at, '}');
    if (brace == NULL)
        return assay_manifest_wrong(self, "'%s' has no closing brace, expected ${NAME}", at);
    char *name = strndup(at + 2, (size_t)(brace - at - 2));
    if (name == NULL)
        return ASSAY_MEMORY;
    assay_status status = put_variable(self, name, of_sink, to);
    free(name);
    *text = brace + 1;
    return status;
}

static assay_status add_setting(assay_manifest_reader *self, const char *key, const char *text,
                                bool of_sink, assay_setting_list *to)
{
    assay_buffer value = ASSAY_BUFFER_INIT;
    assay_status status = ASSAY_OK;
    while (status == ASSAY_OK && *text != '\0')
        status = put_piece(self, &text, of_sink, &value);
    if (status == ASSAY_OK)
        status = assay_buffer_append(&value.out, "", 1);
    if (status == ASSAY_OK)
        status = assay_setting_list_add(to, key, (const char *)value.data);
    assay_buffer_clear(&value);
    return status;
}

assay_status assay_manifest_fill_settings(assay_manifest_reader *self, const json_t *value,
                                          bool of_sink, assay_setting_list *to)
{
    const char *name;
    json_t *item;
    json_object_foreach((json_t *)value, name, item)
    {
        size_t before = assay_path_enter(self, name);
        ASSAY_TRY(add_setting(self, name, json_string_value(item), of_sink, to));
        assay_path_leave(self, before);
    }
    return ASSAY_OK;
}

static assay_status add_words(const char *name, const json_t *words, assay_setting_list *to)
{
    assay_buffer text = ASSAY_BUFFER_INIT;
    assay_status status = ASSAY_OK;
    for (size_t i = 0; status == ASSAY_OK && i < json_array_size(words); i++) {
        const json_t *word = json_array_get(words, i);
        if (i > 0)
            status = assay_buffer_append(&text.out, "\x1f", 1);
        if (status == ASSAY_OK)
            status =
                assay_buffer_append(&text.out, json_string_value(word), json_string_length(word));
    }
    if (status == ASSAY_OK)
        status = assay_buffer_append(&text.out, "", 1);
    if (status == ASSAY_OK)
        status = assay_setting_list_add(to, name, (const char *)text.data);
    assay_buffer_clear(&text);
    return status;
}

static assay_status add_option(const char *name, const json_t *value, assay_setting_list *to)
{
    char number[32];
    if (json_is_array(value))
        return add_words(name, value, to);
    if (json_is_string(value))
        return assay_setting_list_add(to, name, json_string_value(value));
    if (json_is_boolean(value))
        return assay_setting_list_add(to, name, json_is_true(value) ? "true" : "false");
    snprintf(number, sizeof(number), "%lld", (long long)json_integer_value(value));
    return assay_setting_list_add(to, name, number);
}

assay_status assay_manifest_fill_data(assay_manifest_reader *self, const json_t *value,
                                      assay_data_plan *plan)
{
    const char *name;
    json_t *item;
    (void)self;
    json_object_foreach((json_t *)value, name, item)
    {
        if (strcmp(name, assay_data_generator_key.name) == 0)
            plan->generator = assay_generator_find(json_string_value(item));
        else if (strcmp(name, assay_data_records_key.name) == 0)
            plan->records = (uint64_t)json_integer_value(item);
        else
            ASSAY_TRY(add_option(name, item, &plan->options));
    }
    return ASSAY_OK;
}
