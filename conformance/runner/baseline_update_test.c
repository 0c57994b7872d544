#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "runner/baseline_update.h"
#include "runner/plan.h"
#include "runner/sample.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A run over shop/lines in which the checks have these verdicts, in the order of the sample. */
static void make_run(assay_run *run, const assay_verdict verdicts[7], bool should_counts)
{
    static const assay_selection all = {.count = 0};
    assay_run_settings settings = {
        .jobs = 1, .tier = ASSAY_EXHAUSTIVE, .should_counts = should_counts};
    assay_run_init(run, &settings);
    assay_run_scenario *over = assay_run_add_scenario(run, "m", &sample_lines);
    assert_non_null(over);
    sample_look(over);
    assert_int_equal(assay_plan_make(run, sample_tables, 1, &all, NULL), ASSAY_OK);
    assert_int_equal(run->item_count, 7);
    for (size_t i = 0; i < run->item_count; i++) {
        run->items[i].finding.verdict = verdicts[i];
        assay_finding_text(&run->items[i].finding.observed, "lost %zu", i);
        assay_run_item_done(run, &run->items[i]);
    }
}

/* A baseline of entries that are given as in a file. */
static void make_baseline(assay_baseline *self, const char *entries)
{
    char path[] = "/tmp/assay-update-XXXXXX";
    int fd = mkstemp(path);
    FILE *file = fd >= 0 ? fdopen(fd, "w") : NULL;
    assert_non_null(file);
    assert_true(fprintf(file, "{\"assay-baseline\": 1, \"known\": [%s]}", entries) > 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(assay_baseline_read(path, self, NULL), ASSAY_OK);
    assert_int_equal(remove(path), 0);
}

static void expect_list(const assay_baseline_update *update, const char *list)
{
    char *text = json_dumps(json_object_get(update->root, "known"), JSON_COMPACT);
    assert_non_null(text);
    assert_string_equal(text, list);
    free(text);
    assert_int_equal(json_array_size(json_object_get(update->root, "known")),
                     update->kept + update->added);
}

/* Each step in a line. */
static void expect_steps(const assay_baseline_update *update, const char *steps)
{
    char text[2048] = "";
    size_t used = 0;
    for (size_t i = 0; i < update->step_count; i++)
        used += (size_t)snprintf(text + used, sizeof(text) - used, "%s %s: %s\n",
                                 update->steps[i].what, update->steps[i].id, update->steps[i].why);
    assert_string_equal(text, steps);
}

static const assay_known added = {"new", "https://x/2", "2030-01-01", ""};

static void expect_update(const assay_run *run, const char *entries, const char *list,
                          const char *steps)
{
    assay_baseline from;
    assay_fact_list facts;
    assay_baseline_update update;
    make_baseline(&from, entries);
    assert_int_equal(assay_fact_list_make(&run, 1, &facts), ASSAY_OK);
    assert_int_equal(assay_baseline_update_make(&from, &facts, &added, "2026-12-31", &update, NULL),
                     ASSAY_OK);
    expect_list(&update, list);
    expect_steps(&update, steps);
    assay_baseline_update_clear(&update);
    assay_fact_list_clear(&facts);
    assay_baseline_clear(&from);
}

#define P ASSAY_PASS
#define F ASSAY_FAIL
#define S ASSAY_SKIPPED

static void test_first_time(void **state)
{
    (void)state;
    assay_run run;
    /* size.about is a SHOULD. */
    make_run(&run, (assay_verdict[]){P, F, P, F, ASSAY_CRASH, ASSAY_UNPROVEN, S}, false);
    expect_update(&run, "",
                  "[{\"id\":\"shop/lines:split.parts\",\"reason\":\"new\",\"link\":\"https://x/2\","
                  "\"expires\":\"2030-01-01\"},{\"id\":\"shop/lines:size.many\",\"reason\":\"new\","
                  "\"link\":\"https://x/2\",\"expires\":\"2030-01-01\"}]",
                  "added shop/lines:split.parts: new\nadded shop/lines:size.many: new\n");
    assay_run_clear(&run);
    make_run(&run, (assay_verdict[]){P, P, P, F, P, P, P}, true);
    run.items[3].preview = true;
    expect_update(&run, "", "[]", "");
    run.items[3].preview = false;
    expect_update(&run, "",
                  "[{\"id\":\"shop/lines:size.about\",\"reason\":\"new\",\"link\":\"https://x/2\","
                  "\"expires\":\"2030-01-01\"}]",
                  "added shop/lines:size.about: new\n");
    assay_run_clear(&run);
}

static void test_what_holds_stays(void **state)
{
    (void)state;
    assay_run run;
    make_run(&run, (assay_verdict[]){P, F, F, F, S, P, P}, false);
    expect_update(&run,
                  "{\"message\": \"lost 3\", \"reason\": \"r\", \"id\": \"size.*\"},"
                  "{\"id\": \"split.*\", \"reason\": \"s\", \"link\": \"http://y\"}",
                  "[{\"id\":\"size.*\",\"reason\":\"r\",\"message\":\"lost 3\"},"
                  "{\"id\":\"split.*\",\"reason\":\"s\",\"link\":\"http://y\"}]",
                  "");
    assay_run_clear(&run);
}

static void test_what_passes_goes(void **state)
{
    (void)state;
    assay_run run;
    make_run(&run, (assay_verdict[]){P, P, F, P, P, P, S}, false);
    expect_update(&run,
                  "{\"id\": \"life-cycle.close\", \"reason\": \"r\"},"
                  "{\"id\": \"shop/*:split.*\", \"reason\": \"s\", \"expires\": \"2031-01-01\"},"
                  "{\"id\": \"size.*\", \"reason\": \"t\"}",
                  "[{\"id\":\"shop/lines:split.order\",\"reason\":\"s\","
                  "\"expires\":\"2031-01-01\"}]",
                  "dropped life-cycle.close: passes\n"
                  "narrowed shop/*:split.*: to the 1 that still fails so, of 2\n"
                  "dropped size.*: passes\n");
    assay_run_clear(&run);
}

static void test_another_failure_is_a_new_one(void **state)
{
    (void)state;
    assay_run run;
    make_run(&run, (assay_verdict[]){F, P, P, F, P, P, P}, false);
    expect_update(&run,
                  "{\"id\": \"life-cycle.close\", \"reason\": \"r\", \"message\": \"lost 9\"},"
                  "{\"id\": \"size.about\", \"reason\": \"s\", \"message\": \"lost 9\"}",
                  "[{\"id\":\"shop/lines:life-cycle.close\",\"reason\":\"new\","
                  "\"link\":\"https://x/2\",\"expires\":\"2030-01-01\"}]",
                  "dropped life-cycle.close: fails, but not with that message\n"
                  "dropped size.about: fails, but not with that message\n"
                  "added shop/lines:life-cycle.close: new\n");
    assay_run_clear(&run);
}

static void test_what_nothing_is_told_of_stays(void **state)
{
    (void)state;
    assay_run run;
    make_run(&run, (assay_verdict[]){F, S, ASSAY_UNPROVEN, P, P, P, ASSAY_ERROR}, false);
    expect_update(
        &run,
        "{\"id\": \"split.*\", \"reason\": \"r\"}, {\"id\": \"x/y:*\", \"reason\": \"s\"},"
        "{\"id\": \"progress.end\", \"reason\": \"t\"},"
        "{\"id\": \"life-cycle.close\", \"reason\": \"u\", \"expires\": \"2026-12-30\"}",
        "[{\"id\":\"split.*\",\"reason\":\"r\"},{\"id\":\"x/y:*\",\"reason\":\"s\"},"
        "{\"id\":\"progress.end\",\"reason\":\"t\"},"
        "{\"id\":\"life-cycle.close\",\"reason\":\"u\",\"expires\":\"2026-12-30\"}]",
        "kept split.*: neither passed nor failed\n"
        "kept x/y:*: no run has a check that it matches\n"
        "kept progress.end: neither passed nor failed\n"
        "kept life-cycle.close: still fails, but has expired on 2026-12-30: counts\n");
    assay_run_clear(&run);
}

static assay_finding *passed(void)
{
    assay_finding *finding = calloc(1, sizeof(*finding));
    assert_non_null(finding);
    assert_int_equal(assay_finding_init(finding), ASSAY_OK);
    return finding;
}

static void test_flaky(void **state)
{
    (void)state;
    assay_run run;
    make_run(&run, (assay_verdict[]){F, F, P, P, P, P, P}, false);
    run.items[0].other = passed();
    run.items[1].other = passed();
    expect_update(&run, "{\"id\": \"split.parts\", \"reason\": \"r\"}",
                  "[{\"id\":\"split.parts\",\"reason\":\"r\"}]",
                  "kept split.parts: flaky, which counts as a failure all the same\n"
                  "not added shop/lines:life-cycle.close: flaky: it does not always fail\n");
    assay_run_clear(&run);
}

static void test_several_runs(void **state)
{
    (void)state;
    assay_run runs[2];
    make_run(&runs[0], (assay_verdict[]){P, F, P, S, P, P, P}, false);
    make_run(&runs[1], (assay_verdict[]){F, P, P, P, P, P, P}, false);
    const assay_run *both[] = {&runs[0], &runs[1]};
    runs[1].items[2].done = false;
    assay_fact_list facts;
    assert_int_equal(assay_fact_list_make(both, 2, &facts), ASSAY_OK);
    assert_int_equal(facts.count, 7);
    static const assay_told told[] = {ASSAY_TOLD_FAILS, ASSAY_TOLD_FAILS, ASSAY_TOLD_PASSES,
                                      ASSAY_TOLD_PASSES};
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(facts.items[i].told, told[i]);
    assert_string_equal(facts.items[0].name, "shop/lines:life-cycle.close");
    assert_ptr_equal(facts.items[0].finding, &runs[1].items[0].finding);
    assert_ptr_equal(facts.items[1].finding, &runs[0].items[1].finding);
    assay_fact_list_clear(&facts);
    assay_run_clear(&runs[0]);
    assay_run_clear(&runs[1]);
}

static void test_saved_failures_tell(void **state)
{
    (void)state;
    assay_run run;
    make_run(&run, (assay_verdict[]){P, P, P, P, P, P, P}, false);
    run.saved = calloc(2, sizeof(*run.saved));
    assert_non_null(run.saved);
    run.saved_count = 2;
    for (size_t i = 0; i < 2; i++) {
        run.saved[i] = (assay_run_item){.check = run.items[i].check, .done = true, .again = true};
        assert_int_equal(assay_finding_init(&run.saved[i].finding), ASSAY_OK);
        run.saved[i].finding.verdict = i == 0 ? ASSAY_FAIL : ASSAY_PASS;
    }
    expect_update(&run,
                  "{\"id\": \"life-cycle.close\", \"reason\": \"r\"},"
                  "{\"id\": \"split.parts\", \"reason\": \"r\"}",
                  "[{\"id\":\"life-cycle.close\",\"reason\":\"r\"}]",
                  "dropped split.parts: passes\n");
    assay_run_clear(&run);
}

static void test_two_entries_for_a_check(void **state)
{
    (void)state;
    assay_run run;
    assay_baseline from;
    assay_fact_list facts;
    assay_baseline_update update;
    assay_error error = ASSAY_ERROR_INIT;
    const assay_run *runs[] = {&run};
    make_run(&run, (assay_verdict[]){F, F, P, P, P, P, P}, false);
    make_baseline(&from, "{\"id\": \"split.*\", \"reason\": \"r\"},"
                         "{\"id\": \"shop/lines:split.parts\", \"reason\": \"s\"}");
    assert_int_equal(assay_fact_list_make(runs, 1, &facts), ASSAY_OK);
    assert_int_equal(
        assay_baseline_update_make(&from, &facts, &added, "2026-12-31", &update, &error),
        ASSAY_INVALID);
    assert_non_null(strstr(error.message, " are both about 'shop/lines:split.parts'"));
    assay_fact_list_clear(&facts);
    assay_baseline_clear(&from);
    assay_run_clear(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first_time),
        cmocka_unit_test(test_what_holds_stays),
        cmocka_unit_test(test_what_passes_goes),
        cmocka_unit_test(test_another_failure_is_a_new_one),
        cmocka_unit_test(test_what_nothing_is_told_of_stays),
        cmocka_unit_test(test_flaky),
        cmocka_unit_test(test_several_runs),
        cmocka_unit_test(test_saved_failures_tell),
        cmocka_unit_test(test_two_entries_for_a_check),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
