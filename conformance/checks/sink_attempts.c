#include "checks/sink_checks.h"

/* Records enough to fill a buffer or a batch, few enough for a store that is slow for each. */
enum { ROUNDS = 4, RECORDS = 100, LANES = 64, CROWD = 20 };

/* An attempt that is lost on the way: at any of its records, or prepared and never named. */
static void lose_attempt(assay_case *c, assay_write *w, uint64_t bundle)
{
    assay_buffer token = ASSAY_BUFFER_INIT;
    uint64_t first = assay_write_first(w, bundle), size = assay_write_size(w, bundle);
    assay_driven_writer writer = assay_write_open(c, w, bundle);

    if (assay_case_random(c, 2) == 0) {
        assay_write_put(c, w, &writer, first + size, first + assay_case_random(c, size + 1));
    } else {
        assay_write_put(c, w, &writer, first + size, first);
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
        if (!assay_case_turn(c))
            continue;
        assay_write w;
        assay_write_order order = assay_write_order_of(amounts[i % 3], 0, "round-%zu", i);
        assay_write_begin(c, &w, &order);
        for (uint64_t b = 0; b < w.bundles; b++)
            repeat_bundle(c, &w, b);
        assay_write_finish(c, &w);
    }
}

/* One of several attempts that run at the same time. */
typedef struct lane {
    assay_driven_writer writer;
    uint64_t written, stop; /* records */
    bool backwards, prepares;
    assay_buffer token;
} lane;

/* How lanes run: the losers may stop half-way, and be those that open first. */
enum { BY_CHANCE = 1, FIRST_LOSE = 2, LOSERS_STOP = 4, KINDS = 8 };

static bool wins(const assay_write *w, size_t i, size_t count, int kind)
{
    return (kind & FIRST_LOSE) != 0 ? i + w->bundles >= count : i < w->bundles;
}

static void open_lanes(assay_case *c, assay_write *w, lane *lanes, size_t count, int kind)
{
    for (size_t i = 0; i < count; i++) {
        uint64_t bundle = i % w->bundles, size = assay_write_size(w, bundle);
        bool winner = wins(w, i, count, kind);
        lanes[i] = (lane){.token = ASSAY_BUFFER_INIT};
        lanes[i].writer = assay_write_open(c, w, bundle);
        lanes[i].prepares = winner || (kind & LOSERS_STOP) == 0;
        lanes[i].stop = lanes[i].prepares ? size : (size + 1) / 2;
        lanes[i].backwards = !winner;
    }
}

/* One call of a lane; false: it has come to its end. */
static bool step_lane(assay_case *c, assay_write *w, lane *self)
{
    uint64_t first = assay_write_first(w, self->writer.bundle);
    uint64_t end = assay_write_first(w, self->writer.bundle + 1);

    if (self->written < self->stop) {
        uint64_t at = self->backwards ? end - 1 - self->written : first + self->written;
        assay_write_put(c, w, &self->writer, at, at + 1);
        self->written++;
        return true;
    }
    if (self->prepares)
        assay_write_prepare(c, &self->writer, &self->token);
    return false;
}

/* Calls in turn, or by chance, until all have come to their end. */
static void run_lanes(assay_case *c, assay_write *w, lane *lanes, size_t count, int kind)
{
    lane *running[LANES];
    size_t left = count, at = 0;

    for (size_t i = 0; i < count; i++)
        running[i] = &lanes[i];
    while (left > 0) {
        at = (kind & BY_CHANCE) != 0 ? assay_case_random(c, left) : at % left;
        if (step_lane(c, w, running[at])) {
            at++;
            continue;
        }
        left--;
        for (size_t i = at; i < left; i++)
            running[i] = running[i + 1];
    }
}

/* Keeps the tokens of the winners. */
static void close_lanes(assay_case *c, assay_write *w, lane *lanes, size_t count, int kind)
{
    for (size_t i = 0; i < count; i++) {
        assay_buffer *kept = &w->tokens[lanes[i].writer.bundle];
        if (wins(w, i, count, kind)) {
            assay_buffer_clear(kept);
            *kept = lanes[i].token;
            lanes[i].token = (assay_buffer)ASSAY_BUFFER_INIT;
        }
        assay_call_release_writer(c, &lanes[i].writer);
        assay_buffer_clear(&lanes[i].token);
        assay_case_exercised(c, 0);
    }
}

/* Ends the write. count: a multiple of the bundles is best; bundles beyond it are written before.
 */
static void write_lanes(assay_case *c, assay_write *w, size_t count, int kind)
{
    lane lanes[LANES];

    for (uint64_t b = count; b < w->bundles; b++)
        assay_write_bundle(c, w, b, &w->tokens[b]);
    open_lanes(c, w, lanes, count, kind);
    run_lanes(c, w, lanes, count, kind);
    close_lanes(c, w, lanes, count, kind);
    assay_write_finish(c, w);
}

static size_t two_each(const assay_write *w)
{
    return 2 * (w->bundles < LANES / 2 ? (size_t)w->bundles : LANES / 2);
}

/* More than a buffer each, of different sizes: two attempts in one file cannot fit by luck. */
static const size_t large[] = {70001, 30011, 90017, 10007, 65537, 50021, 40009, 80021};
enum { LARGE = sizeof(large) / sizeof(*large) };

void assay_check_sink_interleaved(assay_case *c)
{
    assay_truth *truth = assay_write_truth(c, large, LARGE);
    assay_write w;

    for (int kind = 0; kind < KINDS; kind++) {
        if (assay_case_turn(c)) {
            assay_write_order order = assay_write_order_of(5, 0, "few-%d", kind);
            assay_write_begin(c, &w, &order);
            write_lanes(c, &w, two_each(&w), kind);
        }
        if (assay_case_turn(c)) {
            assay_write_order order = assay_write_order_of(LARGE, 2, "large-%d", kind);
            assay_write_begin_of(c, &w, &order, truth);
            write_lanes(c, &w, two_each(&w), kind);
        }
    }
    assay_truth_close(truth);
}

void assay_check_sink_many_writers(assay_case *c)
{
    for (int kind = 0; kind <= BY_CHANCE; kind++) {
        if (!assay_case_turn(c))
            continue;
        assay_write w;
        assay_write_order order = assay_write_order_of(RECORDS / 2, CROWD, "crowd-%d", kind);
        assay_write_begin(c, &w, &order);
        write_lanes(c, &w, CROWD, kind);
    }
}

/* What an attempt may still do after another one of its bundle was committed; any answer will do.
 */
enum { WRITES_ON, PREPARES, ABORTS, COMES_LATE, ZOMBIES };

/* The records of a zombie that it writes before, and those after; backwards. */
static uint64_t middle_of(const assay_write *w, uint64_t bundle)
{
    return assay_write_first(w, bundle) + assay_write_size(w, bundle) / 2;
}

static void act(assay_case *c, assay_write *w, assay_driven_writer *zombie, int kind)
{
    assay_buffer token = ASSAY_BUFFER_INIT;

    for (uint64_t i = middle_of(w, zombie->bundle);
         i > assay_write_first(w, zombie->bundle) && kind != ABORTS; i--) {
        assay_record record = assay_truth_record(w->truth, i - 1);
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

    if (kind != COMES_LATE) {
        writer = assay_write_open(c, w, bundle);
        assay_write_put(c, w, &writer, assay_write_first(w, bundle + 1), middle_of(w, bundle));
    }
    return writer;
}

/* Ends the write. */
static void write_with_zombie(assay_case *c, assay_write *w, uint64_t bundle, int kind)
{
    assay_driven_writer zombie = wake(c, w, bundle, kind);

    assay_write_bundles(c, w);
    assay_write_commit(c, w);
    assay_write_judge(c, w, "after commit");
    if (kind == COMES_LATE) {
        assay_attempt attempt = assay_write_attempt(c, w, bundle);
        assay_call_open_writer(c, w->sink, bundle, attempt.text, &zombie);
    }
    if (zombie.handle != NULL)
        act(c, w, &zombie, kind);
    assay_write_judge(c, w, "after a lost attempt went on");
    assay_write_commit(c, w);
    assay_write_judge(c, w, "after a lost attempt went on, and the same commit once more");
    assay_call_release_writer(c, &zombie);
    assay_write_judge(c, w, "after the release of a lost attempt");
    assay_write_finish(c, w);
}

void assay_check_sink_zombie(assay_case *c)
{
    assay_truth *truth = assay_write_truth(c, large, LARGE);
    assay_write w;

    for (int kind = 0; kind < ZOMBIES; kind++) {
        if (assay_case_turn(c)) {
            assay_write_order order = assay_write_order_of(5, 0, "few-%d", kind);
            assay_write_begin(c, &w, &order);
            write_with_zombie(c, &w, w.bundles - 1, kind);
        }
        if (assay_case_turn(c)) {
            assay_write_order order = assay_write_order_of(LARGE, 2, "large-%d", kind);
            assay_write_begin_of(c, &w, &order, truth);
            write_with_zombie(c, &w, 0, kind);
        }
    }
    assay_truth_close(truth);
}
