#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine/profile.h"
#include <stdbool.h>
#include <string.h>

static void test_names_are_found_again(void **state)
{
    (void)state;
    for (size_t i = 0; i < ASSAY_PROFILES; i++)
        assert_int_equal(assay_profile_find(assay_profile_name((assay_profile)i)), i);
    assert_int_equal(assay_profile_find("beam"), ASSAY_PROFILES);
    assert_int_equal(assay_profile_find(""), ASSAY_PROFILES);
    assert_string_equal(assay_profile_name((assay_profile)0), "assay");
}

/* A row that no profile of Beam's differs in says nothing; one value has one wording. */
static void test_every_row_differs(void **state)
{
    (void)state;
    for (size_t i = 0; i < ASSAY_DIFFERENCES; i++) {
        const assay_difference_row *row = &assay_differences[i];
        size_t others = 0;
        assert_non_null(row->what);
        assert_true(strlen(row->clauses) > 0 && strlen(row->checks) > 0);
        for (size_t k = 1; k < ASSAY_PROFILES; k++) {
            bool same = row->variants[k].value == row->variants[0].value;
            others += !same;
            assert_int_equal(same, strcmp(row->variants[k].words, row->variants[0].words) == 0);
        }
        if (others == 0)
            fail_msg("'%s' is the same in all profiles", row->what);
    }
}

static void test_values(void **state)
{
    (void)state;
    assert_int_equal(assay_profile_value(ASSAY_PROFILE_ASSAY, ASSAY_UNKNOWN_SIZE), -1);
    assert_int_equal(assay_profile_value(ASSAY_PROFILE_BEAM_JAVA, ASSAY_UNKNOWN_SIZE), 0);
    assert_int_equal(assay_profile_value(ASSAY_PROFILE_BEAM_PYTHON, ASSAY_LEFT_AT_END), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names_are_found_again),
        cmocka_unit_test(test_every_row_differs),
        cmocka_unit_test(test_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
