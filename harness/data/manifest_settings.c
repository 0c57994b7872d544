/* Configurations and generators' options, from JSON to lists of settings. */
#include "data/manifest_reader.h"

#include <assay/toolkit/buffer.h>
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

/* A dollar in the value is a dollar when the text is expanded. */
static assay_status put_value(const char *value, assay_buffer *to)
{
    for (const char *at = value; *at != '\0'; at++) {
        if (*at == '$')
            ASSAY_TRY(assay_buffer_append(&to->out, "$", 1));
        ASSAY_TRY(assay_buffer_append(&to->out, at, 1));
    }
    return ASSAY_OK;
}

static assay_status put_secret(assay_manifest_reader *self, const char *name, assay_buffer *to)
{
    const char *value = getenv(name);
    if (value == NULL)
        return assay_manifest_wrong(
            self, "environment variable '%s' is not set, expected the value of ${env:%s}", name,
            name);
    ASSAY_TRY(put_value(value, to));
    return keep_secret(self->manifest, value);
}

static bool is_later(const char *name, unsigned later)
{
    bool of_data = strcmp(name, "data") == 0 || strncmp(name, "data.", 5) == 0;
    bool of_out = strcmp(name, "out") == 0 || strcmp(name, "out.name") == 0;
    bool of_range = strcmp(name, "start") == 0 || strcmp(name, "end") == 0;
    return (of_data && (later & ASSAY_LATER_DATA) != 0) ||
           (of_out && (later & ASSAY_LATER_OUT) != 0) ||
           (of_range && (later & ASSAY_LATER_RANGE) != 0);
}

static assay_status unknown_variable(assay_manifest_reader *self, const char *name, unsigned later)
{
    return assay_manifest_wrong(
        self,
        "unknown variable '${%s}', expected one of: %s%s%s${run}, ${manifest.folder}, ${env:NAME}",
        name, (later & ASSAY_LATER_OUT) != 0 ? "${out}, ${out.name}, " : "",
        (later & ASSAY_LATER_DATA) != 0 ? "${data}, ${data.NAME}, " : "",
        (later & ASSAY_LATER_RANGE) != 0 ? "${start}, ${end}, " : "");
}

/* text: "${NAME}...", name: what is in its braces. */
static assay_status put_variable(assay_manifest_reader *self, const char *name, unsigned later,
                                 assay_buffer *to)
{
    if (strncmp(name, ENVIRONMENT, strlen(ENVIRONMENT)) == 0)
        return put_secret(self, name + strlen(ENVIRONMENT), to);
    if (strcmp(name, "run") == 0)
        return put_value(self->manifest->run, to);
    if (strcmp(name, "manifest.folder") == 0)
        return put_value(self->manifest->folder, to);
    if (!is_later(name, later))
        return unknown_variable(self, name, later);
    ASSAY_TRY(assay_buffer_append(&to->out, "${", 2));
    ASSAY_TRY(assay_buffer_append(&to->out, name, strlen(name)));
    return assay_buffer_append(&to->out, "}", 1);
}

/* Takes one piece off the front of *text: plain bytes, "$$", or a variable. */
static assay_status put_piece(assay_manifest_reader *self, const char **text, unsigned later,
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
    assay_status status = put_variable(self, name, later, to);
    free(name);
    *text = brace + 1;
    return status;
}

assay_status assay_manifest_put_text(assay_manifest_reader *self, const char *text, unsigned later,
                                     assay_buffer *to)
{
    while (*text != '\0')
        ASSAY_TRY(put_piece(self, &text, later, to));
    return assay_buffer_append(&to->out, "", 1);
}

static assay_status add_setting(assay_manifest_reader *self, const char *key, const char *text,
                                unsigned later, assay_setting_list *to)
{
    assay_buffer value = ASSAY_BUFFER_INIT;
    assay_status status = assay_manifest_put_text(self, text, later, &value);
    if (status == ASSAY_OK)
        status = assay_setting_list_add(to, key, (const char *)value.data);
    assay_buffer_clear(&value);
    return status;
}

assay_status assay_manifest_fill_settings(assay_manifest_reader *self, const json_t *value,
                                          unsigned later, assay_setting_list *to)
{
    const char *name;
    json_t *item;
    json_object_foreach((json_t *)value, name, item)
    {
        size_t before = assay_path_enter(self, name);
        ASSAY_TRY(add_setting(self, name, json_string_value(item), later, to));
        assay_path_leave(self, before);
    }
    return ASSAY_OK;
}
