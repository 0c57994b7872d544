#include "checks/dynamic_split.h"
#include <stdlib.h>

enum { AT_POSITIONS = ASSAY_CAN_SPLIT_AT | ASSAY_CAN_POSITION };

/* Up to how many records a ladder has a rung at each, also in the exhaustive tier, and how many
 * rungs a longer one has. */
enum { EVERY = 2000, EVERY_EXHAUSTIVE = 4000, SOME = 64 };

static assay_cut cut_at(const assay_layout *l, uint64_t i)
{
    return (assay_cut){.position = assay_layout_at(l, i), .record = i};
}

/* One rung: what is split off at record k is everything from there to the end of the last rung. */
static void expect_rung(assay_case *c, assay_driven_split *split, uint64_t k, uint64_t end,
                        uint64_t read)
{
    if (!assay_source_gives(c, split->residual, k, end, "the residual of a split"))
        assay_fail_source(c, split->residual, k, end,
                          "the residual of a split at record %llu, with %llu records read",
                          (unsigned long long)k, (unsigned long long)read);
    assay_drive_release_split(c, split);
}

static void climb_down(assay_case *c, assay_driven_source s, const assay_layout *l, uint64_t read)
{
    assay_sketch_read(c, s, read);
    assay_driven_reader r = assay_drive_reader(c, s);
    assay_digest all = assay_read_digest(c, &r, read);
    uint64_t end = l->count;
    size_t every = assay_case_tier(c) == ASSAY_EXHAUSTIVE ? EVERY_EXHAUSTIVE : EVERY;
    assay_sample rungs = assay_sample_take(c, l->count - read, l->count <= every ? every : SOME);
    for (size_t i = rungs.count; i-- > 0;) {
        uint64_t k = read + rungs.items[i];
        assay_driven_split split;
        if (k == 0 || !l->points[k] || !assay_cut_make(c, &r, cut_at(l, k), &split))
            continue;
        expect_rung(c, &split, k, end, read);
        end = k;
    }
    free(rungs.items);
    assay_digest_add(&all, assay_read_digest(c, &r, UINT64_MAX));
    assay_case_expect(
        c, assay_digest_equal(all, assay_true_digest(c, s.dataset, 0, end)),
        "after many splits the reader ends with its last primary",
        "%llu records read before the splits, %llu in all, expected records 0 to %lld",
        (unsigned long long)read, (unsigned long long)all.count, (long long)end - 1);
    assay_drive_close(c, &r);
}

void assay_check_ladder(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, AT_POSITIONS, &next, &s);) {
        assay_layout l = assay_layout_take(c, s);
        assay_sample at = assay_sample_take(c, l.count + 1, assay_trials(c, 8 * l.count));
        for (size_t i = 0; i < at.count; i++)
            if (assay_case_turn(c))
                climb_down(c, s, &l, at.items[i]);
        free(at.items);
        assay_layout_clear(&l);
        assay_call_release(c, &s);
    }
}

/* With i records read: the nearest, the farthest and some other positions. */
static void try_positions(assay_case *c, assay_driven_source s, const assay_layout *l, uint64_t i,
                          size_t most, assay_readings *known)
{
    uint64_t first = i == 0 ? 1 : i;
    if (first >= l->count)
        return;
    assay_sample at = assay_sample_take(c, l->count - first, most);
    for (size_t k = 0; k < at.count; k++)
        if (l->points[first + at.items[k]] && assay_case_turn(c))
            assay_cut_try(c, s, i, cut_at(l, first + at.items[k]), known);
    free(at.items);
}

void assay_check_pairs(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, AT_POSITIONS, &next, &s);) {
        assay_layout l = assay_layout_take(c, s);
        size_t trials = assay_trials(c, l.count);
        bool all = l.count * l.count / 2 <= trials;
        assay_readings known = {.count = 0};
        size_t each = all ? (size_t)l.count : 8;
        assay_sample at = assay_sample_take(c, l.count, all ? (size_t)l.count : trials / each);
        for (size_t i = 0; i < at.count; i++)
            try_positions(c, s, &l, at.items[i], each, &known);
        assay_readings_clear(&known);
        free(at.items);
        assay_layout_clear(&l);
        assay_call_release(c, &s);
    }
}

/* The middle, then all of them. */
static void try_fractions(assay_case *c, assay_driven_source s, uint64_t i, size_t count)
{
    for (size_t k = 0; k <= count; k++) {
        double fraction = k == 0 ? 0.5 : (double)k / (double)(count + 1);
        if (assay_case_turn(c))
            assay_cut_try(c, s, i, (assay_cut){.fraction = fraction}, NULL);
    }
}

void assay_check_fractions(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_DYNAMIC_SPLIT, &next, &s);) {
        uint64_t records = assay_records(c, s);
        size_t trials = assay_trials(c, 2 * records);
        size_t each = trials > 400 ? 24 : 6;
        assay_sample at = assay_sample_take(c, records + 1, trials / each);
        for (size_t i = 0; i < at.count; i++)
            try_fractions(c, s, at.items[i], each);
        free(at.items);
        assay_call_release(c, &s);
    }
}
