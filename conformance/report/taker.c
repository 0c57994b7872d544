/* Values out of JSON that may be anything. */
#include "report/taker.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const json_t *get(assay_taker *self, const char *key, bool right)
{
    if (!right && self->wrong == NULL)
        self->wrong = key;
    return right ? json_object_get(self->object, key) : NULL;
}

const char *assay_take_string(assay_taker *self, const char *key)
{
    const json_t *value = get(self, key, json_is_string(json_object_get(self->object, key)));
    return value != NULL ? json_string_value(value) : "";
}

const char *assay_take_string_or(assay_taker *self, const char *key, const char *absent)
{
    const json_t *value = json_object_get(self->object, key);
    return value == NULL || json_is_null(value) ? absent : assay_take_string(self, key);
}

uint64_t assay_take_number(assay_taker *self, const char *key)
{
    const json_t *value = json_object_get(self->object, key);
    value = get(self, key, json_is_integer(value) && json_integer_value(value) >= 0);
    return (uint64_t)json_integer_value(value);
}

uint64_t assay_take_number_or(assay_taker *self, const char *key, uint64_t absent)
{
    return json_object_get(self->object, key) != NULL ? assay_take_number(self, key) : absent;
}

uint64_t assay_take_hex(assay_taker *self, const char *key)
{
    const char *text = assay_take_string(self, key);
    char *end = NULL;
    errno = 0;
    bool digits = strncmp(text, "0x", 2) == 0 && strspn(text + 2, "0123456789abcdef") > 0;
    uint64_t number = digits ? strtoull(text + 2, &end, 16) : 0;
    (void)get(self, key, digits && *end == '\0' && errno == 0);
    return number;
}

bool assay_take_flag(assay_taker *self, const char *key)
{
    return json_is_true(get(self, key, json_is_boolean(json_object_get(self->object, key))));
}

const json_t *assay_take_list(assay_taker *self, const char *key)
{
    return get(self, key, json_is_array(json_object_get(self->object, key)));
}

size_t assay_take_name(assay_taker *self, const char *key, const char *(*name)(size_t i),
                       size_t count)
{
    const char *text = assay_take_string(self, key);
    size_t i = 0;
    while (i < count && strcmp(name(i), text) != 0)
        i++;
    (void)get(self, key, i < count);
    return i;
}
