#include "checks/dynamic_split.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

bool assay_cut_make(assay_case *c, assay_driven_reader *r, assay_cut cut, assay_driven_split *split)
{
    if (cut.position.size > 0)
        assay_case_sketch(c, ASSAY_MARK_CUT, cut.record, 0);
    bool made = cut.position.size > 0 ? assay_drive_split_at(c, r, cut.position, split)
                                      : assay_drive_split(c, r, cut.fraction, split);
    if (made)
        assay_case_exercised(c, 0);
    return made;
}

static void cut_print(assay_cut cut, uint64_t i, char *to, size_t size)
{
    char position[80];
    assay_value_print(cut.position, position, sizeof position);
    if (cut.position.size > 0)
        snprintf(to, size, "a split at position %s with %llu records read", position,
                 (unsigned long long)i);
    else
        snprintf(to, size, "a split at fraction %g with %llu records read", cut.fraction,
                 (unsigned long long)i);
}

/* The same trial once more, for the names of what is wrong. */
typedef struct retrial {
    assay_driven_source s;
    uint64_t i;
    assay_cut cut;
} retrial;

static void repeat_trial(assay_case *c, assay_tally *tally, void *argument)
{
    retrial *t = argument;
    assay_driven_split split;
    assay_driven_reader r = assay_drive_reader(c, t->s);
    assay_tally_origin(tally, "the reader");
    assay_drive_read(c, &r, t->i, tally);
    bool made = assay_cut_make(c, &r, t->cut, &split);
    assay_drive_drain(c, &r, tally);
    assay_drive_close(c, &r);
    if (!made)
        return;
    assay_tally_origin(tally, "the residual");
    assay_drive_read_source(c, split.residual, tally);
    assay_drive_release_split(c, &split);
}

static void expect_all(assay_case *c, assay_driven_source s, assay_digest all, uint64_t i,
                       assay_cut cut)
{
    char what[160];
    uint64_t records = assay_records(c, s);
    if (assay_digest_equal(all, assay_true_digest(c, s.dataset, 0, records)))
        return;
    retrial again = {s, i, cut};
    cut_print(cut, i, what, sizeof what);
    assay_drive_judge(c, s.dataset, 0, records, repeat_trial, &again, what);
    assay_case_fail(c, "reader and residual together give every record once",
                    "%s: %llu records instead of %llu, but not when it was done again", what,
                    (unsigned long long)all.count, (unsigned long long)records);
}

static assay_digest read_part(assay_case *c, assay_driven_source part, assay_readings *known)
{
    return known == NULL ? assay_drive_digest(c, part) : assay_readings_of(c, known, part);
}

bool assay_cut_try(assay_case *c, assay_driven_source s, uint64_t i, assay_cut cut,
                   assay_readings *known)
{
    char what[160];
    assay_driven_split split;
    assay_sketch_read(c, s, i);
    assay_driven_reader r = assay_drive_reader(c, s);
    assay_digest all = assay_read_digest(c, &r, i);
    bool made = assay_cut_make(c, &r, cut, &split);
    assay_digest_add(&all, assay_read_digest(c, &r, UINT64_MAX));
    assay_drive_close(c, &r);
    if (made) {
        assay_digest primary = read_part(c, split.primary, known);
        assay_digest residual = read_part(c, split.residual, known);
        assay_digest both = assay_sum(all, residual);
        expect_all(c, s, both, i, cut);
        cut_print(cut, i, what, sizeof what);
        assay_case_expect(c, assay_digest_equal(all, primary),
                          "the reader gives exactly the records of the primary",
                          "after %s the reader gave %llu records, the primary has %llu", what,
                          (unsigned long long)all.count, (unsigned long long)primary.count);
        assay_drive_release_split(c, &split);
    } else {
        expect_all(c, s, all, i, cut);
    }
    return made;
}

assay_sight assay_sight_take(assay_case *c, assay_driven_reader *r)
{
    assay_sight sight = {.source = {0}};
    if (assay_reader_offers(c, r, ASSAY_CURRENT_SOURCE))
        assay_drive_want(c, assay_call_current_source(c, r, &sight.source), ASSAY_OK,
                         "current source");
    if (assay_reader_offers(c, r, ASSAY_PROGRESS))
        assay_drive_want(c, assay_call_fraction(c, r, &sight.fraction), ASSAY_OK, "progress");
    if (assay_reader_offers(c, r, ASSAY_SPLIT_POINTS))
        assay_drive_want(c, assay_call_counts(c, r, &sight.consumed, &sight.remaining), ASSAY_OK,
                         "counts");
    return sight;
}

void assay_sight_clear(assay_case *c, assay_sight *self)
{
    assay_call_release(c, &self->source);
}

void assay_sight_expect(assay_case *c, assay_sight *self, assay_driven_reader *r, const char *after)
{
    const char *expected = "a split that is refused changes nothing";
    assay_sight now = assay_sight_take(c, r);
    bool no_number = isnan(self->fraction) && isnan(now.fraction);
    assay_case_expect(c, no_number || self->fraction == now.fraction, expected,
                      "after %s progress went from %g to %g", after, self->fraction, now.fraction);
    assay_case_expect(c, self->consumed == now.consumed && self->remaining == now.remaining,
                      expected, "after %s the counts went from %lld and %lld to %lld and %lld",
                      after, (long long)self->consumed, (long long)self->remaining,
                      (long long)now.consumed, (long long)now.remaining);
    assay_case_expect(c,
                      self->source.handle == NULL || assay_same_source(c, self->source, now.source),
                      expected, "after %s the reader's current source is another one", after);
    assay_sight_clear(c, &now);
    assay_sight_clear(c, self);
}
