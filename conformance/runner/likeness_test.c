#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "runner/likeness.h"

static bool fails(char *a, char *b)
{
    assay_finding one = {.verdict = ASSAY_FAIL, .expected = a, .reason = "x"};
    assay_finding two = {.verdict = ASSAY_FAIL, .expected = b, .reason = "y"};
    return assay_finding_alike(&one, &two);
}

static bool crashes(char *a, char *b)
{
    assay_finding one = {.verdict = ASSAY_CRASH, .reason = a, .expected = "x"};
    assay_finding two = {.verdict = ASSAY_CRASH, .reason = b, .expected = "y"};
    return assay_finding_alike(&one, &two);
}

static void test_numbers_do_not_count(void **state)
{
    (void)state;
    assert_true(fails("", ""));
    assert_true(fails("split at 0.5 with 3 records: all", "split at 1e-09 with 17 records: all"));
    assert_true(fails("END after -1", "END after 12"));
    assert_true(fails("records of 'lines-10', 10 in all", "records of 'lines-3 of 10', 3 of all"));
    assert_true(fails("from position 00000000000000ff on", "from position 0000000000000001 on"));
}

static void test_what_is_said_counts(void **state)
{
    (void)state;
    assert_false(fails("END", "ENDED"));
    assert_false(fails("END", ""));
    assert_false(fails("split at 0.5: all", "split at 0.5: none"));
    assert_true(crashes("ended by signal 11 (Segmentation fault) in reader 3: advance",
                        "ended by signal 11 (Segmentation fault) in reader 17: advance"));
    assert_false(crashes("ended by signal 11 (Segmentation fault) in reader 3: advance",
                         "ended by signal 11 (Segmentation fault) in reader 3: start"));
    assert_false(crashes("ended by signal 11 (Segmentation fault)", "ended by signal 6 (Aborted)"));
}

static void test_verdicts_count(void **state)
{
    assay_finding fail = {.verdict = ASSAY_FAIL, .expected = "x", .reason = "x"};
    assay_finding crash = {.verdict = ASSAY_CRASH, .expected = "x", .reason = "x"};
    (void)state;
    assert_false(assay_finding_alike(&fail, &crash));
    assert_true(assay_finding_alike(&crash, &crash));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers_do_not_count),
        cmocka_unit_test(test_what_is_said_counts),
        cmocka_unit_test(test_verdicts_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
