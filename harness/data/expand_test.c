#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "data/scenario.h"
#include <assay/toolkit/buffer.h>
#include <string.h>

static void check(const char *text, const char *expected)
{
    assay_setting settings[] = {{"out", "/o"}, {"data.path", "p"}, {"data", ""}};
    assay_setting more[] = {{"out", "hidden"}, {"name", "${out}"}};
    assay_setting_list first = {3, settings};
    assay_setting_list second = {2, more};
    assay_buffer buffer = ASSAY_BUFFER_INIT;
    assay_error error = ASSAY_ERROR_INIT;
    assert_int_equal(assay_expand(text, &first, &second, &buffer.out, &error), ASSAY_OK);
    assert_int_equal(assay_buffer_append(&buffer.out, "", 1), ASSAY_OK);
    assert_string_equal((char *)buffer.data, expected);
    assay_buffer_clear(&buffer);
}

static void check_invalid(const char *text, const char *message)
{
    assay_setting settings[] = {{"out", "/o"}};
    assay_setting_list first = {1, settings};
    assay_buffer buffer = ASSAY_BUFFER_INIT;
    assay_error error = ASSAY_ERROR_INIT;
    assert_int_equal(assay_expand(text, &first, NULL, &buffer.out, &error), ASSAY_INVALID);
    assert_string_equal(error.message, message);
    assay_buffer_clear(&buffer);
}

static void test_variables(void **state)
{
    (void)state;
    check("", "");
    check("plain", "plain");
    check("${out}/part-*", "/o/part-*");
    check("a${data.path}${data}b", "apb");
    check("${name}", "${out}");
    check("$$", "$");
    check("$${out}", "${out}");
    check("cost $5 $", "cost $5 $");
}

static void test_bad_texts(void **state)
{
    (void)state;
    check_invalid("${ou}", "unknown variable '${ou}'");
    check_invalid("${}", "unknown variable '${}'");
    check_invalid("x${outer}", "unknown variable '${outer}'");
    check_invalid("x${out", "'${out' has no closing brace");
}

static void test_lists(void **state)
{
    (void)state;
    assay_setting settings[] = {{"out", "/o"}};
    assay_setting_list variables = {1, settings};
    assay_setting_list from = {0, NULL};
    assay_setting_list to;
    assert_int_equal(assay_setting_list_add(&from, "k", "${out}"), ASSAY_OK);
    assert_int_equal(assay_setting_list_add(&from, "empty", ""), ASSAY_OK);
    assert_int_equal(assay_expand_list(&from, NULL, &variables, &to, NULL), ASSAY_OK);
    assert_int_equal(to.count, 2);
    assert_string_equal(assay_setting_list_find(&to, "k"), "/o");
    assert_string_equal(assay_setting_list_find(&to, "empty"), "");
    assert_null(assay_setting_list_find(&to, "none"));
    assay_setting_list_clear(&to);
    assert_int_equal(assay_setting_list_add(&from, "bad", "${none}"), ASSAY_OK);
    assert_int_equal(assay_expand_list(&from, NULL, &variables, &to, NULL), ASSAY_INVALID);
    assert_int_equal(to.count, 0);
    assay_setting_list_clear(&from);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_variables),
        cmocka_unit_test(test_bad_texts),
        cmocka_unit_test(test_lists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) == 0 ? 0 : 1;
}
