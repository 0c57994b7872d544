#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "runner/sample.h"
#include "runner/selection.h"
#include <string.h>

static bool has(const char *pattern, const assay_scenario *scenario, const char *check)
{
    assay_selection selection = {.patterns = &pattern, .count = 1};
    return assay_selection_has(&selection, scenario, check);
}

static void test_patterns(void **state)
{
    (void)state;
    assert_true(has("split.parts", &sample_lines, "split.parts"));
    assert_true(has("split.*", NULL, "split.parts"));
    assert_true(has("*", NULL, "split.parts"));
    assert_false(has("split", NULL, "split.parts"));
    assert_false(has("", NULL, "split.parts"));
    assert_true(has("shop/lines:split.parts", &sample_lines, "split.parts"));
    assert_true(has("shop/*:*", &sample_lines, "split.parts"));
    assert_false(has("shop/out:split.parts", &sample_lines, "split.parts"));
    assert_false(has("shop/lines:split.parts", NULL, "split.parts"));
    assert_true(has("lines:split.*", &sample_lines, "split.parts"));
    assert_false(has("out:split.parts", &sample_lines, "split.parts"));
    assert_false(has("ines:split.parts", &sample_lines, "split.parts"));
    assert_false(has("lines:split.parts", NULL, "split.parts"));
}

static void test_a_full_name_is_no_pattern(void **state)
{
    (void)state;
    assay_scenario odd = sample_lines;
    odd.connector = "a[b]*\\";
    assert_true(has("a[b]*\\/lines:split.parts", &odd, "split.parts"));
}

static void test_no_pattern_is_all(void **state)
{
    (void)state;
    assay_selection selection = {.count = 0};
    assert_true(assay_selection_has(&selection, NULL, "split.parts"));
}

static bool any(const char *pattern, const assay_scenario *scenario)
{
    assay_selection selection = {.patterns = &pattern, .count = 1};
    return assay_selection_any(&selection, scenario, sample_tables, 1);
}

static void test_whether_a_scenario_is_left(void **state)
{
    (void)state;
    assay_selection none = {.count = 0};
    assert_true(assay_selection_any(&none, &sample_lines, sample_tables, 1));
    assert_true(any("split.parts", &sample_lines));
    assert_true(any("shop/lines:split.*", &sample_lines));
    assert_false(any("shop/other:split.*", &sample_lines));
    assert_false(any("sink.once", &sample_lines)); /* of the other kind */
}

static void test_excluded(void **state)
{
    (void)state;
    static const assay_exclusion exclusions[] = {{"lines:split.*", "slow"}, {"split.order", "odd"}};
    assay_selection selection = {.exclusions = exclusions, .exclusion_count = 2};
    assert_string_equal(assay_selection_excluded(&selection, &sample_lines, "split.order"), "slow");
    assert_null(assay_selection_excluded(&selection, &sample_lines, "size.about"));
    assert_true(assay_selection_has(&selection, &sample_lines, "split.order"));
    assert_true(assay_selection_any(&selection, &sample_lines, sample_tables, 1));
    const char *pattern = "split.*";
    selection.patterns = &pattern;
    selection.count = 1;
    assert_false(assay_selection_any(&selection, &sample_lines, sample_tables, 1));
}

static assay_status verify(const char *a, const char *b, assay_error *error)
{
    const char *patterns[] = {a, b};
    assay_selection selection = {.patterns = patterns, .count = 2};
    assay_exclusion exclusion = {"progress.*", "why"};
    assay_run run;
    assay_run_settings settings = {.jobs = 1};
    assay_run_init(&run, &settings);
    assert_non_null(assay_run_add_scenario(&run, "m", &sample_lines));
    selection.exclusions = &exclusion;
    selection.exclusion_count = 1;
    if (a == NULL)
        exclusion.pattern = b;
    selection.count = a == NULL ? 0 : 2;
    assay_status status = assay_selection_verify(&selection, &run, sample_tables, 1, error);
    assay_run_clear(&run);
    return status;
}

static void test_each_pattern_must_match(void **state)
{
    (void)state;
    assay_error error = ASSAY_ERROR_INIT;
    assert_int_equal(verify("split.*", "shop/lines:size.about", &error), ASSAY_OK);
    assert_string_equal(error.message, "");
    assert_int_equal(verify("split.*", "splat.*", &error), ASSAY_INVALID);
    assert_string_equal(error.message, "--filter 'splat.*' matches no check");
    error = (assay_error)ASSAY_ERROR_INIT;
    assert_int_equal(verify(NULL, "splat.*", &error), ASSAY_INVALID);
    assert_string_equal(error.message, "--exclude 'splat.*' matches no check");
    assert_int_equal(verify(NULL, "split.*", NULL), ASSAY_OK);
    /* There is such a check, but not for this kind of connector. */
    assert_int_equal(verify("split.*", "sink.once", NULL), ASSAY_INVALID);
}

static assay_status verify_over(const char *pattern, const assay_scenario *other,
                                assay_error *error)
{
    assay_selection selection = {.patterns = &pattern, .count = 1};
    assay_run run;
    assay_run_settings settings = {.jobs = 1};
    assay_run_init(&run, &settings);
    assert_non_null(assay_run_add_scenario(&run, "m", &sample_lines));
    assert_non_null(assay_run_add_scenario(&run, "n", other));
    assay_status status = assay_selection_verify(&selection, &run, sample_tables, 1, error);
    assay_run_clear(&run);
    return status;
}

static void test_a_short_name_means_one_connector(void **state)
{
    (void)state;
    assay_error error = ASSAY_ERROR_INIT;
    assay_scenario other = sample_lines;
    other.name = "more";
    assert_int_equal(verify_over("lines:split.parts", &other, &error), ASSAY_OK);
    other.name = sample_lines.name;
    other.connector = "store";
    assert_int_equal(verify_over("split.parts", &other, &error), ASSAY_OK);
    assert_int_equal(verify_over("*:split.parts", &other, &error), ASSAY_OK);
    assert_int_equal(verify_over("store/lines:split.parts", &other, &error), ASSAY_OK);
    assert_int_equal(verify_over("lines:split.parts", &other, &error), ASSAY_INVALID);
    assert_string_equal(error.message,
                        "--filter 'lines:split.parts' means checks of 'shop' and of 'store'; did "
                        "you mean 'shop/lines:split.parts'?");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_patterns),
        cmocka_unit_test(test_a_full_name_is_no_pattern),
        cmocka_unit_test(test_no_pattern_is_all),
        cmocka_unit_test(test_whether_a_scenario_is_left),
        cmocka_unit_test(test_excluded),
        cmocka_unit_test(test_each_pattern_must_match),
        cmocka_unit_test(test_a_short_name_means_one_connector),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
