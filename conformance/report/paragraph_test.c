#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "report/paragraph.h"
#include <stdlib.h>
#include <string.h>

static char *wrapped(const char *text, int start, int indent)
{
    char *out = NULL;
    size_t size;
    FILE *to = open_memstream(&out, &size);
    assert_non_null(to);
    assay_paragraph_write(to, text, start, indent);
    assert_int_equal(fclose(to), 0);
    return out;
}

static void expect(const char *text, int start, const char *wanted)
{
    char *out = wrapped(text, start, 2);
    assert_string_equal(out, wanted);
    free(out);
}

static void test_lines(void **state)
{
    (void)state;
    expect("", 0, "\n");
    expect("one  two", 0, "one two\n");
    expect("one two three", 88, "one two\n  three\n");
    expect("one two three", 85, "one two three\n");
    expect("one two three", 98, "one\n  two three\n");
}

static void test_a_long_word_is_whole(void **state)
{
    (void)state;
    char text[301];
    memset(text, 'x', 300);
    text[300] = '\0';
    char *out = wrapped(text, 0, 2);
    assert_int_equal(strlen(out), 301);
    free(out);
}

static void test_item(void **state)
{
    (void)state;
    char *out = NULL;
    size_t size;
    FILE *to = open_memstream(&out, &size);
    assert_non_null(to);
    assay_paragraph_item(to, "%d words", 2);
    assert_int_equal(fclose(to), 0);
    assert_string_equal(out, "- 2 words\n");
    free(out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_item),
        cmocka_unit_test(test_a_long_word_is_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
