#include "checks/reader_walk.h"
#include <stdarg.h>
#include <stdio.h>

__attribute__((format(printf, 3, 4))) static void note(assay_walk *self, const char *expected,
                                                       const char *got, ...)
{
    va_list arguments;
    if (self->expected != NULL)
        return; /* the rest may be its consequence */
    self->expected = expected;
    va_start(arguments, got);
    vsnprintf(self->got, sizeof self->got, got, arguments);
    va_end(arguments);
}

static void expect_digest(assay_walk *self, assay_digest got, uint64_t first, uint64_t end,
                          const char *expected)
{
    if (!assay_digest_equal(got, self->known[first][end]))
        note(self, expected, "%llu records, not exactly records %llu up to %llu",
             (unsigned long long)got.count, (unsigned long long)first, (unsigned long long)end);
}

bool assay_walk_init(assay_case *c, assay_walk *self, assay_ground *ground)
{
    *self = (assay_walk){.ground = ground, .can = assay_call_abilities(c, ground->s)};
    self->sound = self->can;
    for (uint64_t i = 0; i <= ground->records; i++)
        for (uint64_t k = i; k <= ground->records; k++)
            self->known[i][k] = assay_true_digest(c, ground->s.dataset, i, k);
    return ground->ordered && ground->records > 0;
}

void assay_walk_begin(assay_case *c, assay_walk *self)
{
    self->r = assay_drive_reader(c, self->ground->s);
    self->read = 0;
    self->end = self->ground->records;
    self->at_end = false;
    self->source.handle = NULL;
    self->expected = NULL;
}

void assay_walk_finish(assay_case *c, assay_walk *self)
{
    assay_drive_close(c, &self->r);
    assay_call_release(c, &self->source);
}

bool assay_walk_advance(assay_case *c, assay_walk *self)
{
    bool was_at_end = self->at_end, more = assay_drive_next(c, &self->r);
    self->at_end = !more;
    if (more != (self->read < self->end)) {
        note(self, "a reader that ends with its current source", "%s", more ? "a record" : "END");
        return true;
    }
    if (!more)
        return !was_at_end;
    assay_record record = assay_drive_current(c, &self->r);
    expect_digest(self, assay_ground_digest(self->ground, &record), self->read, self->read + 1,
                  "records in the order of the data");
    self->read++;
    return true;
}

/* Primary and residual are what the current source was, and what is consumed stays. */
static void take_split(assay_case *c, assay_walk *self, assay_driven_split *split)
{
    const char *expected = "primary and residual together cover what the reader's source covered";
    assay_digest primary = assay_readings_of(c, &self->ground->known, split->primary);
    assay_digest residual = assay_readings_of(c, &self->ground->known, split->residual);
    assay_call_release(c, &split->residual);
    assay_call_release(c, &self->source);
    self->source = split->primary;
    if (primary.count < self->read || primary.count > self->end || self->at_end) {
        note(self, "a split that gives away nothing that is consumed, and nothing at the end",
             "it was accepted, with %llu records in the primary",
             (unsigned long long)primary.count);
        return;
    }
    expect_digest(self, primary, 0, primary.count, expected);
    expect_digest(self, residual, primary.count, self->end, expected);
    self->end = primary.count;
}

static bool split(assay_case *c, assay_walk *self, assay_cut cut)
{
    assay_driven_split made;
    bool accepted = cut.position.size > 0 ? assay_drive_split_at(c, &self->r, cut.position, &made)
                                          : assay_drive_split(c, &self->r, cut.fraction, &made);
    if (accepted)
        take_split(c, self, &made);
    self->accepted += accepted;
    self->refused += !accepted;
    return accepted;
}

bool assay_walk_split_next(assay_case *c, assay_walk *self)
{
    return split(c, self, assay_ground_cut(self->ground, self->read));
}

bool assay_walk_split_last(assay_case *c, assay_walk *self)
{
    return split(c, self, assay_ground_cut(self->ground, self->ground->records - 1));
}

bool assay_walk_split_current(assay_case *c, assay_walk *self)
{
    return split(c, self, assay_ground_cut(self->ground, self->read > 0 ? self->read - 1 : 0));
}

bool assay_walk_split_half(assay_case *c, assay_walk *self)
{
    return split(c, self, (assay_cut){.fraction = 0.5});
}

bool assay_walk_progress(assay_case *c, assay_walk *self)
{
    double fraction;
    if ((self->sound & ASSAY_CAN_PROGRESS) == 0)
        return false;
    assay_drive_want(c, assay_call_fraction(c, &self->r, &fraction), ASSAY_OK, "progress");
    if (fraction != ASSAY_PROGRESS_UNKNOWN && !(fraction >= 0 && fraction <= 1))
        note(self, "progress from 0 to 1, or -1 for unknown", "%g", fraction);
    return false;
}

bool assay_walk_counts(assay_case *c, assay_walk *self)
{
    const assay_layout *l = &self->ground->layout;
    int64_t behind, before;
    if ((self->sound & ASSAY_CAN_SPLIT_POINTS) == 0)
        return false;
    assay_drive_want(c, assay_call_counts(c, &self->r, &behind, &before), ASSAY_OK, "counts");
    if (!self->ground->cuts_at)
        return false;
    uint64_t consumed = assay_layout_points(l, 0, self->read);
    consumed -= self->read > 0 && !self->at_end && consumed > 0;
    uint64_t remaining = assay_layout_points(l, 0, self->end) - consumed;
    if ((behind >= 0 && behind != (int64_t)consumed) ||
        (before >= 0 && before != (int64_t)remaining))
        note(self, "counts that are exact, or -1 for unknown", "%lld and %lld, not %llu and %llu",
             (long long)behind, (long long)before, (unsigned long long)consumed,
             (unsigned long long)remaining);
    return false;
}

bool assay_walk_source(assay_case *c, assay_walk *self)
{
    assay_driven_source source;
    if ((self->sound & ASSAY_CAN_CURRENT_SOURCE) == 0)
        return false;
    assay_drive_want(c, assay_call_current_source(c, &self->r, &source), ASSAY_OK,
                     "current source");
    expect_digest(self, assay_readings_of(c, &self->ground->known, source), 0, self->end,
                  "the current source covers all that the reader reads");
    assay_call_release(c, &source);
    return false;
}

bool assay_walk_mark(assay_case *c, assay_walk *self)
{
    assay_buffer mark = ASSAY_BUFFER_INIT;
    assay_driven_source now = self->source.handle != NULL ? self->source : self->ground->s;
    if ((self->sound & ASSAY_CAN_CHECKPOINT) == 0)
        return false;
    assay_drive_mark(c, self->ground->s, &self->r, &mark);
    assay_digest after =
        assay_readings_after(c, &self->ground->known, now, assay_buffer_bytes(&mark));
    assay_buffer_clear(&mark);
    expect_digest(self, after, self->read, self->end,
                  "a restored reader gives every record after the mark, and none before it");
    return false;
}

bool assay_walk_look(assay_case *c, assay_walk *self)
{
    (void)assay_walk_progress(c, self);
    (void)assay_walk_counts(c, self);
    return assay_walk_source(c, self);
}
