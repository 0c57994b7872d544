#include "checks/races.h"
#include <stdlib.h>

enum { EVERY_PLACE = 200, SOME_PLACES = 60, READ_PLACES = 300, READS_LOOKED_AT = 20000 };

static void take_ground(assay_case *c, assay_ground *ground)
{
    assay_driven_reader r = assay_drive_reader(c, ground->s);
    ground->shows_source = assay_reader_offers(c, &r, ASSAY_CURRENT_SOURCE);
    ground->cuts_at =
        assay_reader_offers(c, &r, ASSAY_SPLIT_AT) && assay_reader_offers(c, &r, ASSAY_POSITION);
    assay_call_release_reader(c, &r);
    ground->fields = assay_truth_fields(assay_case_truth(c, ground->s.dataset));
    ground->all = assay_true_digest(c, ground->s.dataset, 0, ground->records);
    ground->ordered = assay_promised(c, ASSAY_PROMISE_ORDER) && assay_in_order(c, ground->s);
    ground->cuts_at = ground->cuts_at && ground->ordered && ground->records > 0;
    if (ground->cuts_at)
        ground->layout = assay_layout_take(c, ground->s);
}

bool assay_ground_next(assay_case *c, uint32_t needs, uint64_t most, size_t *next,
                       assay_ground *ground)
{
    *ground = (assay_ground){.records = 0};
    while (assay_each(c, needs, next, &ground->s)) {
        ground->records = assay_records(c, ground->s);
        if (ground->records <= most) {
            take_ground(c, ground);
            return true;
        }
        assay_call_release(c, &ground->s);
    }
    return false;
}

void assay_ground_clear(assay_case *c, assay_ground *self)
{
    if (self->cuts_at)
        assay_layout_clear(&self->layout);
    assay_readings_clear(&self->known);
    assay_call_release(c, &self->s);
}

assay_digest assay_ground_digest(const assay_ground *self, const assay_record *record)
{
    return assay_digest_of(record, self->fields);
}

/* Where a whole read gives the truth in its order, these records were looked at already. */
assay_driven_reader assay_ground_reader(assay_case *c, const assay_ground *self, uint64_t at,
                                        assay_digest *read, assay_tally *tally)
{
    if (self->ordered && tally == NULL) {
        assay_digest_add(read, assay_true_digest(c, self->s.dataset, 0, at));
        return assay_reader_at(c, self->s, at);
    }
    assay_driven_reader r = assay_drive_reader(c, self->s);
    for (uint64_t i = 0; i < at && assay_drive_next(c, &r); i++) {
        assay_record record = assay_drive_current(c, &r);
        assay_digest_add(read, assay_ground_digest(self, &record));
        if (tally != NULL)
            assay_tally_add(tally, &record);
    }
    return r;
}

assay_cut assay_ground_cut(const assay_ground *self, uint64_t record)
{
    assay_cut cut = {.record = 0};
    uint64_t wanted = record < self->records ? record : self->records - 1;
    if (self->cuts_at)
        cut = (assay_cut){.position = assay_layout_at(&self->layout, wanted), .record = wanted};
    else
        cut.fraction = (double)wanted / (double)self->records;
    return cut;
}

/* Numbers of records read before a read from the store. */
static assay_sample reading_places(assay_case *c, assay_ground *self)
{
    assay_sample found = {assay_case_allocate(c, READ_PLACES * sizeof *found.items), 0};
    assay_driven_reader r = assay_drive_reader(c, self->s);
    assay_meter meter = assay_meter_start(c);
    for (uint64_t i = 0; i < READS_LOOKED_AT && found.count < READ_PLACES; i++) {
        bool more = assay_drive_next(c, &r);
        if (assay_meter_read(c, &meter) > 0)
            found.items[found.count++] = i;
        if (!more)
            break;
    }
    assay_drive_close(c, &r);
    return found;
}

void assay_races_expect_inside(assay_case *c, bool inside, const char *calls)
{
    if (!inside && !assay_case_repeats(c))
        assay_case_unproven(c,
                            "no order could switch between threads inside of a call: %s make no "
                            "call by which threads notice each other, such as one for a lock",
                            calls);
}

uint64_t assay_races_left(const assay_case *c, const assay_ground *ground, double share)
{
    static const uint64_t most[] = {
        [ASSAY_SMOKE] = 300000, [ASSAY_STANDARD] = 7000000, [ASSAY_EXHAUSTIVE] = 400000000};
    double part = share * (double)(ground->s.dataset + 1) / (double)assay_case_datasets(c);
    double left = part * (double)most[assay_case_tier(c)] - (double)assay_case_cost(c);
    return left > 0 ? (uint64_t)left : 0;
}

static size_t common_divisor(size_t a, size_t b)
{
    return b == 0 ? a : common_divisor(b, a % b);
}

/* The corners, those first where a reader has begun and most is left, then steps that go round all
 * the others. */
static assay_sample spread(assay_case *c, assay_sample sorted)
{
    const size_t n = sorted.count, corners[] = {1, n - 1, 0, n - 2, n / 2};
    assay_sample to = {assay_case_allocate(c, n * sizeof *to.items), 0};
    size_t step = n * 5 / 8 + 1;
    while (common_divisor(step, n) > 1)
        step++;
    for (size_t i = 0; i < sizeof corners / sizeof *corners; i++)
        to.items[to.count++] = sorted.items[corners[i]];
    for (size_t i = 0, at = 0; i < n; i++, at = (at + step) % n)
        if (at > 1 && at < n - 2 && at != n / 2)
            to.items[to.count++] = sorted.items[at];
    free(sorted.items);
    return to;
}

static assay_sample second_first(assay_sample self)
{
    uint64_t first = self.items[0];
    if (self.count > 1) {
        self.items[0] = self.items[1];
        self.items[1] = first;
    }
    return self;
}

static assay_sample merge(assay_case *c, assay_sample a, assay_sample b)
{
    assay_sample both = {assay_case_allocate(c, (a.count + b.count) * sizeof *both.items), 0};
    for (size_t i = 0, k = 0; i < a.count || k < b.count;) {
        bool first = k == b.count || (i < a.count && a.items[i] <= b.items[k]);
        uint64_t next = first ? a.items[i++] : b.items[k++];
        if (both.count == 0 || both.items[both.count - 1] != next)
            both.items[both.count++] = next;
    }
    free(a.items);
    free(b.items);
    return both;
}

assay_sample assay_ground_places(assay_case *c, assay_ground *self)
{
    bool few = assay_case_tier(c) == ASSAY_SMOKE;
    uint64_t places = self->records + 1;
    bool all = places <= EVERY_PLACE + 1 && !few;
    assay_sample some = assay_sample_take(c, places, all ? EVERY_PLACE + 1 : few ? 6 : SOME_PLACES);
    if (!all && !few)
        some = merge(c, some, reading_places(c, self));
    return some.count > 6 ? spread(c, some) : second_first(some);
}
