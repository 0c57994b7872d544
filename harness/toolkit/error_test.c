#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <assay/toolkit/error.h>
#include <string.h>

static void test_first_writer_wins(void **state)
{
    (void)state;
    assay_error error = ASSAY_ERROR_INIT;
    assert_int_equal(assay_error_set(&error, ASSAY_IO, "cannot open '%s'", "x"), ASSAY_IO);
    assert_int_equal(assay_error_set(&error, ASSAY_CORRUPT, "second"), ASSAY_CORRUPT);
    assert_string_equal(error.message, "cannot open 'x'");
    assert_int_equal(assay_error_set(NULL, ASSAY_STATE, "nobody listens"), ASSAY_STATE);
}

static void test_long_message_is_cut(void **state)
{
    (void)state;
    char text[2 * ASSAY_ERROR_SIZE];
    memset(text, 'x', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    assay_error error = ASSAY_ERROR_INIT;
    (void)assay_error_set(&error, ASSAY_IO, "%s", text);
    assert_int_equal(strlen(error.message), ASSAY_ERROR_SIZE - 1);
}

static void test_names(void **state)
{
    (void)state;
    assert_string_equal(assay_status_name(ASSAY_OK), "OK");
    assert_string_equal(assay_status_name(ASSAY_UNSUPPORTED), "UNSUPPORTED");
    assert_string_equal(assay_status_name(ASSAY_MEMORY), "MEMORY");
    assert_string_equal(assay_status_name((assay_status)10), "?");
    assert_string_equal(assay_status_name((assay_status)-1), "?");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first_writer_wins),
        cmocka_unit_test(test_long_message_is_cut),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
