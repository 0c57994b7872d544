#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <assay/toolkit/buffer.h>
#include <assay/toolkit/delimited_format.h>
#include <string.h>

#define UNTOUCHED 77

/* Settings that end in one without a key. */
static assay_status configure(const assay_setting *settings, assay_delimited_format *format,
                              const char **path, assay_error *error)
{
    uint32_t count = 0;
    while (settings[count].key != NULL)
        count++;
    assay_config config = {sizeof(config), count, settings};
    return assay_delimited_format_configure(format, &config, path, error);
}

static void test_defaults(void **state)
{
    (void)state;
    static const assay_setting settings[] = {{"path", "x"}, {NULL, NULL}};
    assay_delimited_format format = {.header_lines = UNTOUCHED};
    const char *path = NULL;
    assert_int_equal(configure(settings, &format, &path, NULL), ASSAY_OK);
    assert_ptr_equal(path, settings[0].value);
    assert_true(format.delimiter_size == 1 && format.delimiter[0] == '\n');
    assert_true(format.crlf && format.bom);
    assert_int_equal(format.header_lines, 0);
}

static void test_all(void **state)
{
    (void)state;
    static const assay_setting settings[] = {{"header-lines", "3"}, {"bom", "false"},
                                             {"crlf", "false"},     {"delimiter", "|;"},
                                             {"path", "x"},         {NULL, NULL}};
    assay_delimited_format format;
    const char *path = NULL;
    assert_int_equal(configure(settings, &format, &path, NULL), ASSAY_OK);
    assert_true(format.delimiter_size == 2 && memcmp(format.delimiter, "|;", 2) == 0);
    assert_false(format.crlf || format.bom);
    assert_int_equal(format.header_lines, 3);
}

/* Each is INVALID, says what is wrong, and writes nothing. */
static void test_wrong(void **state)
{
    (void)state;
    static const struct {
        assay_setting settings[3];
        const char *named;
    } wrong[] = {
        {{{NULL, NULL}}, "path"},
        {{{"path", ""}, {NULL, NULL}}, "path"},
        {{{"path", "x"}, {"delimiter", ""}, {NULL, NULL}}, "delimiter"},
        {{{"path", "x"}, {"delimiter", "aba"}, {NULL, NULL}}, "delimiter"},
        {{{"path", "x"}, {"crlf", "yes"}, {NULL, NULL}}, "crlf"},
        {{{"path", "x"}, {"bom", ""}, {NULL, NULL}}, "bom"},
        {{{"path", "x"}, {"header-lines", "-1"}, {NULL, NULL}}, "header-lines"},
        {{{"path", "x"}, {"footer-lines", "1"}, {NULL, NULL}}, "footer-lines"},
    };
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        assay_delimited_format format = {.header_lines = UNTOUCHED};
        const char *path = NULL;
        assay_error error = ASSAY_ERROR_INIT;
        assert_int_equal(configure(wrong[i].settings, &format, &path, &error), ASSAY_INVALID);
        assert_non_null(strstr(error.message, wrong[i].named));
        assert_true(path == NULL && format.header_lines == UNTOUCHED);
    }
}

/* Four numbers after a delimiter of one byte, as they are encoded. */
static assay_delimited_format decode(const char *delimiter, uint64_t crlf, uint64_t bom,
                                     uint64_t header_lines, bool *failed)
{
    assay_buffer encoded = ASSAY_BUFFER_INIT;
    assert_int_equal(assay_put_text(&encoded.out, delimiter), ASSAY_OK);
    assert_int_equal(assay_put_u64(&encoded.out, crlf), ASSAY_OK);
    assert_int_equal(assay_put_u64(&encoded.out, bom), ASSAY_OK);
    assert_int_equal(assay_put_u64(&encoded.out, header_lines), ASSAY_OK);
    assay_decoder decoder = {assay_buffer_bytes(&encoded), false};
    assay_delimited_format format = assay_delimited_format_decode(&decoder);
    *failed = decoder.failed;
    assay_buffer_clear(&encoded);
    return format;
}

static void test_decode(void **state)
{
    (void)state;
    bool failed;
    assay_delimited_format format = decode(";", 0, 1, INT64_MAX, &failed);
    assert_true(!failed && format.delimiter_size == 1 && format.delimiter[0] == ';');
    assert_true(!format.crlf && format.bom && format.header_lines == INT64_MAX);
    format = decode(";", 1, 0, 0, &failed);
    assert_true(!failed && format.crlf && !format.bom);
    static const struct {
        const char *delimiter;
        uint64_t crlf, bom, header_lines;
    } wrong[] = {{"", 1, 1, 0},
                 {"aba", 1, 1, 0},
                 {";", 2, 1, 0},
                 {";", 1, 2, 0},
                 {";", 1, 1, (uint64_t)INT64_MAX + 1}};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        format =
            decode(wrong[i].delimiter, wrong[i].crlf, wrong[i].bom, wrong[i].header_lines, &failed);
        assert_true(failed && format.delimiter_size == 0);
    }
}

/* One line, then nothing more, or damage. */
typedef struct line_input {
    assay_input base;
    bool read;
    assay_status end;
} line_input;

static assay_status read_line(assay_input *self, void *to, size_t size, size_t *got,
                              assay_error *error)
{
    (void)size, (void)error;
    line_input *input = (line_input *)self;
    *got = input->read ? 0 : 2;
    if (input->read)
        return input->end;
    memcpy(to, "h\n", 2);
    input->read = true;
    return ASSAY_OK;
}

static void close_line(assay_input *self)
{
    (void)self;
}

static assay_status skip_head(int64_t lines, assay_status end)
{
    assay_delimited_format format = {{'\n'}, 1, true, true, lines};
    line_input input = {{read_line, close_line}, false, end};
    assay_delimited_reader *reader;
    assert_int_equal(assay_delimited_format_open(&format, &input.base, 0, &reader), ASSAY_OK);
    assay_status status = assay_delimited_format_skip_head(&format, reader, NULL);
    assay_delimited_reader_free(reader);
    return status;
}

static void test_head(void **state)
{
    (void)state;
    assert_int_equal(skip_head(1, ASSAY_OK), ASSAY_OK);
    assert_int_equal(skip_head(3, ASSAY_OK), ASSAY_OK);
    assert_int_equal(skip_head(3, ASSAY_CORRUPT), ASSAY_CORRUPT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_defaults), cmocka_unit_test(test_all),  cmocka_unit_test(test_wrong),
        cmocka_unit_test(test_decode),   cmocka_unit_test(test_head),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
