#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "coverage/gcov_text.h"
#include <assay/toolkit/error.h>
#include <stdio.h>
#include <string.h>

typedef struct seen {
    char text[2000]; /* what was told, a line each */
    size_t used;
    const char *refuse;   /* a function whose line is an error */
    const char *unwanted; /* a path */
} seen;

static assay_status see_file(void *context, const char *object, const char *path, bool *wanted,
                             assay_error *error)
{
    seen *self = context;
    (void)error;
    *wanted = self->unwanted == NULL || strcmp(path, self->unwanted) != 0;
    self->used += (size_t)snprintf(self->text + self->used, sizeof(self->text) - self->used,
                                   "%s %s\n", object, path);
    return ASSAY_OK;
}

static assay_status see_line(void *context, unsigned number, const char *function, uint64_t count,
                             assay_error *error)
{
    seen *self = context;
    if (self->refuse != NULL && strcmp(function, self->refuse) == 0)
        return assay_error_set(error, ASSAY_STATE, "refused");
    self->used += (size_t)snprintf(self->text + self->used, sizeof(self->text) - self->used,
                                   "%u %s %llu\n", number, function, (unsigned long long)count);
    return ASSAY_OK;
}

static assay_status read_text(seen *self, const char *text, assay_error *error)
{
    assay_gcov_reader reader = {self, see_file, see_line};
    self->used = 0;
    self->text[0] = '\0';
    return assay_gcov_read(&reader, (assay_bytes){text, strlen(text)}, error);
}

static const char two[] =
    "{\"data_file\": \"0.gcda\", \"current_working_directory\": \"/nowhere/build\", \"files\": "
    "[{\"file\": \"../src/./x.c\", \"lines\": [{\"line_number\": 3, \"count\": 12, "
    "\"function_name\": \"f\", \"unexecuted_block\": true}, {\"line_number\": 4, \"count\": 0, "
    "\"function_name\": \"g\"}, {\"line_number\": 0, \"count\": 1, \"function_name\": \"g\"}]}, "
    "{\"file\": \"/nowhere/y.h\", \"lines\": []}]}\n"
    "{\"data_file\": \"1.gcda\", \"current_working_directory\": \"/\", \"files\": []}";

static void test_two_documents(void **state)
{
    seen all = {.used = 0};
    (void)state;
    assert_int_equal(read_text(&all, two, NULL), ASSAY_OK);
    assert_string_equal(all.text, "0.gcda /nowhere/src/x.c\n3 f 12\n4 g 0\n0.gcda /nowhere/y.h\n");
    all.unwanted = "/nowhere/src/x.c";
    assert_int_equal(read_text(&all, two, NULL), ASSAY_OK);
    assert_string_equal(all.text, "0.gcda /nowhere/src/x.c\n0.gcda /nowhere/y.h\n");
    assert_int_equal(read_text(&all, "\n\n", NULL), ASSAY_OK);
    assert_string_equal(all.text, "");
}

static void test_an_error_ends_it(void **state)
{
    seen all = {.refuse = "f"};
    assay_error error = ASSAY_ERROR_INIT;
    (void)state;
    assert_int_equal(read_text(&all, two, &error), ASSAY_STATE);
    assert_string_equal(error.message, "refused");
    assert_string_equal(all.text, "0.gcda /nowhere/src/x.c\n");
}

/* gcov prints all but quotes, backslashes and five control characters as they are. */
static void put_name(char *to, size_t *used, bool escaped)
{
    static const char special[] = "\"\\\b\f\n\r\t", letters[] = "\"\\bfnrt";
    for (int byte = 1; byte < 256; byte++) {
        const char *found = strchr(special, byte);
        if (byte == '/')
            continue;
        if (escaped && found != NULL) {
            to[(*used)++] = '\\';
            to[(*used)++] = letters[found - special];
        } else {
            to[(*used)++] = (char)byte;
        }
    }
    to[*used] = '\0';
}

static void test_names_of_any_bytes(void **state)
{
    char text[1000], expected[600];
    seen all = {.used = 0};
    (void)state;
    size_t used =
        (size_t)sprintf(text, "{\"data_file\": \"0.gcda\", \"files\": [{\"file\": \"/nowhere/");
    put_name(text, &used, true);
    strcpy(text + used, "\", \"lines\": []}]}");
    used = (size_t)sprintf(expected, "0.gcda /nowhere/");
    put_name(expected, &used, false);
    strcpy(expected + used, "\n");
    assert_int_equal(read_text(&all, text, NULL), ASSAY_OK);
    assert_string_equal(all.text, expected);
}

static void test_no_json(void **state)
{
    static const char *const bad[] = {
        "no JSON", "{}", "{\"files\": 1}", "[]", "1", "{\"files\": [}", "{\"files\": []"};
    seen all = {.used = 0};
    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assay_error error = ASSAY_ERROR_INIT;
        assert_int_equal(read_text(&all, bad[i], &error), ASSAY_CORRUPT);
        assert_memory_equal(error.message, "gcov prints what is not its JSON: ", 34);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_documents),
        cmocka_unit_test(test_an_error_ends_it),
        cmocka_unit_test(test_names_of_any_bytes),
        cmocka_unit_test(test_no_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
