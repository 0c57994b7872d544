#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "runner/shrink_data.h"
#include <stdlib.h>
#include <string.h>

static bool has_all(const uint64_t *numbers, size_t count, const uint64_t *wanted, size_t many)
{
    for (size_t i = 0; i < many; i++) {
        size_t k = 0;
        while (k < count && numbers[k] != wanted[i])
            k++;
        if (k == count)
            return false;
    }
    return true;
}

static void expect_possible(const assay_sieve *sieve, const uint64_t *numbers, size_t count)
{
    const assay_keep keep = {count, numbers};
    const assay_amount amount = {5000, 1, &keep, 0, NULL};
    assert_int_equal(assay_amount_check(&amount, sieve->possible, NULL), ASSAY_OK);
}

/* One round; whether something of it did it. */
static bool round_of(assay_sieve *sieve, uint64_t *room, const uint64_t *wanted, size_t many,
                     size_t *tries)
{
    for (size_t i = 0; i < assay_sieve_proposals(sieve); i++) {
        size_t count = assay_sieve_propose(sieve, i, room);
        if (count == 0)
            continue;
        assert_true(count < sieve->count);
        expect_possible(sieve, room, count);
        (*tries)++;
        if (!has_all(room, count, wanted, many))
            continue;
        assay_sieve_accept(sieve, i);
        assert_int_equal(sieve->count, count);
        assert_memory_equal(sieve->numbers, room, count * sizeof(*room));
        return true;
    }
    return false;
}

/* How many records are left when all of wanted are needed, and how many tries that took. */
static size_t sift(uint64_t records, assay_subset possible, const uint64_t *wanted, size_t many,
                   size_t *tries)
{
    assay_sieve sieve;
    uint64_t *room = calloc(records + 1, sizeof(*room));
    assert_non_null(room);
    assert_int_equal(assay_sieve_init(&sieve, records, possible), ASSAY_OK);
    *tries = 0;
    while (assay_sieve_proposals(&sieve) > 0)
        if (!round_of(&sieve, room, wanted, many, tries))
            assay_sieve_refuse(&sieve);
    size_t left = sieve.count;
    assert_true(has_all(sieve.numbers, left, wanted, many));
    assay_sieve_clear(&sieve);
    free(room);
    return left;
}

static void test_scattered(void **state)
{
    static const uint64_t wanted[] = {3, 500, 501, 4999};
    size_t tries;
    (void)state;
    for (size_t many = 1; many <= 4; many++) {
        assert_int_equal(sift(5000, ASSAY_SUBSET_ANY, wanted, many, &tries), many);
        assert_true(tries < 300);
    }
}

static void test_row(void **state)
{
    static const uint64_t wanted[] = {40, 43}, corners[] = {0, 4999};
    size_t tries;
    (void)state;
    assert_int_equal(sift(5000, ASSAY_SUBSET_ROW, wanted, 2, &tries), 4);
    assert_int_equal(sift(5000, ASSAY_SUBSET_ROW, wanted, 1, &tries), 1);
    assert_int_equal(sift(5000, ASSAY_SUBSET_ROW, corners, 2, &tries), 5000);
}

static void test_nothing_to_leave_out(void **state)
{
    static const uint64_t wanted[] = {0, 1};
    size_t tries;
    (void)state;
    assert_int_equal(sift(0, ASSAY_SUBSET_ANY, wanted, 0, &tries), 0);
    assert_int_equal(sift(1, ASSAY_SUBSET_ANY, wanted, 1, &tries), 1);
    assert_int_equal(sift(2, ASSAY_SUBSET_ANY, wanted, 2, &tries), 2);
    assert_int_equal(sift(2, ASSAY_SUBSET_ANY, wanted, 1, &tries), 1);
    assert_int_equal(sift(9, ASSAY_SUBSET_NONE, wanted, 2, &tries), 9);
    assert_int_equal(tries, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scattered),
        cmocka_unit_test(test_row),
        cmocka_unit_test(test_nothing_to_leave_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
