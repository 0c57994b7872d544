#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli/host_program.h"
#include <stdlib.h>
#include <string.h>

static void test_environment_first(void **state)
{
    (void)state;
    char *path = NULL;
    assert_int_equal(setenv("ASSAY_HOST", "/bin/sh", 1), 0);
    assert_int_equal(assay_host_program(&path, NULL), ASSAY_OK);
    assert_string_equal(path, "/bin/sh");
    free(path);
    assay_error error = ASSAY_ERROR_INIT;
    assert_int_equal(setenv("ASSAY_HOST", "/nonexistent", 1), 0);
    assert_int_equal(assay_host_program(&path, &error), ASSAY_IO);
    assert_string_equal(error.message,
                        "cannot run ASSAY_HOST '/nonexistent': No such file or directory");
    unsetenv("ASSAY_HOST");
}

static void test_nowhere(void **state)
{
    (void)state;
    char *path = NULL;
    assay_error error = ASSAY_ERROR_INIT;
    unsetenv("ASSAY_HOST");
    assert_int_equal(assay_host_program(&path, &error), ASSAY_IO);
    assert_non_null(strstr(error.message, "cannot find assay-host beside '"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_environment_first),
        cmocka_unit_test(test_nowhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
