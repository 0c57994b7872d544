/* Checks a manifest against the tables. */
#include "data/manifest_reader.h"

#include "data/generator.h"
#include <assay/toolkit/buffer.h>
#include <stdio.h>
#include <string.h>

#define LISTED_MAX 384

static const char *const name_characters =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._-";

typedef assay_status (*checker)(assay_manifest_reader *self, const json_t *value,
                                const assay_key *key);

static assay_status check_value(assay_manifest_reader *self, const json_t *value,
                                const assay_key *key);

static const char *kind_of(const json_t *value)
{
    static const char *const names[] = {
        [JSON_OBJECT] = "an object", [JSON_ARRAY] = "a list",  [JSON_STRING] = "a text",
        [JSON_INTEGER] = "a number", [JSON_REAL] = "a number", [JSON_TRUE] = "true",
        [JSON_FALSE] = "false",      [JSON_NULL] = "null",
    };
    return names[json_typeof(value)];
}

/* Appends ", NAME" to a list of names, as long as there is room. */
static void list_name(char list[LISTED_MAX], const char *name)
{
    size_t used = strlen(list);
    snprintf(list + used, LISTED_MAX - used, "%s%s", used > 0 ? ", " : "", name);
}

static assay_status check_text(assay_manifest_reader *self, const json_t *value,
                               const assay_key *key)
{
    if (!json_is_string(value))
        return assay_manifest_wrong(self, "is %s, expected a text", kind_of(value));
    if (json_string_length(value) < (size_t)key->minimum)
        return assay_manifest_wrong(self, "is empty, expected a text");
    return ASSAY_OK;
}

static assay_status check_name(assay_manifest_reader *self, const json_t *value,
                               const assay_key *key)
{
    ASSAY_TRY(check_text(self, value, key));
    const char *name = json_string_value(value);
    size_t size = strlen(name);
    if (size == 0 || size > 64 || strspn(name, name_characters) != size ||
        strchr("._-", name[0]) != NULL)
        return assay_manifest_wrong(self,
                                    "is '%s', expected a name of up to 64 letters, digits, '.', "
                                    "'_' and '-', a letter or digit first",
                                    name);
    return ASSAY_OK;
}

static assay_status check_whole_range(assay_manifest_reader *self, const json_t *value,
                                      int64_t minimum, int64_t maximum)
{
    if (json_is_integer(value) && json_integer_value(value) >= minimum &&
        json_integer_value(value) <= maximum)
        return ASSAY_OK;
    char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
    bool shown = json_is_number(value) && text != NULL;
    assay_status status =
        minimum == maximum
            ? assay_manifest_wrong(self, "is %s, expected %lld", shown ? text : kind_of(value),
                                   (long long)minimum)
            : assay_manifest_wrong(self, "is %s, expected a whole number from %lld to %lld",
                                   shown ? text : kind_of(value), (long long)minimum,
                                   (long long)maximum);
    free(text);
    return status;
}

static assay_status check_whole(assay_manifest_reader *self, const json_t *value,
                                const assay_key *key)
{
    return check_whole_range(self, value, key->minimum, key->maximum);
}

static assay_status check_real(assay_manifest_reader *self, const json_t *value,
                               const assay_key *key)
{
    double number = json_number_value(value);
    if (json_is_number(value) && number >= (double)key->minimum && number <= (double)key->maximum)
        return ASSAY_OK;
    return assay_manifest_wrong(self, "is %s, expected a number from %lld to %lld",
                                json_is_number(value) ? "out of range" : kind_of(value),
                                (long long)key->minimum, (long long)key->maximum);
}

static assay_status check_choice(assay_manifest_reader *self, const json_t *value,
                                 const assay_key *key)
{
    char list[LISTED_MAX] = "";
    const char *name;
    if (json_is_string(value) && assay_choice_index(key, json_string_value(value)) != SIZE_MAX)
        return ASSAY_OK;
    for (size_t i = 0; (name = key->choice(i)) != NULL; i++)
        list_name(list, name);
    if (!json_is_string(value))
        return assay_manifest_wrong(self, "is %s, expected one of: %s", kind_of(value), list);
    return assay_manifest_wrong(self, "is '%.64s', expected one of: %s", json_string_value(value),
                                list);
}

static assay_status check_boolean(assay_manifest_reader *self, const json_t *value)
{
    if (json_is_boolean(value))
        return ASSAY_OK;
    return assay_manifest_wrong(self, "is %s, expected true or false", kind_of(value));
}

static assay_status check_switch(assay_manifest_reader *self, const json_t *value,
                                 const assay_key *key)
{
    (void)key;
    return check_boolean(self, value);
}

static assay_status check_object(assay_manifest_reader *self, const json_t *value,
                                 const assay_key *key)
{
    return assay_manifest_check(self, value, key->object);
}

static assay_status check_list(assay_manifest_reader *self, const json_t *value,
                               const assay_key *key)
{
    if (!json_is_array(value))
        return assay_manifest_wrong(self, "is %s, expected a list", kind_of(value));
    if (json_array_size(value) < (size_t)key->minimum)
        return assay_manifest_wrong(self, "is empty, expected at least %lld",
                                    (long long)key->minimum);
    for (size_t i = 0; i < json_array_size(value); i++) {
        size_t before = assay_path_enter_item(self, i);
        ASSAY_TRY(check_value(self, json_array_get(value, i), key->item));
        assay_path_leave(self, before);
    }
    return ASSAY_OK;
}

static assay_status check_settings(assay_manifest_reader *self, const json_t *value,
                                   const assay_key *key)
{
    const char *name;
    json_t *item;
    (void)key;
    if (!json_is_object(value))
        return assay_manifest_wrong(self, "is %s, expected an object of texts", kind_of(value));
    json_object_foreach((json_t *)value, name, item)
    {
        size_t before = assay_path_enter(self, name);
        if (!json_is_string(item))
            return assay_manifest_wrong(self, "is %s, expected a text", kind_of(item));
        assay_path_leave(self, before);
    }
    return ASSAY_OK;
}

/* A command: not empty, and no byte by which words are kept apart. */
static assay_status check_words(assay_manifest_reader *self, const json_t *value)
{
    if (!json_is_array(value) || json_array_size(value) == 0)
        return assay_manifest_wrong(self, "is %s, expected a list of texts, at least one",
                                    json_is_array(value) ? "empty" : kind_of(value));
    for (size_t i = 0; i < json_array_size(value); i++) {
        const json_t *word = json_array_get(value, i);
        const char *text = json_string_value(word);
        size_t before = assay_path_enter_item(self, i);
        if (text == NULL)
            return assay_manifest_wrong(self, "is %s, expected a text", kind_of(word));
        if ((i == 0 && text[0] == '\0') || strchr(text, '\x1f') != NULL)
            return assay_manifest_wrong(self, "is no word of a command, expected a text");
        assay_path_leave(self, before);
    }
    return ASSAY_OK;
}

static assay_status check_command(assay_manifest_reader *self, const json_t *value,
                                  const assay_key *key)
{
    (void)key;
    return check_words(self, value);
}

static assay_status check_texts(assay_manifest_reader *self, const json_t *value,
                                const assay_key *key)
{
    const size_t count = json_array_size(value);
    if (!json_is_array(value))
        return json_is_string(value)
                   ? check_text(self, value, key)
                   : assay_manifest_wrong(self, "is %s, expected a text or a list of texts",
                                          kind_of(value));
    if (count == 0 || count > (size_t)key->maximum)
        return assay_manifest_wrong(self, "is a list of %zu, expected 1 to %lld texts", count,
                                    (long long)key->maximum);
    for (size_t i = 0; i < count; i++) {
        size_t before = assay_path_enter_item(self, i);
        ASSAY_TRY(check_text(self, json_array_get(value, i), key));
        assay_path_leave(self, before);
    }
    return ASSAY_OK;
}

static assay_status check_option(assay_manifest_reader *self, const json_t *value,
                                 const assay_option *option)
{
    switch (option->type) {
    case ASSAY_OPTION_NUMBER:
        return check_whole_range(self, value, option->minimum, option->maximum);
    case ASSAY_OPTION_SWITCH:
        return check_boolean(self, value);
    case ASSAY_OPTION_WORDS:
        return check_words(self, value);
    case ASSAY_OPTION_TEXT:
        break;
    }
    if (json_is_string(value))
        return ASSAY_OK;
    return assay_manifest_wrong(self, "is %s, expected a text", kind_of(value));
}

static const assay_option *find_option(const assay_generator *generator, const char *name)
{
    for (size_t i = 0; i < generator->option_count; i++)
        if (strcmp(generator->options[i].name, name) == 0)
            return &generator->options[i];
    return NULL;
}

static assay_status unknown_option(assay_manifest_reader *self, const assay_generator *generator)
{
    char list[LISTED_MAX] = "generator";
    if (!generator->fixed)
        list_name(list, "records");
    for (size_t i = 0; i < generator->option_count; i++)
        list_name(list, generator->options[i].name);
    for (size_t i = 0; i < assay_data_store_object.count; i++)
        if (assay_data_may_have(generator, &assay_data_store_object.keys[i]))
            list_name(list, assay_data_store_object.keys[i].name);
    return assay_manifest_wrong(self, "unknown key, expected one of: %s", list);
}

static assay_status check_data_key(assay_manifest_reader *self, const assay_generator *generator,
                                   const char *name, const json_t *value)
{
    if (strcmp(name, assay_data_generator_key.name) == 0)
        return ASSAY_OK;
    if (strcmp(name, assay_data_records_key.name) == 0 && !generator->fixed)
        return check_value(self, value, &assay_data_records_key);
    const assay_option *option = find_option(generator, name);
    if (option != NULL)
        return check_option(self, value, option);
    for (size_t i = 0; i < assay_data_store_object.count; i++)
        if (strcmp(assay_data_store_object.keys[i].name, name) == 0 &&
            assay_data_may_have(generator, &assay_data_store_object.keys[i]))
            return check_value(self, value, &assay_data_store_object.keys[i]);
    return unknown_option(self, generator);
}

static assay_status check_present(assay_manifest_reader *self, const json_t *value,
                                  const char *name)
{
    if (json_object_get(value, name) != NULL)
        return ASSAY_OK;
    assay_path_enter(self, name);
    return assay_manifest_wrong(self, "is missing, expected this key");
}

/* What makes the data; without "truth" it has to be said. */
static assay_status check_generator(assay_manifest_reader *self, const json_t *value,
                                    const assay_generator **generator)
{
    const json_t *chosen = json_object_get(value, assay_data_generator_key.name);
    *generator = &assay_existing_data;
    if (chosen == NULL && json_object_get(value, "store") != NULL) {
        assay_path_enter(self, "store");
        return assay_manifest_wrong(self, "needs a generator, which makes what is stored; data "
                                          "that is there already has 'truth' and 'path'");
    }
    if (chosen == NULL && json_object_get(value, "truth") != NULL)
        return ASSAY_OK;
    ASSAY_TRY(check_present(self, value, assay_data_generator_key.name));
    size_t before = assay_path_enter(self, assay_data_generator_key.name);
    ASSAY_TRY(check_value(self, chosen, &assay_data_generator_key));
    assay_path_leave(self, before);
    *generator = assay_generator_find(json_string_value(chosen));
    return ASSAY_OK;
}

static assay_status check_data(assay_manifest_reader *self, const json_t *value,
                               const assay_key *key)
{
    const char *name;
    json_t *item;
    const assay_generator *generator;
    (void)key;
    if (!json_is_object(value))
        return assay_manifest_wrong(self, "is %s, expected an object", kind_of(value));
    ASSAY_TRY(check_generator(self, value, &generator));
    json_object_foreach((json_t *)value, name, item)
    {
        size_t before = assay_path_enter(self, name);
        ASSAY_TRY(check_data_key(self, generator, name, item));
        assay_path_leave(self, before);
    }
    if (!generator->fixed)
        ASSAY_TRY(check_present(self, value, assay_data_records_key.name));
    for (size_t i = 0; i < generator->option_count; i++)
        if (generator->options[i].fallback == NULL)
            ASSAY_TRY(check_present(self, value, generator->options[i].name));
    return ASSAY_OK;
}

static assay_status check_value(assay_manifest_reader *self, const json_t *value,
                                const assay_key *key)
{
    static const checker checkers[] = {
        [ASSAY_KEY_TEXT] = check_text,     [ASSAY_KEY_NAME] = check_name,
        [ASSAY_KEY_WHOLE] = check_whole,   [ASSAY_KEY_REAL] = check_real,
        [ASSAY_KEY_CHOICE] = check_choice, [ASSAY_KEY_OBJECT] = check_object,
        [ASSAY_KEY_LIST] = check_list,     [ASSAY_KEY_SETTINGS] = check_settings,
        [ASSAY_KEY_DATA] = check_data,     [ASSAY_KEY_COMMAND] = check_command,
        [ASSAY_KEY_SWITCH] = check_switch, [ASSAY_KEY_TEXTS] = check_texts,
    };
    return checkers[key->type](self, value, key);
}

static assay_status check_key(assay_manifest_reader *self, const json_t *value, const char *name,
                              const assay_object *object)
{
    char list[LISTED_MAX] = "";
    for (size_t i = 0; i < object->count; i++)
        if (strcmp(object->keys[i].name, name) == 0)
            return check_value(self, value, &object->keys[i]);
    for (size_t i = 0; i < object->count; i++)
        list_name(list, object->keys[i].name);
    return assay_manifest_wrong(self, "unknown key, expected one of: %s", list);
}

assay_status assay_manifest_check(assay_manifest_reader *self, const json_t *value,
                                  const assay_object *object)
{
    const char *name;
    json_t *item;
    if (!json_is_object(value))
        return assay_manifest_wrong(self, "is %s, expected an object", kind_of(value));
    json_object_foreach((json_t *)value, name, item)
    {
        size_t before = assay_path_enter(self, name);
        ASSAY_TRY(check_key(self, item, name, object));
        assay_path_leave(self, before);
    }
    for (size_t i = 0; i < object->count; i++)
        if (object->keys[i].needed)
            ASSAY_TRY(check_present(self, value, object->keys[i].name));
    return ASSAY_OK;
}
