#include "checks/sink_checks.h"

#include "engine/shortage.h"

enum { RECORDS = 100 };

static const char *const places[] = {"before its first record", "after its records",
                                     "after prepare"};

static void abort_at(assay_case *c, assay_write *w, uint64_t bundle, size_t place)
{
    assay_buffer token = ASSAY_BUFFER_INIT;
    assay_driven_writer writer = assay_write_open(c, w, bundle);

    if (place > 0)
        assay_write_put(c, w, &writer, assay_write_first(w, bundle),
                        assay_write_first(w, bundle + 1));
    if (place > 1)
        assay_write_prepare(c, &writer, &token);
    assay_drive_want(c, assay_call_abort(c, &writer), ASSAY_OK, "abort %s", places[place]);
    assay_write_judge_hidden(c, w, "after an abort %s", places[place]);
    assay_drive_want(c, assay_call_abort(c, &writer), ASSAY_STATE, "a second abort");
    assay_call_release_writer(c, &writer);
    assay_buffer_clear(&token);
    assay_case_exercised(c, 0);
}

static void expect_removed(assay_case *c, const assay_write *w, uint64_t before)
{
    if (!assay_write_promised(c, ASSAY_PROMISE_EXACTLY_ONCE))
        return;
    uint64_t files = assay_write_files(c, w);
    assay_case_expect(c, files == before, "abort removes what the attempt stored",
                      "%llu files in the folder, before it %llu", (unsigned long long)files,
                      (unsigned long long)before);
}

void assay_check_sink_abort(assay_case *c)
{
    static const uint64_t amounts[] = {5, RECORDS};

    for (size_t i = 0; i < 2; i++) {
        if (!assay_case_turn(c))
            continue;
        assay_write w;
        assay_write_order order = assay_write_order_of(amounts[i], 0, "amount-%zu", i);
        assay_write_begin(c, &w, &order);
        abort_at(c, &w, 0, 0); /* a sink may keep a file of its own from its first writer on */
        uint64_t files = assay_write_files(c, &w);
        for (uint64_t b = 0; b < w.bundles; b++)
            for (size_t place = 0; place < 3; place++) {
                abort_at(c, &w, b, place);
                expect_removed(c, &w, files);
            }
        assay_write_bundles(c, &w);
        assay_write_finish(c, &w);
    }
}

static void expect_closed(assay_case *c, assay_write *w, assay_driven_writer *writer,
                          const char *when)
{
    assay_buffer token = ASSAY_BUFFER_INIT;
    assay_record record = assay_truth_record(w->truth, 0);

    assay_drive_want(c, assay_call_write(c, writer, &record), ASSAY_STATE, "write after %s", when);
    assay_drive_want(c, assay_call_prepare(c, writer, &token), ASSAY_STATE, "prepare after %s",
                     when);
    assay_buffer_clear(&token);
    assay_case_exercised(c, 0);
}

static void states_of_aborted(assay_case *c, assay_write *w, size_t place)
{
    assay_buffer token = ASSAY_BUFFER_INIT;
    assay_driven_writer writer = assay_write_open(c, w, 0);

    if (place > 0)
        assay_write_put(c, w, &writer, 0, 1);
    if (place > 1)
        assay_write_prepare(c, &writer, &token);
    assay_drive_want(c, assay_call_abort(c, &writer), ASSAY_OK, "abort %s", places[place]);
    expect_closed(c, w, &writer, "abort");
    assay_drive_want(c, assay_call_abort(c, &writer), ASSAY_STATE, "a second abort");
    assay_call_release_writer(c, &writer);
    assay_buffer_clear(&token);
}

void assay_check_sink_writer_states(assay_case *c)
{
    assay_write w;
    assay_write_order order = assay_write_order_of(5, 0, "states");

    assay_write_begin(c, &w, &order);
    if (w.records == 0)
        assay_case_unproven(c, "no data set has a record");
    for (size_t place = 0; place < 3; place++)
        if (assay_case_turn(c))
            states_of_aborted(c, &w, place);
    for (uint64_t b = 0; b < w.bundles; b++) {
        assay_driven_writer writer = assay_write_open(c, &w, b);
        assay_write_put(c, &w, &writer, assay_write_first(&w, b), assay_write_first(&w, b + 1));
        assay_write_prepare(c, &writer, &w.tokens[b]);
        expect_closed(c, &w, &writer, "prepare");
        assay_call_release_writer(c, &writer);
    }
    assay_write_finish(c, &w);
}

/* An encoding with a byte more and one with a byte less: refused, or whatever is made of them. */
static void decode_others(assay_case *c, const assay_write *w)
{
    assay_buffer encoded = ASSAY_BUFFER_INIT;
    assay_drive_want(c, assay_call_encode_sink(c, w->sink, &encoded), ASSAY_OK, "encode");
    assay_case_must(c, assay_buffer_append(&encoded.out, "", 1));
    for (size_t cut = 0; cut <= 2 && cut < encoded.size; cut += 2) {
        assay_driven_sink other;
        assay_bytes bytes = {encoded.data, encoded.size - cut};
        if (assay_call_decode_sink(c, bytes, &other) == ASSAY_OK)
            assay_call_release_sink(c, &other);
    }
    assay_buffer_clear(&encoded);
}

void assay_write_and_leave(assay_case *c, uint64_t round)
{
    assay_write w;
    assay_write_order order = assay_write_order_of(5, 0, "round-%llu", (unsigned long long)round);

    assay_write_begin(c, &w, &order);
    assay_driven_writer aborted = assay_write_open(c, &w, 0);
    assay_drive_want(c, assay_call_abort(c, &aborted), ASSAY_OK, "abort");
    assay_call_release_writer(c, &aborted);
    assay_driven_writer open = assay_write_open(c, &w, 0);
    assay_call_release_writer(c, &open);
    assay_driven_writer half = assay_write_open(c, &w, 0);
    assay_write_put(c, &w, &half, 0, assay_write_first(&w, 1));
    assay_call_release_writer(c, &half);
    assay_write_bundles(c, &w);
    assay_write_commit(c, &w);
    assay_write_cleanup(c, &w);
    decode_others(c, &w);
    assay_write_end(c, &w);
    assay_case_exercised(c, 0);
}

/* Writes a bundle; false when that fails. */
static bool try_to_write(assay_case *c, assay_write *w, assay_driven_writer *writer)
{
    assay_buffer token = ASSAY_BUFFER_INIT;
    assay_status status = ASSAY_OK;

    for (uint64_t i = 0; status == ASSAY_OK && i < assay_write_first(w, 1); i++) {
        assay_record record = assay_truth_record(w->truth, i);
        status = assay_call_write(c, writer, &record);
    }
    if (status == ASSAY_OK)
        status = assay_call_prepare(c, writer, &token);
    assay_buffer_clear(&token);
    return status == ASSAY_OK;
}

/* One writer that fails is aborted, the next one only released. */
static void write_to_full_disk(assay_case *c, uint64_t round)
{
    assay_write w;
    assay_write_order order = assay_write_order_of(5, 0, "full-%llu", (unsigned long long)round);

    assay_write_begin(c, &w, &order);
    for (int i = 0; i < 2; i++) {
        assay_driven_writer writer = assay_write_open(c, &w, 0);
        assay_shortage shortage = assay_shortage_begin(c, ASSAY_WANT_ROOM);
        bool failed = !try_to_write(c, &w, &writer);
        assay_shortage_end(c, &shortage);
        if (i == 0)
            (void)assay_call_abort(c, &writer);
        assay_call_release_writer(c, &writer);
        if (failed)
            assay_case_exercised(c, 1);
    }
    assay_write_end(c, &w);
}

static void expect_closed_after(assay_case *c, void (*work)(assay_case *c, uint64_t round),
                                const char *expected)
{
    work(c, 0); /* what a library opens once is its own */
    uint64_t before = assay_case_descriptors(c);
    for (uint64_t round = 1; round <= 3; round++)
        work(c, round);
    uint64_t after = assay_case_descriptors(c);
    assay_case_expect(c, after <= before, expected,
                      "%llu open descriptors after three more writes, before them %llu",
                      (unsigned long long)after, (unsigned long long)before);
}

void assay_check_sink_descriptors(assay_case *c)
{
    expect_closed_after(c, assay_write_and_leave, "writers and sinks close what they open");
    expect_closed_after(c, write_to_full_disk, "writers that fail close what they opened");
}

/* In write, or at the latest in prepare. */
static void expect_no_record(assay_case *c, assay_write *w)
{
    assay_buffer token = ASSAY_BUFFER_INIT;
    assay_driven_writer writer = assay_write_open(c, w, 0);
    assay_record nameless = assay_truth_record(w->truth, 0);

    nameless.id = (assay_bytes){NULL, 0};
    assay_status status = assay_call_write(c, &writer, &nameless);
    if (status == ASSAY_OK)
        status = assay_call_prepare(c, &writer, &token);
    assay_drive_want(c, status, ASSAY_INVALID, "write or prepare of a record without id");
    assay_case_exercised(c, 0);
    assay_call_release_writer(c, &writer);
    assay_buffer_clear(&token);
}

void assay_check_sink_record_without_id(assay_case *c)
{
    assay_write w;
    assay_write_order order = assay_write_order_of(5, 0, "nameless");

    assay_write_begin(c, &w, &order);
    expect_no_record(c, &w);
    assay_write_bundles(c, &w);
    assay_write_finish(c, &w);
}
