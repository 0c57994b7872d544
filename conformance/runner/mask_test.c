#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "runner/mask.h"
#include <stdlib.h>
#include <string.h>

static char *const secrets[] = {"hunter", "hunter2", "", "ab", "x", "\xff\xfe\x01"};

static void expect(const char *text, const char *masked)
{
    char room[64];
    strcpy(room, text);
    assay_mask_text(room, secrets, sizeof(secrets) / sizeof(secrets[0]));
    assert_string_equal(room, masked);
}

static void test_every_occurrence(void **state)
{
    (void)state;
    expect("", "");
    expect("nothing", "nothing");
    expect("hunter", "***");
    expect("hunter2hunter2", "******");
    expect("a hunter, hunter23 and hunte", "a ***, ***3 and hunte");
    expect("the end: hunter2", "the end: ***");
    expect("cab x aab", "c** * a**");
    expect("1\xff\xfe\x01"
           "2",
           "1***2");
}

static void test_as_a_trace_prints_it(void **state)
{
    char *const odd[] = {"a\\b\xc3\xa9"};
    char text[] = "'xa\\\\b\\xc3\\xa9y' a\\\\b\\xc3";
    (void)state;
    assay_mask_text(text, odd, 1);
    assert_string_equal(text, "'x***y' a\\\\b\\xc3");
}

static void test_message_cut_off(void **state)
{
    char text[] = "it failed with hunter2 and hunt";
    char whole[] = "it failed with hun";
    (void)state;
    assay_mask_message(text, secrets, sizeof(secrets) / sizeof(secrets[0]));
    assert_string_equal(text, "it failed with *** and ****");
    assay_mask_message(whole, secrets, 1);
    assert_string_equal(whole, "it failed with hun");
    assay_mask_message(NULL, secrets, 1);
}

static void test_nothing_to_do(void **state)
{
    (void)state;
    char text[] = "hunter";
    assay_mask_text(text, NULL, 0);
    assert_string_equal(text, "hunter");
    assay_mask_text(NULL, secrets, 1);
}

static void test_all_texts(void **state)
{
    (void)state;
    assay_look look;
    memset(&look, 0, sizeof(look));
    char **texts[] = {&look.finding.reason,
                      &look.finding.expected,
                      &look.finding.observed,
                      &look.finding.dataset,
                      &look.finding.trace,
                      &look.finding.output,
                      &look.name,
                      &look.version};
    enum { COUNT = sizeof(texts) / sizeof(texts[0]) };
    for (size_t i = 0; i < COUNT; i++)
        *texts[i] = strdup("is hunter2");
    assay_mask_look(&look, secrets, 2);
    for (size_t i = 0; i < COUNT; i++)
        assert_string_equal(*texts[i], "is ***");
    assay_look_clear(&look);
}

static void expect_output(const char *text, const char *masked)
{
    assay_finding finding;
    memset(&finding, 0, sizeof(finding));
    finding.output = strdup(text);
    assay_mask_finding(&finding, secrets, 2);
    assert_string_equal(finding.output, masked);
    assay_finding_clear(&finding);
}

static void test_cut_in_the_middle(void **state)
{
    (void)state;
    expect_output("nter2 logged in", "***** logged in");
    expect_output("er2 logged in", "er2 logged in");
    expect_output("login hunt", "login ****");
    expect_output("login hun", "login hun");
    expect_output("ter2 hunter2 hunte", "**** *** *****");
    expect_output("h", "h");
    expect_output("", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_occurrence), cmocka_unit_test(test_as_a_trace_prints_it),
        cmocka_unit_test(test_message_cut_off),  cmocka_unit_test(test_nothing_to_do),
        cmocka_unit_test(test_all_texts),        cmocka_unit_test(test_cut_in_the_middle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
