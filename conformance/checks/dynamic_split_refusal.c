#include "checks/dynamic_split.h"
#include "checks/position.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { TRIES = 12, TWINS = 100 };

/* Splits that may be refused with i records read: fractions low and high, and consumed positions.
 */
static size_t refusable(const assay_layout *l, uint64_t i, bool by_fraction, assay_cut *to)
{
    static const double fractions[] = {0, 1e-9, 0.01, 0.1, 1, 1 - 1e-12};
    size_t count = 0;
    for (size_t k = 0; by_fraction && k < sizeof fractions / sizeof *fractions; k++)
        to[count++] = (assay_cut){.fraction = fractions[k]};
    if (by_fraction && l->count > 0)
        to[count++] = (assay_cut){.fraction = 0.9 * (double)i / (double)l->count};
    if (l->starts == NULL || l->count == 0)
        return count;
    to[count++] = (assay_cut){.position = assay_layout_at(l, 0), .record = 0};
    if (i > 0)
        to[count++] = (assay_cut){.position = assay_layout_at(l, i - 1), .record = i - 1};
    if (i > 1)
        to[count++] = (assay_cut){.position = assay_layout_at(l, i / 2), .record = i / 2};
    return count;
}

/* Keeps those of the cuts that a reader at i refuses. */
static size_t keep_refused(assay_case *c, assay_driven_source s, uint64_t i, assay_cut *cuts,
                           size_t count)
{
    size_t kept = 0;
    assay_driven_reader r = assay_reader_at(c, s, i);
    for (size_t k = 0; k < count; k++) {
        assay_driven_split split;
        if (!assay_cut_make(c, &r, cuts[k], &split)) {
            cuts[kept++] = cuts[k];
            continue;
        }
        assay_drive_release_split(c, &split);
        assay_drive_close(c, &r);
        r = assay_reader_at(c, s, i);
    }
    assay_drive_close(c, &r);
    return kept;
}

/* Makes all the splits. False: one that was refused at another time was accepted now; it is left
 * out from here on, and the reader is of no use. */
static bool refuse_all(assay_case *c, assay_driven_reader *r, assay_cut *cuts, size_t *count,
                       uint64_t i)
{
    for (size_t k = 0; k < *count; k++) {
        char after[120];
        assay_driven_split split;
        assay_sight before = assay_sight_take(c, r);
        snprintf(after, sizeof after, "a refused split at %s %g with %llu records read",
                 cuts[k].position.size > 0 ? "a consumed position," : "fraction", cuts[k].fraction,
                 (unsigned long long)i);
        if (assay_cut_make(c, r, cuts[k], &split)) {
            assay_drive_release_split(c, &split);
            assay_sight_clear(c, &before);
            cuts[k] = cuts[--*count];
            return false;
        }
        assay_sight_expect(c, &before, r, after);
        assay_case_exercised(c, 1);
    }
    return true;
}

/* A split that is accepted after refusals is the one that would be accepted without them. False:
 * one of the readers accepted and the other did not. */
static bool expect_same_split(assay_case *c, assay_driven_reader *tried, assay_driven_reader *twin,
                              uint64_t i)
{
    static const double later[] = {0.5, 0.75, 0.9};
    for (size_t k = 0; k < sizeof later / sizeof *later; k++) {
        assay_driven_split one = {.fraction = 0}, two = {.fraction = 0};
        bool first = assay_drive_split(c, tried, later[k], &one);
        bool second = assay_drive_split(c, twin, later[k], &two);
        assay_case_expect(c, !first || !second || assay_same_source(c, one.residual, two.residual),
                          "refused splits do not change what comes after them",
                          "with %llu records read a split at %g gave another residual",
                          (unsigned long long)i, later[k]);
        if (first)
            assay_drive_release_split(c, &one);
        if (second)
            assay_drive_release_split(c, &two);
        if (first != second)
            return false;
    }
    return true;
}

static void expect_same_rest(assay_case *c, assay_driven_reader *tried, assay_driven_reader *twin,
                             uint64_t i)
{
    assay_digest one = assay_read_digest(c, tried, UINT64_MAX);
    assay_digest two = assay_read_digest(c, twin, UINT64_MAX);
    assay_case_expect(c, assay_digest_equal(one, two), "a split that is refused changes nothing",
                      "%llu records were read, then splits were refused; %llu more followed, "
                      "without the refused splits %llu",
                      (unsigned long long)i, (unsigned long long)one.count,
                      (unsigned long long)two.count);
}

/* One reader is refused all the splits, a twin is left alone. False: their later splits cannot be
 * compared. */
static bool try_beside_twin(assay_case *c, assay_driven_source s, assay_cut *cuts, size_t *count,
                            uint64_t i, bool splits_later)
{
    assay_driven_reader tried = assay_reader_at(c, s, i), twin = assay_reader_at(c, s, i);
    while (!refuse_all(c, &tried, cuts, count, i)) {
        assay_drive_close(c, &tried);
        tried = assay_reader_at(c, s, i);
    }
    bool compared = !splits_later || expect_same_split(c, &tried, &twin, i);
    if (compared)
        expect_same_rest(c, &tried, &twin, i);
    assay_drive_close(c, &tried);
    assay_drive_close(c, &twin);
    return compared;
}

/* A split may be refused at any time, so that one difference means nothing; but not all the time,
 * when only the refusals make it. */
static void compare_with_twin(assay_case *c, assay_driven_source s, const assay_layout *l,
                              uint64_t i)
{
    assay_cut cuts[TRIES];
    bool by_fraction = (assay_call_abilities(c, s) & ASSAY_CAN_DYNAMIC_SPLIT) != 0;
    size_t count = refusable(l, i, by_fraction, cuts);
    int differ = 0;
    count = keep_refused(c, s, i, cuts, count);
    try_beside_twin(c, s, cuts, &count, i, false);
    while (by_fraction && differ < TWINS && !try_beside_twin(c, s, cuts, &count, i, true))
        differ++;
    assay_case_expect(c, differ < TWINS, "refused splits do not change what comes after them",
                      "with %llu records read a later split was %d times out of as many accepted "
                      "of one reader only, of the one with refused splits or the one without",
                      (unsigned long long)i, differ);
}

static assay_layout layout_if_any(assay_case *c, assay_driven_source s)
{
    const uint32_t needed = ASSAY_CAN_SPLIT_AT | ASSAY_CAN_POSITION;
    if ((assay_call_abilities(c, s) & needed) == needed && assay_in_order(c, s))
        return assay_layout_take(c, s);
    return (assay_layout){.count = assay_records(c, s), .bytes = ASSAY_BUFFER_INIT};
}

void assay_check_refused_changes_nothing(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_DYNAMIC_SPLIT, &next, &s);) {
        assay_layout l = layout_if_any(c, s);
        size_t trials = assay_trials(c, 4 * l.count) / 4;
        assay_sample at = assay_sample_take(c, l.count + 1, trials);
        for (size_t i = 0; i < at.count; i++)
            if (assay_case_turn(c))
                compare_with_twin(c, s, &l, at.items[i]);
        free(at.items);
        assay_layout_clear(&l);
        assay_call_release(c, &s);
    }
}

static void expect_invalid(assay_case *c, assay_driven_source s, uint64_t i, double fraction)
{
    char after[80];
    assay_driven_split split;
    assay_driven_reader r = assay_reader_at(c, s, i);
    assay_sight before = assay_sight_take(c, &r);
    snprintf(after, sizeof after, "a split at fraction %g", fraction);
    assay_drive_want(c, assay_call_split(c, &r, fraction, &split), ASSAY_INVALID, "%s", after);
    assay_sight_expect(c, &before, &r, after);
    assay_drive_close(c, &r);
    assay_case_exercised(c, 1);
}

void assay_check_odd_fractions(assay_case *c)
{
    const double invalid[] = {NAN, -1, INFINITY, -INFINITY, 2, 1 + 1e-12, -1e-300};
    const double borders[] = {0.0, -0.0, 1.0, 1 - 1e-16, 1e-300, 5e-324};
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_DYNAMIC_SPLIT, &next, &s);) {
        assay_sample at = assay_sample_take(c, assay_records(c, s) + 1, 6);
        for (size_t i = 0; i < at.count; i++) {
            for (size_t k = 0; k < sizeof invalid / sizeof *invalid; k++)
                if (assay_case_turn(c))
                    expect_invalid(c, s, at.items[i], invalid[k]);
            for (size_t k = 0; k < sizeof borders / sizeof *borders; k++)
                if (assay_case_turn(c))
                    assay_cut_try(c, s, at.items[i], (assay_cut){.fraction = borders[k]}, NULL);
        }
        free(at.items);
        assay_call_release(c, &s);
    }
}

/* Offsets have eight bytes; a key may be any bytes. */
static void expect_no_offset(assay_case *c, assay_driven_source s, uint64_t i, size_t size)
{
    static const unsigned char bytes[16] = {0, 0, 0, 0, 0, 0, 0, 1, 2};
    char after[80];
    assay_driven_split split;
    assay_driven_reader r = assay_reader_at(c, s, i);
    assay_sight before = assay_sight_take(c, &r);
    snprintf(after, sizeof after, "a split at an offset of %zu bytes", size);
    assay_drive_want(c, assay_call_split_at(c, &r, (assay_bytes){bytes, size}, &split),
                     ASSAY_INVALID, "%s", after);
    assay_sight_expect(c, &before, &r, after);
    assay_drive_close(c, &r);
    assay_case_exercised(c, 0);
}

void assay_check_odd_positions(assay_case *c)
{
    static const size_t sizes[] = {1, 7, 9, 16};
    bool offsets = false;
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_SPLIT_AT | ASSAY_CAN_POSITION, &next, &s);) {
        bool of_offsets = assay_position_kind_of(c, s) == ASSAY_POSITION_OFFSET;
        assay_sample at = assay_sample_take(c, assay_records(c, s) + 1, 6);
        for (size_t i = 0; i < at.count && of_offsets; i++)
            for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++)
                if (assay_case_turn(c))
                    expect_no_offset(c, s, at.items[i], sizes[k]);
        offsets = offsets || of_offsets;
        free(at.items);
        assay_call_release(c, &s);
    }
    if (!offsets)
        assay_case_skip(c, "any bytes are a key: there is no position of the wrong form");
}

void assay_check_before_start(assay_case *c)
{
    assay_driven_source s;
    int64_t accepted = 0, most = assay_case_variant(c, ASSAY_EARLY_SPLITS);
    for (size_t next = 0; assay_each(c, ASSAY_CAN_DYNAMIC_SPLIT, &next, &s);) {
        for (size_t k = 0; k < ASSAY_ALL_TENTHS; k++) {
            if (!assay_case_turn(c))
                continue;
            accepted += assay_cut_try(c, s, 0, (assay_cut){.fraction = assay_tenths[k]}, NULL);
            assay_case_expect(c, accepted <= most, "a split before start is refused",
                              "one at fraction %g was accepted", assay_tenths[k]);
            assay_case_exercised(c, 1);
        }
        assay_call_release(c, &s);
    }
}

static void expect_nothing_left(assay_case *c, assay_driven_reader *r, const char *when)
{
    static const double fractions[] = {0, 0.5, 0.999, 1};
    for (size_t k = 0; k < sizeof fractions / sizeof *fractions; k++) {
        char after[120];
        assay_driven_split split;
        assay_sight before = assay_sight_take(c, r);
        snprintf(after, sizeof after, "a refused split at fraction %g, %s", fractions[k], when);
        if (assay_drive_split(c, r, fractions[k], &split)) {
            assay_digest residual = assay_drive_digest(c, split.residual);
            assay_case_expect(c, residual.count == 0 && !r->last,
                              "where nothing is left to give a split is refused",
                              "%s a split at %g was accepted; its residual has %llu records", when,
                              fractions[k], (unsigned long long)residual.count);
            assay_drive_release_split(c, &split);
            assay_sight_clear(c, &before);
            continue;
        }
        assay_sight_expect(c, &before, r, after);
        assay_case_exercised(c, 1);
    }
}

void assay_check_at_the_end(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_DYNAMIC_SPLIT, &next, &s);) {
        assay_driven_reader r = assay_reader_at(c, s, assay_records(c, s));
        if (assay_records(c, s) > 0)
            expect_nothing_left(c, &r, "on the last record");
        assay_case_expect(c, !assay_drive_next(c, &r), "END after the last record",
                          "there was another record");
        expect_nothing_left(c, &r, "after the end");
        for (int64_t asked = assay_case_variant(c, ASSAY_ASKED_AFTER_END); asked > 0; asked--)
            assay_drive_want(c, assay_call_advance(c, &r), ASSAY_END,
                             "advance after refused splits");
        assay_drive_close(c, &r);
        assay_call_release(c, &s);
    }
}

void assay_check_consumed_refused(assay_case *c)
{
    assay_driven_source s;
    const uint32_t needed = ASSAY_CAN_SPLIT_AT | ASSAY_CAN_POSITION;
    for (size_t next = 0; assay_each(c, needed, &next, &s);) {
        assay_layout l = assay_layout_take(c, s);
        assay_sample at = assay_sample_take(c, l.count, assay_trials(c, l.count) / 2);
        for (size_t i = 0; i < at.count; i++) {
            if (!assay_case_turn(c))
                continue;
            assay_driven_reader r = assay_reader_at(c, s, at.items[i] + 1);
            const uint64_t places[] = {0, at.items[i] / 2, at.items[i]};
            for (size_t k = 0; k < 3; k++) {
                assay_driven_split split;
                assay_bytes position = assay_layout_at(&l, places[k]);
                assay_case_sketch(c, ASSAY_MARK_CUT, places[k], 0);
                assay_drive_want(c, assay_call_split_at(c, &r, position, &split), ASSAY_REFUSED,
                                 "with record %llu current, a split at the position of record %llu",
                                 (unsigned long long)at.items[i], (unsigned long long)places[k]);
                assay_case_exercised(c, 0);
            }
            assay_drive_close(c, &r);
        }
        free(at.items);
        assay_layout_clear(&l);
        assay_call_release(c, &s);
    }
}

static void refuse_at(assay_case *c, assay_driven_reader *r, const assay_layout *l, uint64_t i,
                      const char *where)
{
    assay_driven_split split;
    assay_drive_want(c, assay_call_split_at(c, r, assay_layout_point(l, i), &split), ASSAY_REFUSED,
                     "a split at split point %llu, %s", (unsigned long long)i, where);
    assay_case_exercised(c, 0);
}

/* The part of all but the first two and the last two split points. */
static void refuse_outside(assay_case *c, assay_driven_source s, const assay_layout *l)
{
    uint64_t first = 2, end = assay_layout_points(l, 0, l->count) - 2;
    assay_driven_source part =
        assay_part_of(c, s, assay_layout_point(l, first), assay_layout_point(l, end));
    assay_driven_reader r = assay_drive_reader(c, part);
    assay_digest all = assay_read_digest(c, &r, 1);
    refuse_at(c, &r, l, 0, "before the range");
    refuse_at(c, &r, l, first - 1, "before the range");
    refuse_at(c, &r, l, end, "the end of the range");
    refuse_at(c, &r, l, end + 1, "behind the range");
    assay_digest_add(&all, assay_read_digest(c, &r, UINT64_MAX));
    assay_digest without = assay_drive_digest(c, part);
    assay_case_expect(c, assay_digest_equal(all, without),
                      "a split that is refused changes nothing",
                      "with refused splits outside its range a reader gave %llu records, without "
                      "%llu, or other ones",
                      (unsigned long long)all.count, (unsigned long long)without.count);
    assay_drive_close(c, &r);
    assay_call_release(c, &part);
}

void assay_check_outside_refused(assay_case *c)
{
    assay_driven_source s;
    const uint32_t needed = ASSAY_CAN_SPLIT_AT | ASSAY_CAN_POSITION | ASSAY_CAN_RANGE;
    for (size_t next = 0; assay_each(c, needed, &next, &s);) {
        assay_layout l = assay_layout_take(c, s);
        if (assay_layout_points(&l, 0, l.count) >= 5)
            refuse_outside(c, s, &l);
        assay_layout_clear(&l);
        assay_call_release(c, &s);
    }
}
