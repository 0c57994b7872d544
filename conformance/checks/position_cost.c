/* What reading a range costs, in bytes that the process reads. */
#include "checks/position.h"

enum { ENOUGH = 300000, SLACK = 131072, SHARE = 40 };

static const char *advice(const assay_dataset *dataset)
{
    return dataset->existing ? "use data of at least 300000 bytes"
                             : "raise 'records' in the manifest until 300000 bytes are stored";
}

static uint64_t bytes_to_read(assay_case *c, assay_driven_source s)
{
    assay_meter meter = assay_meter_start(c);
    assay_drive_read_source(c, s, NULL);
    return assay_meter_read(c, &meter);
}

static void expect_cheap(assay_case *c, assay_driven_source s, const assay_layout *l, uint64_t from,
                         int64_t stored)
{
    uint64_t to = from + l->count / SHARE;
    if (!assay_case_turn(c))
        return;
    assay_case_sketch(c, ASSAY_MARK_CUT, from, 0);
    assay_driven_source part =
        assay_part_of(c, s, assay_layout_at(l, from), assay_layout_at(l, to));
    uint64_t bytes = bytes_to_read(c, part);
    assay_case_expect(c, bytes < (uint64_t)stored / 4 + SLACK,
                      "reading a short range does not read what lies before it",
                      "for records %llu to %llu of %llu, %llu of %lld bytes were read",
                      (unsigned long long)from, (unsigned long long)to - 1,
                      (unsigned long long)l->count, (unsigned long long)bytes, (long long)stored);
    assay_call_release(c, &part);
    assay_case_exercised(c, 0);
}

static void measure(assay_case *c, assay_driven_source s, int64_t stored)
{
    assay_layout l = assay_layout_take(c, s);
    if (l.count < 4 * SHARE)
        assay_case_skip(c, "there are too few records to make short ranges");
    if (bytes_to_read(c, s) < (uint64_t)stored / 2)
        assay_case_unproven(c, "this process does not see how much is read: it is not by system "
                               "calls of its own");
    expect_cheap(c, s, &l, 0, stored);
    expect_cheap(c, s, &l, l.count / 2, stored);
    expect_cheap(c, s, &l, l.count - 1 - l.count / SHARE, stored);
    assay_layout_clear(&l);
}

void assay_check_range_cost(assay_case *c)
{
    size_t largest = assay_case_largest(c);
    int64_t stored = assay_case_dataset(c, largest)->stored_bytes;
    assay_driven_source s = assay_drive_open(c, largest);
    const uint32_t needs = ASSAY_CAN_RANGE | ASSAY_CAN_POSITION;
    if ((assay_call_abilities(c, s) & needs) != needs || stored < ENOUGH)
        assay_case_skip(c, "the data is too small to tell a scan from a look: %s",
                        advice(assay_case_dataset(c, largest)));
    measure(c, s, stored);
    assay_call_release(c, &s);
}
