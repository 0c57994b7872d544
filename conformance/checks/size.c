#include "checks/checks.h"
#include "checks/support.h"
#include <math.h>

static int64_t estimate(assay_case *c, assay_driven_source s)
{
    int64_t bytes = ASSAY_SIZE_UNKNOWN;
    if (!assay_offers(c, s, ASSAY_SIZE))
        return bytes;
    assay_drive_want(c, assay_call_estimate(c, s, &bytes), ASSAY_OK, "size estimate");
    assay_case_expect(c, bytes >= ASSAY_SIZE_UNKNOWN, "a size, or -1 for unknown", "%lld bytes",
                      (long long)bytes);
    return assay_size_meant(c, bytes);
}

static void stored_bytes(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_SIZE, &next, &s);) {
        int64_t stored = assay_case_dataset(c, s.dataset)->stored_bytes, bytes = estimate(c, s);
        double slack = assay_case_scenario(c)->size_tolerance * (double)stored;
        if (stored >= 0 && bytes >= 0) {
            assay_case_expect(c, fabs((double)bytes - (double)stored) <= slack,
                              "the size is that of the stored data, within the tolerance",
                              "%lld bytes are stored, the estimate is %lld", (long long)stored,
                              (long long)bytes);
            assay_case_exercised(c, 0);
        }
        assay_call_release(c, &s);
    }
}

static void visit_splits(assay_case *c, assay_driven_source s)
{
    assay_driven_reader r = assay_reader_at(c, s, assay_records(c, s) / 3);
    assay_driven_split split;
    if (assay_reader_offers(c, &r, ASSAY_DYNAMIC_SPLIT) && assay_drive_split(c, &r, 0.6, &split)) {
        estimate(c, split.primary);
        estimate(c, split.residual);
        assay_drive_release_split(c, &split);
    }
    assay_drive_close(c, &r);
}

static void never_negative(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_SIZE, &next, &s);) {
        assay_parts parts = {0};
        estimate(c, s);
        if (assay_offers(c, s, ASSAY_SPLIT))
            assay_split_into(c, s, 10, &parts);
        for (size_t i = 0; i < parts.count; i++)
            estimate(c, parts.items[i]);
        assay_parts_release(c, &parts);
        visit_splits(c, s);
        assay_call_release(c, &s);
        assay_case_exercised(c, 0);
    }
}

/* Sums of estimates may be a quarter off, and a little for each part. */
static bool about(int64_t sum, int64_t whole, size_t parts)
{
    return fabs((double)sum - (double)whole) <= 0.25 * (double)whole + 64.0 * (double)parts;
}

static void expect_sum(assay_case *c, assay_driven_source s, assay_parts *parts)
{
    int64_t whole = estimate(c, s), sum = 0;
    for (size_t i = 0; i < parts->count; i++) {
        int64_t bytes = estimate(c, parts->items[i]);
        if (bytes < 0 || whole < 0)
            return;
        sum += bytes;
    }
    assay_case_expect(c, about(sum, whole, parts->count), "parts add up to about the whole",
                      "%zu parts have %lld bytes, the whole has %lld", parts->count, (long long)sum,
                      (long long)whole);
    if (parts->count > 1)
        assay_case_exercised(c, 0);
}

static void parts_add_up(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_SIZE | ASSAY_CAN_SPLIT, &next, &s);) {
        for (uint32_t count = 2; count <= 20; count += 9) {
            if (!assay_case_turn(c))
                continue;
            assay_parts parts = {0};
            assay_split_into(c, s, count, &parts);
            if (assay_records(c, s) > 0)
                expect_sum(c, s, &parts);
            assay_parts_release(c, &parts);
        }
        assay_call_release(c, &s);
    }
}

static void expect_halves(assay_case *c, assay_driven_source s, assay_driven_split *split)
{
    int64_t whole = estimate(c, s), primary = estimate(c, split->primary),
            residual = estimate(c, split->residual);
    if (whole < 0 || primary < 0 || residual < 0)
        return;
    assay_case_expect(c, about(primary + residual, whole, 2),
                      "primary and residual add up to about the source before",
                      "%lld and %lld bytes, %lld before", (long long)primary, (long long)residual,
                      (long long)whole);
    assay_case_expect(c, primary <= whole, "the primary is no larger than the source before",
                      "%lld bytes, %lld before", (long long)primary, (long long)whole);
    assay_case_exercised(c, 0);
}

static void after_dynamic_split(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_SIZE | ASSAY_CAN_DYNAMIC_SPLIT, &next, &s);) {
        for (size_t k = 0; k < ASSAY_INNER_TENTHS; k++) {
            if (!assay_case_turn(c))
                continue;
            assay_driven_reader r = assay_reader_at(c, s, assay_records(c, s) > 0);
            assay_driven_split split;
            if (assay_drive_split(c, &r, assay_tenths[k], &split)) {
                expect_halves(c, s, &split);
                assay_drive_release_split(c, &split);
            }
            assay_drive_close(c, &r);
        }
        assay_call_release(c, &s);
    }
}

static void stable(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_SIZE, &next, &s);) {
        int64_t first = estimate(c, s), second = estimate(c, s);
        assay_drive_read_source(c, s, NULL);
        int64_t third = estimate(c, s);
        assay_case_expect(c, first == second && first == third,
                          "the same size on every call while the data is the same",
                          "%lld, %lld, and %lld after a read", (long long)first, (long long)second,
                          (long long)third);
        assay_call_release(c, &s);
        assay_case_exercised(c, 0);
    }
}

static const char *advice_on_size(const assay_dataset *dataset)
{
    if (dataset->existing)
        return "use data of at least 100000 bytes";
    return "raise 'records' in the manifest until 100000 bytes are stored";
}

static void cheap(assay_case *c)
{
    size_t largest = assay_case_largest(c);
    int64_t stored = assay_case_dataset(c, largest)->stored_bytes;
    assay_driven_source s = assay_drive_open(c, largest);
    if (!assay_offers(c, s, ASSAY_SIZE) || stored < 100000)
        assay_case_unproven(c, "the data is too small to tell a scan from a look: %s",
                            advice_on_size(assay_case_dataset(c, largest)));
    estimate(c, s);
    assay_call_release(c, &s);
    s = assay_drive_open(c, largest);
    assay_meter meter = assay_meter_start(c);
    estimate(c, s);
    uint64_t bytes = assay_meter_read(c, &meter);
    assay_case_expect(c, bytes < (uint64_t)stored / 10 + 65536,
                      "an estimate reads no data to speak of", "%llu of %lld bytes were read",
                      (unsigned long long)bytes, (long long)stored);
    assay_call_release(c, &s);
    assay_case_exercised(c, 0);
}

const assay_check assay_checks_size[] = {
    {
        .id = "size.stored-bytes",
        .clauses = "BS-SIZE-01",
        .abilities = ASSAY_CAN_SIZE,
        .in_case = stored_bytes,
        .exercises = {{"sizes compared", 1}},
        .done = "Compares the estimate with the bytes that the generator stored, for each data "
                "set, within the tolerance of the manifest.",
        .cause = "Records are counted instead of bytes, or the size after decompression.",
    },
    {
        .id = "size.never-negative",
        .clauses = "BS-SIZE-02",
        .abilities = ASSAY_CAN_SIZE,
        .in_case = never_negative,
        .exercises = {{"sources asked", 1}},
        .done = "Asks sources, parts, primaries and residuals for their size: unknown is -1, and "
                "nothing else is negative.",
        .cause = "The end that means 'as far as there is data' is used in a subtraction.",
    },
    {
        .id = "size.parts-add-up",
        .clauses = "BS-SIZE-03",
        .level = ASSAY_SHOULD,
        .abilities = ASSAY_CAN_SIZE | ASSAY_CAN_SPLIT,
        .in_case = parts_add_up,
        .exercises = {{"splits into parts of known size", 1}},
        .done = "Splits by several sizes; the sizes of the parts add up to the whole, give or take "
                "a quarter.",
        .cause = "Each part says the size of the whole file.",
    },
    {
        .id = "size.after-dynamic-split",
        .clauses = "BS-SIZE-04",
        .level = ASSAY_SHOULD,
        .abilities = ASSAY_CAN_SIZE | ASSAY_CAN_DYNAMIC_SPLIT,
        .in_case = after_dynamic_split,
        .exercises = {{"splits into halves of known size", 1}},
        .done = "Splits readers at nine fractions; primary and residual add up to the source.",
        .cause = "The primary keeps the size it had.",
    },
    {
        .id = "size.stable",
        .clauses = "BS-SIZE-06",
        .abilities = ASSAY_CAN_SIZE,
        .in_case = stable,
        .exercises = {{"sources asked again", 1}},
        .done = "Asks twice, and again after a read: the same answer.",
        .cause = "The estimate is refined by what was read, so that two workers plan differently.",
    },
    {
        .id = "size.cheap",
        .clauses = "BS-SIZE-05",
        .level = ASSAY_SHOULD,
        .abilities = ASSAY_CAN_SIZE,
        .in_case = cheap,
        .exercises = {{"estimates measured", 1}},
        .done = "Counts the bytes the process reads during an estimate: less than a tenth of the "
                "data and 64 KiB.",
        .cause = "The data is scanned to count it.",
    },
};
