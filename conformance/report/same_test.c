#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "report/same.h"

static assay_run_item item_of(assay_verdict verdict, char *observed, char *reason, char *stack)
{
    assay_run_item item = {.scenario = 0};
    item.finding.verdict = verdict;
    item.finding.observed = observed;
    item.finding.reason = reason;
    item.finding.stack = stack;
    return item;
}

static void test_failures(void **state)
{
    (void)state;
    assay_run_item a = item_of(ASSAY_FAIL, "lost: 1", "", ""), b = a;
    assert_true(assay_item_same(&a, &b));
    b.finding.observed = "lost: 2";
    assert_false(assay_item_same(&a, &b));
    b.finding.observed = "lost: 1; before that: unexpected: 1 ('x')";
    assert_true(assay_item_same(&a, &b));
    b.finding.observed = "lost: 12; before that: unexpected: 1 ('x')";
    assert_false(assay_item_same(&a, &b));
    b = a;
    b.scenario = 1;
    assert_false(assay_item_same(&a, &b));
    b = a;
    b.finding.verdict = ASSAY_ERROR;
    assert_false(assay_item_same(&a, &b));
    b = a;
    b.finding.reason = "gone";
    assert_false(assay_item_same(&a, &b));
}

static void test_nothing_said_is_nothing_alike(void **state)
{
    (void)state;
    assay_run_item a = item_of(ASSAY_FAIL, "", "", "");
    assert_false(assay_item_same(&a, &a));
}

static void test_crashes(void **state)
{
    (void)state;
    assay_run_item a = item_of(ASSAY_CRASH, "", "SIGSEGV in start", "f at a.c:1\nstart at a.c:9");
    assay_run_item b = item_of(ASSAY_CRASH, "", "SIGSEGV in advance", "f at a.c:1\nadvance at b.c");
    assert_true(assay_item_same(&a, &b));
    b.finding.stack = "f at a.c:12\nstart at a.c:9";
    b.finding.reason = a.finding.reason;
    assert_false(assay_item_same(&a, &b));
    a.finding.stack = b.finding.stack = "(cannot attach)";
    assert_true(assay_item_same(&a, &b));
    b.finding.reason = "SIGSEGV in advance";
    assert_false(assay_item_same(&a, &b));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_failures),
        cmocka_unit_test(test_nothing_said_is_nothing_alike),
        cmocka_unit_test(test_crashes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
