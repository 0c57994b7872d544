#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "runner/baseline.h"
#include "runner/plan.h"
#include "runner/sample.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char path[64];
static assay_baseline baseline;
static assay_error error;

static int make_path(void **state)
{
    (void)state;
    strcpy(path, "/tmp/assay-baseline-XXXXXX");
    int fd = mkstemp(path);
    return fd < 0 || close(fd) != 0;
}

static int remove_path(void **state)
{
    (void)state;
    return unlink(path);
}

static assay_status read_text(const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    error = (assay_error)ASSAY_ERROR_INIT;
    return assay_baseline_read(path, &baseline, &error);
}

/* Entries of a file, a line each, from line 2 on. */
static void read_entries(const char *entries)
{
    char text[4096];
    snprintf(text, sizeof(text), "{\"assay-baseline\": 1, \"known\": [\n%s]}\n", entries);
    if (read_text(text) != ASSAY_OK)
        fail_msg("%s", error.message);
}

/* Without the path before it. */
static void expect_message(const char *message)
{
    assert_memory_equal(error.message, path, strlen(path));
    assert_string_equal(error.message + strlen(path), message);
}

static void refuse(const char *text, const char *message)
{
    assert_int_equal(read_text(text), ASSAY_INVALID);
    expect_message(message);
    assert_null(baseline.entries);
}

#define HEAD "{\"assay-baseline\": 1, \"known\": [\n"

static void test_reads(void **state)
{
    (void)state;
    read_entries("{\"id\": \"split.*\", \"reason\": \"r\"},\n"
                 "{\"id\": \"shop/lines:size.about\", \"reason\": \"s\", \"link\": \"https://x/1\","
                 " \"expires\": \"2026-12-31\", \"message\": \"lost\"}");
    assert_int_equal(baseline.count, 2);
    assert_string_equal(baseline.entries[0].id, "split.*");
    assert_string_equal(baseline.entries[0].known.reason, "r");
    assert_string_equal(baseline.entries[0].known.link, "");
    assert_string_equal(baseline.entries[0].known.expires, "");
    assert_string_equal(baseline.entries[0].known.message, "");
    assert_int_equal(baseline.entries[0].line, 2);
    assert_string_equal(baseline.entries[1].known.link, "https://x/1");
    assert_string_equal(baseline.entries[1].known.expires, "2026-12-31");
    assert_string_equal(baseline.entries[1].known.message, "lost");
    assert_int_equal(baseline.entries[1].line, 3);
    assay_baseline_clear(&baseline);
    read_entries("");
    assert_int_equal(baseline.count, 0);
    assay_baseline_clear(&baseline);
}

static void test_refused(void **state)
{
    (void)state;
    refuse("", ": is empty, expected a baseline");
    refuse("{", ":1: string or '}' expected near end of file, expected JSON");
    refuse("[]", ":1: is a list, expected an object");
    refuse("{}", ":1: assay-baseline: is missing, expected this key");
    refuse("{\"assay-baseline\": 2, \"known\": []}", ":1: assay-baseline: is 2, expected 1");
    refuse("{\"assay-baseline\": 1}", ":1: known: is missing, expected this key");
    refuse("{\"assay-baseline\": 1, \"known\": {}}", ":1: known: is an object, expected a list");
    refuse("{\"assay-baseline\": 1, \"known\": [], \"know\": []}",
           ":1: know: unknown key, expected one of: assay-baseline, known");
    refuse(HEAD "{\"reason\": \"r\"}]}", ":2: known[0].id: is missing, expected this key");
    refuse(HEAD "{\"id\": \"\", \"reason\": \"r\"}]}",
           ":2: known[0].id: is empty, expected a text");
    refuse(HEAD "{\"id\": \"a\"}]}", ":2: known[0].reason: is missing, expected this key");
    refuse(HEAD "{\"id\": \"a\", \"reason\": \"\"}]}",
           ":2: known[0].reason: is empty, expected a text");
    refuse(HEAD "{\"id\": \"a\",\n\"reason\": \" \\n\"}]}",
           ":3: known[0].reason: is blank, expected why the check fails");
    refuse(HEAD "{\"id\": \"a\", \"reason\": \"r\", \"why\": 1}]}",
           ":2: known[0].why: unknown key, expected one of: id, reason, link, expires, message");
    refuse(HEAD "{\"id\": \"a\", \"reason\": \"r\", \"link\": \"ticket 7\"}]}",
           ":2: known[0].link: is no link, expected https://...");
    refuse(HEAD "{\"id\": \"a\", \"reason\": \"r\"},\n"
                "{\"id\": \"b\", \"reason\": \"r\",\n\"expires\": \"2026-02-30\"}]}",
           ":4: known[1].expires: is no day, expected one like 2026-12-31");
    refuse(HEAD "{\"id\": \"a\", \"reason\": \"r\", \"message\": 7}]}",
           ":2: known[0].message: is a number, expected a text");
    refuse(HEAD "{\"id\": \"a\", \"reason\": \"r\"},\n{\"id\": \"b\", \"reason\": \"r\"},\n"
                "{\"id\": \"a\", \"reason\": \"r\"}]}",
           ":4: known[2].id: 'a' is also on line 2, expected it once");
}

static void test_cannot_be_read(void **state)
{
    (void)state;
    error = (assay_error)ASSAY_ERROR_INIT;
    assert_int_equal(assay_baseline_read("/nonexistent/b", &baseline, &error), ASSAY_INVALID);
    assert_string_equal(error.message, "/nonexistent/b: cannot open: No such file or directory");
    error = (assay_error)ASSAY_ERROR_INIT;
    assert_int_equal(assay_baseline_read("/", &baseline, &error), ASSAY_INVALID);
    assert_string_equal(error.message, "/: cannot read: Is a directory");
}

/* A run of shop/lines and store/lines, which have the same checks. */
static assay_scenario store;

static void start(assay_run *run)
{
    assay_run_settings settings = {.jobs = 1, .tier = ASSAY_STANDARD};
    store = sample_lines;
    store.connector = "store";
    assay_run_init(run, &settings);
    run->started = 1798675200; /* 2026-12-31 */
    assert_non_null(assay_run_add_scenario(run, "m", &sample_lines));
    assert_non_null(assay_run_add_scenario(run, "n", &store));
}

static void start_planned(assay_run *run, const char *filter)
{
    assay_selection selection = {.patterns = &filter, .count = filter != NULL};
    start(run);
    sample_look(&run->scenarios[0]);
    sample_look(&run->scenarios[1]);
    assert_int_equal(assay_plan_make(run, sample_tables, 1, &selection, NULL), ASSAY_OK);
}

static assay_run_item *item_of(assay_run *run, const char *connector, const char *check)
{
    for (size_t i = 0; i < run->item_count; i++)
        if (strcmp(run->items[i].check->id, check) == 0 &&
            strcmp(run->scenarios[run->items[i].scenario].scenario->connector, connector) == 0)
            return &run->items[i];
    fail_msg("no item '%s'", check);
    return NULL;
}

static void finish(assay_run *run, const char *connector, const char *check, assay_verdict verdict,
                   const char *observed)
{
    assay_run_item *item = item_of(run, connector, check);
    item->finding.verdict = verdict;
    assay_finding_text(&item->finding.observed, "%s", observed);
    assay_run_item_done(run, item);
}

static void refuse_over(const char *entries, const char *message)
{
    assay_run run;
    start(&run);
    read_entries(entries);
    error = (assay_error)ASSAY_ERROR_INIT;
    assert_int_equal(assay_baseline_verify(&baseline, &run, sample_tables, 1, &error),
                     message == NULL ? ASSAY_OK : ASSAY_INVALID);
    if (message != NULL)
        expect_message(message);
    assay_baseline_clear(&baseline);
    assay_run_clear(&run);
}

static void test_one_entry_for_a_check(void **state)
{
    (void)state;
    refuse_over("{\"id\": \"split.*\", \"reason\": \"r\"}, {\"id\": \"size.*\", \"reason\": \"r\"}",
                NULL);
    refuse_over("{\"id\": \"split.*\", \"reason\": \"r\"},\n"
                "{\"id\": \"shop/lines:split.parts\", \"reason\": \"s\"}",
                ":3: 'shop/lines:split.parts' and 'split.*' on line 2 are both about "
                "'shop/lines:split.parts', expected one entry");
    refuse_over("{\"id\": \"lines:size.about\", \"reason\": \"r\"}",
                ":2: 'lines:size.about' means checks of 'shop' and of 'store'; did you mean "
                "'shop/lines:size.about'?");
}

static void test_what_is_known(void **state)
{
    (void)state;
    assay_run run;
    start_planned(&run, NULL);
    read_entries("{\"id\": \"shop/*:split.*\", \"reason\": \"r\", \"expires\": \"2026-12-31\"},\n"
                 "{\"id\": \"size.about\", \"reason\": \"r\", \"expires\": \"2026-12-30\"}");
    assert_int_equal(assay_baseline_apply(&baseline, &run, &error), ASSAY_OK);
    assert_ptr_equal(item_of(&run, "shop", "split.parts")->known, &baseline.entries[0].known);
    assert_null(item_of(&run, "store", "split.parts")->known);
    assert_null(item_of(&run, "shop", "size.about")->known); /* has expired */
    finish(&run, "shop", "split.parts", ASSAY_FAIL, "x");
    assert_int_equal(run.totals[ASSAY_STATE_KNOWN], 1);
    assert_int_equal(run.totals[ASSAY_FAIL], 0);
    assay_run_clear(&run);
    assay_baseline_clear(&baseline);
}

/* The one problem that the entry in line 2 gives; NULL: none. */
static void expect_problem(const assay_run *run, const char *id, const char *text)
{
    char where[256];
    assert_int_equal(run->problem_count, text == NULL ? 0 : 1);
    if (text == NULL)
        return;
    snprintf(where, sizeof(where), "%s:2: %s", path, id);
    assert_string_equal(run->problems[0].where, where);
    assert_string_equal(run->problems[0].text, text);
}

/* Of a run in which split.parts of both connectors have these verdicts, and the others are skipped
 * or not done. */
static void judge(assay_run *run, const char *entry, assay_verdict shop, assay_verdict in_store)
{
    start_planned(run, NULL);
    read_entries(entry);
    assert_int_equal(assay_baseline_verify(&baseline, run, sample_tables, 1, &error), ASSAY_OK);
    assert_int_equal(assay_baseline_apply(&baseline, run, &error), ASSAY_OK);
    finish(run, "shop", "split.parts", shop, "lost 3");
    finish(run, "store", "split.parts", in_store, "lost 4");
    assert_int_equal(assay_baseline_judge(&baseline, run, sample_tables, 1, &error), ASSAY_OK);
}

static void expect_judged(const char *id, const char *more, assay_verdict shop,
                          assay_verdict in_store, const char *text)
{
    char entry[512];
    assay_run run;
    snprintf(entry, sizeof(entry), "{\"id\": \"%s\", \"reason\": \"r\"%s}", id, more);
    judge(&run, entry, shop, in_store);
    expect_problem(&run, id, text);
    assay_run_clear(&run);
    assay_baseline_clear(&baseline);
}

static void test_what_is_not_so(void **state)
{
    (void)state;
    const char *one = "shop/lines:split.parts";
    const char *passes = "shop/lines:split.parts passes: take it out, or let 'assay baseline "
                         "update' do so";
    expect_judged(one, "", ASSAY_FAIL, ASSAY_PASS, NULL);
    expect_judged(one, "", ASSAY_CRASH, ASSAY_PASS, NULL);
    expect_judged(one, "", ASSAY_PASS, ASSAY_FAIL, passes);
    expect_judged(one, "", ASSAY_UNPROVEN, ASSAY_PASS, NULL);
    expect_judged(one, "", ASSAY_SKIPPED, ASSAY_PASS, NULL);
    expect_judged(one, "", ASSAY_ERROR, ASSAY_PASS, NULL);
    expect_judged("split.parts", "", ASSAY_FAIL, ASSAY_TIMEOUT, NULL);
    expect_judged("*/lines:split.*", "", ASSAY_PASS, ASSAY_FAIL, passes);
    expect_judged(one, ", \"message\": \"lost\"", ASSAY_FAIL, ASSAY_PASS, NULL);
    expect_judged(one, ", \"message\": \"lost 5\"", ASSAY_FAIL, ASSAY_PASS,
                  "shop/lines:split.parts fails, but not with the message 'lost 5': another "
                  "failure");
    expect_judged(one, ", \"expires\": \"2026-12-31\"", ASSAY_FAIL, ASSAY_PASS, NULL);
    expect_judged(one, ", \"expires\": \"2026-12-30\"", ASSAY_FAIL, ASSAY_PASS,
                  "has expired on 2026-12-30, its failures count again: mend the connector, or "
                  "give a later day");
    /* Of which nothing is done. */
    expect_judged("life-cycle.close", "", ASSAY_PASS, ASSAY_PASS, NULL);
}

static void test_matches_nothing(void **state)
{
    (void)state;
    const char *nothing = "matches no check of the manifests of this run: mend it or take it out";
    expect_judged("shop/out:split.parts", "", ASSAY_PASS, ASSAY_PASS, nothing);
    expect_judged("sink.once", "", ASSAY_PASS, ASSAY_PASS, nothing);
    expect_judged("shop/nowhere:*", "", ASSAY_PASS, ASSAY_PASS, nothing);
    expect_judged("shop/lines:split.pats", "", ASSAY_PASS, ASSAY_PASS,
                  "no check is called 'split.pats', see 'assay list': mend it or take it out");
    expect_judged("splat.*", "", ASSAY_PASS, ASSAY_PASS,
                  "no check is called 'splat.*', see 'assay list': mend it or take it out");
}

static void test_what_was_not_selected_is_not_judged(void **state)
{
    (void)state;
    assay_run run;
    start_planned(&run, "size.about");
    read_entries("{\"id\": \"split.parts\", \"reason\": \"r\"}");
    assert_int_equal(assay_baseline_apply(&baseline, &run, &error), ASSAY_OK);
    finish(&run, "shop", "size.about", ASSAY_PASS, "");
    assert_int_equal(assay_baseline_judge(&baseline, &run, sample_tables, 1, &error), ASSAY_OK);
    expect_problem(&run, "", NULL);
    assay_run_clear(&run);
    assay_baseline_clear(&baseline);
}

static void add_saved(assay_run *run, assay_verdict verdict)
{
    const assay_run_item *of = item_of(run, "shop", "split.parts");
    run->saved = calloc(1, sizeof(*run->saved));
    assert_non_null(run->saved);
    run->saved_count = 1;
    run->saved[0] = (assay_run_item){.check = of->check,
                                     .scenario = of->scenario,
                                     .known = of->known,
                                     .done = true,
                                     .again = true};
    assert_int_equal(assay_finding_init(&run->saved[0].finding), ASSAY_OK);
    run->saved[0].finding.verdict = verdict;
}

/* Over the few data of this run it passes; over that which was saved it does not. */
static void test_a_saved_failure_holds_an_entry(void **state)
{
    (void)state;
    for (int fails = 0; fails < 2; fails++) {
        assay_run run;
        start_planned(&run, NULL);
        read_entries("{\"id\": \"shop/lines:split.parts\", \"reason\": \"r\"}");
        assert_int_equal(assay_baseline_apply(&baseline, &run, &error), ASSAY_OK);
        add_saved(&run, fails ? ASSAY_FAIL : ASSAY_PASS);
        finish(&run, "shop", "split.parts", ASSAY_PASS, "");
        assert_int_equal(assay_baseline_judge(&baseline, &run, sample_tables, 1, &error), ASSAY_OK);
        assert_int_equal(run.problem_count, fails ? 0 : 1);
        assay_run_clear(&run);
        assay_baseline_clear(&baseline);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_reads, make_path, remove_path),
        cmocka_unit_test_setup_teardown(test_refused, make_path, remove_path),
        cmocka_unit_test_setup_teardown(test_cannot_be_read, make_path, remove_path),
        cmocka_unit_test_setup_teardown(test_one_entry_for_a_check, make_path, remove_path),
        cmocka_unit_test_setup_teardown(test_what_is_known, make_path, remove_path),
        cmocka_unit_test_setup_teardown(test_what_is_not_so, make_path, remove_path),
        cmocka_unit_test_setup_teardown(test_matches_nothing, make_path, remove_path),
        cmocka_unit_test_setup_teardown(test_what_was_not_selected_is_not_judged, make_path,
                                        remove_path),
        cmocka_unit_test_setup_teardown(test_a_saved_failure_holds_an_entry, make_path,
                                        remove_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
