#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine/verdict.h"

#include <string.h>

static void test_a_finding_survives_the_way(void **state)
{
    assay_finding sent, received;
    assay_buffer bytes = ASSAY_BUFFER_INIT;

    (void)state;
    assert_int_equal(assay_finding_init(&sent), ASSAY_OK);
    sent.verdict = ASSAY_UNPROVEN;
    assay_finding_text(&sent.reason, "%d of %d", 0, 1);
    assay_finding_text(&sent.trace, "line\x1b[0m\n");
    sent.counters[5] = UINT64_MAX;
    sent.microseconds = -1;
    assert_int_equal(assay_finding_encode(&sent, &bytes.out), ASSAY_OK);
    assert_int_equal(assay_finding_decode(assay_buffer_bytes(&bytes), &received), ASSAY_OK);
    assert_int_equal(received.verdict, ASSAY_UNPROVEN);
    assert_string_equal(received.reason, "0 of 1");
    assert_string_equal(received.trace, "line\x1b[0m\n");
    assert_string_equal(received.expected, "");
    assert_true(received.counters[5] == UINT64_MAX);
    assert_true(received.microseconds == -1);
    assay_finding_clear(&received);
    assay_finding_clear(&sent);
    assay_buffer_clear(&bytes);
}

static void test_what_is_cut_off_is_no_finding(void **state)
{
    assay_finding finding;
    assay_buffer bytes = ASSAY_BUFFER_INIT;

    (void)state;
    assert_int_equal(assay_finding_init(&finding), ASSAY_OK);
    assert_int_equal(assay_finding_encode(&finding, &bytes.out), ASSAY_OK);
    assay_finding_clear(&finding);
    for (size_t size = 0; size < bytes.size; size++)
        assert_int_equal(assay_finding_decode((assay_bytes){bytes.data, size}, &finding),
                         ASSAY_INVALID);
    assay_buffer_clear(&bytes);
}

static void test_names(void **state)
{
    (void)state;
    assert_string_equal(assay_verdict_name(ASSAY_PASS), "pass");
    assert_string_equal(assay_verdict_name(ASSAY_ERROR), "error");
    assert_string_equal(assay_verdict_name((assay_verdict)99), "?");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_finding_survives_the_way),
        cmocka_unit_test(test_what_is_cut_off_is_no_finding),
        cmocka_unit_test(test_names),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
