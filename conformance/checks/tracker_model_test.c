#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "checks/tracker.h"
#include <math.h>

#define BIT(status) (1u << (status))

static assay_tracker_span offsets(uint64_t start, uint64_t end)
{
    return (assay_tracker_span){assay_tracker_position_offset(start),
                                assay_tracker_position_offset(end), false, false};
}

static unsigned answer(assay_tracker_model *model, assay_tracker_move move, uint64_t at)
{
    const assay_tracker_step step = {.move = move, .at = assay_tracker_position_offset(at)};
    assay_status best;
    unsigned right = assay_tracker_model_move(model, &step, &best);
    assert_true((right & BIT(best)) != 0);
    return right;
}

static void test_claims(void **state)
{
    const assay_tracker_span span = offsets(10, 14);
    assay_tracker_model model = assay_tracker_model_of(&span);
    (void)state;
    assert_int_equal(answer(&model, ASSAY_MOVE_CLAIM, 9), BIT(ASSAY_STATE));
    assert_int_equal(answer(&model, ASSAY_MOVE_ALONG, 10), BIT(ASSAY_STATE));
    assert_int_equal(answer(&model, ASSAY_MOVE_CLAIM, 11), BIT(ASSAY_OK));
    assert_int_equal(answer(&model, ASSAY_MOVE_CLAIM, 11), BIT(ASSAY_STATE));
    assert_int_equal(answer(&model, ASSAY_MOVE_ALONG, 11), BIT(ASSAY_OK));
    assert_int_equal(answer(&model, ASSAY_MOVE_ALONG, 20), BIT(ASSAY_OK));
    assert_int_equal(answer(&model, ASSAY_MOVE_CLAIM, 14), BIT(ASSAY_STATE));
    assert_int_equal(answer(&model, ASSAY_MOVE_CLAIM, 20), BIT(ASSAY_END));
    assert_int_equal(answer(&model, ASSAY_MOVE_CLAIM, 20), BIT(ASSAY_END) | BIT(ASSAY_STATE));
    assert_int_equal(answer(&model, ASSAY_MOVE_CLAIM, 21), BIT(ASSAY_END));
}

static void test_splits(void **state)
{
    const assay_tracker_span span = offsets(10, 20);
    assay_tracker_model model = assay_tracker_model_of(&span);
    (void)state;
    assert_int_equal(answer(&model, ASSAY_MOVE_SPLIT, 15), BIT(ASSAY_REFUSED));
    assert_int_equal(answer(&model, ASSAY_MOVE_CLAIM, 12), BIT(ASSAY_OK));
    assert_int_equal(answer(&model, ASSAY_MOVE_SPLIT, 12), BIT(ASSAY_REFUSED));
    assert_int_equal(answer(&model, ASSAY_MOVE_SPLIT, 20), BIT(ASSAY_REFUSED));
    assert_int_equal(answer(&model, ASSAY_MOVE_SPLIT, 15), BIT(ASSAY_OK));
    assert_int_equal(assay_tracker_position_number(&model.span.end), 15);
    assert_int_equal(answer(&model, ASSAY_MOVE_SPLIT, 16), BIT(ASSAY_REFUSED));
    assert_int_equal(answer(&model, ASSAY_MOVE_CLAIM, 15), BIT(ASSAY_END));
    assert_int_equal(answer(&model, ASSAY_MOVE_SPLIT, 14), BIT(ASSAY_REFUSED));
}

static void test_open_ends(void **state)
{
    assay_tracker_span span = offsets(0, 0);
    (void)state;
    span.end.size = 0;
    assay_tracker_model model = assay_tracker_model_of(&span);
    assert_int_equal(answer(&model, ASSAY_MOVE_CLAIM, UINT64_MAX - 1), BIT(ASSAY_OK));
    assert_int_equal(answer(&model, ASSAY_MOVE_SPLIT, UINT64_MAX), BIT(ASSAY_REFUSED));
    span.cuts_open_end = true;
    model = assay_tracker_model_of(&span);
    assert_int_equal(answer(&model, ASSAY_MOVE_CLAIM, 5), BIT(ASSAY_OK));
    assert_int_equal(answer(&model, ASSAY_MOVE_SPLIT, UINT64_MAX), BIT(ASSAY_OK));
}

static void test_done(void **state)
{
    bool either;
    assay_tracker_span span = offsets(10, 14);
    assay_tracker_model model = assay_tracker_model_of(&span);
    (void)state;
    assert_false(assay_tracker_model_is_done(&model, &either));
    (void)answer(&model, ASSAY_MOVE_CLAIM, 12);
    assert_false(assay_tracker_model_is_done(&model, &either));
    (void)answer(&model, ASSAY_MOVE_CLAIM, 13);
    assert_true(assay_tracker_model_is_done(&model, &either));
    span = offsets(7, 7);
    model = assay_tracker_model_of(&span);
    assert_true(assay_tracker_model_is_done(&model, &either));
    span = (assay_tracker_span){assay_tracker_position_key("a", 1),
                                assay_tracker_position_key("a\0", 2), true, true};
    const assay_tracker_step first = {.move = ASSAY_MOVE_CLAIM, .at = span.start};
    assay_status best;
    model = assay_tracker_model_of(&span);
    assert_int_equal(assay_tracker_model_move(&model, &first, &best), BIT(ASSAY_OK));
    assert_true(assay_tracker_model_is_done(&model, &either));
}

static bool fits(assay_tracker_model *model, unsigned seen, double progress)
{
    char text[160];
    return assay_tracker_model_fits(model, seen, progress, text, sizeof(text));
}

static void test_progress(void **state)
{
    const assay_tracker_span span = offsets(10, 20);
    assay_tracker_model model = assay_tracker_model_of(&span);
    (void)state;
    assert_false(fits(&model, ASSAY_SEEN_PROGRESS, 0.1));
    assert_true(fits(&model, ASSAY_SEEN_PROGRESS, 0));
    assert_true(fits(&model, ASSAY_SEEN_PROGRESS, ASSAY_PROGRESS_UNKNOWN));
    (void)answer(&model, ASSAY_MOVE_CLAIM, 15);
    assert_false(fits(&model, ASSAY_SEEN_PROGRESS, NAN));
    assert_false(fits(&model, ASSAY_SEEN_PROGRESS, 1.1));
    assert_true(fits(&model, ASSAY_SEEN_PROGRESS, 0.6));
    assert_false(fits(&model, ASSAY_SEEN_PROGRESS, 0.5));
    assert_false(fits(&model, ASSAY_SEEN_SHARE, 0.6));
    assert_true(fits(&model, ASSAY_SEEN_SHARE, 0.5));
    (void)answer(&model, ASSAY_MOVE_SPLIT, 18);
    assert_true(fits(&model, ASSAY_SEEN_SHARE, 5 / 8.0));
    (void)answer(&model, ASSAY_MOVE_CLAIM, 18);
    assert_false(fits(&model, ASSAY_SEEN_PROGRESS, 0.9));
    assert_true(fits(&model, ASSAY_SEEN_PROGRESS, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_claims),    cmocka_unit_test(test_splits),
        cmocka_unit_test(test_open_ends), cmocka_unit_test(test_done),
        cmocka_unit_test(test_progress),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
