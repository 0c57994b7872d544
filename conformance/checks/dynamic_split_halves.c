/* Splits that a reader of a primary or a residual refuses. */
#include "checks/dynamic_split.h"
#include <stdio.h>
#include <stdlib.h>

enum { PLACES = 8, SPLITS = 5 };

static const double fractions[SPLITS] = {0, 1e-9, 0.05, 1 - 1e-12, 1};

static assay_driven_reader reader_of(assay_case *c, assay_driven_source half, uint64_t count)
{
    assay_driven_reader r = assay_drive_reader(c, half);
    assay_drive_read(c, &r, count, NULL);
    return r;
}

/* Which of the fractions a reader at that record refuses. */
static size_t refused_at(assay_case *c, assay_driven_source half, uint64_t at, double *refused)
{
    size_t count = 0;
    for (size_t i = 0; i < SPLITS; i++) {
        assay_driven_split split;
        assay_driven_reader r = reader_of(c, half, at);
        if (assay_drive_split(c, &r, fractions[i], &split))
            assay_drive_release_split(c, &split);
        else
            refused[count++] = fractions[i];
        assay_drive_close(c, &r);
    }
    return count;
}

/* False: what was refused before is accepted now, and the reader is of no use. */
static bool refuse(assay_case *c, assay_driven_reader *r, double fraction, const char *which)
{
    char after[80];
    assay_driven_split split;
    assay_sight before = assay_sight_take(c, r);
    snprintf(after, sizeof after, "a refused split of a %s at %g", which, fraction);
    if (assay_drive_split(c, r, fraction, &split)) {
        assay_drive_release_split(c, &split);
        assay_sight_clear(c, &before);
        return false;
    }
    assay_sight_expect(c, &before, r, after);
    assay_case_exercised(c, 0);
    return true;
}

/* The rest of a reader that has refused is that of the half. */
static void try_at(assay_case *c, assay_driven_source half, assay_digest whole, uint64_t at,
                   const char *which)
{
    double refused[SPLITS];
    size_t count = refused_at(c, half, at, refused);
    assay_driven_reader r = assay_drive_reader(c, half);
    assay_digest got = assay_read_digest(c, &r, at);
    bool sound = true;
    for (size_t i = 0; i < count && sound; i++)
        sound = refuse(c, &r, refused[i], which);
    assay_digest_add(&got, assay_read_digest(c, &r, UINT64_MAX));
    assay_case_expect(c, !sound || assay_digest_equal(whole, got),
                      "a split that is refused changes nothing, also for the reader of a part",
                      "a %s of %llu records, %llu of them read, gave %llu after %zu refused "
                      "splits, or other ones",
                      which, (unsigned long long)whole.count, (unsigned long long)at,
                      (unsigned long long)got.count, count);
    assay_drive_close(c, &r);
}

static void try_half(assay_case *c, assay_driven_source half, const char *which)
{
    assay_digest whole = assay_drive_digest(c, half);
    assay_sample at = assay_sample_take(c, whole.count + 1, PLACES);
    for (size_t i = 0; i < at.count; i++)
        if (assay_case_turn(c))
            try_at(c, half, whole, at.items[i], which);
    free(at.items);
}

void assay_check_halves_refuse(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_DYNAMIC_SPLIT, &next, &s);) {
        assay_driven_split split;
        assay_driven_reader r = assay_reader_at(c, s, assay_records(c, s) > 0);
        bool made = assay_drive_split(c, &r, 0.6, &split);
        assay_drive_close(c, &r);
        if (made) {
            try_half(c, split.primary, "primary");
            try_half(c, split.residual, "residual");
            assay_drive_release_split(c, &split);
        }
        assay_call_release(c, &s);
    }
}
