#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <assay/toolkit/atomic_file.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *walk)
{
    (void)info, (void)type, (void)walk;
    return remove(path);
}

/* Every test runs in a directory of its own. */
static int enter(void **state)
{
    const char *base = getenv("TMPDIR");
    char path[4096];
    snprintf(path, sizeof(path), "%s/directory-XXXXXX", base != NULL ? base : "/tmp");
    if (mkdtemp(path) == NULL || chdir(path) != 0)
        return -1;
    *state = strdup(path);
    return *state == NULL ? -1 : 0;
}

static int leave(void **state)
{
    int failed = chdir("/") != 0 || nftw(*state, remove_entry, 8, FTW_DEPTH | FTW_PHYS) != 0;
    free(*state);
    return failed ? -1 : 0;
}

static bool is_directory(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static void test_all_above_is_made(void **state)
{
    char whole[4200];
    snprintf(whole, sizeof(whole), "%s/x//y/z//", (const char *)*state);
    assert_int_equal(assay_directory_make("a/b/c", NULL), ASSAY_OK);
    assert_int_equal(assay_directory_make("a/b/c", NULL), ASSAY_OK);
    assert_int_equal(assay_directory_make("a/b/d/", NULL), ASSAY_OK);
    assert_int_equal(assay_directory_make("a//e", NULL), ASSAY_OK);
    assert_int_equal(assay_directory_make(whole, NULL), ASSAY_OK);
    assert_true(is_directory("a/b/c") && is_directory("a/b/d") && is_directory("a/e"));
    assert_true(is_directory("x/y/z"));
}

static void expect_error(assay_status status, assay_status expected, const assay_error *error,
                         const char *message)
{
    assert_int_equal(status, expected);
    assert_string_equal(error->message, message);
}

static void test_what_is_in_the_way(void **state)
{
    (void)state;
    assay_error of_file = ASSAY_ERROR_INIT, below = ASSAY_ERROR_INIT, of_link = ASSAY_ERROR_INIT;
    int fd = open("file", O_CREAT | O_WRONLY | O_CLOEXEC, 0666);
    assert_true(fd >= 0);
    close(fd);
    assert_int_equal(symlink("nowhere", "link"), 0);
    expect_error(assay_directory_make("file", &of_file), ASSAY_IO, &of_file,
                 "cannot make directory 'file': Not a directory");
    expect_error(assay_directory_make("file/a", &below), ASSAY_IO, &below,
                 "cannot make directory 'file/a': Not a directory");
    expect_error(assay_directory_make("link", &of_link), ASSAY_IO, &of_link,
                 "cannot look at 'link': No such file or directory");
}

static void test_check(void **state)
{
    (void)state;
    assay_error error = ASSAY_ERROR_INIT;
    int fd = open("file", O_CREAT | O_WRONLY | O_CLOEXEC, 0666);
    assert_true(fd >= 0);
    close(fd);
    assert_int_equal(assay_directory_check("a", NULL), ASSAY_OK); /* it can be made */
    assert_int_equal(assay_directory_make("a", NULL), ASSAY_OK);
    assert_int_equal(assay_directory_check("a", NULL), ASSAY_OK);
    expect_error(assay_directory_check("file", &error), ASSAY_INVALID, &error,
                 "cannot use directory 'file': Not a directory");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_all_above_is_made, enter, leave),
        cmocka_unit_test_setup_teardown(test_what_is_in_the_way, enter, leave),
        cmocka_unit_test_setup_teardown(test_check, enter, leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
