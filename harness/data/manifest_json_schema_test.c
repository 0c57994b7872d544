#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "data/manifest_json_schema.h"

#include "data/generator.h"
#include "data/manifest_schema.h"
#include <stdlib.h>
#include <string.h>

static int make(void **state)
{
    *state = assay_manifest_json_schema();
    return *state == NULL ? -1 : 0;
}

static int drop(void **state)
{
    json_decref(*state);
    return 0;
}

/* The value at the end of these keys, ended by NULL. */
static json_t *at(json_t *value, ...)
{
    va_list keys;
    const char *key;
    va_start(keys, value);
    while ((key = va_arg(keys, const char *)) != NULL) {
        json_t *next = json_object_get(value, key);
        if (next == NULL)
            fail_msg("no '%s' in %s", key, json_dumps(value, JSON_COMPACT));
        value = next;
    }
    va_end(keys);
    return value;
}

static bool lists(const json_t *list, const char *text)
{
    for (size_t i = 0; i < json_array_size(list); i++)
        if (strcmp(json_string_value(json_array_get(list, i)), text) == 0)
            return true;
    return false;
}

/* Each key of the table, to its innermost object, is there with its text. */
static void compare(json_t *schema, const assay_object *object)
{
    json_t *properties = at(schema, "properties", NULL);
    assert_int_equal(json_object_size(properties), object->count);
    assert_true(json_is_false(at(schema, "additionalProperties", NULL)));
    for (size_t i = 0; i < object->count; i++) {
        const assay_key *key = &object->keys[i];
        json_t *property = at(properties, key->name, NULL);
        assert_string_equal(json_string_value(at(property, "description", NULL)), key->text);
        assert_int_equal(lists(at(schema, "required", NULL), key->name), key->needed);
        if (key->type == ASSAY_KEY_OBJECT)
            compare(property, key->object);
        if (key->type == ASSAY_KEY_LIST && key->item->type == ASSAY_KEY_OBJECT)
            compare(at(property, "items", NULL), key->item->object);
    }
}

static void test_every_key_of_the_tables(void **state)
{
    compare(*state, &assay_manifest_object);
}

static void test_a_value_of_each_type(void **state)
{
    json_t *root = at(*state, "properties", NULL);
    json_t *source = at(root, "source", "properties", NULL);
    assert_int_equal(json_integer_value(at(root, "library", "minLength", NULL)), 1);
    assert_string_equal(json_string_value(at(root, "name", "pattern", NULL)),
                        "^[0-9A-Za-z][0-9A-Za-z._-]{0,63}$");
    assert_int_equal(json_integer_value(at(root, "assay", "maximum", NULL)), 1);
    assert_int_equal(json_integer_value(at(root, "scenarios", "minItems", NULL)), 1);
    assert_true(lists(at(source, "abilities", "items", "enum", NULL), "split-at"));
    assert_true(json_is_true(at(source, "abilities", "uniqueItems", NULL)));
    assert_string_equal(json_string_value(at(source, "config", "$ref", NULL)), "#/$defs/settings");
    assert_string_equal(json_string_value(at(source, "data", "$ref", NULL)), "#/$defs/data");
    json_t *guarantees = at(source, "guarantees", "properties", NULL);
    assert_string_equal(json_string_value(at(guarantees, "size-tolerance", "type", NULL)),
                        "number");
}

static void test_either_or(void **state)
{
    const json_t *root = at(*state, "oneOf", NULL);
    json_t *item = at(*state, "properties", "scenarios", "items", NULL);
    assert_int_equal(json_array_size(root), 2);
    assert_true(lists(at(json_array_get(root, 0), "required", NULL), "scenarios"));
    assert_int_equal(json_array_size(at(json_array_get(root, 1), "anyOf", NULL)), 3);
    assert_int_equal(json_array_size(at(item, "oneOf", NULL)), 3);
}

static void compare_options(json_t *kind, const assay_generator *generator)
{
    json_t *properties = at(kind, "properties", NULL);
    assert_string_equal(json_string_value(at(properties, "generator", "const", NULL)),
                        generator->name);
    assert_int_equal(json_object_get(properties, "records") != NULL, !generator->fixed);
    for (size_t i = 0; i < generator->option_count; i++) {
        const assay_option *option = &generator->options[i];
        json_t *property = at(properties, option->name, NULL);
        bool needed = option->fallback == NULL;
        assert_string_equal(json_string_value(at(property, "description", NULL)), option->text);
        assert_int_equal(json_object_get(property, "default") == NULL, needed);
        assert_int_equal(lists(at(kind, "required", NULL), option->name), needed);
    }
}

static void test_options_of_every_generator(void **state)
{
    json_t *kinds = at(*state, "$defs", "data", "oneOf", NULL);
    assert_int_equal(json_array_size(kinds), assay_generator_count + 1); /* and existing data */
    for (size_t i = 0; i < assay_generator_count; i++)
        compare_options(json_array_get(kinds, i), &assay_generators[i]);
}

static void test_fallbacks_have_their_type(void **state)
{
    json_t *lines = json_array_get(at(*state, "$defs", "data", "oneOf", NULL), 1);
    json_t *properties = at(lines, "properties", NULL);
    assert_int_equal(json_integer_value(at(properties, "files", "default", NULL)), 1);
    assert_true(json_is_boolean(at(properties, "crlf", "default", NULL)));
    assert_string_equal(json_string_value(at(properties, "delimiter", "default", NULL)), "\n");
}

static size_t allocations_left;

static void *scarce_malloc(size_t size)
{
    return allocations_left == 0 || allocations_left-- == 0 ? NULL : malloc(size);
}

/* NULL, and nothing leaks, whichever allocation fails. */
static void test_out_of_memory(void **state)
{
    json_t *schema = NULL;
    size_t limit = 0;
    (void)state;
    json_set_alloc_funcs(scarce_malloc, free);
    for (; schema == NULL; limit++) {
        allocations_left = limit;
        schema = assay_manifest_json_schema();
    }
    assert_true(limit > 500);
    allocations_left = SIZE_MAX;
    bool complete = json_equal(schema, *state);
    json_decref(schema);
    json_set_alloc_funcs(malloc, free);
    assert_true(complete);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_key_of_the_tables),
        cmocka_unit_test(test_a_value_of_each_type),
        cmocka_unit_test(test_either_or),
        cmocka_unit_test(test_options_of_every_generator),
        cmocka_unit_test(test_fallbacks_have_their_type),
        cmocka_unit_test(test_out_of_memory),
    };
    return cmocka_run_group_tests(tests, make, drop);
}
