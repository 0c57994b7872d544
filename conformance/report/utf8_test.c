#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "report/utf8.h"

static void expect(const char *text, uint32_t point, size_t size)
{
    size_t got;
    assert_int_equal(assay_utf8_next(text, &got), point);
    assert_int_equal(got, size);
}

static void test_valid(void **state)
{
    (void)state;
    expect("\x01", 1, 1);
    expect("\x7f", 0x7f, 1);
    expect("\xc2\x80", 0x80, 2);
    expect("\xdf\xbf", 0x7ff, 2);
    expect("\xe0\xa0\x80", 0x800, 3);
    expect("\xed\x9f\xbf", 0xd7ff, 3);
    expect("\xee\x80\x80", 0xe000, 3);
    expect("\xef\xbf\xbf", 0xffff, 3);
    expect("\xf0\x90\x80\x80", 0x10000, 4);
    expect("\xf4\x8f\xbf\xbf", 0x10ffff, 4);
}

static void test_invalid(void **state)
{
    (void)state;
    static const char *const texts[] = {"\x80",
                                        "\xbf",
                                        "\xc0\x80",
                                        "\xc1\xbf",
                                        "\xc2",
                                        "\xc2\x41",
                                        "\xe0\x80\x80",
                                        "\xe0\x9f\xbf",
                                        "\xe2\x82",
                                        "\xed\xa0\x80",
                                        "\xed\xbf\xbf",
                                        "\xf0\x80\x80\x80",
                                        "\xf0\x8f\xbf\xbf",
                                        "\xf0\x90\x80",
                                        "\xf4\x90\x80\x80",
                                        "\xf8\x88",
                                        "\xfe",
                                        "\xff"};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        expect(texts[i], ASSAY_UTF8_INVALID, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_valid),
        cmocka_unit_test(test_invalid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
