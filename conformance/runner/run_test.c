#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "runner/run.h"
#include "runner/sample.h"
#include <signal.h>
#include <string.h>

/* The exit code of a run of one check with that verdict beside a check that passed. */
static int code(assay_verdict verdict, assay_level level, bool should_counts, bool strict)
{
    assay_check checks[2] = {sample_checks[0], sample_checks[0]};
    checks[1].level = level;
    assay_run_item items[2] = {{.check = &checks[0], .done = true},
                               {.check = &checks[1], .done = true}};
    items[1].finding.verdict = verdict;
    assay_run run = {.item_count = 2, .items = items, .done = 2};
    run.settings.should_counts = should_counts;
    run.settings.strict = strict;
    run.totals[ASSAY_PASS]++;
    run.totals[verdict]++;
    return assay_run_exit_code(&run);
}

static void test_exit_codes(void **state)
{
    (void)state;
    static const assay_verdict against[] = {ASSAY_FAIL, ASSAY_CRASH, ASSAY_TIMEOUT};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(code(against[i], ASSAY_MUST, false, false), 1);
        assert_int_equal(code(against[i], ASSAY_SHOULD, false, false), 0);
        assert_int_equal(code(against[i], ASSAY_SHOULD, false, true), 0);
        assert_int_equal(code(against[i], ASSAY_SHOULD, true, false), 1);
        assert_true(assay_verdict_against(against[i]));
    }
    assert_int_equal(code(ASSAY_PASS, ASSAY_MUST, true, true), 0);
    assert_int_equal(code(ASSAY_SKIPPED, ASSAY_MUST, true, true), 0);
    assert_int_equal(code(ASSAY_UNPROVEN, ASSAY_MUST, false, false), 0);
    assert_int_equal(code(ASSAY_UNPROVEN, ASSAY_MUST, false, true), 1);
    assert_int_equal(code(ASSAY_UNPROVEN, ASSAY_SHOULD, false, true), 0);
    assert_int_equal(code(ASSAY_UNPROVEN, ASSAY_SHOULD, true, true), 1);
    assert_int_equal(code(ASSAY_ERROR, ASSAY_SHOULD, false, false), 3);
}

/* Of a check that counts only in a later rule set. */
static void test_previews_fail_nothing(void **state)
{
    (void)state;
    for (assay_verdict verdict = ASSAY_PASS; verdict <= ASSAY_ERROR; verdict++) {
        assay_run_item items[2] = {{.check = &sample_checks[0], .done = true},
                                   {.check = &sample_checks[1], .done = true, .preview = true}};
        assay_run_item saved = items[1];
        items[1].finding.verdict = saved.finding.verdict = verdict;
        assay_run run = {.item_count = 2, .items = items, .saved_count = 1, .saved = &saved};
        run.settings.strict = run.settings.should_counts = true;
        assay_run_count(&run);
        assert_int_equal(run.totals[verdict], verdict == ASSAY_PASS ? 2 : 1);
        assert_int_equal(assay_run_exit_code(&run), 0);
        bool bad = verdict == ASSAY_ERROR || assay_verdict_against(verdict);
        assert_int_equal(assay_run_count_again(&run).preview, bad ? 1 : 0);
    }
}

static void test_nothing_ran(void **state)
{
    (void)state;
    assay_run_item item = {.check = &sample_checks[0], .done = true, .decided = true};
    item.finding.verdict = ASSAY_SKIPPED;
    assay_run run = {.item_count = 1, .items = &item, .done = 1};
    run.totals[ASSAY_SKIPPED] = 1;
    assert_int_equal(assay_run_exit_code(&run), 4);
    assay_run empty = {.item_count = 0};
    assert_int_equal(assay_run_exit_code(&empty), 4);
}

static void test_saved(void **state)
{
    (void)state;
    static char text[] = "fail: expected less", other[] = "more";
    assay_run_item saved[] = {
        {.check = &sample_checks[1], .finding = {.verdict = ASSAY_FAIL, .expected = text}},
        {.check = &sample_checks[2], .finding = {.verdict = ASSAY_CRASH}, .was = text},
        {.check = &sample_checks[3], .finding = {.verdict = ASSAY_PASS}},
        {.check = &sample_checks[3], .finding = {.verdict = ASSAY_SKIPPED}},
        {.check = &sample_checks[3], .finding = {.verdict = ASSAY_SKIPPED}},
    };
    assay_run run = {.saved_count = 5, .saved = saved};
    assay_run_again again = assay_run_count_again(&run);
    assert_int_equal(again.same, 1);
    assert_int_equal(again.otherwise, 1);
    assert_int_equal(again.no_longer, 1);
    assert_int_equal(again.not_run, 2);
    assert_int_equal(assay_run_exit_code(&run), 1);
    assay_run_item item = saved[0];
    assert_ptr_equal(assay_run_shown_by(&run, &item), &saved[0]);
    item.finding.expected = other;
    assert_null(assay_run_shown_by(&run, &item));
    item = saved[0];
    item.scenario = 1;
    assert_null(assay_run_shown_by(&run, &item));
    item = saved[2];
    assert_null(assay_run_shown_by(&run, &item));
    run.saved = &saved[2];
    run.saved_count = 3;
    assert_int_equal(assay_run_exit_code(&run), 0);
    run.saved = &saved[3];
    run.saved_count = 2;
    assert_int_equal(assay_run_exit_code(&run), 4);
}

static void test_less_than_planned(void **state)
{
    (void)state;
    assay_run_item items[2] = {{.check = &sample_checks[0], .done = true},
                               {.check = &sample_checks[0]}};
    assay_run run = {.item_count = 2, .items = items, .done = 1};
    run.totals[ASSAY_PASS] = 1;
    assert_int_equal(assay_run_exit_code(&run), 3);
}

static void test_ended_early(void **state)
{
    (void)state;
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    assay_run run = {.ended_by = SIGINT};
    assert_int_equal(assay_run_exit_code(&run), 130);
    run.ended_by = SIGTERM;
    run.totals[ASSAY_ERROR] = 1;
    assert_int_equal(assay_run_exit_code(&run), 143);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(assay_signal_number(assay_signal_name(signals[i])), signals[i]);
    assert_string_equal(assay_signal_name(SIGINT), "SIGINT");
    assert_null(assay_signal_name(0));
    assert_int_equal(assay_signal_number("SIGKILL"), 0);
}

static void test_init(void **state)
{
    (void)state;
    assay_run run;
    assay_run_settings settings = {.seed = 7, .jobs = 3};
    assay_run_init(&run, &settings);
    assert_int_equal(run.settings.seed, 7);
    assert_non_null(strstr(run.platform, "Linux"));
    assert_true(run.started > 0);
    assay_run_clear(&run);
}

static void test_names(void **state)
{
    (void)state;
    assert_string_equal(assay_tier_name(ASSAY_SMOKE), "smoke");
    assert_string_equal(assay_tier_name(ASSAY_EXHAUSTIVE), "exhaustive");
    assert_string_equal(assay_level_name(ASSAY_MUST), "MUST");
    assert_string_equal(assay_level_name(ASSAY_SHOULD), "SHOULD");
    assert_int_equal(assay_family_length("dynamic-split.pairs"), 13);
}

static void test_problems_are_in_order(void **state)
{
    (void)state;
    static const char *const found[][2] = {
        {"k:10: a", "x"}, {"k:2: a", "z"}, {"k:2: a", "y"}, {"k:1: a", "x"}, {"k:2: a", "z"}};
    static const char *const sorted[] = {"x", "y", "z", "z", "x"};
    assay_run run;
    assay_run_settings settings = {.jobs = 1};
    assay_run_init(&run, &settings);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(assay_run_add_problem(&run, found[i][0], found[i][1]), ASSAY_OK);
    assert_int_equal(run.problem_count, 5);
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(run.problems[i].text, sorted[i]);
    assert_string_equal(run.problems[4].where, "k:10: a");
    assay_run_clear(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exit_codes),
        cmocka_unit_test(test_previews_fail_nothing),
        cmocka_unit_test(test_nothing_ran),
        cmocka_unit_test(test_saved),
        cmocka_unit_test(test_less_than_planned),
        cmocka_unit_test(test_ended_early),
        cmocka_unit_test(test_init),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_problems_are_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
