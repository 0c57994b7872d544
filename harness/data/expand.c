/* Puts the values of variables where texts name them. */
#include "data/scenario.h"

#include <assay/toolkit/buffer.h>
#include <assay/toolkit/error.h>
#include <string.h>

static const char *lookup(const char *name, size_t size, const assay_setting_list *list)
{
    for (size_t i = 0; list != NULL && i < list->count; i++)
        if (strncmp(list->items[i].key, name, size) == 0 && list->items[i].key[size] == '\0')
            return list->items[i].value;
    return NULL;
}

/* text starts with "${"; *end: just after its brace. */
static assay_status expand_variable(const char *text, const assay_setting_list *first,
                                    const assay_setting_list *second, assay_out *to,
                                    const char **end, assay_error *error)
{
    const char *name = text + 2;
    const char *brace = strchr(name, '}');
    if (brace == NULL)
        return assay_error_set(error, ASSAY_INVALID, "'%s' has no closing brace", text);
    size_t size = (size_t)(brace - name);
    const char *value = lookup(name, size, first);
    if (value == NULL)
        value = lookup(name, size, second);
    if (value == NULL)
        return assay_error_set(error, ASSAY_INVALID, "unknown variable '${%.*s}'", (int)size, name);
    *end = brace + 1;
    return to->append(to, value, strlen(value));
}

assay_status assay_expand(const char *text, const assay_setting_list *first,
                          const assay_setting_list *second, assay_out *to, assay_error *error)
{
    while (*text != '\0') {
        size_t plain = strcspn(text, "$");
        ASSAY_TRY(to->append(to, text, plain));
        text += plain;
        if (text[0] == '$' && text[1] == '{') {
            ASSAY_TRY(expand_variable(text, first, second, to, &text, error));
        } else if (text[0] == '$') {
            ASSAY_TRY(to->append(to, "$", 1));
            text += text[1] == '$' ? 2 : 1;
        }
    }
    return ASSAY_OK;
}

static assay_status expand_setting(const assay_setting *from, const assay_setting_list *first,
                                   const assay_setting_list *second, assay_buffer *scratch,
                                   assay_setting_list *to, assay_error *error)
{
    assay_buffer_reset(scratch);
    ASSAY_TRY(assay_expand(from->value, first, second, &scratch->out, error));
    ASSAY_TRY(assay_buffer_append(&scratch->out, "", 1));
    return assay_setting_list_add(to, from->key, (const char *)scratch->data);
}

assay_status assay_expand_list(const assay_setting_list *from, const assay_setting_list *first,
                               const assay_setting_list *second, assay_setting_list *to,
                               assay_error *error)
{
    assay_buffer scratch = ASSAY_BUFFER_INIT;
    assay_status status = ASSAY_OK;
    *to = (assay_setting_list){0, NULL};
    for (size_t i = 0; status == ASSAY_OK && i < from->count; i++)
        status = expand_setting(&from->items[i], first, second, &scratch, to, error);
    assay_buffer_clear(&scratch);
    if (status != ASSAY_OK)
        assay_setting_list_clear(to);
    return status;
}
