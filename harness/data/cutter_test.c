#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "data/cutter.h"
#include <string.h>

/* Appends the record and a bar. */
static assay_status take(void *context, assay_bytes value, assay_error *error)
{
    assay_buffer *seen = context;
    (void)error;
    ASSAY_TRY(assay_buffer_append(&seen->out, value.data, value.size));
    return assay_buffer_append(&seen->out, "|", 1);
}

/* In pieces of every size the records are the same. */
static void check(const char *bytes, const char *delimiter, bool crlf, const char *expected)
{
    for (size_t piece = 1; piece <= strlen(bytes) + 1; piece++) {
        assay_buffer seen = ASSAY_BUFFER_INIT;
        assay_cutter cutter = {
            {delimiter, strlen(delimiter)}, crlf, take, &seen, ASSAY_BUFFER_INIT};
        size_t size = strlen(bytes);
        for (size_t at = 0; at < size; at += piece) {
            size_t length = size - at < piece ? size - at : piece;
            assert_int_equal(assay_cutter_feed(&cutter, (assay_bytes){bytes + at, length}, NULL),
                             ASSAY_OK);
        }
        assert_int_equal(assay_cutter_finish(&cutter, NULL), ASSAY_OK);
        assert_int_equal(seen.size, strlen(expected));
        assert_memory_equal(seen.data, expected, seen.size);
        assay_buffer_clear(&cutter.pending);
        assay_buffer_clear(&seen);
    }
}

static void test_records(void **state)
{
    (void)state;
    check("", "\n", false, "");
    check("\n", "\n", false, "|");
    check("a\n\nbc\n", "\n", false, "a||bc|");
    check("a\n\nbc", "\n", false, "a||bc|");
    check("a\r\n\r\nb\rc\r", "\n", true, "a||b\rc\r|");
    check("a\r\nb", "\n", false, "a\r|b|");
    check("x<<=><=>==<=", "<=>", false, "x<||==<=|");
    check("1--..2-.--..", "--..", false, "1|2-.|");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_records)};
    return cmocka_run_group_tests(tests, NULL, NULL) == 0 ? 0 : 1;
}
