/* Paths without detours. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "data/file_path.h"
#include <stdio.h>

static void test_straightens(void **state)
{
    static const char *const rows[][2] = {
        {"/", "/"},           {"/a/b", "/a/b"},           {"//a///b/", "/a/b"},
        {"/a/./b/.", "/a/b"}, {"/a/../b", "/b"},          {"/a/b/../../..", "/"},
        {"/../a", "/a"},      {"/a/..b/.c", "/a/..b/.c"}, {"/a/.../b", "/a/.../b"},
    };
    char path[32];

    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        snprintf(path, sizeof(path), "%s", rows[i][0]);
        assay_file_path_straighten(path);
        assert_string_equal(path, rows[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_straightens)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
