/* The same split made again. */
#include "checks/readings.h"
#include "checks/split.h"

enum { TIMES = 3 };

/* What the parts of a split read, each for itself, whatever their order and their encodings. */
static assay_digest parts_digest(assay_case *c, assay_driven_source s, int64_t desired,
                                 assay_readings *known)
{
    assay_digest sum = {0, 0, 0};
    assay_parts parts = {0};
    assay_drive_by_size(c, s, desired, &parts);
    for (size_t i = 0; i < parts.count; i++) {
        assay_digest reading = assay_readings_of(c, known, parts.items[i]);
        assay_record part = ASSAY_RECORD_INIT;
        part.value = (assay_bytes){&reading, sizeof reading};
        assay_digest_add(&sum, assay_digest_of(&part, 0));
    }
    if (parts.count > 1)
        assay_case_exercised(c, 0);
    assay_parts_release(c, &parts);
    return sum;
}

static void expect_same(assay_case *c, assay_digest first, assay_digest now, int64_t desired,
                        const char *whose)
{
    assay_case_expect(
        c, assay_digest_equal(first, now), "the same split of the same data gives the same parts",
        "split by size %lld, %s gave %llu parts at first, then %llu, or others", (long long)desired,
        whose, (unsigned long long)first.count, (unsigned long long)now.count);
}

static void split_again(assay_case *c, assay_driven_source s, assay_driven_source copy,
                        int64_t desired)
{
    assay_readings known = {.count = 0};
    assay_digest first = parts_digest(c, s, desired, &known);
    for (int i = 1; i < TIMES; i++)
        expect_same(c, first, parts_digest(c, s, desired, &known), desired, "the source");
    expect_same(c, first, parts_digest(c, copy, desired, &known), desired,
                "the source, and a decoded copy of it,");
    assay_readings_clear(&known);
}

void assay_check_same_parts(assay_case *c)
{
    static const int64_t shares[] = {3, 8, 20};
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_SPLIT, &next, &s);) {
        assay_buffer encoding = ASSAY_BUFFER_INIT;
        assay_drive_encode(c, s, &encoding);
        assay_driven_source copy = assay_drive_decode(c, s.dataset, assay_buffer_bytes(&encoding));
        for (size_t i = 0; i < sizeof shares / sizeof *shares; i++)
            if (assay_case_turn(c))
                split_again(c, s, copy, 1 + assay_total_size(c, s) / shares[i]);
        assay_call_release(c, &copy);
        assay_buffer_clear(&encoding);
        assay_call_release(c, &s);
    }
}
