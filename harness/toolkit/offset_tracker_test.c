#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <assay/toolkit/offset_tracker.h>
#include <math.h>
#include <string.h>

#define claim assay_offset_tracker_claim
#define split assay_offset_tracker_split

static bool same_state(assay_offset_tracker *tracker, assay_offset_state before)
{
    assay_offset_state now = assay_offset_tracker_state(tracker);
    return now.start == before.start && now.end == before.end && now.last == before.last &&
           now.last_split == before.last_split && now.split_points == before.split_points &&
           now.claimed == before.claimed && now.done == before.done &&
           now.endless == before.endless;
}

static void test_claims(void **state)
{
    (void)state;
    assay_offset_tracker tracker;
    assay_offset_tracker_init(&tracker, 10, 20);
    assert_int_equal(claim(&tracker, 9, true), ASSAY_STATE);
    assert_int_equal(claim(&tracker, 12, false), ASSAY_STATE);
    assert_int_equal(claim(&tracker, 12, true), ASSAY_OK);
    assert_int_equal(claim(&tracker, 12, true), ASSAY_STATE);
    assert_int_equal(claim(&tracker, 12, false), ASSAY_OK);
    assert_int_equal(claim(&tracker, 11, false), ASSAY_STATE);
    assert_int_equal(claim(&tracker, 15, false), ASSAY_OK);
    assert_int_equal(claim(&tracker, 14, true), ASSAY_STATE);
    assert_int_equal(claim(&tracker, 19, true), ASSAY_OK);
    assert_int_equal(claim(&tracker, 25, false), ASSAY_OK);
    assert_true(assay_offset_tracker_fraction(&tracker) == 1);
    assert_int_equal(claim(&tracker, 25, true), ASSAY_END);
    assert_int_equal(claim(&tracker, 19, true), ASSAY_END);
    assay_offset_state now = assay_offset_tracker_state(&tracker);
    assert_int_equal(now.split_points, 2);
    assert_true(now.done);
    assay_offset_tracker_destroy(&tracker);
}

/* Everything that must be refused, and that it leaves no trace. */
static void test_refusals(void **state)
{
    (void)state;
    assay_offset_tracker tracker;
    double fraction = -7;
    assay_offset_tracker_init(&tracker, 10, 20);
    assay_offset_state fresh = assay_offset_tracker_state(&tracker);
    for (uint64_t at = 8; at < 23; at++)
        assert_int_equal(split(&tracker, at, &fraction, NULL), ASSAY_REFUSED);
    assert_true(same_state(&tracker, fresh));
    assert_int_equal(claim(&tracker, 13, true), ASSAY_OK);
    assay_offset_state running = assay_offset_tracker_state(&tracker);
    for (uint64_t at = 8; at <= 13; at++)
        assert_int_equal(split(&tracker, at, &fraction, NULL), ASSAY_REFUSED);
    assert_int_equal(split(&tracker, 20, &fraction, NULL), ASSAY_REFUSED);
    assert_int_equal(split(&tracker, UINT64_MAX, &fraction, NULL), ASSAY_REFUSED);
    assert_true(same_state(&tracker, running));
    assay_offset_tracker_finish(&tracker);
    assert_int_equal(split(&tracker, 17, &fraction, NULL), ASSAY_REFUSED);
    assert_true(fraction == -7);
    assay_offset_tracker_destroy(&tracker);
}

static void test_splits(void **state)
{
    (void)state;
    assay_offset_tracker tracker;
    double fraction;
    assay_offset_state before;
    assay_offset_tracker_init(&tracker, 10, 20);
    assert_int_equal(claim(&tracker, 10, true), ASSAY_OK);
    assert_true(assay_offset_tracker_fraction(&tracker) == 0);
    assert_int_equal(split(&tracker, 18, &fraction, &before), ASSAY_OK);
    assert_true(fraction == 0.8 && before.end == 20);
    assert_int_equal(split(&tracker, 14, &fraction, &before), ASSAY_OK);
    assert_true(fraction == 0.5 && before.end == 18);
    assert_int_equal(claim(&tracker, 13, true), ASSAY_OK);
    assert_true(assay_offset_tracker_fraction(&tracker) == 0.75);
    assert_int_equal(claim(&tracker, 14, true), ASSAY_END);
    assert_true(assay_offset_tracker_fraction(&tracker) == 1);
    assay_offset_tracker_destroy(&tracker);
}

static void test_odd_fractions(void **state)
{
    (void)state;
    static const double bad[] = {-0.1, 1.1, NAN, INFINITY, -INFINITY};
    static const double refused[] = {0, -0.0, 1, 0x1p-1074, 0.29};
    assay_offset_tracker tracker;
    double cut;
    uint64_t at;
    assay_offset_tracker_init(&tracker, 10, 20);
    assert_int_equal(claim(&tracker, 12, true), ASSAY_OK);
    assay_offset_state running = assay_offset_tracker_state(&tracker);
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(assay_offset_tracker_split_fraction(&tracker, bad[i], &at, &cut, NULL),
                         ASSAY_INVALID);
        assert_int_equal(assay_offset_tracker_split_fraction(&tracker, refused[i], &at, &cut, NULL),
                         ASSAY_REFUSED);
    }
    assert_true(same_state(&tracker, running));
    assert_int_equal(assay_offset_tracker_split_fraction(&tracker, 1 - 0x1p-53, &at, &cut, NULL),
                     ASSAY_OK);
    assert_true(at == 19 && cut == 0.9);
    assay_offset_tracker_destroy(&tracker);
}

static void test_end_found_late(void **state)
{
    (void)state;
    assay_offset_tracker tracker;
    double fraction;
    assay_offset_tracker_init(&tracker, 0, ASSAY_OFFSET_UNBOUNDED);
    assert_int_equal(claim(&tracker, 5, true), ASSAY_OK);
    assert_int_equal(split(&tracker, 50, &fraction, NULL), ASSAY_REFUSED);
    assert_true(assay_offset_tracker_fraction(&tracker) == 0);
    assay_offset_tracker_set_end(&tracker, 100);
    assert_int_equal(split(&tracker, 50, &fraction, NULL), ASSAY_OK);
    assert_true(fraction == 0.5);
    assert_true(assay_offset_tracker_fraction(&tracker) == 0.1);
    assay_offset_tracker_destroy(&tracker);
}

static void test_all_offsets(void **state)
{
    (void)state;
    assay_offset_tracker tracker;
    double cut;
    uint64_t at;
    assay_offset_tracker_init(&tracker, 0, 0);
    assay_offset_tracker_set_endless(&tracker);
    assert_int_equal(claim(&tracker, 0, true), ASSAY_OK);
    assert_int_equal(assay_offset_tracker_split_fraction(&tracker, 1, &at, &cut, NULL),
                     ASSAY_REFUSED);
    assert_int_equal(split(&tracker, UINT64_MAX, &cut, NULL), ASSAY_OK);
    assert_false(assay_offset_tracker_state(&tracker).endless);
    assert_int_equal(assay_offset_tracker_split_fraction(&tracker, 0.5, &at, &cut, NULL), ASSAY_OK);
    assert_true(at == UINT64_MAX / 2 && cut == 0.5);
    assay_offset_tracker_destroy(&tracker);

    assay_offset_tracker_init(&tracker, UINT64_MAX, 0);
    assay_offset_tracker_set_endless(&tracker);
    assert_int_equal(claim(&tracker, UINT64_MAX, true), ASSAY_OK);
    assert_int_equal(split(&tracker, UINT64_MAX, &cut, NULL), ASSAY_REFUSED);
    assay_offset_tracker_destroy(&tracker);
}

static void expect_left(assay_offset_tracker *tracker, const char *gap)
{
    assay_error error = ASSAY_ERROR_INIT;
    assert_int_equal(assay_offset_tracker_done(tracker, &error), ASSAY_STATE);
    assert_string_equal(error.message, gap);
}

static void test_done(void **state)
{
    (void)state;
    assay_offset_tracker tracker;
    assay_offset_tracker_init(&tracker, 10, 20);
    expect_left(&tracker, "offsets 10 to 19 were not claimed");
    assert_int_equal(claim(&tracker, 12, true), ASSAY_OK);
    expect_left(&tracker, "offsets 13 to 19 were not claimed");
    assert_int_equal(claim(&tracker, 18, true), ASSAY_OK);
    expect_left(&tracker, "offsets 19 to 19 were not claimed");
    assert_int_equal(claim(&tracker, 19, false), ASSAY_OK);
    assert_int_equal(assay_offset_tracker_done(&tracker, NULL), ASSAY_OK);
    assay_offset_tracker_destroy(&tracker);

    assay_offset_tracker_init(&tracker, 10, ASSAY_OFFSET_UNBOUNDED);
    expect_left(&tracker, "from offset 10 on nothing was claimed");
    assay_offset_tracker_finish(&tracker);
    assert_int_equal(assay_offset_tracker_done(&tracker, NULL), ASSAY_OK);
    assay_offset_tracker_destroy(&tracker);

    assay_offset_tracker_init(&tracker, 0, 0);
    assert_int_equal(assay_offset_tracker_done(&tracker, NULL), ASSAY_OK);
    assay_offset_tracker_destroy(&tracker);
}

static void test_positions(void **state)
{
    (void)state;
    assay_offset_tracker tracker;
    uint64_t at = 7;
    assay_offset_tracker_init(&tracker, 10, 20);
    assert_int_equal(assay_offset_tracker_position_at(&tracker, 0, &at), ASSAY_OK);
    assert_int_equal(at, 10);
    assert_int_equal(assay_offset_tracker_position_at(&tracker, 1 - 0x1p-53, &at), ASSAY_OK);
    assert_int_equal(at, 19);
    assert_int_equal(assay_offset_tracker_position_at(&tracker, 1, &at), ASSAY_REFUSED);
    assert_int_equal(assay_offset_tracker_position_at(&tracker, NAN, &at), ASSAY_INVALID);
    assert_int_equal(assay_offset_tracker_position_at(&tracker, -0.1, &at), ASSAY_INVALID);
    assert_int_equal(at, 19);
    assay_offset_tracker_destroy(&tracker);

    assay_offset_tracker_init(&tracker, 10, ASSAY_OFFSET_UNBOUNDED);
    assert_int_equal(assay_offset_tracker_position_at(&tracker, 0.5, &at), ASSAY_REFUSED);
    assay_offset_tracker_destroy(&tracker);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_claims),         cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_splits),         cmocka_unit_test(test_odd_fractions),
        cmocka_unit_test(test_end_found_late), cmocka_unit_test(test_all_offsets),
        cmocka_unit_test(test_done),           cmocka_unit_test(test_positions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
