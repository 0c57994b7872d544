#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "data/generator_plan.h"

static const uint64_t scattered[] = {2, 7, 17, 18, 41};
static const uint64_t row[] = {30, 31, 32};

/* A data set of those records and the full one: what was kept is the same in both. */
static void check_subset(void **state, const struct plan *plan, const uint64_t *numbers,
                         size_t count)
{
    const assay_keep keep = {count, numbers};
    const assay_amount amount = {60, 5, &keep, 0, NULL};
    struct made full = make(state, plan, 60, 5);
    struct made part;
    assay_error error = ASSAY_ERROR_INIT;
    if (try_make_amount(state, plan, &amount, &part, &error) != ASSAY_OK)
        fail_msg("%s: %s", plan->generator, error.message);
    assert_int_equal(assay_truth_open(part.dataset.truth, &part.truth, NULL), ASSAY_OK);
    assert_int_equal(part.dataset.records, count);
    assert_int_equal(assay_truth_count(part.truth), count);
    for (size_t i = 0; i < count; i++) {
        assay_record kept = assay_truth_record(part.truth, i);
        assay_record whole = assay_truth_record(full.truth, numbers[i]);
        assert_int_equal(kept.value.size, whole.value.size);
        assert_int_equal(kept.id.size, whole.id.size);
        if (kept.value.size > 0)
            assert_memory_equal(kept.value.data, whole.value.data, kept.value.size);
        if (kept.id.size > 0)
            assert_memory_equal(kept.id.data, whole.id.data, kept.id.size);
    }
    char name[64];
    snprintf(name, sizeof(name), "%s-%zu of 60", plan->generator, count);
    assert_string_equal(part.dataset.name, name);
    drop(&part);
    drop(&full);
}

static void test_what_is_kept_is_the_same(void **state)
{
    static const struct plan plans[] = {
        {"lines", {"crlf=true", "header-lines=1", NULL}},
        {"lines", {"files=4", "delimiter=|;", NULL}},
        {"gzip-lines", {"members=3", NULL}},
        {"records", {"ids=true", NULL}},
    };
    for (size_t i = 0; i < sizeof(plans) / sizeof(plans[0]); i++) {
        check_subset(state, &plans[i], scattered, 5);
        check_subset(state, &plans[i], row, 3);
        check_subset(state, &plans[i], row, 0);
    }
}

static void test_integers_in_a_row(void **state)
{
    static const struct plan plans[] = {
        {"integers", {NULL}},
        {"integers", {"first=end", NULL}},
        {"integers", {"first=min", "unbounded=true", NULL}},
    };
    for (size_t i = 0; i < sizeof(plans) / sizeof(plans[0]); i++) {
        check_subset(state, &plans[i], row, 3);
        check_subset(state, &plans[i], row, 0);
    }
}

static assay_status check(const uint64_t *numbers, size_t count, uint64_t records,
                          assay_subset possible, assay_error *error)
{
    const assay_keep keep = {count, numbers};
    const assay_amount amount = {records, 1, &keep, 0, NULL};
    return assay_amount_check(&amount, possible, error);
}

static void test_what_cannot_be_made(void **state)
{
    static const uint64_t falling[] = {3, 2}, twice[] = {3, 3};
    assay_error error = ASSAY_ERROR_INIT;
    const assay_amount all = {9, 1, NULL, 0, NULL};
    (void)state;
    assert_int_equal(assay_amount_check(&all, ASSAY_SUBSET_NONE, NULL), ASSAY_OK);
    assert_int_equal(check(row, 3, 33, ASSAY_SUBSET_ROW, NULL), ASSAY_OK);
    assert_int_equal(check(scattered, 5, 42, ASSAY_SUBSET_ANY, NULL), ASSAY_OK);
    assert_int_equal(check(row, 3, 33, ASSAY_SUBSET_NONE, NULL), ASSAY_INVALID);
    assert_int_equal(check(row, 3, 32, ASSAY_SUBSET_ANY, &error), ASSAY_INVALID);
    assert_string_equal(error.message, "record 32 of 32 is to be made");
    assert_int_equal(check(falling, 2, 9, ASSAY_SUBSET_ANY, NULL), ASSAY_INVALID);
    assert_int_equal(check(twice, 2, 9, ASSAY_SUBSET_ANY, NULL), ASSAY_INVALID);
    error = (assay_error)ASSAY_ERROR_INIT;
    assert_int_equal(check(scattered, 5, 42, ASSAY_SUBSET_ROW, &error), ASSAY_INVALID);
    assert_string_equal(error.message, "record 3 is to be left out, but this data has no gaps");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_kept_is_the_same),
        cmocka_unit_test(test_integers_in_a_row),
        cmocka_unit_test(test_what_cannot_be_made),
    };
    return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove);
}
