#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine/temporary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void remove_in(const char *folder, const char *name)
{
    char path[300];

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    remove(path);
}

static void test_a_folder_for_a_while(void **state)
{
    char folder[200], name[40];
    assay_left left = {.said = 0};
    char *before;

    (void)state;
    snprintf(folder, sizeof(folder), "%s/assay-temporary-XXXXXX",
             getenv("TMPDIR") != NULL ? getenv("TMPDIR") : "/tmp");
    assert_non_null(mkdtemp(folder));
    setenv("TMPDIR", "/before", 1);
    assay_temporary_make(folder, &before);
    const char *now = getenv("TMPDIR");
    assert_string_not_equal(now, "/before");
    assay_temporary_count(folder, &left);
    assert_string_equal(left.text, "");
    for (int i = 0; i < 6; i++) {
        char path[300];
        snprintf(path, sizeof(path), "%s/file-%d", now, i);
        FILE *file = fopen(path, "w");
        assert_non_null(file);
        fclose(file);
    }
    assay_temporary_count(folder, &left);
    assert_non_null(strstr(left.text, "temporary files: 'file-"));
    assert_non_null(strstr(left.text, ", and 2 more\n"));
    for (int i = 0; i < 6; i++) {
        snprintf(name, sizeof(name), "temporary/file-%d", i);
        remove_in(folder, name);
    }
    assay_temporary_leave(before);
    assert_string_equal(getenv("TMPDIR"), "/before");
    remove_in(folder, "temporary");
    assert_int_equal(rmdir(folder), 0);
}

/* The usual one stays. */
static void test_where_there_is_no_folder(void **state)
{
    assay_left left = {.said = 0};
    char *before;

    (void)state;
    unsetenv("TMPDIR");
    assay_temporary_make("/nonexistent", &before);
    assert_null(getenv("TMPDIR"));
    assay_temporary_count("/nonexistent", &left);
    assert_string_equal(left.text, "");
    assay_temporary_leave(before);
    assert_null(getenv("TMPDIR"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_folder_for_a_while),
        cmocka_unit_test(test_where_there_is_no_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
