#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <assay/toolkit/error.h>
#include <assay/toolkit/input.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A file of six bytes. */
static int make(void **state)
{
    const char *base = getenv("TMPDIR");
    char path[4096];
    snprintf(path, sizeof(path), "%s/input-XXXXXX", base != NULL ? base : "/tmp");
    int file = mkstemp(path);
    if (file < 0 || write(file, "abcdef", 6) != 6 || close(file) != 0)
        return -1;
    *state = strdup(path);
    return *state == NULL ? -1 : 0;
}

static int drop(void **state)
{
    unlink(*state);
    free(*state);
    return 0;
}

static assay_input *open_input(void **state, uint64_t offset)
{
    assay_input *input;
    assert_int_equal(assay_input_open_file(*state, offset, &input, NULL), ASSAY_OK);
    return input;
}

static void expect_read(assay_input *input, size_t size, const char *expected)
{
    char bytes[16];
    size_t got;
    assert_int_equal(input->read(input, bytes, size, &got, NULL), ASSAY_OK);
    assert_int_equal(got, strlen(expected));
    assert_memory_equal(bytes, expected, got);
}

static void test_pieces(void **state)
{
    assay_input *input = open_input(state, 1);
    expect_read(input, 2, "bc");
    expect_read(input, 16, "def");
    expect_read(input, 16, "");
    expect_read(input, 16, "");
    input->close(input);
}

static void test_what_comes_later_is_read(void **state)
{
    assay_input *input = open_input(state, 0);
    expect_read(input, 16, "abcdef");
    FILE *file = fopen(*state, "a");
    assert_non_null(file);
    assert_true(fputs("gh", file) >= 0);
    assert_int_equal(fclose(file), 0);
    expect_read(input, 16, "gh");
    input->close(input);
}

static void test_a_file_that_becomes_shorter(void **state)
{
    assay_error error = ASSAY_ERROR_INIT;
    assay_input *input = open_input(state, 0);
    char bytes[16];
    size_t got;
    expect_read(input, 2, "ab");
    assert_int_equal(truncate(*state, 2), 0);
    assert_int_equal(input->read(input, bytes, 0, &got, NULL), ASSAY_OK);
    assert_int_equal(input->read(input, bytes, 16, &got, &error), ASSAY_IO);
    assert_non_null(strstr(error.message, "became shorter while it was read"));
    input->close(input);
}

static void test_no_file(void **state)
{
    assay_error gone = ASSAY_ERROR_INIT, folder = ASSAY_ERROR_INIT;
    assay_input *input;
    char byte;
    size_t got;
    (void)state;
    assert_int_equal(assay_input_open_file("/no/such/file", 0, &input, &gone), ASSAY_IO);
    assert_string_equal(gone.message, "cannot open '/no/such/file': No such file or directory");
    assert_int_equal(assay_input_open_file("/", 0, &input, NULL), ASSAY_OK);
    assert_int_equal(input->read(input, &byte, 1, &got, &folder), ASSAY_IO);
    assert_string_equal(folder.message, "cannot read '/': Is a directory");
    input->close(input);
}

#define WITH_FILE(test) cmocka_unit_test_setup_teardown(test, make, drop)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        WITH_FILE(test_pieces),
        WITH_FILE(test_what_comes_later_is_read),
        WITH_FILE(test_a_file_that_becomes_shorter),
        cmocka_unit_test(test_no_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
