#include "checks/sink_checks.h"

enum { RECORDS = 100 };

/* A write in several cases, one after the other; each gets what those before it gave. */
static void run_cases(assay_exam *x, assay_write_order *order, assay_case_fn *const *cases,
                      size_t count)
{
    assay_buffer kept = ASSAY_BUFFER_INIT;

    for (size_t i = 0; i < count; i++) {
        order->process = (unsigned)i;
        order->step = i;
        if (!assay_write_run(x, cases[i], order, &kept))
            break;
        assay_exam_exercised(x, 0);
    }
    assay_buffer_clear(&kept);
}

static void commit_thrice(assay_case *c)
{
    assay_write w;

    assay_write_begin(c, &w, assay_case_argument(c));
    assay_write_bundles(c, &w);
    for (int i = 1; i <= 3; i++) {
        assay_write_commit(c, &w);
        assay_write_judge(c, &w, "after commit %d of the same tokens", i);
    }
    assay_write_give_sink(c, &w);
    assay_write_give_tokens(c, &w);
    assay_write_end(c, &w);
}

static void commit_elsewhere(assay_case *c)
{
    assay_write w;

    assay_write_resume(c, &w, assay_case_argument(c));
    assay_write_commit(c, &w);
    assay_write_judge(c, &w, "after the same commit in another process");
    assay_write_cleanup(c, &w);
    assay_write_judge(c, &w, "after cleanup");
    assay_write_commit(c, &w);
    assay_write_judge(c, &w, "after the same commit once more, after cleanup");
    assay_write_judge_leftovers(c, &w, "after commits and cleanup");
    assay_write_end(c, &w);
}

void assay_check_sink_commit_repeated(assay_exam *x)
{
    static assay_case_fn *const cases[] = {commit_thrice, commit_elsewhere};
    static const uint64_t amounts[] = {5, RECORDS};

    for (size_t i = 0; i < 2; i++) {
        if (!assay_exam_turn(x))
            continue;
        assay_write_order order = assay_write_order_of(amounts[i], 0, "amount-%zu", i);
        run_cases(x, &order, cases, 2);
    }
}

static void initialize_again(assay_case *c, const assay_write *w, const char *when)
{
    assay_drive_want(c, assay_call_initialize(c, w->sink), ASSAY_OK, "initialize %s", when);
}

/* One attempt at a bundle with an initialize in each of its states. */
static void write_around(assay_case *c, assay_write *w, uint64_t bundle)
{
    uint64_t first = assay_write_first(w, bundle), end = assay_write_first(w, bundle + 1);
    uint64_t middle = first + (end - first) / 2;
    assay_driven_writer writer = assay_write_open(c, w, bundle);

    initialize_again(c, w, "while a writer is open");
    assay_write_put(c, w, &writer, first, middle);
    initialize_again(c, w, "while a writer has records");
    assay_write_put(c, w, &writer, middle, end);
    assay_write_prepare(c, &writer, &w->tokens[bundle]);
    initialize_again(c, w, "while a writer is prepared");
    assay_call_release_writer(c, &writer);
    initialize_again(c, w, "after a bundle");
}

static void initialize_here(assay_case *c)
{
    assay_write w;

    assay_write_begin(c, &w, assay_case_argument(c));
    initialize_again(c, &w, "a second time");
    assay_write_give_sink(c, &w);
    for (uint64_t b = 0; b + 1 < w.bundles; b++)
        write_around(c, &w, b);
    assay_write_give_tokens(c, &w);
    assay_write_end(c, &w);
}

static void initialize_there(assay_case *c)
{
    assay_write w;

    assay_write_resume(c, &w, assay_case_argument(c));
    initialize_again(c, &w, "in another process");
    write_around(c, &w, w.bundles - 1);
    assay_write_finish(c, &w);
}

void assay_check_sink_initialize_twice(assay_exam *x)
{
    static assay_case_fn *const cases[] = {initialize_here, initialize_there};
    assay_write_order order = assay_write_order_of(RECORDS, 0, "write");

    run_cases(x, &order, cases, 2);
}

/* A sink never changes, so it is encoded after it was used. */
static void start_travel(assay_case *c)
{
    assay_write w;

    assay_write_begin(c, &w, assay_case_argument(c));
    assay_driven_writer lost = assay_write_open(c, &w, 0);
    assay_write_put(c, &w, &lost, 0, assay_write_first(&w, 1));
    assay_call_release_writer(c, &lost);
    assay_write_give_sink(c, &w);
    assay_write_end(c, &w);
}

static void write_away(assay_case *c)
{
    const assay_write_order *order = assay_case_argument(c);
    assay_write w;

    assay_write_resume(c, &w, order);
    uint64_t bundle = order->step;
    assay_write_bundle(c, &w, bundle, &w.tokens[bundle]);
    assay_case_give(c, assay_buffer_bytes(&w.tokens[bundle]));
    assay_write_end(c, &w);
}

/* By a copy of the copy. */
static void commit_away(assay_case *c)
{
    assay_buffer encoded = ASSAY_BUFFER_INIT;
    assay_write w;

    assay_write_resume(c, &w, assay_case_argument(c));
    assay_drive_want(c, assay_call_encode_sink(c, w.sink, &encoded), ASSAY_OK,
                     "encode of a decoded sink");
    assay_call_release_sink(c, &w.sink);
    assay_drive_want(c, assay_call_decode_sink(c, assay_buffer_bytes(&encoded), &w.sink), ASSAY_OK,
                     "decode_sink of what a decoded sink encoded");
    assay_buffer_clear(&encoded);
    assay_write_commit(c, &w);
    assay_write_judge(c, &w, "after each step in a process of its own");
    assay_write_end(c, &w);
}

static void clean_away(assay_case *c)
{
    assay_write w;

    assay_write_resume(c, &w, assay_case_argument(c));
    assay_write_cleanup(c, &w);
    assay_write_judge(c, &w, "after each step in a process of its own");
    assay_write_judge_leftovers(c, &w, "after each step in a process of its own");
    assay_write_end(c, &w);
}

static void decode_nonsense(assay_case *c)
{
    assay_driven_sink sink;
    unsigned char noise[64];

    for (size_t i = 0; i < sizeof(noise); i++)
        noise[i] = (unsigned char)assay_case_random(c, 256);
    assay_drive_want(c, assay_call_decode_sink(c, (assay_bytes){NULL, 0}, &sink), ASSAY_INVALID,
                     "decode_sink of no bytes");
    assay_drive_want(c, assay_call_decode_sink(c, (assay_bytes){noise, sizeof(noise)}, &sink),
                     ASSAY_INVALID, "decode_sink of random bytes");
}

static bool run_bundles(assay_exam *x, assay_write_order *order, assay_buffer *kept)
{
    uint64_t bundles = assay_write_bundle_count(assay_exam_scenario(x), order->bundles);

    for (order->step = 0; order->step < bundles; order->step++) {
        order->process++;
        if (!assay_write_run(x, write_away, order, kept))
            return false;
        assay_exam_exercised(x, 0);
    }
    return true;
}

void assay_check_sink_travels(assay_exam *x)
{
    assay_buffer kept = ASSAY_BUFFER_INIT;
    assay_write_order order = assay_write_order_of(RECORDS, 0, "write");

    bool passed = assay_exam_run(x, decode_nonsense, NULL) &&
                  assay_write_run(x, start_travel, &order, &kept) && run_bundles(x, &order, &kept);
    passed = passed && assay_write_run(x, commit_away, &order, &kept) &&
             assay_write_run(x, clean_away, &order, &kept);
    (void)passed; /* what did not pass has given the verdict */
    assay_buffer_clear(&kept);
}
