#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "report/outcome.h"
#include "report/text.h"
#include "report/sample.h"
#include <signal.h>
#include <stdlib.h>
#include <string.h>

static char *render_all(const assay_run *run, bool colour, bool verbose)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    assert_non_null(to);
    assay_text_head(to, run);
    assay_text_summary(to, run, colour, verbose);
    assert_int_equal(fclose(to), 0);
    assert_int_equal(strlen(text), size);
    return text;
}

static char *render(const assay_run *run, bool colour)
{
    return render_all(run, colour, false);
}

static void test_every_verdict(void **state)
{
    (void)state;
    assay_run run;
    sample_run(&run, "start -> record 0\nsplit 1.0 -> REFUSED\nadvance -> END\n");
    run.scenarios[0].look.offered |= ASSAY_CAN_PROGRESS | ASSAY_CAN_POSITION;
    char *text = render(&run, false);
    sample_expect("run.txt", text);
    free(text);
    assay_run_clear(&run);
}

static void test_every_state(void **state)
{
    (void)state;
    assay_run run;
    sample_states(&run, "x");
    run.cut = true;
    char *text = render(&run, false);
    sample_expect("states.txt", text);
    free(text);
    assay_run_clear(&run);
}

static void test_ended_early(void **state)
{
    (void)state;
    assay_run run;
    sample_states(&run, "x");
    run.ended_by = SIGINT;
    char *text = render(&run, false);
    assert_non_null(strstr(text, "\nthe run was ended early by SIGINT\n"));
    assert_string_equal(assay_outcome_word(&run), "not finished");
    free(text);
    assay_run_clear(&run);
}

static void test_how_to_run_it_again(void **state)
{
    (void)state;
    assay_run run;
    sample_run(&run, "");
    assay_scenario odd = sample_lines;
    odd.name = "it's";
    run.scenarios[0].scenario = &odd;
    run.scenarios[0].manifest = "a b.json";
    run.settings.tier = ASSAY_SMOKE;
    run.settings.records = 17;
    run.settings.timeout_ms = 5000;
    char *text = render(&run, false);
    assert_non_null(strstr(text, "assay run 'a b.json' --filter 'shop/it'\\''s:split.parts' --seed "
                                 "0x7c1f9a --tier smoke --records 17 --timeout 5\n"));
    free(text);
    assay_run_clear(&run);
}

static void test_look_that_failed(void **state)
{
    (void)state;
    assay_run run;
    sample_run(&run, "");
    run.scenarios[0].look.finding.verdict = ASSAY_CRASH;
    assay_finding_text(&run.scenarios[0].look.finding.reason, "SIGSEGV");
    char *text = render(&run, false);
    assert_non_null(strstr(text, "the first look at the library ended in crash: SIGSEGV\n"));
    free(text);
    assay_run_clear(&run);
}

static void test_colour_only_when_asked(void **state)
{
    (void)state;
    assay_run run;
    sample_run(&run, "x");
    char *text = render(&run, true);
    assert_non_null(strstr(text, "\x1b[1;31mFAIL\x1b[0m"));
    free(text);
    text = render(&run, false);
    assert_null(strchr(text, '\x1b'));
    free(text);
    assay_run_clear(&run);
}

static void test_hostile(void **state)
{
    (void)state;
    assay_run run;
    char *hostile = sample_hostile_text();
    sample_run(&run, hostile);
    assay_scenario scenario = sample_lines;
    scenario.connector = scenario.name = scenario.library = hostile;
    run.scenarios[0].scenario = &scenario;
    run.scenarios[0].manifest = hostile;
    free(run.scenarios[0].look.version);
    run.scenarios[0].look.version = strdup(hostile);
    char *text = render(&run, false);
    for (const char *at = text; *at != '\0'; at++)
        assert_true((*at >= 0x20 && *at < 0x7f) || *at == '\n');
    free(text);
    free(hostile);
    assay_run_clear(&run);
}

static void test_unfinished(void **state)
{
    (void)state;
    assay_run run;
    sample_run(&run, "x");
    run.items[1].done = false;
    run.done--;
    run.totals[ASSAY_FAIL]--;
    char *text = render(&run, false);
    assert_non_null(strstr(text, ", 1 not run in 3.1 s\n"));
    assert_null(strstr(text, "FAIL  "));
    free(text);
    assay_run_clear(&run);
}

static void test_same_failures_are_one(void **state)
{
    (void)state;
    assay_run run;
    sample_run(&run, "x");
    run.items[3].finding.verdict = ASSAY_FAIL; /* as items[1] */
    run.items[3].file = strdup("failures/a.json");
    char *text = render(&run, false);
    const char *same = strstr(text, "  the same  shop/lines:size.about  failures/a.json\n");
    const char *crash = strstr(text, "\nCRASH  ");
    assert_true(same != NULL && crash != NULL && same < crash);
    assert_null(strstr(text, "FAIL  shop/lines:size.about"));
    free(text);
    text = render_all(&run, false, true);
    assert_null(strstr(text, "the same"));
    assert_non_null(strstr(text, "FAIL  shop/lines:size.about"));
    free(text);
    assay_run_clear(&run);
}

static void test_path_of_own_data(void **state)
{
    (void)state;
    assay_run run;
    assay_dataset own = {.name = "existing-5", .path = "/data/orders.csv", .existing = 1};
    assay_scenario over = sample_lines;
    over.datasets = &own;
    over.dataset_count = 1;
    sample_run(&run, "existing-5");
    run.scenarios[0].scenario = &over;
    char *text = render(&run, false);
    assert_non_null(strstr(text, "  data      existing-5 in /data/orders.csv\n"));
    free(text);
    own.existing = 0;
    text = render(&run, false);
    assert_null(strstr(text, "/data/orders.csv"));
    free(text);
    assay_run_clear(&run);
}

static void test_what_is_not_declared_is_one_line(void **state)
{
    (void)state;
    assay_run run;
    sample_run(&run, "x");
    for (size_t i = 3; i < 7; i++) {
        run.items[i].finding.verdict = ASSAY_SKIPPED;
        assay_finding_text(&run.items[i].finding.reason, "ability '%s' is not declared",
                           i < 5 ? "size" : "counts");
    }
    char *text = render(&run, false);
    assert_non_null(strstr(text, "  not declared         size progress (counts)\n"));
    assert_null(strstr(text, "  size  "));
    free(text);
    assay_finding_text(&run.items[3].finding.reason, "another reason");
    text = render(&run, false);
    assert_non_null(strstr(text, "  size                   2 skipped\n"));
    free(text);
    assay_run_clear(&run);
}

static void test_limits_of_passes_are_said_once(void **state)
{
    (void)state;
    assay_run run;
    sample_run(&run, "x");
    char *text = render(&run, false);
    assert_null(strstr(text, "LIMIT"));
    free(text);
    for (size_t i = 0; i < 3; i++) {
        run.items[i].finding.verdict = ASSAY_PASS;
        assay_finding_text(&run.items[i].finding.reason, "not all orders");
    }
    text = render(&run, false);
    const char *first = strstr(text, "LIMIT     shop/lines:");
    assert_non_null(first);
    assert_non_null(strstr(first, ", and 2 more\n          not all orders\n"));
    assert_null(strstr(first + 1, "LIMIT"));
    free(text);
    assay_run_clear(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_verdict),
        cmocka_unit_test(test_every_state),
        cmocka_unit_test(test_ended_early),
        cmocka_unit_test(test_how_to_run_it_again),
        cmocka_unit_test(test_look_that_failed),
        cmocka_unit_test(test_colour_only_when_asked),
        cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_unfinished),
        cmocka_unit_test(test_same_failures_are_one),
        cmocka_unit_test(test_path_of_own_data),
        cmocka_unit_test(test_what_is_not_declared_is_one_line),
        cmocka_unit_test(test_limits_of_passes_are_said_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
