#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <assay/toolkit/settings.h>
#include <string.h>

typedef struct things {
    const char *path;
    int64_t lines;
    bool loud;
} things;

static const assay_setting_rule rules[] = {
    {"path", ASSAY_SETTING_TEXT, true, offsetof(things, path), 0, 0},
    {"lines", ASSAY_SETTING_NUMBER, false, offsetof(things, lines), -3, 10},
    {"loud", ASSAY_SETTING_SWITCH, false, offsetof(things, loud), 0, 0},
};

static assay_status read_two(const char *key, const char *value, things *to, assay_error *error)
{
    assay_setting settings[] = {{"path", "p"}, {key, value}};
    assay_config config = {sizeof(config), key == NULL ? 1 : 2, settings};
    return assay_settings_read(&config, rules, 3, to, error);
}

static void test_values_and_defaults(void **state)
{
    (void)state;
    things to = {NULL, 7, true};
    assert_int_equal(read_two(NULL, NULL, &to, NULL), ASSAY_OK);
    assert_string_equal(to.path, "p");
    assert_int_equal(to.lines, 7);
    assert_true(to.loud);
    assert_int_equal(read_two("lines", "-3", &to, NULL), ASSAY_OK);
    assert_int_equal(to.lines, -3);
    assert_int_equal(read_two("loud", "false", &to, NULL), ASSAY_OK);
    assert_false(to.loud);
}

static void test_bad_values(void **state)
{
    (void)state;
    static const char *const bad[][2] = {
        {"lines", ""},    {"lines", "-"},   {"lines", "1x"},   {"lines", " 1"},
        {"lines", "+1"},  {"lines", "0x1"}, {"lines", "--1"},  {"lines", "11"},
        {"lines", "-4"},  {"lines", "1 "},  {"lines", "1.0"},  {"lines", "9223372036854775808"},
        {"loud", "True"}, {"loud", ""},     {"loud", "truex"}, {"other", "1"},
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        things to = {0};
        assay_error error = ASSAY_ERROR_INIT;
        assert_int_equal(read_two(bad[i][0], bad[i][1], &to, &error), ASSAY_INVALID);
        assert_non_null(strstr(error.message, bad[i][0]));
    }
}

static void test_missing(void **state)
{
    (void)state;
    assay_config config = {sizeof(config), 0, NULL};
    things to = {0};
    assay_error error = ASSAY_ERROR_INIT;
    assert_int_equal(assay_settings_read(&config, rules, 3, &to, &error), ASSAY_INVALID);
    assert_string_equal(error.message, "setting 'path' is missing");
}

static void test_ends_of_numbers(void **state)
{
    (void)state;
    int64_t number;
    assert_true(assay_number_parse("-9223372036854775808", &number));
    assert_true(number == INT64_MIN);
    assert_true(assay_number_parse("9223372036854775807", &number));
    assert_true(number == INT64_MAX);
    assert_false(assay_number_parse("-9223372036854775809", &number));
    assert_true(number == INT64_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_and_defaults),
        cmocka_unit_test(test_bad_values),
        cmocka_unit_test(test_missing),
        cmocka_unit_test(test_ends_of_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
