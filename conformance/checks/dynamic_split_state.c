#include "checks/dynamic_split.h"
#include <assay/toolkit/codec.h>
#include <math.h>
#include <stdlib.h>

/* The bounds of a range of offsets. False: it is none, or its end is not known. */
static bool offsets_of(assay_case *c, assay_driven_source s, uint64_t *start, uint64_t *end)
{
    const assay_range *range = assay_call_ability(c, s, ASSAY_RANGE);
    if (range == NULL || range->kind != ASSAY_POSITION_OFFSET)
        return false;
    assay_buffer first = ASSAY_BUFFER_INIT, last = ASSAY_BUFFER_INIT;
    assay_drive_want(c, assay_call_bounds(c, s, &first, &last), ASSAY_OK, "bounds");
    bool known = assay_offset_of(assay_buffer_bytes(&first), start) &&
                 assay_offset_of(assay_buffer_bytes(&last), end) && *end > *start;
    assay_buffer_clear(&first);
    assay_buffer_clear(&last);
    return known;
}

/* A reader may count in records what it says of its range. */
static bool share_of_records(assay_case *c, assay_driven_source before, assay_driven_split *split)
{
    uint64_t whole = assay_drive_digest(c, before).count;
    double share = (double)assay_drive_digest(c, split->primary).count / (double)whole;
    return whole > 0 && fabs(share - split->fraction) <= 1e-6;
}

static void expect_fraction(assay_case *c, assay_driven_source before, assay_driven_split *split)
{
    uint64_t start, end, cut_start, cut;
    assay_case_expect(c, split->fraction >= 0 && split->fraction <= 1,
                      "the fraction of a split is a number from 0 to 1", "it is %g",
                      split->fraction);
    assay_case_exercised(c, 0);
    if (!offsets_of(c, before, &start, &end) || !offsets_of(c, split->primary, &cut_start, &cut))
        return;
    double share = (double)(cut - start) / (double)(end - start);
    assay_case_expect(
        c, fabs(share - split->fraction) <= 1e-6 || share_of_records(c, before, split),
        "the fraction of a split is the primary's share of the source before",
        "%g was returned; the range [%llu, %llu) was cut at %llu, which is %g", split->fraction,
        (unsigned long long)start, (unsigned long long)end, (unsigned long long)cut, share);
}

/* Twice, since the second fraction is one of the first primary. */
static void split_twice(assay_case *c, assay_driven_source s, uint64_t i, double fraction)
{
    assay_driven_split first, second;
    assay_driven_reader r = assay_reader_at(c, s, i);
    if (assay_drive_split(c, &r, fraction, &first)) {
        expect_fraction(c, s, &first);
        if (assay_drive_split(c, &r, fraction, &second)) {
            expect_fraction(c, first.primary, &second);
            assay_drive_release_split(c, &second);
        }
        assay_drive_release_split(c, &first);
    }
    assay_drive_close(c, &r);
}

void assay_check_returned_fraction(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_DYNAMIC_SPLIT, &next, &s);) {
        uint64_t records = assay_records(c, s);
        assay_sample at = assay_sample_take(c, records + 1, assay_trials(c, records) / 20);
        for (size_t i = 0; i < at.count; i++)
            for (size_t k = 0; k < ASSAY_INNER_TENTHS; k++)
                if (assay_case_turn(c))
                    split_twice(c, s, at.items[i], assay_tenths[k]);
        free(at.items);
        assay_call_release(c, &s);
    }
}

static void expect_current(assay_case *c, assay_driven_source s, assay_driven_reader *r, uint64_t i)
{
    assay_driven_source now;
    assay_drive_want(c, assay_call_current_source(c, r, &now), ASSAY_OK, "current source");
    assay_expect_source(c, now, 0, assay_records(c, s), "the current source with %llu records read",
                        (unsigned long long)i);
    assay_call_release(c, &now);
    assay_case_exercised(c, 0);
}

static bool same_encoding(assay_case *c, assay_driven_source a, assay_driven_source b)
{
    assay_buffer one = ASSAY_BUFFER_INIT, two = ASSAY_BUFFER_INIT;
    assay_drive_encode(c, a, &one);
    assay_drive_encode(c, b, &two);
    bool same = assay_bytes_same(assay_buffer_bytes(&one), assay_buffer_bytes(&two));
    assay_buffer_clear(&one);
    assay_buffer_clear(&two);
    return same;
}

static void expect_primary(assay_case *c, assay_driven_source s, assay_driven_reader *r, uint64_t i)
{
    assay_driven_split split;
    assay_driven_source now;
    if (!assay_reader_offers(c, r, ASSAY_DYNAMIC_SPLIT) || !assay_drive_split(c, r, 0.8, &split))
        return;
    assay_drive_want(c, assay_call_current_source(c, r, &now), ASSAY_OK, "current source");
    assay_case_expect(c, assay_same_source(c, now, split.primary),
                      "after a split the current source is the primary",
                      "with %llu records read and a split at 0.8 it reads something else",
                      (unsigned long long)i);
    assay_case_expect(c, !same_encoding(c, now, s),
                      "after a split the current source is another one",
                      "with %llu records read and a split at 0.8 its encoding is that of the "
                      "source before",
                      (unsigned long long)i);
    assay_call_release(c, &now);
    assay_drive_release_split(c, &split);
}

void assay_check_current_source(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_CURRENT_SOURCE, &next, &s);) {
        uint64_t records = assay_records(c, s);
        assay_sample at = assay_sample_take(c, records + 1, assay_trials(c, 3 * records) / 3);
        for (size_t i = 0; i < at.count; i++) {
            if (!assay_case_turn(c))
                continue;
            assay_driven_reader r = assay_reader_at(c, s, at.items[i]);
            expect_current(c, s, &r, at.items[i]);
            expect_primary(c, s, &r, at.items[i]);
            assay_drive_close(c, &r);
        }
        free(at.items);
        assay_call_release(c, &s);
    }
}

/* A part that came of a split is split itself, and its halves again. */
static void split_deeper(assay_case *c, assay_driven_source s, int depth, const char *which)
{
    assay_driven_split split;
    assay_digest whole = assay_drive_digest(c, s);
    assay_driven_reader r = assay_drive_reader(c, s);
    assay_digest got = assay_read_digest(c, &r, 1 + whole.count / 4);
    bool offered = assay_reader_offers(c, &r, ASSAY_DYNAMIC_SPLIT);
    if (depth == 0 || !offered || !assay_drive_split(c, &r, 0.6, &split)) {
        assay_drive_close(c, &r);
        return;
    }
    assay_digest_add(&got, assay_read_digest(c, &r, UINT64_MAX));
    assay_drive_close(c, &r);
    assay_digest_add(&got, assay_drive_digest(c, split.residual));
    assay_case_expect(c, assay_digest_equal(whole, got),
                      "a part of a split can be split in its turn, and nothing is lost or doubled",
                      "a %s of %llu records was split at 0.6: its reader and the residual gave "
                      "%llu, or other ones",
                      which, (unsigned long long)whole.count, (unsigned long long)got.count);
    assay_case_exercised(c, 0);
    split_deeper(c, split.primary, depth - 1, "primary");
    split_deeper(c, split.residual, depth - 1, "residual");
    assay_drive_release_split(c, &split);
}

static void expect_travels(assay_case *c, assay_driven_source s, const char *which)
{
    assay_buffer encoded = ASSAY_BUFFER_INIT;
    assay_drive_encode(c, s, &encoded);
    assay_driven_source copy = assay_drive_decode(c, s.dataset, assay_buffer_bytes(&encoded));
    assay_digest here = assay_drive_digest(c, s), there = assay_drive_digest(c, copy);
    assay_case_expect(c, assay_digest_equal(here, there),
                      "a part of a split reads the same when it was encoded and decoded",
                      "a %s gives %llu records, its decoded copy %llu, or other ones", which,
                      (unsigned long long)here.count, (unsigned long long)there.count);
    assay_call_release(c, &copy);
    assay_buffer_clear(&encoded);
}

void assay_check_parts_split_again(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_DYNAMIC_SPLIT, &next, &s);) {
        uint64_t records = assay_records(c, s);
        assay_sample at = assay_sample_take(c, records, assay_trials(c, 6 * records) / 6);
        for (size_t i = 0; i < at.count; i++) {
            if (!assay_case_turn(c))
                continue;
            assay_driven_split split;
            assay_driven_reader r = assay_reader_at(c, s, at.items[i] + 1);
            double progress = (double)at.items[i] / (double)records;
            if (assay_drive_split(c, &r, progress + 0.5 * (1 - progress), &split)) {
                expect_travels(c, split.primary, "primary");
                expect_travels(c, split.residual, "residual");
                split_deeper(c, split.primary, 2, "primary");
                split_deeper(c, split.residual, 2, "residual");
                assay_drive_release_split(c, &split);
            }
            assay_drive_close(c, &r);
        }
        free(at.items);
        assay_call_release(c, &s);
    }
}

void assay_check_original_unchanged(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_DYNAMIC_SPLIT, &next, &s);) {
        assay_buffer before = ASSAY_BUFFER_INIT, after = ASSAY_BUFFER_INIT;
        assay_driven_split split;
        assay_drive_encode(c, s, &before);
        assay_driven_reader r = assay_reader_at(c, s, assay_records(c, s) > 0);
        if (assay_drive_split(c, &r, 0.5, &split)) {
            assay_drive_encode(c, s, &after);
            assay_case_expect(
                c, assay_bytes_same(assay_buffer_bytes(&before), assay_buffer_bytes(&after)),
                "a split leaves the source of the reader as it was", "its encoding changed");
            assay_expect_source(c, s, 0, assay_records(c, s), "the source after a reader's split");
            assay_case_expect(c, !same_encoding(c, split.primary, split.residual),
                              "primary and residual are different sources",
                              "their encodings are the same");
            assay_drive_release_split(c, &split);
            assay_case_exercised(c, 0);
        }
        assay_drive_close(c, &r);
        assay_buffer_clear(&before);
        assay_buffer_clear(&after);
        assay_call_release(c, &s);
    }
}

enum { EARLY = 15 };

static assay_driven_reader part_reader_at(assay_case *c, assay_driven_source s, uint64_t count)
{
    assay_driven_reader r = assay_drive_reader(c, s);
    uint64_t got = assay_drive_read(c, &r, count, NULL);
    assay_case_expect(c, got == count, "a new reader gives as many records as before",
                      "it ended after %llu records, there are at least %llu",
                      (unsigned long long)got, (unsigned long long)count);
    return r;
}

/* Some splits early in a source: how many gave a residual with records, and, in a row, the
 * fractions at which these were different ones. */
typedef struct early_splits {
    size_t useful, places;
    double at[EARLY];
} early_splits;

static early_splits split_early(assay_case *c, assay_driven_source s, uint64_t i)
{
    early_splits seen = {0, 0, {0}};
    uint64_t last = 0;
    for (int part = 1; part <= EARLY; part++) {
        double fraction = (double)part / (EARLY + 1);
        assay_driven_split split;
        assay_driven_reader r = part_reader_at(c, s, i);
        if (assay_drive_split(c, &r, fraction, &split)) {
            uint64_t residual = assay_drive_digest(c, split.residual).count;
            seen.useful += residual > 0;
            if (residual > 0 && residual != last)
                seen.at[seen.places++] = fraction;
            last = residual;
            assay_drive_release_split(c, &split);
        }
        assay_drive_close(c, &r);
    }
    return seen;
}

/* The residual of the split at the middle place can be cut at the places behind it, if these are
 * enough. */
static void expect_residual_splits(assay_case *c, assay_driven_source s, const early_splits *whole)
{
    double middle = whole->at[whole->places / 2];
    assay_driven_split split;
    assay_driven_reader r = assay_reader_at(c, s, 1);
    if (whole->places >= 8 && assay_drive_split(c, &r, middle, &split)) {
        early_splits part = split_early(c, split.residual, 1);
        assay_case_expect(c, part.useful > 0,
                          "a reader of a residual accepts some splits while data is left",
                          "the whole could be cut in %zu places, but in its residual at %g each of "
                          "%d splits was refused, or the residual of that was empty",
                          whole->places, middle, EARLY);
        assay_drive_release_split(c, &split);
    }
    assay_drive_close(c, &r);
}

void assay_check_really_splits(assay_case *c)
{
    size_t useful = 0, asked = 0;
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_DYNAMIC_SPLIT, &next, &s);) {
        if (assay_records(c, s) >= 5) {
            early_splits whole = split_early(c, s, 1);
            useful += whole.useful + split_early(c, s, 2).useful;
            expect_residual_splits(c, s, &whole);
            asked++;
            assay_case_exercised(c, 0);
        }
        assay_call_release(c, &s);
    }
    assay_case_expect(c, asked == 0 || useful > 0,
                      "a reader that offers dynamic splits accepts some while data is left",
                      "with 1 and 2 records read each of 15 fractions was refused, or its residual "
                      "was empty");
}

static assay_digest digest_all_fields(assay_case *c, assay_driven_reader *r)
{
    assay_digest sum = {0, 0, 0};
    while (assay_drive_next(c, r)) {
        assay_record record = assay_drive_current(c, r);
        assay_digest_add(&sum, assay_digest_of(&record, ASSAY_DIGEST_IDS | ASSAY_DIGEST_TIMES));
    }
    return sum;
}

static assay_digest read_all_fields(assay_case *c, assay_driven_source s)
{
    assay_driven_reader r = assay_drive_reader(c, s);
    assay_digest sum = digest_all_fields(c, &r);
    assay_drive_close(c, &r);
    return sum;
}

void assay_check_values_same(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_DYNAMIC_SPLIT, &next, &s);) {
        assay_digest whole = read_all_fields(c, s);
        for (size_t k = 0; k < ASSAY_INNER_TENTHS; k++) {
            if (!assay_case_turn(c))
                continue;
            assay_driven_split split;
            assay_driven_reader r = assay_reader_at(c, s, assay_records(c, s) > 0);
            if (assay_drive_split(c, &r, assay_tenths[k], &split)) {
                assay_digest both = assay_sum(read_all_fields(c, split.primary),
                                              read_all_fields(c, split.residual));
                assay_case_expect(c, assay_digest_equal(whole, both),
                                  "records have the same value, time and id in every part",
                                  "a split at %g gave %llu records of %llu, or changed some",
                                  assay_tenths[k], (unsigned long long)both.count,
                                  (unsigned long long)whole.count);
                assay_drive_release_split(c, &split);
                assay_case_exercised(c, 0);
            }
            assay_drive_close(c, &r);
        }
        assay_call_release(c, &s);
    }
}
