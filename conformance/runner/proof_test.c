#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "runner/proof.h"
#include "runner/sample.h"
#include <string.h>

/* A clean scenario and a mutant of two; two checks over each. The mutant must fail check 1. */
enum { PARTS = 1, CLOSE = 0, ITEMS = 6 };

typedef struct world {
    assay_run run;
    assay_run_item items[ITEMS];
    assay_proof proof;
    assay_mutant mutant;
    assay_selection selection;
    assay_self_proof self;
    assay_check_table table;
} world;

static void build(world *w)
{
    static char name[] = "m", check[] = "split.parts";
    memset(w, 0, sizeof(*w));
    for (size_t i = 0; i < ITEMS; i++)
        w->items[i] =
            (assay_run_item){.check = &sample_checks[i % 2], .scenario = i / 2, .done = true};
    w->items[3].finding.verdict = ASSAY_FAIL;
    w->run.settings.tier = ASSAY_STANDARD;
    w->run.items = w->items;
    w->run.item_count = w->run.done = ITEMS;
    w->run.scenario_count = 3;
    w->proof = (assay_proof){.name = name, .check = check, .verdict = ASSAY_FAIL};
    w->mutant = (assay_mutant){&w->proof, 1, 2};
    w->self = (assay_self_proof){&w->run, 1, 1, &w->mutant, &w->selection};
    w->table = (assay_check_table){&sample_checks[PARTS], 1};
}

static void expect(world *w, assay_mutant_state mutant, assay_check_state check, int code)
{
    assert_int_equal(assay_mutant_judge(&w->self, &w->mutant), mutant);
    assert_int_equal(assay_check_judge(&w->self, &sample_checks[PARTS]), check);
    assert_int_equal(assay_proof_exit_code(&w->self, &w->table, 1), code);
}

static void test_proven_in_one_scenario(void **state)
{
    (void)state;
    world w;
    build(&w);
    expect(&w, ASSAY_MUTANT_PROVEN, ASSAY_CHECK_PROVEN, 0);
}

static void test_not_caught(void **state)
{
    (void)state;
    world w;
    build(&w);
    w.items[3].finding.verdict = ASSAY_PASS;
    expect(&w, ASSAY_MUTANT_NOT_CAUGHT, ASSAY_CHECK_NO_MUTANT, 1);
    w.items[3].finding.verdict = ASSAY_CRASH; /* not what the proof says */
    expect(&w, ASSAY_MUTANT_NOT_CAUGHT, ASSAY_CHECK_NO_MUTANT, 1);
}

static void test_others_must_not_complain(void **state)
{
    (void)state;
    static const assay_verdict against[] = {ASSAY_FAIL, ASSAY_CRASH, ASSAY_TIMEOUT};
    char family[] = "life-cycle", near[] = "life";
    char *families[] = {near, family};
    for (size_t i = 0; i < 3; i++) {
        world w;
        build(&w);
        w.items[4].finding.verdict = against[i];
        expect(&w, ASSAY_MUTANT_DISTURBS, ASSAY_CHECK_NO_MUTANT, 1);
        w.proof.may_fail = families;
        w.proof.may_fail_count = 1;
        expect(&w, ASSAY_MUTANT_DISTURBS, ASSAY_CHECK_NO_MUTANT, 1);
        w.proof.may_fail_count = 2;
        expect(&w, ASSAY_MUTANT_PROVEN, ASSAY_CHECK_PROVEN, 0);
    }
}

static void test_others_may_be_unproven_or_skipped(void **state)
{
    (void)state;
    world w;
    build(&w);
    w.items[2].finding.verdict = ASSAY_UNPROVEN;
    w.items[4].finding.verdict = ASSAY_SKIPPED;
    expect(&w, ASSAY_MUTANT_PROVEN, ASSAY_CHECK_PROVEN, 0);
}

static void test_error_is_never_fine(void **state)
{
    (void)state;
    char family[] = "life-cycle";
    char *families[] = {family};
    world w;
    build(&w);
    w.proof.may_fail = families;
    w.proof.may_fail_count = 1;
    w.items[4].finding.verdict = ASSAY_ERROR;
    w.run.totals[ASSAY_ERROR] = 1;
    expect(&w, ASSAY_MUTANT_DISTURBS, ASSAY_CHECK_NO_MUTANT, 3);
    build(&w);
    w.run.done--;
    assert_int_equal(assay_proof_exit_code(&w.self, &w.table, 1), 3);
}

static void test_never_exercised(void **state)
{
    (void)state;
    static const assay_verdict no_pass[] = {ASSAY_SKIPPED, ASSAY_UNPROVEN};
    for (size_t i = 0; i < 2; i++) {
        world w;
        build(&w);
        w.items[1].finding.verdict = no_pass[i];
        expect(&w, ASSAY_MUTANT_PROVEN, ASSAY_CHECK_NEVER_EXERCISED, 1);
    }
}

static void test_false_alarm(void **state)
{
    (void)state;
    world w;
    build(&w);
    w.items[0].finding.verdict = ASSAY_FAIL;
    assert_true(assay_proof_alarm(&w.self, &w.items[0]));
    assert_false(assay_proof_alarm(&w.self, &w.items[1]));
    assert_false(assay_proof_alarm(&w.self, &w.items[3]));
    expect(&w, ASSAY_MUTANT_PROVEN, ASSAY_CHECK_PROVEN, 1);
}

static void test_not_asked(void **state)
{
    (void)state;
    const char *pattern = "life-cycle.*";
    world w;
    build(&w);
    for (size_t i = 1; i < ITEMS; i += 2)
        w.items[i].check = &sample_checks[CLOSE];
    w.items[3].finding.verdict = ASSAY_PASS;
    expect(&w, ASSAY_MUTANT_NOT_CAUGHT, ASSAY_CHECK_NEVER_EXERCISED, 1);
    w.selection = (assay_selection){.patterns = &pattern, .count = 1};
    expect(&w, ASSAY_MUTANT_NOT_ASKED, ASSAY_CHECK_NOT_ASKED, 0);
}

static void test_greater_tier_is_not_asked(void **state)
{
    (void)state;
    world w;
    build(&w);
    assert_int_equal(assay_check_judge(&w.self, &sample_checks[4]), ASSAY_CHECK_NOT_ASKED);
    w.run.settings.tier = ASSAY_EXHAUSTIVE;
    assert_int_equal(assay_check_judge(&w.self, &sample_checks[4]), ASSAY_CHECK_NEVER_EXERCISED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_proven_in_one_scenario),
        cmocka_unit_test(test_not_caught),
        cmocka_unit_test(test_others_must_not_complain),
        cmocka_unit_test(test_others_may_be_unproven_or_skipped),
        cmocka_unit_test(test_error_is_never_fine),
        cmocka_unit_test(test_never_exercised),
        cmocka_unit_test(test_false_alarm),
        cmocka_unit_test(test_not_asked),
        cmocka_unit_test(test_greater_tier_is_not_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
