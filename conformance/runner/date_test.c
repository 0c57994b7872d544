#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "runner/date.h"
#include <string.h>

static void test_days(void **state)
{
    (void)state;
    static const char *const days[] = {"2026-12-31", "2024-02-29", "2000-02-29", "1970-01-01",
                                       "1900-01-01", "9999-12-31", "2026-04-30"};
    for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++)
        assert_true(assay_date_valid(days[i]));
}

static void test_no_days(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "",           "2026-02-30", "2025-02-29",  "1900-02-29",  "2026-13-01",
        "2026-00-10", "2026-04-31", "2026-01-00",  "2026-1-05",   "2026-01-5",
        "26-01-05",   "2026/01/05", "2026-01-05 ", " 2026-01-05", "2026-01-05Z",
        "+026-01-05", "2026-01--5", "12026-01-05", "never",       "2026-12",
        "2026-12-3x"};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (assay_date_valid(texts[i]))
            fail_msg("'%s' is taken for a day", texts[i]);
}

static void expect_day(int64_t seconds, const char *day)
{
    char text[ASSAY_DATE_SIZE];
    assay_date_of(seconds, text);
    assert_string_equal(text, day);
}

static void test_day_of_a_second(void **state)
{
    (void)state;
    expect_day(0, "1970-01-01");
    expect_day(86399, "1970-01-01");
    expect_day(86400, "1970-01-02");
    expect_day(1798675199, "2026-12-30");
    expect_day(1798675200, "2026-12-31");
    expect_day(INT64_MAX, "9999-12-31");
    assert_true(strcmp("2026-12-31", "2027-01-01") < 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_days),
        cmocka_unit_test(test_no_days),
        cmocka_unit_test(test_day_of_a_second),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
