#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "runner/hash.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void write_file(const char *path, const char *text, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static void test_hashes(void **state)
{
    (void)state;
    char path[] = "/tmp/assay-hash-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    char hex[33];
    assay_hash_file(path, hex);
    assert_string_equal(hex, "99aa06d3014798d86001c324468d497f"); /* XXH3_128 of nothing */
    write_file(path, "abc", 3);
    assay_hash_file(path, hex);
    assert_string_equal(hex, "06b05ab6733a618578af5f94892f3950");

    char *big = calloc(1, 200000);
    assert_non_null(big);
    char other[33];
    write_file(path, big, 200000);
    assay_hash_file(path, hex);
    big[199999] = 1;
    write_file(path, big, 200000);
    assay_hash_file(path, other);
    assert_string_not_equal(hex, other);
    free(big);
    unlink(path);
}

static void test_not_there(void **state)
{
    (void)state;
    char hex[33] = "x";
    assay_hash_file("/nonexistent/library.so", hex);
    assert_string_equal(hex, "");
    strcpy(hex, "x");
    assay_hash_file("/tmp", hex); /* opens, but cannot be read */
    assert_string_equal(hex, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hashes),
        cmocka_unit_test(test_not_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
