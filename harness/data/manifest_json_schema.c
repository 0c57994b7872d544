/* The tables of manifests as a JSON schema. */
#include "data/manifest_json_schema.h"

#include "data/generator.h"
#include "data/manifest_schema.h"
#include <stdlib.h>
#include <string.h>

#define DRAFT "https://json-schema.org/draft/2020-12/schema"
#define NAME_PATTERN "^[0-9A-Za-z][0-9A-Za-z._-]{0,63}$"

static json_t *value_of(const assay_key *key);

/* The object with a member more. It takes both; NULL when there was no memory for one of them. */
static json_t *with(json_t *object, const char *name, json_t *value)
{
    if (object != NULL && json_object_set_new(object, name, value) == 0)
        return object;
    if (object == NULL)
        json_decref(value);
    json_decref(object);
    return NULL;
}

/* The list with an item more, likewise. */
static json_t *with_item(json_t *list, json_t *value)
{
    if (list != NULL && json_array_append_new(list, value) == 0)
        return list;
    if (list == NULL)
        json_decref(value);
    json_decref(list);
    return NULL;
}

static json_t *reference_to(const char *definition)
{
    return json_pack("{s:s+}", "$ref", "#/$defs/", definition);
}

static json_t *whole_between(int64_t minimum, int64_t maximum)
{
    return json_pack("{s:s, s:I, s:I}", "type", "integer", "minimum", (json_int_t)minimum,
                     "maximum", (json_int_t)maximum);
}

static json_t *choice_of(const assay_key *key)
{
    json_t *names = json_array();
    const char *name;
    for (size_t i = 0; (name = key->choice(i)) != NULL; i++)
        names = with_item(names, json_string(name));
    return json_pack("{s:o}", "enum", names);
}

static json_t *described(json_t *value, const char *text)
{
    return text == NULL ? value : with(value, "description", json_string(text));
}

static bool has_key(const assay_object *object, const char *name)
{
    for (size_t i = 0; i < object->count; i++)
        if (strcmp(object->keys[i].name, name) == 0)
            return true;
    return false;
}

/* What has the key of one of the kinds; NULL: memory. */
static json_t *of_kinds(void)
{
    json_t *kinds = json_array();
    for (int kind = 0; kind < ASSAY_KINDS; kind++)
        kinds =
            with_item(kinds, json_pack("{s:[s]}", "required", assay_kind_name((assay_kind)kind)));
    return kinds;
}

/* A scenario has one of the kinds; a manifest has some of them, or a list of scenarios. */
static json_t *with_alternatives(json_t *schema, const assay_object *object)
{
    if (!has_key(object, "source") || !has_key(object, "sink"))
        return schema;
    json_t *kinds = of_kinds();
    if (!has_key(object, "scenarios"))
        return with(schema, "oneOf", kinds);
    return with(schema, "oneOf",
                json_pack("[{s:[s]}, {s:o}]", "required", "scenarios", "anyOf", kinds));
}

static json_t *object_of(const assay_object *object)
{
    json_t *properties = json_object();
    json_t *needed = json_array();
    for (size_t i = 0; i < object->count; i++) {
        const assay_key *key = &object->keys[i];
        properties = with(properties, key->name, described(value_of(key), key->text));
        if (key->needed)
            needed = with_item(needed, json_string(key->name));
    }
    json_t *schema = json_pack("{s:s, s:o, s:o, s:b}", "type", "object", "properties", properties,
                               "required", needed, "additionalProperties", 0);
    return with_alternatives(schema, object);
}

static json_t *list_of(const assay_key *key)
{
    json_t *schema = json_pack("{s:s, s:I, s:o}", "type", "array", "minItems",
                               (json_int_t)key->minimum, "items", value_of(key->item));
    bool a_set = key->item->type == ASSAY_KEY_CHOICE;
    return a_set ? with(schema, "uniqueItems", json_true()) : schema;
}

static json_t *words_schema(void)
{
    return json_pack("{s:s, s:i, s:{s:s}}", "type", "array", "minItems", 1, "items", "type",
                     "string");
}

static json_t *text_of(const assay_key *key)
{
    return json_pack("{s:s, s:I}", "type", "string", "minLength", (json_int_t)key->minimum);
}

static json_t *texts_of(const assay_key *key)
{
    return json_pack("{s:[o, {s:s, s:i, s:I, s:o}]}", "oneOf", text_of(key), "type", "array",
                     "minItems", 1, "maxItems", (json_int_t)key->maximum, "items", text_of(key));
}

static json_t *value_of(const assay_key *key)
{
    switch (key->type) {
    case ASSAY_KEY_TEXT:
        return text_of(key);
    case ASSAY_KEY_TEXTS:
        return texts_of(key);
    case ASSAY_KEY_NAME:
        return json_pack("{s:s, s:s}", "type", "string", "pattern", NAME_PATTERN);
    case ASSAY_KEY_WHOLE:
        return whole_between(key->minimum, key->maximum);
    case ASSAY_KEY_REAL:
        return json_pack("{s:s, s:I, s:I}", "type", "number", "minimum", (json_int_t)key->minimum,
                         "maximum", (json_int_t)key->maximum);
    case ASSAY_KEY_SWITCH:
        return json_pack("{s:s}", "type", "boolean");
    case ASSAY_KEY_CHOICE:
        return choice_of(key);
    case ASSAY_KEY_OBJECT:
        return object_of(key->object);
    case ASSAY_KEY_LIST:
        return list_of(key);
    case ASSAY_KEY_SETTINGS:
        return reference_to("settings");
    case ASSAY_KEY_COMMAND:
        return words_schema();
    case ASSAY_KEY_DATA:
        return reference_to("data");
    }
    return NULL;
}

static json_t *option_type(const assay_option *option)
{
    switch (option->type) {
    case ASSAY_OPTION_NUMBER:
        return whole_between(option->minimum, option->maximum);
    case ASSAY_OPTION_TEXT:
        return json_pack("{s:s}", "type", "string");
    case ASSAY_OPTION_SWITCH:
        return json_pack("{s:s}", "type", "boolean");
    case ASSAY_OPTION_WORDS:
        return words_schema();
    }
    return NULL;
}

static json_t *fallback_of(const assay_option *option)
{
    if (option->type == ASSAY_OPTION_NUMBER)
        return json_integer(strtoll(option->fallback, NULL, 10));
    if (option->type == ASSAY_OPTION_SWITCH)
        return json_boolean(strcmp(option->fallback, "true") == 0);
    return json_string(option->fallback);
}

static json_t *option_of(const assay_option *option)
{
    json_t *schema = described(option_type(option), option->text);
    return option->fallback == NULL ? schema : with(schema, "default", fallback_of(option));
}

static json_t *with_store(json_t *properties, const assay_generator *generator)
{
    for (size_t i = 0; i < assay_data_store_object.count; i++) {
        const assay_key *key = &assay_data_store_object.keys[i];
        if (assay_data_may_have(generator, key))
            properties = with(properties, key->name, described(value_of(key), key->text));
    }
    return properties;
}

/* Data that no generator makes. */
static json_t *existing_data(void)
{
    return json_pack("{s:s, s:s, s:o, s:[s], s:b}", "title", assay_existing_data.name,
                     "description", assay_existing_data.text, "properties",
                     with_store(json_object(), &assay_existing_data), "required", "truth",
                     "additionalProperties", 0);
}

/* The data that one generator makes. */
static json_t *data_of(const assay_generator *generator)
{
    const assay_key *const choice = &assay_data_generator_key;
    const assay_key *const records = &assay_data_records_key;
    json_t *properties = json_pack("{s:{s:s}}", choice->name, "const", generator->name);
    json_t *needed = json_pack("[s]", choice->name);
    if (!generator->fixed) {
        properties = with(properties, records->name, described(value_of(records), records->text));
        needed = with_item(needed, json_string(records->name));
    }
    for (size_t i = 0; i < generator->option_count; i++) {
        const assay_option *option = &generator->options[i];
        properties = with(properties, option->name, option_of(option));
        if (option->fallback == NULL)
            needed = with_item(needed, json_string(option->name));
    }
    properties = with_store(properties, generator);
    return json_pack("{s:s, s:s, s:o, s:o, s:b}", "title", generator->name, "description",
                     generator->text, "properties", properties, "required", needed,
                     "additionalProperties", 0);
}

static json_t *data_schema(void)
{
    const assay_key *const choice = &assay_data_generator_key;
    json_t *kinds = json_array();
    for (size_t i = 0; i < assay_generator_count; i++)
        kinds = with_item(kinds, data_of(&assay_generators[i]));
    kinds = with_item(kinds, existing_data());
    return json_pack("{s:s, s:{s:o}, s:o}", "type", "object", "properties", choice->name,
                     described(value_of(choice), choice->text), "oneOf", kinds);
}

static json_t *settings_schema(void)
{
    return json_pack("{s:s, s:{s:s}}", "type", "object", "additionalProperties", "type", "string");
}

json_t *assay_manifest_json_schema(void)
{
    json_t *schema = object_of(&assay_manifest_object);
    json_t *definitions =
        json_pack("{s:o, s:o}", "settings", settings_schema(), "data", data_schema());
    schema = with(schema, "$schema", json_string(DRAFT));
    schema = with(schema, "title", json_string("a manifest of Assay"));
    return with(schema, "$defs", definitions);
}
