#include "checks/sink_checks.h"

#include <stdlib.h>

enum { ROUNDS = 4, RECORDS = 2000, LANES = 64, CROWD = 20 };

/* An attempt that is lost on the way: at any of its records, or prepared and never named. */
static void lose_attempt(assay_case *c, assay_write *w, uint64_t bundle)
{
    assay_buffer token = ASSAY_BUFFER_INIT;
    uint64_t first = assay_write_first(w, bundle), size = assay_write_size(w, bundle);
    assay_driven_writer writer = assay_write_open(c, w, bundle);

    if (assay_case_random(c, 2) == 0) {
        assay_write_put(c, w, &writer, first, first + assay_case_random(c, size + 1));
    } else {
        assay_write_put(c, w, &writer, first, first + size);
        assay_write_prepare(c, &writer, &token);
    }
    assay_call_release_writer(c, &writer);
    assay_buffer_clear(&token);
    assay_case_exercised(c, 0);
}

static void repeat_bundle(assay_case *c, assay_write *w, uint64_t bundle)
{
    uint64_t attempts = 1 + assay_case_random(c, 3);
    uint64_t chosen = assay_case_random(c, attempts);

    for (uint64_t i = 0; i < attempts; i++)
        if (i == chosen)
            assay_write_bundle(c, w, bundle, &w->tokens[bundle]);
        else
            lose_attempt(c, w, bundle);
}

void assay_check_sink_bundle_repeated(assay_case *c)
{
    static const uint64_t amounts[] = {1, 5, RECORDS};

    for (size_t i = 0; i < 3 * ROUNDS; i++) {
        assay_write w;
        assay_write_order order = assay_write_order_of(amounts[i % 3], 0, "round-%zu", i);
        assay_write_begin(c, &w, &order);
        for (uint64_t b = 0; b < w.bundles; b++)
            repeat_bundle(c, &w, b);
        assay_write_finish(c, &w);
    }
}

/* One of several attempts that run in turn. */
typedef struct lane {
    assay_driven_writer writer;
    uint64_t next, end;
    assay_buffer token;
} lane;

static void open_lanes(assay_case *c, assay_write *w, lane *lanes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint64_t bundle = i % w->bundles;
        lanes[i].token = (assay_buffer)ASSAY_BUFFER_INIT;
        lanes[i].writer = assay_write_open(c, w, bundle);
        lanes[i].next = assay_write_first(w, bundle);
        lanes[i].end = assay_write_first(w, bundle + 1);
    }
}

/* One call of a lane; false: it has prepared. */
static bool step_lane(assay_case *c, assay_write *w, lane *self)
{
    if (self->next < self->end) {
        assay_write_put(c, w, &self->writer, self->next, self->next + 1);
        self->next++;
        return true;
    }
    assay_write_prepare(c, &self->writer, &self->token);
    return false;
}

/* Calls in turn, or by chance, until all have prepared. */
static void run_lanes(assay_case *c, assay_write *w, lane *lanes, size_t count, bool by_chance)
{
    lane *running[LANES];
    size_t left = count, at = 0;

    for (size_t i = 0; i < count; i++)
        running[i] = &lanes[i];
    while (left > 0) {
        at = by_chance ? assay_case_random(c, left) : at % left;
        if (step_lane(c, w, running[at])) {
            at++;
            continue;
        }
        left--;
        for (size_t i = at; i < left; i++)
            running[i] = running[i + 1];
    }
}

/* Keeps the token of one lane for each bundle, the others are lost. */
static void choose_lanes(assay_case *c, assay_write *w, lane *lanes, size_t count, bool last)
{
    for (size_t i = 0; i < count; i++) {
        assay_buffer *kept = &w->tokens[lanes[i].writer.bundle];
        if (last || i < w->bundles) {
            assay_buffer swapped = *kept;
            *kept = lanes[i].token;
            lanes[i].token = swapped;
        }
        assay_call_release_writer(c, &lanes[i].writer);
        assay_buffer_clear(&lanes[i].token);
        assay_case_exercised(c, 0);
    }
}

static void write_lanes(assay_case *c, const assay_write_order *order, size_t count, int kind)
{
    assay_write w;
    lane lanes[LANES];

    assay_write_begin(c, &w, order);
    if (count == 0)
        count = 2 * (w.bundles < LANES / 2 ? w.bundles : LANES / 2);
    if (count < w.bundles) {
        for (uint64_t b = count; b < w.bundles; b++)
            assay_write_bundle(c, &w, b, &w.tokens[b]);
    }
    open_lanes(c, &w, lanes, count);
    run_lanes(c, &w, lanes, count, (kind & 1) != 0);
    choose_lanes(c, &w, lanes, count, (kind & 2) != 0);
    assay_write_finish(c, &w);
}

void assay_check_sink_interleaved(assay_case *c)
{
    static const uint64_t amounts[] = {5, RECORDS};

    for (int i = 0; i < 8; i++) {
        assay_write_order order = assay_write_order_of(amounts[i / 4], 0, "lanes-%d", i);
        write_lanes(c, &order, 0, i % 4);
    }
}

void assay_check_sink_many_writers(assay_case *c)
{
    for (int kind = 0; kind < 4; kind++) {
        assay_write_order order = assay_write_order_of(RECORDS, CROWD, "crowd-%d", kind);
        write_lanes(c, &order, CROWD, kind);
    }
}

/* What an attempt may still do after another one of its bundle was committed; any answer will do.
 */
enum { WRITES_ON, PREPARES, ABORTS, COMES_LATE, ZOMBIES };

static void act(assay_case *c, assay_write *w, assay_driven_writer *zombie, int kind)
{
    assay_buffer token = ASSAY_BUFFER_INIT;
    uint64_t end = assay_write_first(w, zombie->bundle + 1);
    uint64_t middle =
        assay_write_first(w, zombie->bundle) + assay_write_size(w, zombie->bundle) / 2;

    for (uint64_t i = middle; i < end && kind != ABORTS; i++) {
        assay_record record = assay_truth_record(w->truth, i);
        assay_call_write(c, zombie, &record);
    }
    if (kind == PREPARES || kind == COMES_LATE)
        assay_call_prepare(c, zombie, &token);
    if (kind == ABORTS)
        assay_call_abort(c, zombie);
    assay_buffer_clear(&token);
    assay_case_exercised(c, 0);
}

static assay_driven_writer wake(assay_case *c, assay_write *w, uint64_t bundle, int kind)
{
    assay_driven_writer writer = {0};
    uint64_t first = assay_write_first(w, bundle);

    if (kind != COMES_LATE) {
        writer = assay_write_open(c, w, bundle);
        assay_write_put(c, w, &writer, first, first + assay_write_size(w, bundle) / 2);
    }
    return writer;
}

static void write_with_zombie(assay_case *c, uint64_t records, uint64_t bundle, int kind)
{
    assay_write w;
    assay_write_order order =
        assay_write_order_of(records, 0, "zombie-%d-%llu-%llu", kind, (unsigned long long)bundle,
                             (unsigned long long)records);

    assay_write_begin(c, &w, &order);
    assay_driven_writer zombie = wake(c, &w, bundle, kind);
    assay_write_bundles(c, &w);
    assay_write_commit(c, &w);
    assay_write_judge(c, &w, "after commit");
    if (kind == COMES_LATE) {
        assay_attempt attempt = assay_write_attempt(c, &w, bundle);
        assay_call_open_writer(c, w.sink, bundle, attempt.text, &zombie);
    }
    if (zombie.handle != NULL)
        act(c, &w, &zombie, kind);
    assay_write_judge(c, &w, "after a lost attempt went on");
    assay_write_commit(c, &w);
    assay_write_judge(c, &w, "after a lost attempt went on, and the same commit once more");
    assay_call_release_writer(c, &zombie);
    assay_write_judge(c, &w, "after the release of a lost attempt");
    assay_write_finish(c, &w);
}

void assay_check_sink_zombie(assay_case *c)
{
    static const uint64_t amounts[] = {5, RECORDS};

    for (int kind = 0; kind < ZOMBIES; kind++)
        for (size_t i = 0; i < 2; i++) {
            write_with_zombie(c, amounts[i], 0, kind);
        }
}
