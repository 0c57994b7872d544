#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <assay/toolkit/offset_parts.h>

/* Whether the parts cover first to last; *count, *smallest and *largest describe them. */
static void cover(assay_offset_parts parts, uint64_t first, uint64_t last, uint64_t *count,
                  uint64_t *smallest, uint64_t *largest)
{
    uint64_t expected = first, a = 0, b = 0;
    *count = *largest = 0;
    *smallest = UINT64_MAX;
    while (assay_offset_parts_next(&parts, &a, &b)) {
        assert_true(a == expected && a <= b && b <= last);
        uint64_t more = b - a;
        *smallest = more < *smallest ? more : *smallest;
        *largest = more > *largest ? more : *largest;
        expected = b + 1;
        ++*count;
    }
    assert_true(b == last);
}

static void test_by_size(void **state)
{
    (void)state;
    uint64_t count, smallest, largest;
    for (uint64_t length = 1; length < 50; length++)
        for (uint64_t size = 1; size < 60; size++) {
            cover(assay_offset_parts_by_size(7, 6 + length, size), 7, 6 + length, &count, &smallest,
                  &largest);
            uint64_t tail = length % size;
            bool merged = tail > 0 && tail * 4 < size && length > size;
            assert_true(count == length / size + (tail > 0) - merged);
            assert_true(largest + 1 <= size + (merged ? tail : 0));
        }
}

static void test_by_count(void **state)
{
    (void)state;
    uint64_t count, smallest, largest;
    for (uint64_t length = 1; length < 50; length++)
        for (uint64_t wanted = 1; wanted < 60; wanted++) {
            cover(assay_offset_parts_by_count(7, 6 + length, wanted), 7, 6 + length, &count,
                  &smallest, &largest);
            assert_true(count == (wanted < length ? wanted : length));
            assert_true(largest - smallest <= 1);
        }
}

static void test_all_offsets(void **state)
{
    (void)state;
    static const uint64_t counts[] = {1, 2, 3, 5, 16, 1000};
    uint64_t count, smallest, largest;
    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
        cover(assay_offset_parts_by_count(0, UINT64_MAX, counts[i]), 0, UINT64_MAX, &count,
              &smallest, &largest);
        assert_true(count == counts[i] && largest - smallest <= 1);
        cover(assay_offset_parts_by_count(1, UINT64_MAX, counts[i]), 1, UINT64_MAX, &count,
              &smallest, &largest);
        assert_true(count == counts[i] && largest - smallest <= 1);
    }
    cover(assay_offset_parts_by_size(0, UINT64_MAX, UINT64_MAX), 0, UINT64_MAX, &count, &smallest,
          &largest);
    assert_true(count == 1);
    cover(assay_offset_parts_by_size(0, UINT64_MAX, 1ull << 62), 0, UINT64_MAX, &count, &smallest,
          &largest);
    assert_true(count == 4 && smallest == largest);
    cover(assay_offset_parts_by_size(UINT64_MAX, UINT64_MAX, 1), UINT64_MAX, UINT64_MAX, &count,
          &smallest, &largest);
    assert_true(count == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_by_size),
        cmocka_unit_test(test_by_count),
        cmocka_unit_test(test_all_offsets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
