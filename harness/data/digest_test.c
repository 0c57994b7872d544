#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "data/digest.h"

static assay_record record_of(const char *value, size_t size)
{
    assay_record record = ASSAY_RECORD_INIT;
    record.value = (assay_bytes){value, size};
    return record;
}

static void test_order_does_not_matter_but_number_does(void **state)
{
    (void)state;
    assay_record a = record_of("a", 1);
    assay_record b = record_of("b", 1);
    assay_digest one = {0, 0, 0};
    assay_digest other = {0, 0, 0};
    assay_digest_add(&one, assay_digest_of(&a, 0));
    assay_digest_add(&one, assay_digest_of(&b, 0));
    assay_digest_add(&other, assay_digest_of(&b, 0));
    assay_digest_add(&other, assay_digest_of(&a, 0));
    assert_true(assay_digest_equal(one, other));
    assay_digest_add(&other, assay_digest_of(&a, 0));
    assert_false(assay_digest_equal(one, other));
    assay_digest_subtract(&other, assay_digest_of(&a, 0));
    assert_true(assay_digest_equal(one, other));
}

static void test_empty_records_count(void **state)
{
    (void)state;
    assay_record null = record_of(NULL, 0);
    assay_record empty = record_of("", 0);
    assay_digest nothing = {0, 0, 0};
    assert_true(assay_digest_equal(assay_digest_of(&null, 0), assay_digest_of(&empty, 0)));
    assert_false(assay_digest_equal(assay_digest_of(&empty, 0), nothing));
}

static void test_fields_decide_what_counts(void **state)
{
    (void)state;
    assay_record plain = record_of("ab", 2);
    assay_record marked = plain;
    marked.id = (assay_bytes){"id", 2};
    marked.timestamp = 7;
    assert_true(assay_digest_equal(assay_digest_of(&plain, 0), assay_digest_of(&marked, 0)));
    for (uint32_t fields = 1; fields <= 3; fields++)
        assert_false(
            assay_digest_equal(assay_digest_of(&plain, fields), assay_digest_of(&marked, fields)));
    assay_record late = marked;
    late.timestamp = 8;
    assert_true(assay_digest_equal(assay_digest_of(&late, ASSAY_DIGEST_IDS),
                                   assay_digest_of(&marked, ASSAY_DIGEST_IDS)));
    assert_false(assay_digest_equal(assay_digest_of(&late, ASSAY_DIGEST_TIMES),
                                    assay_digest_of(&marked, ASSAY_DIGEST_TIMES)));
}

static void test_bytes_do_not_move_between_value_and_id(void **state)
{
    (void)state;
    assay_record a = record_of("ab", 2);
    assay_record b = record_of("a", 1);
    a.id = (assay_bytes){"c", 1};
    b.id = (assay_bytes){"bc", 2};
    assert_false(assay_digest_equal(assay_digest_of(&a, ASSAY_DIGEST_IDS),
                                    assay_digest_of(&b, ASSAY_DIGEST_IDS)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order_does_not_matter_but_number_does),
        cmocka_unit_test(test_empty_records_count),
        cmocka_unit_test(test_fields_decide_what_counts),
        cmocka_unit_test(test_bytes_do_not_move_between_value_and_id),
    };
    return cmocka_run_group_tests(tests, NULL, NULL) == 0 ? 0 : 1;
}
