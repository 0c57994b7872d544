#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <assay/toolkit/buffer.h>
#include <assay/toolkit/key_tracker.h>
#include <math.h>
#include <string.h>

#define BYTES(text) ((assay_bytes){text, sizeof(text) - 1})

/* In order; the last one stands for "above every key" where an end is meant. */
static const assay_bytes keys[] = {
    {"", 0},
    {"\0", 1},
    {"\0\0", 2},
    {"\0\xff", 2},
    {"a", 1},
    {"a\0", 2},
    {"a\0\0", 3},
    {"a\0\0b", 4},
    {"aaaaaaaaa", 9},
    {"aaaaaaaaab", 10},
    {"b", 1},
    {"\xff", 1},
    {"\xff\0", 2},
    {"\xff\xff", 2},
    {"\xff\xff\xff\xff\xff\xff\xff\xff", 8},
};
#define KEYS (sizeof(keys) / sizeof(keys[0]))

static void test_order(void **state)
{
    (void)state;
    for (size_t i = 0; i < KEYS; i++)
        for (size_t j = 0; j < KEYS; j++) {
            int order = assay_key_compare(keys[i], keys[j]);
            assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
        }
}

static void check_interpolation(assay_bytes start, assay_bytes end)
{
    static const double fractions[] = {0, 0x1p-1074, 0.1, 0.25, 0.5, 0.75, 0.9, 1 - 0x1p-53};
    double before = 0;
    for (size_t i = 0; i < sizeof(fractions) / sizeof(fractions[0]); i++) {
        assay_buffer key = ASSAY_BUFFER_INIT;
        assert_int_equal(assay_key_interpolate(start, end, fractions[i], &key.out), ASSAY_OK);
        assay_bytes made = assay_buffer_bytes(&key);
        assert_true(assay_key_compare(made, start) >= 0);
        assert_true(end.size == 0 || assay_key_compare(made, end) < 0);
        double back = assay_key_fraction(start, end, made);
        assert_true(back >= before && back <= fractions[i] + 0x1p-50);
        before = back;
        assay_buffer_clear(&key);
    }
}

static void test_interpolation(void **state)
{
    (void)state;
    for (size_t i = 0; i < KEYS; i++) {
        check_interpolation(keys[i], BYTES(""));
        for (size_t j = i + 1; j < KEYS; j++)
            check_interpolation(keys[i], keys[j]);
    }
    assay_buffer key = ASSAY_BUFFER_INIT;
    assert_int_equal(assay_key_interpolate(BYTES("a"), BYTES("c"), 0.5, &key.out), ASSAY_OK);
    assert_int_equal(key.size, 1);
    assert_memory_equal(key.data, "b", 1);
    assay_buffer_reset(&key);
    assert_int_equal(assay_key_interpolate(BYTES("a"), BYTES("b"), 0x1p-48, &key.out), ASSAY_OK);
    assert_int_equal(key.size, 7);
    assert_memory_equal(key.data, "a\0\0\0\0\0\1", 7);
    static const double bad[] = {1, -0.1, 2, NAN, INFINITY};
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(assay_key_interpolate(BYTES("a"), BYTES("c"), bad[i], &key.out),
                         ASSAY_INVALID);
    assert_int_equal(assay_key_interpolate(BYTES("a"), BYTES("a"), 0, &key.out), ASSAY_INVALID);
    assert_int_equal(assay_key_interpolate(BYTES("b"), BYTES("a"), 0, &key.out), ASSAY_INVALID);
    assay_buffer_clear(&key);
}

static void test_fractions_are_monotone(void **state)
{
    (void)state;
    for (size_t i = 0; i < KEYS; i++)
        for (size_t j = i + 1; j <= KEYS; j++) {
            assay_bytes end = j == KEYS ? BYTES("") : keys[j];
            double before = 0;
            for (size_t k = 0; k < KEYS; k++) {
                double fraction = assay_key_fraction(keys[i], end, keys[k]);
                assert_true(fraction >= before && fraction <= 1);
                assert_true(k > i || fraction == 0);
                assert_true(j == KEYS || k < j || fraction == 1);
                before = fraction;
            }
        }
}

static void check_range(assay_key_tracker *tracker, assay_bytes start, assay_bytes end)
{
    assay_buffer a = ASSAY_BUFFER_INIT, b = ASSAY_BUFFER_INIT;
    assert_int_equal(assay_key_tracker_range(tracker, &a.out, &b.out), ASSAY_OK);
    assert_int_equal(assay_key_compare(assay_buffer_bytes(&a), start), 0);
    assert_int_equal(assay_key_compare(assay_buffer_bytes(&b), end), 0);
    assay_buffer_clear(&a);
    assay_buffer_clear(&b);
}

static void test_claims(void **state)
{
    (void)state;
    assay_key_tracker *tracker = assay_key_tracker_new(BYTES("b"), BYTES("d"));
    assert_non_null(tracker);
    assert_int_equal(assay_key_tracker_claim(tracker, BYTES("a"), true), ASSAY_STATE);
    assert_int_equal(assay_key_tracker_claim(tracker, BYTES("b"), false), ASSAY_STATE);
    assert_true(assay_key_tracker_fraction(tracker) == 0);
    assert_int_equal(assay_key_tracker_claim(tracker, BYTES("b"), true), ASSAY_OK);
    assert_int_equal(assay_key_tracker_claim(tracker, BYTES("b"), true), ASSAY_STATE);
    assert_int_equal(assay_key_tracker_claim(tracker, BYTES("b"), false), ASSAY_OK);
    assert_int_equal(assay_key_tracker_claim(tracker, BYTES("b\0"), true), ASSAY_OK);
    assert_int_equal(assay_key_tracker_claim(tracker, BYTES("c"), true), ASSAY_OK);
    assert_true(assay_key_tracker_fraction(tracker) == 0.5);
    assert_int_equal(assay_key_tracker_claim(tracker, BYTES("bb"), true), ASSAY_STATE);
    assert_int_equal(assay_key_tracker_claim(tracker, BYTES("e"), false), ASSAY_OK);
    assert_int_equal(assay_key_tracker_claim(tracker, BYTES("e"), true), ASSAY_END);
    assert_true(assay_key_tracker_fraction(tracker) == 1);
    assert_int_equal(assay_key_tracker_claim(tracker, BYTES("c"), true), ASSAY_END);
    assay_key_tracker_free(tracker);
}

static void test_splits(void **state)
{
    (void)state;
    assay_key_tracker *tracker = assay_key_tracker_new(BYTES("b"), BYTES(""));
    assert_non_null(tracker);
    assert_int_equal(assay_key_tracker_split(tracker, BYTES("c")), ASSAY_REFUSED);
    assert_int_equal(assay_key_tracker_claim(tracker, BYTES("c"), true), ASSAY_OK);
    assert_int_equal(assay_key_tracker_split(tracker, BYTES("b")), ASSAY_REFUSED);
    assert_int_equal(assay_key_tracker_split(tracker, BYTES("c")), ASSAY_REFUSED);
    check_range(tracker, BYTES("b"), BYTES(""));
    assert_int_equal(assay_key_tracker_split(tracker, BYTES("x")), ASSAY_OK);
    check_range(tracker, BYTES("b"), BYTES("x"));
    assert_int_equal(assay_key_tracker_split(tracker, BYTES("x")), ASSAY_REFUSED);
    assert_int_equal(assay_key_tracker_split(tracker, BYTES("c\0")), ASSAY_OK);
    assert_int_equal(assay_key_tracker_claim(tracker, BYTES("c\0"), true), ASSAY_END);
    assert_int_equal(assay_key_tracker_split(tracker, BYTES("c\0")), ASSAY_REFUSED);
    check_range(tracker, BYTES("b"), BYTES("c\0"));
    assay_key_tracker_free(tracker);
}

static void test_ranges(void **state)
{
    (void)state;
    assert_null(assay_key_tracker_new(BYTES("b"), BYTES("a")));
    assay_key_tracker *tracker = assay_key_tracker_new(BYTES("b"), BYTES("b"));
    assert_non_null(tracker);
    assert_int_equal(assay_key_tracker_claim(tracker, BYTES("b"), true), ASSAY_END);
    assay_key_tracker_free(tracker);
    tracker = assay_key_tracker_new(BYTES(""), BYTES(""));
    assert_non_null(tracker);
    assert_int_equal(assay_key_tracker_claim(tracker, BYTES(""), true), ASSAY_OK);
    assay_key_tracker_finish(tracker);
    assert_true(assay_key_tracker_fraction(tracker) == 1);
    assert_int_equal(assay_key_tracker_split(tracker, BYTES("b")), ASSAY_REFUSED);
    assay_key_tracker_free(tracker);
}

static void test_done(void **state)
{
    (void)state;
    assay_error error = ASSAY_ERROR_INIT;
    assay_key_tracker *tracker = assay_key_tracker_new(BYTES("a"), BYTES("b\0"));
    assert_non_null(tracker);
    assert_int_equal(assay_key_tracker_done(tracker, &error), ASSAY_STATE);
    assert_string_equal(error.message, "no key was claimed from '61' up to '6200'");
    assert_int_equal(assay_key_tracker_claim(tracker, BYTES("a\xff"), true), ASSAY_OK);
    error.message[0] = 0;
    assert_int_equal(assay_key_tracker_done(tracker, &error), ASSAY_STATE);
    assert_string_equal(error.message, "no key was claimed after '61ff' up to '6200'");
    assert_int_equal(assay_key_tracker_claim(tracker, BYTES("b"), true), ASSAY_OK);
    assert_int_equal(assay_key_tracker_done(tracker, NULL), ASSAY_OK);
    assay_key_tracker_free(tracker);

    tracker = assay_key_tracker_new(BYTES(""), BYTES(""));
    assert_non_null(tracker);
    error.message[0] = 0;
    assert_int_equal(assay_key_tracker_done(tracker, &error), ASSAY_STATE);
    assert_string_equal(error.message, "no key was claimed from '' up to ''");
    assay_key_tracker_free(tracker);

    tracker = assay_key_tracker_new(BYTES("a"), BYTES("a"));
    assert_non_null(tracker);
    assert_int_equal(assay_key_tracker_done(tracker, NULL), ASSAY_OK);
    assay_key_tracker_free(tracker);
}

static void test_positions(void **state)
{
    (void)state;
    assay_buffer key = ASSAY_BUFFER_INIT;
    assay_key_tracker *tracker = assay_key_tracker_new(BYTES("b"), BYTES("d"));
    assert_non_null(tracker);
    assert_int_equal(assay_key_tracker_position_at(tracker, 0.5, &key.out), ASSAY_OK);
    assert_int_equal(assay_key_compare(assay_buffer_bytes(&key), BYTES("c")), 0);
    assert_int_equal(assay_key_tracker_position_at(tracker, 1, &key.out), ASSAY_REFUSED);
    assert_int_equal(assay_key_tracker_position_at(tracker, NAN, &key.out), ASSAY_INVALID);
    assay_key_tracker_free(tracker);
    tracker = assay_key_tracker_new(BYTES("b"), BYTES("b"));
    assert_non_null(tracker);
    assert_int_equal(assay_key_tracker_position_at(tracker, 0.5, &key.out), ASSAY_REFUSED);
    assay_key_tracker_free(tracker);
    assay_buffer_clear(&key);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),  cmocka_unit_test(test_interpolation),
        cmocka_unit_test(test_claims), cmocka_unit_test(test_fractions_are_monotone),
        cmocka_unit_test(test_splits), cmocka_unit_test(test_ranges),
        cmocka_unit_test(test_done),   cmocka_unit_test(test_positions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
