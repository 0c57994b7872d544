#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <assay/toolkit/attempt.h>
#include <assay/toolkit/buffer.h>
#include <string.h>

static void test_names(void **state)
{
    (void)state;
    static const char *const good[] = {"a", "-", "A-z-09"};
    static const char *const bad[] = {"", "a b", "a/b", ".", "a_b", "\303\244"};
    char longest[ASSAY_ATTEMPT_MAX + 2];
    assay_attempt attempt;
    assay_error error = ASSAY_ERROR_INIT;
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        assert_int_equal(assay_attempt_set(&attempt, 0, good[i], NULL), ASSAY_OK);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_int_equal(assay_attempt_set(&attempt, 0, bad[i], NULL), ASSAY_INVALID);
    memset(longest, 'x', sizeof(longest));
    longest[ASSAY_ATTEMPT_MAX + 1] = '\0';
    assert_int_equal(assay_attempt_set(&attempt, 0, longest, NULL), ASSAY_INVALID);
    longest[ASSAY_ATTEMPT_MAX] = '\0';
    assert_int_equal(assay_attempt_set(&attempt, 0, longest, NULL), ASSAY_OK);
    assert_string_equal(attempt.name, longest);
    assert_int_equal(assay_attempt_set(&attempt, 0, "a b", &error), ASSAY_INVALID);
    assert_string_equal(error.message, "'a b' is no name of an attempt");
}

static void test_round_trip_and_cuts(void **state)
{
    (void)state;
    assay_buffer buffer = ASSAY_BUFFER_INIT;
    assay_attempt attempt, again;
    assert_int_equal(assay_attempt_set(&attempt, UINT64_MAX, "try-1", NULL), ASSAY_OK);
    assert_int_equal(assay_attempt_encode(&attempt, &buffer.out), ASSAY_OK);
    for (size_t size = 0; size <= buffer.size; size++) {
        assay_decoder decoder = {{buffer.data, size}, false};
        again = assay_attempt_decode(&decoder);
        assert_int_equal(assay_decoder_done(&decoder), size == buffer.size);
    }
    assert_true(again.bundle == UINT64_MAX);
    assert_string_equal(again.name, "try-1");
    buffer.data[buffer.size - 1] = '/';
    assay_decoder decoder = {assay_buffer_bytes(&buffer), false};
    (void)assay_attempt_decode(&decoder);
    assert_true(decoder.failed);
    assay_buffer_clear(&buffer);
}

static void expect_tokens(const assay_bytes *tokens, size_t count, uint64_t format,
                          assay_status expected, const char *message)
{
    assay_error error = ASSAY_ERROR_INIT;
    assert_int_equal(assay_attempt_check_tokens(tokens, count, format, &error), expected);
    assert_string_equal(error.message, message);
}

static void test_tokens(void **state)
{
    (void)state;
    enum { COUNT = 3, FORMAT = 7 };
    assay_buffer buffers[COUNT];
    assay_bytes tokens[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        assay_attempt attempt;
        buffers[i] = (assay_buffer)ASSAY_BUFFER_INIT;
        assert_int_equal(assay_attempt_set(&attempt, i == 0 ? 5 : i, "try-1", NULL), ASSAY_OK);
        assert_int_equal(assay_attempt_put_token(&attempt, FORMAT, &buffers[i].out), ASSAY_OK);
        tokens[i] = assay_buffer_bytes(&buffers[i]);
    }
    expect_tokens(NULL, 0, FORMAT, ASSAY_OK, "");
    expect_tokens(tokens, COUNT, FORMAT, ASSAY_OK, "");
    expect_tokens(tokens, COUNT, FORMAT + 1, ASSAY_INVALID, "not a token");
    tokens[2].size--;
    expect_tokens(tokens, COUNT, FORMAT, ASSAY_INVALID, "not a token");
    tokens[2] = tokens[0];
    expect_tokens(tokens, COUNT, FORMAT, ASSAY_INVALID, "two tokens of bundle 5");
    for (size_t i = 0; i < COUNT; i++)
        assay_buffer_clear(&buffers[i]);
}

static void test_only_open_writers_write(void **state)
{
    (void)state;
    assay_error error = ASSAY_ERROR_INIT;
    assert_int_equal(assay_writer_check_open(ASSAY_WRITER_OPEN, &error), ASSAY_OK);
    assert_int_equal(assay_writer_check_open(ASSAY_WRITER_PREPARED, NULL), ASSAY_STATE);
    assert_int_equal(assay_writer_check_open(ASSAY_WRITER_FAILED, NULL), ASSAY_STATE);
    assert_int_equal(assay_writer_check_open(ASSAY_WRITER_ABORTED, &error), ASSAY_STATE);
    assert_string_equal(error.message, "the writer is aborted");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_round_trip_and_cuts),
        cmocka_unit_test(test_tokens),
        cmocka_unit_test(test_only_open_writers_write),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
