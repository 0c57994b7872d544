#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <assay/toolkit/buffer.h>
#include <string.h>

static void test_pieces_follow_each_other(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 17, 63, 64, 65, 4095, 4096, 4097, 100000};
    assay_buffer buffer = ASSAY_BUFFER_INIT;
    unsigned char piece[100000];
    size_t total = 0;
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        memset(piece, (int)i, sizeof(piece));
        assert_int_equal(buffer.out.append(&buffer.out, piece, sizes[i]), ASSAY_OK);
        total += sizes[i];
        assert_int_equal(buffer.size, total);
    }
    size_t at = 0;
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
        for (size_t j = 0; j < sizes[i]; j++)
            assert_int_equal(buffer.data[at++], i);
    assay_buffer_clear(&buffer);
    assert_null(buffer.data);
}

static void test_empty(void **state)
{
    (void)state;
    assay_buffer buffer = ASSAY_BUFFER_INIT;
    assert_int_equal(buffer.out.append(&buffer.out, NULL, 0), ASSAY_OK);
    assert_int_equal(assay_buffer_bytes(&buffer).size, 0);
    assert_null(assay_buffer_bytes(&buffer).data);
    assert_non_null(assay_buffer_reserve(&buffer, 0));
    assay_buffer_clear(&buffer);
    assay_buffer_clear(&buffer);
    assert_int_equal(assay_buffer_bytes(&buffer).size, 0);
    assert_int_equal(buffer.out.append(&buffer.out, "x", 1), ASSAY_OK);
    assert_int_equal(assay_buffer_bytes(&buffer).size, 1);
    assay_buffer_clear(&buffer);
}

static void test_reset_keeps_memory(void **state)
{
    (void)state;
    assay_buffer buffer = ASSAY_BUFFER_INIT;
    assert_int_equal(buffer.out.append(&buffer.out, "abc", 3), ASSAY_OK);
    unsigned char *data = buffer.data;
    assay_buffer_reset(&buffer);
    assert_int_equal(buffer.out.append(&buffer.out, "d", 1), ASSAY_OK);
    assert_ptr_equal(buffer.data, data);
    assert_int_equal(buffer.size, 1);
    assay_buffer_clear(&buffer);
}

static void test_too_much(void **state)
{
    (void)state;
    assay_buffer buffer = ASSAY_BUFFER_INIT;
    assert_null(assay_buffer_reserve(&buffer, SIZE_MAX));
    assert_null(assay_buffer_reserve(&buffer, SIZE_MAX / 2 + 1));
    assert_null(assay_buffer_reserve(&buffer, SIZE_MAX / 2 + 2));
    assert_int_equal(buffer.out.append(&buffer.out, "abc", 3), ASSAY_OK);
    assert_null(assay_buffer_reserve(&buffer, SIZE_MAX - 3));
    assert_memory_equal(buffer.data, "abc", 3);
    assay_buffer_clear(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pieces_follow_each_other),
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_reset_keeps_memory),
        cmocka_unit_test(test_too_much),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
