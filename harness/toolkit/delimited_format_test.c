#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <assay/toolkit/delimited_format.h>
#include <string.h>

#define UNTOUCHED 77

/* Settings that end in one without a key. */
static assay_status configure(const assay_setting *settings, assay_delimited_format *format,
                              const char **path, assay_error *error)
{
    uint32_t count = 0;
    while (settings[count].key != NULL)
        count++;
    assay_config config = {sizeof(config), count, settings};
    return assay_delimited_format_configure(format, &config, path, error);
}

static void test_defaults(void **state)
{
    (void)state;
    static const assay_setting settings[] = {{"path", "x"}, {NULL, NULL}};
    assay_delimited_format format = {.header_lines = UNTOUCHED};
    const char *path = NULL;
    assert_int_equal(configure(settings, &format, &path, NULL), ASSAY_OK);
    assert_ptr_equal(path, settings[0].value);
    assert_true(format.delimiter_size == 1 && format.delimiter[0] == '\n');
    assert_true(format.crlf && format.bom);
    assert_int_equal(format.header_lines, 0);
}

static void test_all(void **state)
{
    (void)state;
    static const assay_setting settings[] = {{"header-lines", "3"}, {"bom", "false"},
                                             {"crlf", "false"},     {"delimiter", "|;"},
                                             {"path", "x"},         {NULL, NULL}};
    assay_delimited_format format;
    const char *path = NULL;
    assert_int_equal(configure(settings, &format, &path, NULL), ASSAY_OK);
    assert_true(format.delimiter_size == 2 && memcmp(format.delimiter, "|;", 2) == 0);
    assert_false(format.crlf || format.bom);
    assert_int_equal(format.header_lines, 3);
}

/* Each is INVALID, says what is wrong, and writes nothing. */
static void test_wrong(void **state)
{
    (void)state;
    static const struct {
        assay_setting settings[3];
        const char *named;
    } wrong[] = {
        {{{NULL, NULL}}, "path"},
        {{{"path", ""}, {NULL, NULL}}, "path"},
        {{{"path", "x"}, {"delimiter", ""}, {NULL, NULL}}, "delimiter"},
        {{{"path", "x"}, {"delimiter", "aba"}, {NULL, NULL}}, "delimiter"},
        {{{"path", "x"}, {"crlf", "yes"}, {NULL, NULL}}, "crlf"},
        {{{"path", "x"}, {"bom", ""}, {NULL, NULL}}, "bom"},
        {{{"path", "x"}, {"header-lines", "-1"}, {NULL, NULL}}, "header-lines"},
        {{{"path", "x"}, {"footer-lines", "1"}, {NULL, NULL}}, "footer-lines"},
    };
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        assay_delimited_format format = {.header_lines = UNTOUCHED};
        const char *path = NULL;
        assay_error error = ASSAY_ERROR_INIT;
        assert_int_equal(configure(wrong[i].settings, &format, &path, &error), ASSAY_INVALID);
        assert_non_null(strstr(error.message, wrong[i].named));
        assert_true(path == NULL && format.header_lines == UNTOUCHED);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_all),
        cmocka_unit_test(test_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
