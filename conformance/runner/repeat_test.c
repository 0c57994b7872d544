#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "runner/repeat.h"
#include "runner/sample.h"
#include <stdlib.h>
#include <string.h>

#define P ASSAY_PASS
#define F ASSAY_FAIL
#define C ASSAY_CRASH
#define U ASSAY_UNPROVEN
#define S ASSAY_SKIPPED
#define E ASSAY_ERROR

/* One item that came to these verdicts, the i-th with trace "i". */
static void repeat(assay_run *run, const assay_verdict *verdicts, unsigned count)
{
    assay_run_settings settings = {.jobs = 1, .repeat = count};
    assay_run_init(run, &settings);
    run->items = calloc(1, sizeof(*run->items));
    assert_non_null(run->items);
    run->item_count = 1;
    run->items[0].check = &sample_checks[0];
    assert_int_equal(assay_finding_init(&run->items[0].finding), ASSAY_OK);
    for (unsigned i = 0; i < count; i++) {
        assay_finding finding;
        assert_int_equal(assay_finding_init(&finding), ASSAY_OK);
        finding.verdict = verdicts[i];
        finding.calls = finding.cases = 1;
        finding.microseconds = 10;
        assay_finding_text(&finding.trace, "%u", i);
        assay_finding_text(&finding.reason, "reason");
        assert_int_equal(assay_repeat_add(&run->items[0], &finding, NULL), ASSAY_OK);
        assert_null(finding.trace);
        assert_true(assay_repeat_complete(run, &run->items[0]) == (i + 1 == count));
    }
    assay_run_item_done(run, &run->items[0]);
}

static void expect(const assay_verdict verdicts[4], assay_state state, assay_verdict verdict,
                   const char *trace, const char *other)
{
    assay_run run;
    repeat(&run, verdicts, 4);
    const assay_run_item *item = &run.items[0];
    assert_int_equal(assay_run_item_state(&run, item), state);
    assert_int_equal(item->finding.verdict, verdict);
    assert_string_equal(item->finding.trace, trace);
    assert_string_equal(item->other != NULL ? item->other->trace : "", other);
    assert_int_equal(item->finding.microseconds, 40);
    assert_int_equal(item->finding.calls, 4);
    assert_int_equal(item->finding.cases, 4);
    for (int v = 0; v < ASSAY_VERDICTS; v++) {
        size_t count = 0;
        for (size_t i = 0; i < 4; i++)
            count += verdicts[i] == (assay_verdict)v;
        assert_int_equal(item->outcomes[v], count);
    }
    assay_run_clear(&run);
}

#define OUTCOMES(...) ((const assay_verdict[4]){__VA_ARGS__})

static void test_always_the_same(void **state)
{
    (void)state;
    expect(OUTCOMES(P, P, P, P), (assay_state)P, P, "", "");
    expect(OUTCOMES(F, F, F, F), (assay_state)F, F, "0", "");
    expect(OUTCOMES(U, U, U, U), (assay_state)U, U, "0", "");
    expect(OUTCOMES(S, S, S, S), (assay_state)S, S, "0", "");
}

static void test_flaky(void **state)
{
    (void)state;
    expect(OUTCOMES(P, P, F, F), ASSAY_STATE_FLAKY, F, "2", "0");
    expect(OUTCOMES(F, F, F, P), ASSAY_STATE_FLAKY, F, "0", "3");
    expect(OUTCOMES(F, C, P, C), ASSAY_STATE_FLAKY, F, "0", "1");
    expect(OUTCOMES(C, P, F, F), ASSAY_STATE_FLAKY, C, "0", "1");
    expect(OUTCOMES(U, P, ASSAY_TIMEOUT, P), ASSAY_STATE_FLAKY, ASSAY_TIMEOUT, "2", "1");
    expect(OUTCOMES(U, C, P, P), ASSAY_STATE_FLAKY, C, "1", "0");
}

/* Nobody is accused: what a run could not show another one did. */
static void test_not_flaky(void **state)
{
    (void)state;
    expect(OUTCOMES(P, U, P, S), (assay_state)P, P, "", "");
    expect(OUTCOMES(U, S, P, U), (assay_state)P, P, "", "");
    expect(OUTCOMES(S, U, U, S), (assay_state)U, U, "1", "");
}

static void test_an_error_stays_alone(void **state)
{
    (void)state;
    expect(OUTCOMES(P, F, E, F), (assay_state)E, E, "2", "");
    expect(OUTCOMES(E, P, F, P), (assay_state)E, E, "0", "");
    expect(OUTCOMES(P, P, P, E), (assay_state)E, E, "3", "");
}

/* A failure that is known always fails. */
static void test_flaky_is_not_known(void **state)
{
    (void)state;
    static const assay_known known = {"reason", "", "", ""};
    assay_run run;
    repeat(&run, OUTCOMES(F, F, P, F), 4);
    run.items[0].known = &known;
    assert_int_equal(assay_run_item_state(&run, &run.items[0]), ASSAY_STATE_FLAKY);
    assert_true(assay_run_item_against(&run, &run.items[0]));
    assay_run_clear(&run);
    repeat(&run, OUTCOMES(F, F, F, F), 4);
    run.items[0].known = &known;
    assert_int_equal(assay_run_item_state(&run, &run.items[0]), ASSAY_STATE_KNOWN);
    assay_run_clear(&run);
}

static void test_once(void **state)
{
    (void)state;
    for (unsigned times = 0; times < 2; times++) {
        assay_run run;
        assay_run_settings settings = {.jobs = 1, .repeat = times};
        assay_run_init(&run, &settings);
        assert_int_equal(assay_repeat_times(&run), 1);
        assay_run_clear(&run);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_always_the_same),    cmocka_unit_test(test_flaky),
        cmocka_unit_test(test_not_flaky),          cmocka_unit_test(test_an_error_stays_alone),
        cmocka_unit_test(test_flaky_is_not_known), cmocka_unit_test(test_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
