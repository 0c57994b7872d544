#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "runner/plan.h"
#include "runner/sample.h"
#include <string.h>

static const assay_selection all = {.count = 0};

static assay_run_scenario *start(assay_run *run, const assay_scenario *scenario)
{
    assay_run_settings settings = {.tier = ASSAY_STANDARD, .jobs = 1};
    assay_run_init(run, &settings);
    assay_run_scenario *over = assay_run_add_scenario(run, "m", scenario);
    assert_non_null(over);
    sample_look(over);
    return over;
}

static void plan(assay_run *run, const assay_selection *selection)
{
    assert_int_equal(assay_plan_make(run, sample_tables, 1, selection, NULL), ASSAY_OK);
}

static const assay_run_item *item(const assay_run *run, const char *check)
{
    for (size_t i = 0; i < run->item_count; i++)
        if (strcmp(run->items[i].check->id, check) == 0)
            return &run->items[i];
    return NULL;
}

static void expect_runs(const assay_run *run, const char *check)
{
    assert_non_null(item(run, check));
    assert_false(item(run, check)->decided);
}

static void expect_skipped(const assay_run *run, const char *check, const char *reason)
{
    const assay_run_item *found = item(run, check);
    assert_non_null(found);
    assert_true(found->decided);
    assert_int_equal(found->finding.verdict, ASSAY_SKIPPED);
    assert_string_equal(found->finding.reason, reason);
}

static void test_what_applies(void **state)
{
    (void)state;
    assay_run run;
    start(&run, &sample_lines);
    plan(&run, &all);
    assert_int_equal(run.item_count, 7);
    assert_null(item(&run, "sink.once"));
    expect_runs(&run, "life-cycle.close");
    expect_runs(&run, "split.parts");
    expect_runs(&run, "size.about");
    expect_skipped(&run, "split.order", "the scenario promises no order");
    expect_skipped(&run, "size.many", "tier is exhaustive");
    expect_skipped(&run, "progress.forward", "ability 'progress' is not declared");
    expect_skipped(&run, "progress.end", "ability 'progress' is not declared");
    assert_string_equal(item(&run, "life-cycle.close")->clause->id, "SPL-01");
    assert_null(item(&run, "progress.forward")->clause);
    assert_null(item(&run, "progress.end")->clause);
    assay_run_clear(&run);
}

static void test_held_back(void **state)
{
    (void)state;
    assay_run run;
    start(&run, &sample_lines)->held_back = "read-only: 'setup' is not run";
    plan(&run, &all);
    assert_int_equal(run.item_count, 7);
    expect_skipped(&run, "life-cycle.close", "read-only: 'setup' is not run");
    expect_skipped(&run, "size.about", "read-only: 'setup' is not run");
    expect_skipped(&run, "size.many", "tier is exhaustive");
    assay_run_clear(&run);
}

static void test_tier(void **state)
{
    (void)state;
    assay_run run;
    start(&run, &sample_lines);
    run.settings.tier = ASSAY_EXHAUSTIVE;
    plan(&run, &all);
    expect_runs(&run, "size.many");
    assay_run_clear(&run);
}

static void test_offered_but_not_declared_runs(void **state)
{
    (void)state;
    assay_run run;
    start(&run, &sample_lines)->look.offered |= ASSAY_CAN_PROGRESS;
    plan(&run, &all);
    expect_runs(&run, "progress.forward");
    expect_runs(&run, "progress.end");
    assay_run_clear(&run);
}

static void test_declared_but_not_offered(void **state)
{
    (void)state;
    assay_run run;
    start(&run, &sample_lines)->look.offered = ASSAY_CAN_SIZE;
    plan(&run, &all);
    expect_skipped(&run, "split.parts",
                   "ability 'split' is declared but not offered: see source.abilities-as-declared");
    expect_runs(&run, "size.about");
    assay_run_clear(&run);
}

static void test_look_that_crashed(void **state)
{
    (void)state;
    assay_run run;
    assay_run_scenario *over = start(&run, &sample_lines);
    over->look.offered = 0;
    over->look.finding.verdict = ASSAY_CRASH;
    plan(&run, &all);
    expect_runs(&run, "split.parts");
    expect_skipped(&run, "progress.forward", "ability 'progress' is not declared");
    assay_run_clear(&run);
}

/* As for `assay plan`: what is declared is believed, and what is not cannot be known. */
static void test_look_without_data(void **state)
{
    (void)state;
    assay_run run;
    assay_scenario no_data = sample_lines;
    no_data.dataset_count = 0;
    start(&run, &no_data)->look.offered = 0;
    plan(&run, &all);
    expect_runs(&run, "split.parts");
    expect_skipped(&run, "progress.forward", "ability 'progress' is not declared");
    assay_run_clear(&run);
}

static void test_stream(void **state)
{
    (void)state;
    assay_run run;
    assay_scenario stream = sample_lines;
    stream.declared |= ASSAY_CAN_STREAM;
    stream.promises = ASSAY_PROMISE_ORDER;
    start(&run, &stream);
    plan(&run, &all);
    expect_skipped(&run, "split.parts", "the source is a stream");
    expect_runs(&run, "split.order");
    assay_run_clear(&run);
}

static void test_selection_and_kinds(void **state)
{
    (void)state;
    assay_run run;
    start(&run, &sample_lines);
    assay_run_scenario *sink = assay_run_add_scenario(&run, "m", &sample_sink);
    assert_non_null(sink);
    sample_look(sink);
    const char *patterns[] = {"shop/lines:size.*", "sink.*"};
    assay_selection selection = {.patterns = patterns, .count = 2};
    plan(&run, &selection);
    assert_int_equal(run.item_count, 3);
    assert_string_equal(run.items[0].check->id, "size.about");
    assert_string_equal(run.items[2].check->id, "sink.once");
    assert_int_equal(run.items[2].scenario, 1);
    assay_run_clear(&run);
}

static void test_excluded(void **state)
{
    (void)state;
    assay_run run;
    start(&run, &sample_lines);
    const assay_exclusion exclusion = {"size.*", "counts for an hour"};
    assay_selection selection = {.exclusions = &exclusion, .exclusion_count = 1};
    plan(&run, &selection);
    assert_int_equal(run.item_count, 7);
    expect_runs(&run, "split.parts");
    expect_skipped(&run, "size.about", "excluded: counts for an hour");
    expect_skipped(&run, "size.many", "excluded: counts for an hour"); /* rather than its tier */
    assay_run_clear(&run);
}

static void test_previews(void **state)
{
    (void)state;
    for (unsigned rules = 0; rules < 4; rules++) {
        assay_run run;
        start(&run, &sample_lines);
        run.settings.rules = rules;
        plan(&run, &all);
        expect_runs(&run, "size.about");
        assert_true(item(&run, "size.about")->preview == (rules == 1));
        assert_false(item(&run, "split.parts")->preview);
        assay_run_clear(&run);
    }
    assert_int_equal(assay_check_since(&sample_checks[0]), 1);
    assert_int_equal(assay_check_since(&sample_checks[3]), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_applies),
        cmocka_unit_test(test_held_back),
        cmocka_unit_test(test_tier),
        cmocka_unit_test(test_offered_but_not_declared_runs),
        cmocka_unit_test(test_declared_but_not_offered),
        cmocka_unit_test(test_look_that_crashed),
        cmocka_unit_test(test_look_without_data),
        cmocka_unit_test(test_stream),
        cmocka_unit_test(test_selection_and_kinds),
        cmocka_unit_test(test_excluded),
        cmocka_unit_test(test_previews),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
