#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "host/elf_file.h"
#include "host/sanitizer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void write_file(const char *path, const unsigned char *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static void look_at(const char *path)
{
    assay_elf_file file;

    if (!assay_elf_file_open(path, &file))
        return;
    assay_elf_file_needed(&file, "lib");
    assay_elf_file_wants(&file, "x");
    assay_elf_file_path(&file);
    assay_elf_file_symbol(&file, "main");
    for (size_t at = 0; assay_elf_file_text(&file, ".so", &at) != NULL;)
        continue;
    assay_elf_file_close(&file);
}

static void test_this_program(void **state)
{
    assay_elf_file file;

    (void)state;
    assert_true(assay_elf_file_open("/proc/self/exe", &file));
    assert_non_null(assay_elf_file_needed(&file, "libcmocka.so"));
    assert_null(assay_elf_file_needed(&file, "libnothing"));
    assert_true(assay_elf_file_wants(&file, "_cmocka_run_group"));
    assert_false(assay_elf_file_wants(&file, "nothing_like_it"));
    assay_elf_file_close(&file);
}

static const char sought[] = "a text for elf_file_test.thing";

/* Also the name of a function that no other file sees. */
static void test_symbols_and_texts(void **state)
{
    assay_elf_file file;
    size_t at = 0, found = 0;

    (void)state;
    assert_true(assay_elf_file_open("/proc/self/exe", &file));
    assert_int_not_equal(assay_elf_file_symbol(&file, "test_symbols_and_texts"), 0);
    assert_int_equal(assay_elf_file_symbol(&file, "test_symbols_and"), 0);
    assert_int_equal(assay_elf_file_symbol(&file, "_cmocka_run_group_tests"), 0); /* not its own */
    for (const char *text; (text = assay_elf_file_text(&file, "test.thing", &at)) != NULL;)
        found += strcmp(text, sought) == 0;
    assert_int_not_equal(found, 0);
    at = file.size;
    assert_null(assay_elf_file_text(&file, "test.thing", &at));
    assay_elf_file_close(&file);
}

static void test_no_elf_file(void **state)
{
    assay_elf_file file;

    (void)state;
    assert_false(assay_elf_file_open("/nonexistent", &file));
    assert_false(assay_elf_file_open("/tmp", &file));
    assert_false(assay_elf_file_open("/dev/null", &file));
    assert_int_equal(assay_sanitizer_kinds("/nonexistent"), 0);
}

/* Of a file that is cut or damaged anything may be said, but nothing outside of it is read. */
static void test_damaged(void **state)
{
    static unsigned char bytes[1 << 16];
    char path[] = "/tmp/assay-elf-XXXXXX";
    unsigned random = 7;

    (void)state;
    FILE *self = fopen("/proc/self/exe", "rb");
    assert_non_null(self);
    size_t size = fread(bytes, 1, sizeof(bytes), self);
    fclose(self);
    close(mkstemp(path));
    for (size_t cut = 0; cut < size; cut = cut < 128 ? cut + 1 : cut * 2) {
        write_file(path, bytes, cut);
        look_at(path);
    }
    for (int round = 0; round < 200; round++) {
        random = random * 1103515245 + 12345;
        bytes[16 + (random >> 8) % 48] ^= (unsigned char)(random >> 24);
        write_file(path, bytes, size);
        look_at(path);
    }
    unlink(path);
}

static void test_names(void **state)
{
    char names[64];

    (void)state;
    assay_sanitizer_names(0, names, sizeof(names));
    assert_string_equal(names, "");
    assay_sanitizer_names(ASSAY_SANITIZE_ADDRESS | ASSAY_SANITIZE_UNDEFINED, names, sizeof(names));
    assert_string_equal(names, "address,undefined");
    assay_sanitizer_names(31, names, 5);
    assert_string_equal(names, "addr");
}

static const char *value_of(char **environment, const char *name)
{
    size_t size = strlen(name);

    for (char **at = environment; *at != NULL; at++)
        if (strncmp(*at, name, size) == 0 && (*at)[size] == '=')
            return *at + size + 1;
    return NULL;
}

static void test_environment(void **state)
{
    assay_sanitizer none = {0, ""}, one = {ASSAY_SANITIZE_ADDRESS, "/lib/libasan.so"};

    (void)state;
    assert_int_equal(setenv("ASAN_OPTIONS", "detect_leaks=0", 1), 0);
    assert_int_equal(setenv("LD_PRELOAD", "libmine.so", 1), 0);
    char **made = assay_sanitizer_environment(&one);
    assert_string_equal(value_of(made, "LD_PRELOAD"), "/lib/libasan.so:libmine.so");
    const char *options = value_of(made, "ASAN_OPTIONS");
    assert_string_equal(strrchr(options, ':'), ":detect_leaks=0");
    assert_non_null(value_of(made, "PATH"));
    free(made);
    made = assay_sanitizer_environment(&none);
    assert_string_equal(value_of(made, "LD_PRELOAD"), "libmine.so");
    assert_string_equal(value_of(made, "ASAN_OPTIONS"), "detect_leaks=0");
    free(made);
    unsetenv("ASAN_OPTIONS");
    unsetenv("LD_PRELOAD");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_this_program), cmocka_unit_test(test_symbols_and_texts),
        cmocka_unit_test(test_no_elf_file),  cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_names),        cmocka_unit_test(test_environment),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
