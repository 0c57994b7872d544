#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <assay/toolkit/atomic_file.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define BIG (200 * 1024)

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
    snprintf(path, sizeof(path), "%s/atomic-XXXXXX", base != NULL ? base : "/tmp");
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

static assay_atomic_file *create(const char *path)
{
    assay_atomic_file *file = NULL;
    assert_int_equal(assay_atomic_file_create(path, &file, NULL), ASSAY_OK);
    return file;
}

static assay_file_digest store(const char *path, const void *data, size_t size)
{
    assay_file_digest digest;
    assay_atomic_file *file = create(path);
    assert_int_equal(assay_atomic_file_write(file, (assay_bytes){data, size}, NULL), ASSAY_OK);
    assert_int_equal(assay_atomic_file_finish(file, &digest, NULL), ASSAY_OK);
    assay_atomic_file_free(file);
    return digest;
}

static bool holds(const char *path, const void *data, size_t size)
{
    static char found[BIG + 1];
    FILE *stream = fopen(path, "rb");
    if (stream == NULL)
        return false;
    size_t got = fread(found, 1, sizeof(found), stream);
    fclose(stream);
    return got == size && memcmp(found, data, size) == 0;
}

static bool exists(const char *path)
{
    return access(path, F_OK) == 0;
}

static void test_any_size_in_any_pieces(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 17, 4095, 4096, 4097, 32767, 32768, 32769, 65536, BIG};
    static const size_t pieces[] = {1, 17, 4096, 32768, BIG};
    static unsigned char data[BIG];
    for (size_t i = 0; i < BIG; i++)
        data[i] = (unsigned char)(i * 7 + i / 251);
    for (size_t s = 0; s < sizeof(sizes) / sizeof(sizes[0]); s++)
        for (size_t p = 0; p < sizeof(pieces) / sizeof(pieces[0]); p++) {
            assay_file_digest digest, whole = assay_file_digest_of((assay_bytes){data, sizes[s]});
            assay_atomic_file *file = create("t");
            for (size_t at = 0; at < sizes[s]; at += pieces[p]) {
                size_t left = sizes[s] - at;
                assay_bytes piece = {data + at, left < pieces[p] ? left : pieces[p]};
                assert_int_equal(assay_atomic_file_write(file, piece, NULL), ASSAY_OK);
            }
            assert_int_equal(assay_atomic_file_finish(file, &digest, NULL), ASSAY_OK);
            assay_atomic_file_free(file);
            assert_memory_equal(&digest, &whole, sizeof(digest));
            assert_true(holds("t", data, sizes[s]));
            assert_int_equal(assay_file_remove("t", NULL), ASSAY_OK);
        }
}

static void test_nothing_is_overwritten(void **state)
{
    (void)state;
    assay_error error = ASSAY_ERROR_INIT;
    assay_atomic_file *file = NULL;
    store("t", "old", 3);
    assert_int_equal(assay_atomic_file_create("t", &file, &error), ASSAY_IO);
    assert_string_equal(error.message, "cannot create 't': File exists");
    assert_int_equal(assay_atomic_file_create("none/t", &file, NULL), ASSAY_IO);
    assert_true(holds("t", "old", 3));
}

static void test_free_leaves_the_temporary_file(void **state)
{
    (void)state;
    assay_atomic_file *file = create("t");
    assert_int_equal(assay_atomic_file_write(file, (assay_bytes){"x", 1}, NULL), ASSAY_OK);
    assay_atomic_file_free(file);
    assert_true(exists("t"));
    assay_atomic_file_free(NULL);
}

static void test_finished_means_finished(void **state)
{
    (void)state;
    assay_file_digest digest;
    assay_atomic_file *file = create("t");
    assert_int_equal(assay_atomic_file_finish(file, &digest, NULL), ASSAY_OK);
    assert_int_equal(assay_atomic_file_write(file, (assay_bytes){"x", 1}, NULL), ASSAY_STATE);
    assert_int_equal(assay_atomic_file_finish(file, &digest, NULL), ASSAY_STATE);
    assay_atomic_file_free(file);
    assert_true(holds("t", "", 0));
}

/* A limit on the size of files stands in for a full disk: first a short write, then an error. */
static void limit_file_size(rlim_t size)
{
    struct rlimit limit;
    signal(SIGXFSZ, size == RLIM_INFINITY ? SIG_DFL : SIG_IGN);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = size < limit.rlim_max ? size : limit.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void test_write_errors_are_sticky(void **state)
{
    (void)state;
    static const char data[BIG];
    assay_error error = ASSAY_ERROR_INIT;
    assay_file_digest digest;
    assay_atomic_file *file = create("t");
    limit_file_size(1000);
    assay_status first = assay_atomic_file_write(file, (assay_bytes){data, BIG}, &error);
    limit_file_size(RLIM_INFINITY);
    assert_int_equal(first, ASSAY_IO);
    assert_string_equal(error.message, "cannot write 't': File too large");
    assert_int_equal(assay_atomic_file_write(file, (assay_bytes){data, 1}, NULL), ASSAY_IO);
    assert_int_equal(assay_atomic_file_finish(file, &digest, NULL), ASSAY_IO);
    assay_atomic_file_free(file);
}

static void test_buffered_bytes_fail_in_finish(void **state)
{
    (void)state;
    assay_file_digest digest;
    assay_atomic_file *file = create("t");
    assert_int_equal(assay_atomic_file_write(file, (assay_bytes){"12345", 5}, NULL), ASSAY_OK);
    limit_file_size(3);
    assay_status first = assay_atomic_file_finish(file, &digest, NULL);
    limit_file_size(RLIM_INFINITY);
    assert_int_equal(first, ASSAY_IO);
    assert_int_equal(assay_atomic_file_finish(file, &digest, NULL), ASSAY_IO);
    assay_atomic_file_free(file);
}

static void test_publish_once_and_again(void **state)
{
    (void)state;
    assay_file_digest digest = store("t", "new", 3);
    store("final", "older", 5);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(assay_atomic_file_publish("t", "final", &digest, NULL), ASSAY_OK);
        assert_true(holds("final", "new", 3));
        assert_false(exists("t"));
    }
}

static void test_publish_of_what_is_lost(void **state)
{
    (void)state;
    assay_error error = ASSAY_ERROR_INIT;
    assay_file_digest digest = assay_file_digest_of((assay_bytes){"new", 3});
    assert_int_equal(assay_atomic_file_publish("t", "final", &digest, &error), ASSAY_IO);
    assert_non_null(strstr(error.message, "'final'"));
    store("final", "old", 3);
    assert_int_equal(assay_atomic_file_publish("t", "final", &digest, NULL), ASSAY_IO);
    assert_true(holds("final", "old", 3));
    store("t", "new", 3);
    assert_int_equal(assay_atomic_file_publish("t", "none/final", &digest, NULL), ASSAY_IO);
    assert_int_equal(mkdir("folder", 0777), 0);
    assert_int_equal(assay_atomic_file_publish("t", "folder", &digest, NULL), ASSAY_IO);
    assert_true(holds("t", "new", 3));
}

static void test_compare(void **state)
{
    (void)state;
    bool same = true;
    assay_file_digest digest = assay_file_digest_of((assay_bytes){"abc", 3});
    assert_int_equal(assay_file_compare("none", &digest, &same, NULL), ASSAY_OK);
    assert_false(same);
    store("a", "abd", 3);
    assert_int_equal(assay_file_compare("a", &digest, &same, NULL), ASSAY_OK);
    assert_false(same);
    store("b", "abc", 3);
    assert_int_equal(assay_file_compare("b", &digest, &same, NULL), ASSAY_OK);
    assert_true(same);
    assert_int_equal(mkdir("folder", 0777), 0);
    assert_int_equal(assay_file_compare("folder", &digest, &same, NULL), ASSAY_IO);
}

static void test_directories_are_made(void **state)
{
    char path[4200];
    assert_int_equal(assay_directory_make("a/b//c/", NULL), ASSAY_OK);
    assert_int_equal(assay_directory_make("a/b/c", NULL), ASSAY_OK);
    assert_int_equal(assay_directory_make("a/b/d", NULL), ASSAY_OK);
    assert_int_equal(assay_directory_make(".", NULL), ASSAY_OK);
    assert_int_equal(assay_directory_make("/", NULL), ASSAY_OK);
    snprintf(path, sizeof(path), "%s/x/y", (const char *)*state);
    assert_int_equal(assay_directory_make(path, NULL), ASSAY_OK);
    snprintf(path, sizeof(path), "%s/x//z//e//", (const char *)*state);
    assert_int_equal(assay_directory_make(path, NULL), ASSAY_OK);
    assert_int_equal(assay_directory_make("a//e", NULL), ASSAY_OK);
    assert_true(exists("a/b/c") && exists("a/b/d") && exists("x/y"));
    assert_true(exists("x/z/e") && exists("a/e"));
    store("file", "", 0);
    assert_int_equal(assay_directory_make("file", NULL), ASSAY_IO);
    assert_int_equal(assay_directory_make("file/a", NULL), ASSAY_IO);
    assert_int_equal(assay_directory_make("", NULL), ASSAY_IO);
}

static void test_directories_are_checked(void **state)
{
    (void)state;
    assay_error error = ASSAY_ERROR_INIT;
    assert_int_equal(assay_directory_check(".", NULL), ASSAY_OK);
    assert_int_equal(assay_directory_check("not/yet", NULL), ASSAY_OK);
    store("file", "", 0);
    assert_int_equal(assay_directory_check("file", &error), ASSAY_INVALID);
    assert_string_equal(error.message, "cannot use directory 'file': Not a directory");
    assert_int_equal(assay_directory_check("file/a", NULL), ASSAY_INVALID);
}

static void expect_error(assay_status status, assay_status expected, const assay_error *error,
                         const char *message)
{
    assert_int_equal(status, expected);
    assert_string_equal(error->message, message);
}

static void test_directories_are_cleared_and_removed(void **state)
{
    (void)state;
    assert_int_equal(assay_directory_make("d/sub", NULL), ASSAY_OK);
    store("d/.x-1", "", 0);
    store("d/x", "", 0);
    assert_int_equal(assay_directory_clear("d", ".x", NULL), ASSAY_OK);
    assert_true(exists("d/x") && !exists("d/.x-1"));
    assert_int_equal(assay_directory_remove("d", NULL), ASSAY_IO);
    assert_true(exists("d/sub"));
    assert_int_equal(assay_directory_remove("d/sub", NULL), ASSAY_OK);
    assert_int_equal(assay_directory_remove("d", NULL), ASSAY_OK);
    assert_int_equal(assay_directory_remove("d", NULL), ASSAY_OK);
    assert_int_equal(assay_directory_clear("d", "", NULL), ASSAY_OK);
    assay_error gone = ASSAY_ERROR_INIT;
    expect_error(assay_directory_sync("d", &gone), ASSAY_IO, &gone,
                 "cannot open 'd': No such file or directory");
    assert_int_equal(assay_directory_sync(".", NULL), ASSAY_OK);
    assert_int_equal(assay_file_remove("none", NULL), ASSAY_OK);
}

static void test_what_is_in_the_way_of_directories(void **state)
{
    (void)state;
    assay_error of_file = ASSAY_ERROR_INIT, below = ASSAY_ERROR_INIT, of_link = ASSAY_ERROR_INIT;
    store("file", "", 0);
    assert_int_equal(assay_directory_sync("file", NULL), ASSAY_IO);
    assert_int_equal(symlink("nowhere", "link"), 0);
    expect_error(assay_directory_make("file", &of_file), ASSAY_IO, &of_file,
                 "cannot make directory 'file': Not a directory");
    expect_error(assay_directory_make("file/a", &below), ASSAY_IO, &below,
                 "cannot make directory 'file/a': Not a directory");
    expect_error(assay_directory_make("link", &of_link), ASSAY_IO, &of_link,
                 "cannot look at 'link': No such file or directory");
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter, leave)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        IN_FOLDER(test_any_size_in_any_pieces),
        IN_FOLDER(test_nothing_is_overwritten),
        IN_FOLDER(test_free_leaves_the_temporary_file),
        IN_FOLDER(test_finished_means_finished),
        IN_FOLDER(test_write_errors_are_sticky),
        IN_FOLDER(test_buffered_bytes_fail_in_finish),
        IN_FOLDER(test_publish_once_and_again),
        IN_FOLDER(test_publish_of_what_is_lost),
        IN_FOLDER(test_compare),
        IN_FOLDER(test_directories_are_made),
        IN_FOLDER(test_what_is_in_the_way_of_directories),
        IN_FOLDER(test_directories_are_checked),
        IN_FOLDER(test_directories_are_cleared_and_removed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
