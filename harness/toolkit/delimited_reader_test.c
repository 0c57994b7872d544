#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <assay/toolkit/delimited_reader.h>
#include <assay/toolkit/error.h>
#include <stdlib.h>
#include <string.h>

/* Bytes in memory, given out in pieces; at the end, or an error there. */
typedef struct memory_input {
    assay_input base;
    assay_bytes bytes;
    size_t at, piece;
    assay_status end;
} memory_input;

static assay_status memory_read(assay_input *self, void *to, size_t size, size_t *got,
                                assay_error *error)
{
    memory_input *input = (memory_input *)self;
    size_t count = input->bytes.size - input->at;
    count = count < input->piece ? count : input->piece;
    count = count < size ? count : size;
    if (count == 0 && input->end != ASSAY_OK)
        return assay_error_set(error, input->end, "damaged");
    if (count > 0)
        memcpy(to, (const char *)input->bytes.data + input->at, count);
    input->at += count;
    *got = count;
    return ASSAY_OK;
}

static void memory_close(assay_input *self)
{
    free(self);
}

static assay_delimited_reader *open_memory(assay_bytes bytes, size_t piece, assay_status end,
                                           const char *delimiter)
{
    memory_input *input = calloc(1, sizeof(*input));
    assert_non_null(input);
    *input = (memory_input){{memory_read, memory_close}, bytes, 0, piece, end};
    assay_delimited_reader *reader = assay_delimited_reader_new(
        &input->base, 0, (assay_bytes){delimiter, strlen(delimiter)}, true);
    assert_non_null(reader);
    return reader;
}

static void test_delimiters(void **state)
{
    (void)state;
    static const char *const good[] = {"\n", "\r\n", "|;", "++ab", "ab", "aab"};
    static const char *const bad[] = {"", "||", "aba", "abab", "abcab"};
    char longest[ASSAY_DELIMITER_MAX + 1] = {0};
    longest[ASSAY_DELIMITER_MAX] = 'x';
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(assay_delimiter_check((assay_bytes){good[i], strlen(good[i])}, NULL),
                         ASSAY_OK);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(assay_delimiter_check((assay_bytes){bad[i], strlen(bad[i])}, NULL),
                         ASSAY_INVALID);
    longest[ASSAY_DELIMITER_MAX - 1] = 'x';
    assert_int_equal(assay_delimiter_check((assay_bytes){longest, ASSAY_DELIMITER_MAX}, NULL),
                     ASSAY_OK);
    assert_int_equal(assay_delimiter_check((assay_bytes){longest, ASSAY_DELIMITER_MAX + 1}, NULL),
                     ASSAY_INVALID);
}

typedef struct text_case {
    const char *text, *delimiter, *records; /* these joined by '/', each with one behind it */
} text_case;

static void check_text(const text_case *expected, size_t piece)
{
    char joined[100] = "";
    assay_bytes value;
    uint64_t start, before = 0;
    assay_delimited_reader *reader =
        open_memory((assay_bytes){expected->text, strlen(expected->text)}, piece, ASSAY_OK,
                    expected->delimiter);
    while (assay_delimited_reader_next(reader, &value, &start, NULL) == ASSAY_OK) {
        assert_int_equal(start, before);
        assert_memory_equal(expected->text + start, value.data, value.size);
        strncat(joined, value.data, value.size);
        strcat(joined, "/");
        before = assay_delimited_reader_offset(reader);
    }
    assert_string_equal(joined, expected->records);
    assert_int_equal(before, strlen(expected->text));
    assert_int_equal(assay_delimited_reader_next(reader, &value, &start, NULL), ASSAY_END);
    assay_delimited_reader_free(reader);
}

static void test_records(void **state)
{
    (void)state;
    static const text_case cases[] = {
        {"", "\n", ""},
        {"\n", "\n", "/"},
        {"\n\n", "\n", "//"},
        {"a\nb", "\n", "a/b/"},
        {"a\nb\n", "\n", "a/b/"},
        {"a\r\nb\r\r\n\rc\r", "\n", "a/b\r/\rc\r/"},
        {"a\r\nb\nc\r\r\n", "\r\n", "a/b\nc\r/"},
        {"a++++ab++a++ab", "++ab", "a++/++a/"},
        {"a++ab++ab+", "++ab", "a//+/"},
        {"a|;|b;|;", "|;", "a/|b;/"},
        {"x\r\n", "x", "/\r\n/"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        for (size_t piece = 1; piece < 16; piece++)
            check_text(&cases[i], piece);
}

static void test_skip_and_bom(void **state)
{
    (void)state;
    static const char text[] = "\xEF\xBB\xBFhead++abone++abtwo";
    for (size_t piece = 1; piece < sizeof(text); piece++) {
        assay_bytes value;
        uint64_t start;
        assay_delimited_reader *reader =
            open_memory((assay_bytes){text, sizeof(text) - 1}, piece, ASSAY_OK, "++ab");
        assert_int_equal(assay_delimited_reader_skip_bom(reader, NULL), ASSAY_OK);
        assert_int_equal(assay_delimited_reader_offset(reader), 3);
        assert_int_equal(assay_delimited_reader_skip(reader, NULL), ASSAY_OK);
        assert_int_equal(assay_delimited_reader_next(reader, &value, &start, NULL), ASSAY_OK);
        assert_int_equal(start, 11);
        assert_memory_equal(value.data, "one", 3);
        assert_int_equal(assay_delimited_reader_skip(reader, NULL), ASSAY_END);
        assert_int_equal(assay_delimited_reader_offset(reader), sizeof(text) - 1);
        assert_int_equal(assay_delimited_reader_next(reader, &value, &start, NULL), ASSAY_END);
        assay_delimited_reader_free(reader);
    }
    assay_delimited_reader *reader = open_memory((assay_bytes){text, 2}, 1, ASSAY_OK, "\n");
    assert_int_equal(assay_delimited_reader_skip_bom(reader, NULL), ASSAY_OK);
    assert_int_equal(assay_delimited_reader_offset(reader), 0);
    assay_delimited_reader_free(reader);
}

static void test_buffer_edges(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 4095, 4096, 4097, 65534, 65535, 65536, 65537, 131072};
    static const size_t pieces[] = {17, 4096, 65536};
    size_t capacity = 700000, size = 0;
    char *text = malloc(capacity);
    assert_non_null(text);
    for (size_t i = 0; i < 10; i++) {
        memset(text + size, 'a' + (int)i, sizes[i]);
        size += sizes[i];
        memcpy(text + size, i == 9 ? "" : "\r\n", i == 9 ? 0 : 2);
        size += i == 9 ? 0 : 2;
    }
    for (size_t p = 0; p < 3; p++) {
        assay_bytes value;
        uint64_t start;
        assay_delimited_reader *reader =
            open_memory((assay_bytes){text, size}, pieces[p], ASSAY_OK, "\n");
        for (size_t i = 0; i < 10; i++) {
            assert_int_equal(assay_delimited_reader_next(reader, &value, &start, NULL), ASSAY_OK);
            assert_int_equal(value.size, sizes[i]);
            assert_true(sizes[i] == 0 || ((const char *)value.data)[sizes[i] - 1] == 'a' + (int)i);
        }
        assert_int_equal(assay_delimited_reader_next(reader, &value, &start, NULL), ASSAY_END);
        assay_delimited_reader_free(reader);
    }
    free(text);
}

static void test_error_after_good_records(void **state)
{
    (void)state;
    assay_bytes value;
    uint64_t start;
    assay_error error = ASSAY_ERROR_INIT;
    assay_delimited_reader *reader =
        open_memory((assay_bytes){"a\nb\ncut", 7}, 100, ASSAY_CORRUPT, "\n");
    assert_int_equal(assay_delimited_reader_next(reader, &value, &start, &error), ASSAY_OK);
    assert_int_equal(assay_delimited_reader_next(reader, &value, &start, &error), ASSAY_OK);
    assert_int_equal(assay_delimited_reader_next(reader, &value, &start, &error), ASSAY_CORRUPT);
    assert_string_equal(error.message, "damaged");
    assay_delimited_reader_free(reader);
}

static void test_file_errors(void **state)
{
    (void)state;
    assay_input *input;
    assay_error error = ASSAY_ERROR_INIT;
    char byte;
    size_t got;
    assert_int_equal(assay_input_open_file("no/such/file", 0, &input, &error), ASSAY_IO);
    assert_string_equal(error.message, "cannot open 'no/such/file': No such file or directory");
    assert_int_equal(assay_input_open_file("/", 0, &input, NULL), ASSAY_OK);
    assert_int_equal(input->read(input, &byte, 1, &got, NULL), ASSAY_IO);
    input->close(input);
    assert_int_equal(assay_input_open_file("/proc/self/exe", UINT64_MAX, &input, NULL), ASSAY_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_delimiters),   cmocka_unit_test(test_records),
        cmocka_unit_test(test_skip_and_bom), cmocka_unit_test(test_buffer_edges),
        cmocka_unit_test(test_file_errors),  cmocka_unit_test(test_error_after_good_records),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
