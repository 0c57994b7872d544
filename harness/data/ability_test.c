#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "data/ability.h"
#include <string.h>

static void test_bits_and_names_are_unique(void **state)
{
    (void)state;
    uint32_t seen = 0;
    for (size_t i = 0; i < assay_ability_count; i++) {
        const assay_ability *ability = &assay_abilities[i];
        char id[64];
        assert_int_equal(seen & ability->bit, 0);
        seen |= ability->bit;
        assert_int_equal(assay_ability_bit(ability->name), ability->bit);
        strcpy(stpcpy(stpcpy(id, "assay."), ability->name), "/0");
        assert_string_equal(ability->id, id);
    }
    assert_int_equal(seen, 0x7ff);
    assert_int_equal(assay_ability_bit("Size"), 0);
    assert_int_equal(assay_ability_bit(""), 0);
}

static void test_names_fit(void **state)
{
    (void)state;
    char text[16];
    assay_ability_names(ASSAY_CAN_SIZE | ASSAY_CAN_SPLIT, text, sizeof(text));
    assert_string_equal(text, "size split");
    assay_ability_names(ASSAY_CAN_SIZE | ASSAY_CAN_SPLIT, text, 11);
    assert_string_equal(text, "size split");
    assay_ability_names(ASSAY_CAN_SIZE | ASSAY_CAN_SPLIT, text, 10);
    assert_string_equal(text, "size");
    assay_ability_names(0, text, sizeof(text));
    assert_string_equal(text, "");
    text[0] = 'x';
    assay_ability_names(ASSAY_CAN_SIZE, text, 0);
    assert_int_equal(text[0], 'x');
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bits_and_names_are_unique),
        cmocka_unit_test(test_names_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) == 0 ? 0 : 1;
}
