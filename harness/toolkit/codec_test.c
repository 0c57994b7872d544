#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <assay/toolkit/buffer.h>
#include <assay/toolkit/codec.h>
#include <stdlib.h>
#include <string.h>

static void put_all(assay_buffer *buffer)
{
    assert_int_equal(assay_put_u64(&buffer->out, UINT64_MAX - 1), ASSAY_OK);
    assert_int_equal(assay_put_bytes(&buffer->out, (assay_bytes){"a\0b", 3}), ASSAY_OK);
    assert_int_equal(assay_put_bytes(&buffer->out, (assay_bytes){NULL, 0}), ASSAY_OK);
    assert_int_equal(assay_put_text(&buffer->out, "text"), ASSAY_OK);
}

/* Whether everything was there. */
static bool take_all(assay_bytes bytes)
{
    assay_decoder decoder = {bytes, false};
    uint64_t number = assay_take_u64(&decoder);
    assay_bytes three = assay_take_bytes(&decoder);
    assay_bytes none = assay_take_bytes(&decoder);
    char *text = assay_take_text(&decoder);
    bool whole = number == UINT64_MAX - 1 && three.size == 3 && none.size == 0 && text != NULL &&
                 memcmp(three.data, "a\0b", 3) == 0 && strcmp(text, "text") == 0;
    free(text);
    return whole && assay_decoder_done(&decoder);
}

static void test_round_trip_and_cuts(void **state)
{
    (void)state;
    assay_buffer buffer = ASSAY_BUFFER_INIT;
    put_all(&buffer);
    assert_true(take_all(assay_buffer_bytes(&buffer)));
    for (size_t size = 0; size < buffer.size; size++)
        assert_false(take_all((assay_bytes){buffer.data, size}));
    assert_int_equal(assay_put_u64(&buffer.out, 0), ASSAY_OK);
    assert_false(take_all(assay_buffer_bytes(&buffer)));
    assay_buffer_clear(&buffer);
}

static void test_failure_is_sticky(void **state)
{
    (void)state;
    static const unsigned char huge[] = {255, 255, 255, 255, 255, 255, 255, 255, 0,
                                         0,   0,   0,   0,   0,   0,   0,   0,   0};
    assay_decoder decoder = {{huge, sizeof(huge)}, false};
    assert_int_equal(assay_take_bytes(&decoder).size, 0);
    assert_int_equal(assay_take_u64(&decoder), 0);
    assert_null(assay_take_text(&decoder));
    assert_true(decoder.failed);
    assert_false(assay_decoder_done(&decoder));
}

static void test_text_without_nul(void **state)
{
    (void)state;
    assay_buffer buffer = ASSAY_BUFFER_INIT;
    assert_int_equal(assay_put_bytes(&buffer.out, (assay_bytes){"a\0b", 3}), ASSAY_OK);
    assay_decoder decoder = {assay_buffer_bytes(&buffer), false};
    assert_null(assay_take_text(&decoder));
    assert_false(assay_decoder_done(&decoder));
    assay_buffer_reset(&buffer);
    assert_int_equal(assay_put_text(&buffer.out, ""), ASSAY_OK);
    decoder = (assay_decoder){assay_buffer_bytes(&buffer), false};
    char *text = assay_take_text(&decoder);
    assert_string_equal(text, "");
    assert_true(assay_decoder_done(&decoder));
    free(text);
    assay_buffer_clear(&buffer);
}

static void test_offsets_compare(void **state)
{
    (void)state;
    static const uint64_t offsets[] = {0, 1, 255, 256, INT64_MAX, 1ull << 63, UINT64_MAX};
    assay_buffer buffer = ASSAY_BUFFER_INIT;
    unsigned char before[8] = {0};
    for (size_t i = 0; i < sizeof(offsets) / sizeof(offsets[0]); i++) {
        uint64_t offset;
        assay_buffer_reset(&buffer);
        assert_int_equal(assay_put_offset(&buffer.out, offsets[i]), ASSAY_OK);
        assert_true(assay_offset_of(assay_buffer_bytes(&buffer), &offset));
        assert_true(offset == offsets[i]);
        assert_true(i == 0 || memcmp(before, buffer.data, 8) < 0);
        memcpy(before, buffer.data, 8);
    }
    uint64_t offset;
    assert_false(assay_offset_of((assay_bytes){before, 7}, &offset));
    assert_false(assay_offset_of((assay_bytes){NULL, 0}, &offset));
    assay_buffer_clear(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip_and_cuts),
        cmocka_unit_test(test_failure_is_sticky),
        cmocka_unit_test(test_text_without_nul),
        cmocka_unit_test(test_offsets_compare),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
