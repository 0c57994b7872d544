#include "checks/checks.h"
#include "checks/dynamic_split.h"
#include <stdlib.h>

static double fraction_of(assay_case *c, assay_driven_reader *r, const char *when)
{
    double fraction = 0;
    assay_drive_want(c, assay_call_fraction(c, r, &fraction), ASSAY_OK, "progress %s", when);
    return fraction;
}

static void expect_in_range(assay_case *c, assay_driven_reader *r, const char *when)
{
    double fraction = fraction_of(c, r, when);
    assay_case_expect(c, fraction == ASSAY_PROGRESS_UNKNOWN || (fraction >= 0 && fraction <= 1),
                      "progress from 0 to 1, or -1 for unknown", "%g %s", fraction, when);
}

/* Whether it is what progress may be at the end. */
static bool is_end(const assay_case *c, double fraction)
{
    double least = (double)assay_case_variant(c, ASSAY_PERCENT_AT_END) / 100;
    return fraction == ASSAY_PROGRESS_UNKNOWN || (fraction >= least && fraction <= 1);
}

/* What a whole read shows of progress. */
typedef struct course {
    double first, last; /* in NEW and in AT_END */
    uint64_t falls_at;  /* the record where it was less than before; 0: nowhere */
    double before, after;
} course;

static course follow(assay_case *c, assay_driven_reader *r)
{
    course seen = {.first = fraction_of(c, r, "before start")};
    double last = seen.first;
    for (uint64_t i = 1; assay_drive_next(c, r); i++) {
        double now = fraction_of(c, r, "on a record");
        if (now != ASSAY_PROGRESS_UNKNOWN && now < last && seen.falls_at == 0) {
            seen.falls_at = i;
            seen.before = last;
            seen.after = now;
        }
        last = now == ASSAY_PROGRESS_UNKNOWN ? last : now;
        if (now != ASSAY_PROGRESS_UNKNOWN)
            assay_case_exercised(c, 0);
    }
    seen.last = fraction_of(c, r, "at the end");
    return seen;
}

static void range(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_PROGRESS, &next, &s);) {
        assay_driven_reader r = assay_drive_reader(c, s);
        expect_in_range(c, &r, "before start");
        while (assay_drive_next(c, &r)) {
            expect_in_range(c, &r, "on a record");
            assay_case_exercised(c, 0);
        }
        expect_in_range(c, &r, "at the end");
        assay_drive_close(c, &r);
        assay_call_release(c, &s);
    }
}

static void monotone(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_PROGRESS, &next, &s);) {
        assay_driven_reader r = assay_drive_reader(c, s);
        course seen = follow(c, &r);
        assay_case_expect(c, seen.falls_at == 0, "progress does not fall while reading",
                          "at record %llu it went from %g to %g", (unsigned long long)seen.falls_at,
                          seen.before, seen.after);
        assay_drive_close(c, &r);
        assay_call_release(c, &s);
    }
}

static void ends(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_PROGRESS, &next, &s);) {
        assay_driven_reader r = assay_drive_reader(c, s);
        course seen = follow(c, &r);
        assay_case_expect(c, seen.first == 0 || seen.first == ASSAY_PROGRESS_UNKNOWN,
                          "progress 0 before start", "%g", seen.first);
        assay_case_expect(c, is_end(c, seen.last), "progress 1 at the end", "%g", seen.last);
        assay_drive_close(c, &r);
        assay_call_release(c, &s);
    }
}

static void expect_not_less(assay_case *c, assay_driven_reader *r, double fraction)
{
    assay_driven_split split;
    double before = fraction_of(c, r, "before a split");
    if (!assay_drive_split(c, r, fraction, &split))
        return;
    double after = fraction_of(c, r, "after a split");
    assay_case_expect(
        c, before == ASSAY_PROGRESS_UNKNOWN || after == ASSAY_PROGRESS_UNKNOWN || !(after < before),
        "progress is measured against the primary: it does not fall by a split",
        "%g before a split at %g, %g after it", before, fraction, after);
    assay_drive_drain(c, r, NULL);
    double last = fraction_of(c, r, "at the end of a primary");
    assay_case_expect(c, is_end(c, last), "progress 1 at the end of the primary",
                      "%g after a split at %g and the end", last, fraction);
    assay_drive_release_split(c, &split);
    if (after != ASSAY_PROGRESS_UNKNOWN)
        assay_case_exercised(c, 0);
}

static void after_split(assay_case *c)
{
    static const double fractions[] = {0.5, 0.3, 0.7, 0.1, 0.9};
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_PROGRESS | ASSAY_CAN_DYNAMIC_SPLIT, &next, &s);) {
        uint64_t records = assay_records(c, s);
        assay_sample at = assay_sample_take(c, records + 1, assay_trials(c, records) / 20);
        for (size_t i = 0; i < at.count; i++)
            for (size_t k = 0; k < sizeof fractions / sizeof *fractions; k++) {
                if (!assay_case_turn(c))
                    continue;
                assay_driven_reader r = assay_reader_at(c, s, at.items[i]);
                expect_not_less(c, &r, fractions[k]);
                assay_drive_close(c, &r);
            }
        free(at.items);
        assay_call_release(c, &s);
    }
}

/* Counts that are known must be these. */
static void expect_counts(assay_case *c, assay_driven_reader *r, uint64_t consumed,
                          uint64_t remaining, const char *when, uint64_t i)
{
    int64_t behind, before;
    assay_drive_want(c, assay_call_counts(c, r, &behind, &before), ASSAY_OK, "counts");
    assay_case_expect(
        c, behind >= ASSAY_SPLIT_POINTS_UNKNOWN && before >= ASSAY_SPLIT_POINTS_UNKNOWN,
        "counts, or -1 for unknown", "%lld and %lld", (long long)behind, (long long)before);
    assay_case_expect(c, behind < 0 || behind == (int64_t)consumed,
                      "split points behind the reader, the current one not counted",
                      "%s, %llu records read: %lld consumed, expected %llu", when,
                      (unsigned long long)i, (long long)behind, (unsigned long long)consumed);
    assay_case_expect(c, before < 0 || before == (int64_t)remaining,
                      "split points from the current one on, only when the number is exact",
                      "%s, %llu records read: %lld remain, expected %llu", when,
                      (unsigned long long)i, (long long)before, (unsigned long long)remaining);
    if (behind >= 0)
        assay_case_exercised(c, 0);
}

/* Follows a reader that has moved over i records to the end of its records. */
static void expect_all_counts(assay_case *c, assay_driven_reader *r, const assay_layout *l,
                              uint64_t i, uint64_t end, const char *when)
{
    uint64_t all = assay_layout_points(l, 0, end);
    if (i == 0)
        expect_counts(c, r, 0, all, when, 0);
    uint64_t points = assay_layout_points(l, 0, i);
    do {
        if (i > 0)
            expect_counts(c, r, points - 1, all - points + 1, when, i);
        if (i < end)
            points += l->points[i];
        i++;
    } while (assay_drive_next(c, r));
    uint64_t left = (uint64_t)assay_case_variant(c, ASSAY_LEFT_AT_END);
    left = left < all ? left : all;
    expect_counts(c, r, all - left, left, when, end);
}

static const uint32_t COUNTED = ASSAY_CAN_SPLIT_POINTS | ASSAY_CAN_POSITION;

static void counts(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, COUNTED, &next, &s);) {
        assay_layout l = assay_layout_take(c, s);
        assay_driven_reader r = assay_drive_reader(c, s);
        expect_all_counts(c, &r, &l, 0, l.count, "in a whole read");
        assay_drive_close(c, &r);
        assay_layout_clear(&l);
        assay_call_release(c, &s);
    }
}

static void counts_after_split(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, COUNTED | ASSAY_CAN_DYNAMIC_SPLIT, &next, &s);) {
        assay_layout l = assay_layout_take(c, s);
        assay_sample at = assay_sample_take(c, l.count, assay_trials(c, 2 * l.count) / 4);
        for (size_t i = 0; i < at.count; i++) {
            if (!assay_case_turn(c))
                continue;
            assay_driven_split split;
            uint64_t read = at.items[i] + 1;
            assay_driven_reader r = assay_reader_at(c, s, read);
            double progress = (double)read / (double)l.count;
            if (assay_drive_split(c, &r, progress + 0.5 * (1 - progress), &split)) {
                uint64_t end = assay_drive_digest(c, split.primary).count;
                expect_all_counts(c, &r, &l, read, end, "after a split");
                assay_drive_release_split(c, &split);
            }
            assay_drive_close(c, &r);
        }
        free(at.items);
        assay_layout_clear(&l);
        assay_call_release(c, &s);
    }
}

/* A reader that goes on behind k records; none is left at the end. */
static void expect_counts_behind(assay_case *c, assay_driven_source s, const assay_layout *l,
                                 uint64_t k)
{
    assay_buffer mark = ASSAY_BUFFER_INIT;
    assay_driven_reader marked = assay_reader_at(c, s, k);
    assay_drive_mark(c, s, &marked, &mark);
    assay_drive_close(c, &marked);
    assay_driven_reader r = assay_drive_restore(c, s, assay_buffer_bytes(&mark));
    if (assay_drive_next(c, &r))
        expect_all_counts(c, &r, l, k + 1, l->count, "in a restored reader");
    assay_drive_close(c, &r);
    assay_buffer_clear(&mark);
}

static void counts_restored(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, COUNTED | ASSAY_CAN_CHECKPOINT, &next, &s);) {
        assay_layout l = assay_layout_take(c, s);
        assay_sample at = assay_sample_take(c, l.count, assay_trials(c, 2 * l.count) / 4);
        for (size_t i = 0; i < at.count; i++)
            if (assay_case_turn(c))
                expect_counts_behind(c, s, &l, at.items[i]);
        free(at.items);
        assay_layout_clear(&l);
        assay_call_release(c, &s);
    }
}

/* The sum of both counts; -1 when one is unknown. */
static int64_t sum_of_counts(assay_case *c, assay_driven_reader *r, int64_t least)
{
    int64_t consumed, remaining;
    assay_drive_want(c, assay_call_counts(c, r, &consumed, &remaining), ASSAY_OK, "counts");
    assay_case_expect(c, remaining < 0 || remaining >= least,
                      "the current split point remains until it is done with",
                      "%lld remain on a record", (long long)remaining);
    if (consumed < 0 || remaining < 0)
        return -1;
    assay_case_exercised(c, 0);
    return consumed + remaining;
}

static void counts_add_up(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_SPLIT_POINTS, &next, &s);) {
        assay_driven_reader r = assay_drive_reader(c, s);
        int64_t all = sum_of_counts(c, &r, 0);
        bool more = true;
        while (more) {
            more = assay_drive_next(c, &r);
            int64_t now = sum_of_counts(c, &r, more);
            assay_case_expect(c, all < 0 || now < 0 || now == all,
                              "consumed and remaining add up to the same all the time",
                              "%lld, then %lld", (long long)all, (long long)now);
            all = now < 0 ? all : now;
        }
        assay_drive_close(c, &r);
        assay_call_release(c, &s);
    }
}

const assay_check assay_checks_progress[] = {
    {
        .id = "progress.range",
        .clauses = "PROG-01",
        .abilities = ASSAY_CAN_PROGRESS,
        .in_case = range,
        .exercises = {{"values on a record", 1}},
        .done = "Asks before start, on every record and at the end: a number from 0 to 1, or -1.",
        .cause = "A division by the size of an empty source.",
    },
    {
        .id = "progress.monotone",
        .clauses = "PROG-04",
        .level = ASSAY_SHOULD,
        .abilities = ASSAY_CAN_PROGRESS,
        .in_case = monotone,
        .exercises = {{"known values on a record", 1}},
        .done = "Compares each value with the one before: it never falls.",
        .cause = "The number of records is estimated anew while reading.",
    },
    {
        .id = "progress.ends",
        .clauses = "PROG-02 PROG-03",
        .level = ASSAY_SHOULD,
        .abilities = ASSAY_CAN_PROGRESS,
        .bounded = true,
        .in_case = ends,
        .exercises = {{"known values on a record", 1}},
        .done = "0 before start, 1 at the end, where it is known.",
        .cause = "The position of the last record is used, which is less than the end.",
    },
    {
        .id = "progress.after-split",
        .clauses = "PROG-05",
        .abilities = ASSAY_CAN_PROGRESS | ASSAY_CAN_DYNAMIC_SPLIT,
        .bounded = true,
        .in_case = after_split,
        .exercises = {{"splits accepted where progress is known", 1}},
        .done = "Splits readers and compares: progress does not fall, and is 1 at the end of the "
                "primary.",
        .cause = "Progress is still measured against the range before the split.",
    },
    {
        .id = "progress.counts",
        .clauses = "SPP-02 SPP-03 SPP-05 SPP-07 SPP-08",
        .abilities = ASSAY_CAN_SPLIT_POINTS | ASSAY_CAN_POSITION,
        .bounded = true,
        .in_case = counts,
        .exercises = {{"known counts", 1}},
        .done = "Compares both counts at every record with the split points of a whole read.",
        .cause = "The current split point is already counted as consumed.",
    },
    {
        .id = "progress.counts-after-split",
        .clauses = "SPP-09",
        .abilities = ASSAY_CAN_SPLIT_POINTS | ASSAY_CAN_POSITION | ASSAY_CAN_DYNAMIC_SPLIT,
        .bounded = true,
        .in_case = counts_after_split,
        .exercises = {{"known counts", 1}},
        .done = "The same after a split, for the primary.",
        .cause = "What remains is counted to the end of the source before the split.",
    },
    {
        .id = "progress.counts-restored",
        .clauses = "SPP-05 SPP-07 SPP-08",
        .since = 2,
        .tier = ASSAY_STANDARD,
        .abilities = ASSAY_CAN_SPLIT_POINTS | ASSAY_CAN_POSITION | ASSAY_CAN_CHECKPOINT,
        .bounded = true,
        .in_case = counts_restored,
        .exercises = {{"known counts", 1}},
        .done = "The same in readers that are restored from marks: what was read before counts.",
        .cause = "The mark does not hold how many there were, or one less.",
    },
    {
        .id = "progress.counts-add-up",
        .clauses = "SPP-10 SPP-08",
        .level = ASSAY_SHOULD,
        .abilities = ASSAY_CAN_SPLIT_POINTS,
        .bounded = true,
        .in_case = counts_add_up,
        .exercises = {{"times when both counts are known", 1}},
        .done = "While both counts are known, their sum stays the same.",
        .cause = "One of them counts records and the other split points.",
    },
    {
        .id = "progress.schedules",
        .clauses = "PROG-06 SPP-11 DYNC-09 DYNC-10",
        .since = 2,
        .abilities = ASSAY_CAN_PROGRESS,
        .bounded = true,
        .coordinate = assay_check_progress_schedules,
        .exercises = {{"answers", 1},
                      {"orders", 1},
                      {"orders with a switch inside of a call", 1},
                      {"places left out or cut short", 0}},
        .done = "Asks for progress and counts while another thread reads on, splits or closes, in "
                "the orders of dynamic-split.schedules: they are in range, and the reader reads as "
                "if nobody had asked.",
        .cause = "Progress is computed from a range that a split is just changing.",
    },
    {
        .id = "progress.never-waits",
        .clauses = "PROG-07 SPP-11",
        .since = 2,
        .tier = ASSAY_STANDARD,
        .abilities = ASSAY_CAN_PROGRESS,
        .bounded = true,
        .coordinate = assay_check_progress_never_waits,
        .exercises = {{"calls of the reader held", 1}, {"times that all came back", 1}},
        .done = "As dynamic-split.never-waits, with progress and counts.",
        .cause = "Progress takes the lock under which the reader reads.",
    },
};
