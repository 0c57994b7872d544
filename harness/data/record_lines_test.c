#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "data/record_lines.h"
#include "data/base64.h"
#include <stdio.h>
#include <string.h>

typedef struct kept {
    size_t count;
    size_t value_size, id_size;
    char value[16], id[16];
    int64_t timestamp;
    uint32_t fields;
} kept;

static assay_status keep(void *context, const assay_record *record, uint32_t fields,
                         assay_error *error)
{
    kept *self = context;
    (void)error;
    self->count++;
    self->value_size = record->value.size;
    self->id_size = record->id.size;
    memcpy(self->value, record->value.data == NULL ? "" : record->value.data,
           record->value.size < 16 ? record->value.size : 16);
    memcpy(self->id, record->id.data == NULL ? "" : record->id.data,
           record->id.size < 16 ? record->id.size : 16);
    self->timestamp = record->timestamp;
    self->fields = fields;
    return ASSAY_OK;
}

/* Feeds a text in pieces of a size. */
static assay_status read_text(const char *text, size_t size, size_t step, kept *to,
                              assay_error *error)
{
    assay_record_lines lines = ASSAY_RECORD_LINES_INIT(keep, to);
    assay_status status = ASSAY_OK;
    *to = (kept){.count = 0};
    *error = (assay_error)ASSAY_ERROR_INIT;
    for (size_t i = 0; status == ASSAY_OK && i < size; i += step)
        status = assay_record_lines_feed(
            &lines, (assay_bytes){text + i, size - i < step ? size - i : step}, error);
    if (status == ASSAY_OK)
        status = assay_record_lines_finish(&lines, error);
    assay_record_lines_clear(&lines);
    return status;
}

static void check_travel(const char *value, size_t value_size, const char *id, size_t id_size,
                         int64_t timestamp, const char *expected)
{
    assay_record record = ASSAY_RECORD_INIT;
    assay_buffer text = ASSAY_BUFFER_INIT;
    assay_error error;
    kept got;
    record.value = (assay_bytes){value, value_size};
    record.id = (assay_bytes){id, id_size};
    record.timestamp = timestamp;
    assert_int_equal(
        assay_record_line_put(&record, ASSAY_DIGEST_IDS | ASSAY_DIGEST_TIMES, &text.out), ASSAY_OK);
    assert_int_equal(text.size, strlen(expected));
    assert_memory_equal(text.data, expected, text.size);
    for (size_t step = 1; step < 50; step += 7) {
        assert_int_equal(read_text((const char *)text.data, text.size, step, &got, &error),
                         ASSAY_OK);
        assert_int_equal(got.count, 1);
        assert_int_equal(got.value_size, value_size);
        assert_memory_equal(got.value, value, value_size);
        assert_int_equal(got.id_size, id_size);
        assert_memory_equal(got.id, id, id_size);
        assert_true(got.timestamp == timestamp);
        assert_int_equal(got.fields, ASSAY_DIGEST_IDS | ASSAY_DIGEST_TIMES);
    }
    assay_buffer_clear(&text);
}

static void test_travels(void **state)
{
    (void)state;
    check_travel("", 0, "", 0, 0, "{\"value_b64\":\"\",\"id\":\"\",\"timestamp\":0}\n");
    check_travel("a", 1, "k\"\xc3\xa4", 4, -1,
                 "{\"value_b64\":\"YQ==\",\"id\":\"k\\\"\xc3\xa4\",\"timestamp\":-1}\n");
    check_travel(
        "ab", 2, "\xff", 1, INT64_MIN,
        "{\"value_b64\":\"YWI=\",\"id_b64\":\"/w==\",\"timestamp\":-9223372036854775808}\n");
    check_travel(
        "\0\n\xff", 3, "a\0b", 3, INT64_MAX,
        "{\"value_b64\":\"AAr/\",\"id_b64\":\"YQBi\",\"timestamp\":9223372036854775807}\n");
}

static void test_only_value(void **state)
{
    assay_record record = ASSAY_RECORD_INIT;
    assay_buffer text = ASSAY_BUFFER_INIT;
    assay_error error;
    kept got;
    (void)state;
    record.value = (assay_bytes){"x", 1};
    record.id = (assay_bytes){"no", 2};
    assert_int_equal(assay_record_line_put(&record, 0, &text.out), ASSAY_OK);
    assert_int_equal(assay_record_line_put(&record, 0, &text.out), ASSAY_OK);
    assert_int_equal(read_text((const char *)text.data, text.size, 3, &got, &error), ASSAY_OK);
    assert_int_equal(got.count, 2);
    assert_int_equal(got.fields, 0);
    assert_int_equal(got.id_size, 0);
    assert_true(got.timestamp == ASSAY_TIMESTAMP_MIN);
    assay_buffer_clear(&text);
    assert_int_equal(read_text("", 0, 1, &got, &error), ASSAY_OK);
    assert_int_equal(got.count, 0);
    assert_int_equal(read_text(" {\"value_b64\" : \"\" }\r\n", 22, 1, &got, &error), ASSAY_OK);
}

typedef struct refused {
    const char *text, *message;
} refused;

static const refused bad[] = {
    {"\n", "line 1: no JSON object: '[' or '{' expected near end of file"},
    {"{\"value_b64\":\"\"}\n\n", "line 2: no JSON object: '[' or '{' expected near end of file"},
    {"{\"value_b64\":\"YQ==\"}", "line 1: half a line at the end, expected a line end: "
                                 "'{\"value_b64\":\"YQ==\"}'"},
    {"{\"value_b64\":\"YQ==\"}\n{\"valu", "line 2: half a line at the end, expected a line end: "
                                          "'{\"valu'"},
    {"{\"value_b64\":\"YQ\"}\n", "line 1: 'value_b64' is no base64: 'YQ'"},
    {"{\"value_b64\":\"YR==\"}\n", "line 1: 'value_b64' is no base64: 'YR=='"},
    {"{\"value_b64\":\"Y===\"}\n", "line 1: 'value_b64' is no base64: 'Y==='"},
    {"{\"value_b64\":\"YQ==YQ==\"}\n", "line 1: 'value_b64' is no base64: 'YQ==YQ=='"},
    {"{\"value_b64\":\"Y-_=\"}\n", "line 1: 'value_b64' is no base64: 'Y-_='"},
    {"{\"value_b64\":\"YQ==\\n\"}\n", "line 1: 'value_b64' is no base64: 'YQ==?'"},
    {"{\"value_b64\":1}\n", "line 1: 'value_b64' is no text, expected base64"},
    {"{\"value_b64\":null}\n", "line 1: 'value_b64' is no text, expected base64"},
    {"{\"id\":\"a\"}\n", "line 1: no field 'value_b64', expected the record's value"},
    {"{}\n", "line 1: no field 'value_b64', expected the record's value"},
    {"[]\n", "line 1: a list, expected a JSON object"},
    {"{\"value_b64\":\"\",\"value\":\"\"}\n",
     "line 1: unknown field 'value', expected value_b64, id or id_b64, timestamp"},
    {"{\"value_b64\":\"\",\"id\":\"a\",\"id_b64\":\"YQ==\"}\n",
     "line 1: both 'id' and 'id_b64', expected one of them"},
    {"{\"value_b64\":\"\",\"id\":7}\n", "line 1: 'id' is no text, expected a text"},
    {"{\"value_b64\":\"\",\"id_b64\":\"a\"}\n", "line 1: 'id_b64' is no base64: 'a'"},
    {"{\"value_b64\":\"\",\"timestamp\":1.5}\n",
     "line 1: 'timestamp' is no whole number, expected microseconds"},
    {"{\"value_b64\":\"\",\"timestamp\":\"1\"}\n",
     "line 1: 'timestamp' is no whole number, expected microseconds"},
    {"{\"value_b64\":\"\",\"timestamp\":9223372036854775808}\n",
     "line 1: no JSON object: too big integer near '9223372036854775808'"},
    {"{\"value_b64\":\"\",\"id\":\"a\"}\n{\"value_b64\":\"\"}\n",
     "line 2: has no id, expected the same fields as in line 1"},
    {"{\"value_b64\":\"\"}\n{\"value_b64\":\"\",\"timestamp\":1}\n",
     "line 2: has timestamp, expected the same fields as in line 1"},
    {"{\"value_b64\":\"\"} x\n", "line 1: no JSON object: end of file expected near 'x'"},
    {"{\"value_b64\":\"\",\"value_b64\":\"\"}\n",
     "line 1: no JSON object: duplicate object key near '\"value_b64\"'"},
    {"{\"value_b64\":\"\",\"id\":\"\xff\"}\n",
     "line 1: no JSON object: unable to decode byte 0xff near '\"'"},
};

static void test_refused(void **state)
{
    assay_error error;
    kept got;
    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        for (size_t step = 1; step < 100; step += 98) {
            assert_int_equal(read_text(bad[i].text, strlen(bad[i].text), step, &got, &error),
                             ASSAY_CORRUPT);
            assert_string_equal(error.message, bad[i].message);
        }
}

static void test_base64(void **state)
{
    static const size_t sizes[] = {0, 1, 2, 3, 17, 4095, 4096, 4097};
    unsigned char bytes[4097];
    (void)state;
    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (unsigned char)(i * 37 + i / 256);
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        assay_buffer text = ASSAY_BUFFER_INIT, back = ASSAY_BUFFER_INIT;
        assert_int_equal(assay_base64_put((assay_bytes){bytes, sizes[i]}, &text.out), ASSAY_OK);
        assert_int_equal(text.size, (sizes[i] + 2) / 3 * 4);
        assert_int_equal(assay_base64_take((const char *)text.data, text.size, &back.out),
                         ASSAY_OK);
        assert_int_equal(back.size, sizes[i]);
        assert_true(sizes[i] == 0 || memcmp(back.data, bytes, sizes[i]) == 0);
        assay_buffer_clear(&text);
        assay_buffer_clear(&back);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_travels),
        cmocka_unit_test(test_only_value),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_base64),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
