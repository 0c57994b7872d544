#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <assay/toolkit/error.h>
#include <assay/toolkit/reader_state.h>

typedef assay_status check(assay_reader_state state, assay_error *error);

/* What the calls answer in the states, in the order of their names. */
static const struct {
    check *of;
    assay_status answers[5];
} checks[] = {
    {assay_reader_check_start, {ASSAY_OK, ASSAY_STATE, ASSAY_STATE, ASSAY_STATE, ASSAY_STATE}},
    {assay_reader_check_advance, {ASSAY_STATE, ASSAY_OK, ASSAY_END, ASSAY_STATE, ASSAY_STATE}},
    {assay_reader_check_record, {ASSAY_STATE, ASSAY_OK, ASSAY_STATE, ASSAY_STATE, ASSAY_STATE}},
    {assay_reader_check_close, {ASSAY_OK, ASSAY_OK, ASSAY_OK, ASSAY_OK, ASSAY_STATE}},
    {assay_reader_check_open, {ASSAY_OK, ASSAY_OK, ASSAY_OK, ASSAY_OK, ASSAY_STATE}},
};

static void test_calls(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++)
        for (int at = ASSAY_READER_NEW; at <= ASSAY_READER_CLOSED; at++) {
            assay_error error = ASSAY_ERROR_INIT;
            assert_int_equal(checks[i].of((assay_reader_state)at, &error), checks[i].answers[at]);
            assert_true((error.message[0] != '\0') == (checks[i].answers[at] == ASSAY_STATE));
        }
}

static void test_answers(void **state)
{
    (void)state;
    assert_int_equal(assay_reader_state_after(ASSAY_OK), ASSAY_READER_ON_RECORD);
    assert_int_equal(assay_reader_state_after(ASSAY_END), ASSAY_READER_AT_END);
    for (int answer = ASSAY_IDLE; answer <= ASSAY_MEMORY; answer++)
        assert_int_equal(assay_reader_state_after((assay_status)answer), ASSAY_READER_FAILED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_calls),
        cmocka_unit_test(test_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
