/* Splits where there is something left to give away: split points behind the current record. */
#include "checks/dynamic_split.h"
#include <stdlib.h>

enum { PLACES = 32, FEWEST_PLACES = 20, FEWEST_POINTS = 10 };

/* What became of the splits of one data set. */
typedef struct attempts {
    uint64_t places, split; /* readers with split points behind their record; split so many */
    uint64_t most;          /* split points behind one of them */
    assay_readings cuts;
} attempts;

/* How many records the residual has, which is released; notes that it has some. */
static uint64_t note(assay_case *c, assay_driven_split *split, attempts *sum)
{
    uint64_t given = assay_readings_of(c, &sum->cuts, split->residual).count;
    assay_drive_release_split(c, split);
    return given;
}

static void count_place(assay_case *c, uint64_t left, bool split, attempts *sum)
{
    sum->places++;
    sum->split += split;
    sum->most = left > sum->most ? left : sum->most;
    assay_case_exercised(c, 0);
}

static uint64_t useful_cuts(const assay_readings *cuts)
{
    uint64_t count = 0;
    for (size_t i = 0; i < cuts->capacity; i++)
        count += cuts->items[i].key.count > 0 && cuts->items[i].value.count > 0;
    return count;
}

/* A reader may refuse now and then, and for reasons of its own: few splits are enough. */
static void expect_many(assay_case *c, const attempts *sum)
{
    uint64_t cuts = useful_cuts(&sum->cuts);
    uint64_t points = sum->most < sum->places ? sum->most : sum->places;
    assay_case_expect(c, sum->places < FEWEST_PLACES || sum->split >= sum->places / 4,
                      "splits are accepted while split points are left",
                      "%llu readers had some behind their record; splits of %llu of them gave a "
                      "residual with records",
                      (unsigned long long)sum->places, (unsigned long long)sum->split);
    assay_case_expect(c, sum->most < FEWEST_POINTS || (cuts >= 2 && cuts >= points / 8),
                      "splits are accepted at more than a few places",
                      "%llu readers had up to %llu split points behind their record; all their "
                      "splits came to %llu different residuals with records",
                      (unsigned long long)sum->places, (unsigned long long)sum->most,
                      (unsigned long long)cuts);
}

static assay_sample take_places(assay_case *c, uint64_t records)
{
    size_t most = assay_trials(c, 4 * records);
    bool all = assay_case_tier(c) == ASSAY_EXHAUSTIVE;
    return assay_sample_take(c, records, most < PLACES || all ? most : PLACES);
}

/* A reader on record i is split at points behind it, from the last one on. */
static void split_at_points(assay_case *c, assay_driven_source s, const assay_layout *l, uint64_t i,
                            attempts *sum)
{
    static const double shares[] = {1, 0.75, 0.5, 0.25, 0};
    uint64_t end = l->count, before = assay_layout_points(l, 0, i + 1);
    uint64_t left = assay_layout_points(l, i + 1, end);
    if (left == 0)
        return;
    assay_driven_reader r = assay_reader_at(c, s, i + 1);
    for (size_t k = 0; k < sizeof shares / sizeof *shares; k++) {
        uint64_t points = assay_layout_points(l, i + 1, end);
        assay_driven_split split;
        if (points == 0)
            break;
        uint64_t number = before + (uint64_t)(shares[k] * (double)(points - 1));
        if (assay_drive_split_at(c, &r, assay_layout_point(l, number), &split)) {
            uint64_t given = note(c, &split, sum);
            end = given < end - i ? end - given : i + 1;
        }
    }
    assay_drive_close(c, &r);
    count_place(c, left, end < l->count, sum);
}

void assay_check_points_accepted(assay_case *c)
{
    assay_driven_source s;
    const uint32_t needed = ASSAY_CAN_SPLIT_AT | ASSAY_CAN_POSITION;
    for (size_t next = 0; assay_each(c, needed, &next, &s);) {
        attempts sum = {.most = 0};
        assay_layout l = assay_layout_take(c, s);
        assay_sample at = take_places(c, l.count);
        for (size_t k = 0; k < at.count; k++)
            if (assay_case_turn(c))
                split_at_points(c, s, &l, at.items[k], &sum);
        expect_many(c, &sum);
        free(at.items);
        assay_readings_clear(&sum.cuts);
        assay_layout_clear(&l);
        assay_call_release(c, &s);
    }
}

/* By the reader's own count, which is exact where there is one; 0: it does not know. */
static uint64_t points_left(assay_case *c, assay_driven_reader *r)
{
    int64_t consumed, remaining;
    assay_drive_want(c, assay_call_counts(c, r, &consumed, &remaining), ASSAY_OK, "counts");
    return remaining > 1 ? (uint64_t)remaining - 1 : 0;
}

static double fraction_done(assay_case *c, assay_driven_reader *r)
{
    double fraction = 0;
    if (assay_reader_offers(c, r, ASSAY_PROGRESS))
        assay_drive_want(c, assay_call_fraction(c, r, &fraction), ASSAY_OK, "progress");
    return fraction >= 0 && fraction <= 1 ? fraction : 0;
}

/* A reader is split at shares of what is left. The small ones find a cut whatever the sizes of
 * records are. */
static void split_at_shares(assay_case *c, assay_driven_source s, uint64_t i, attempts *sum)
{
    static const double shares[] = {0.875,  0.75,   0.5,    0.25,    0.125,   0x1p-4,  0x1p-5,
                                    0x1p-6, 0x1p-7, 0x1p-8, 0x1p-10, 0x1p-12, 0x1p-16, 0x1p-20};
    bool any = false;
    assay_driven_reader r = assay_reader_at(c, s, i + 1);
    uint64_t left = points_left(c, &r);
    for (size_t k = 0; k < sizeof shares / sizeof *shares && points_left(c, &r) > 0; k++) {
        assay_driven_split split;
        double done = fraction_done(c, &r);
        if (assay_drive_split(c, &r, done + shares[k] * (1 - done), &split))
            any = note(c, &split, sum) > 0 || any;
    }
    if (left > 0)
        count_place(c, left, any, sum);
    assay_drive_close(c, &r);
}

void assay_check_shares_accepted(assay_case *c)
{
    uint64_t places = 0;
    assay_driven_source s;
    const uint32_t needed = ASSAY_CAN_DYNAMIC_SPLIT | ASSAY_CAN_SPLIT_POINTS;
    for (size_t next = 0; assay_each(c, needed, &next, &s);) {
        attempts sum = {.most = 0};
        assay_sample at = take_places(c, assay_records(c, s));
        for (size_t k = 0; k < at.count; k++)
            if (assay_case_turn(c))
                split_at_shares(c, s, at.items[k], &sum);
        expect_many(c, &sum);
        places += sum.places;
        free(at.items);
        assay_readings_clear(&sum.cuts);
        assay_call_release(c, &s);
    }
    if (places == 0)
        assay_case_skip(c, "no reader knows of split points behind its record");
}
