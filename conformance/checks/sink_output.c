#include "checks/sink_checks.h"

#include <stdlib.h>
#include <string.h>

static const uint64_t amounts[] = {0, 1, 5, ASSAY_ALL};
enum { AMOUNTS = sizeof(amounts) / sizeof(*amounts) };

void assay_check_sink_writes_all(assay_case *c)
{
    for (size_t i = 0; i < AMOUNTS; i++) {
        if (!assay_case_turn(c))
            continue;
        assay_write w;
        assay_write_order order = assay_write_order_of(amounts[i], 0, "amount-%zu", i);
        assay_write_begin(c, &w, &order);
        assay_write_bundles(c, &w);
        if (w.records > 0)
            assay_case_exercised(c, 0);
        assay_write_finish(c, &w);
    }
}

static const size_t sizes[] = {0, 1, 4095, 4096, 4097, 65537, (size_t)1 << 20};
enum { SIZES = sizeof(sizes) / sizeof(*sizes) };

void assay_check_sink_sizes(assay_case *c)
{
    assay_truth *truth = assay_write_truth(c, sizes, SIZES);

    for (uint64_t bundles = 0; bundles <= 1; bundles++) {
        if (!assay_case_turn(c))
            continue;
        assay_write w;
        assay_write_order order =
            assay_write_order_of(SIZES, bundles, "sizes-%u", (unsigned)bundles);
        assay_write_begin_of(c, &w, &order, truth);
        assay_write_bundles(c, &w);
        assay_write_finish(c, &w);
        assay_case_exercised(c, 0);
    }
    assay_truth_close(truth);
}

static void expect_same(assay_case *c, assay_bytes after, assay_bytes before, const char *what)
{
    assay_case_expect(c, before.size == 0 || memcmp(after.data, before.data, before.size) == 0,
                      "a record is as it was after write", "its %s has changed", what);
}

/* Puts a copy of a record's bytes where it gives them back. */
static assay_bytes lend(unsigned char *at, assay_bytes bytes)
{
    if (bytes.size > 0)
        memcpy(at, bytes.data, bytes.size);
    return (assay_bytes){at, bytes.size};
}

/* Writes a record that stands in room, and spoils it afterwards: the sink may not hold on to it. */
static void write_lent(assay_case *c, assay_driven_writer *writer, const assay_record *original,
                       unsigned char *room)
{
    assay_record lent = *original;

    lent.value = lend(room, original->value);
    lent.id = lend(room + original->value.size, original->id);
    assay_record before = lent;
    assay_drive_want(c, assay_call_write(c, writer, &lent), ASSAY_OK, "write");
    assay_case_expect(c, memcmp(&lent, &before, sizeof(lent)) == 0,
                      "a record is as it was after write", "its struct has changed");
    expect_same(c, lent.value, original->value, "value");
    expect_same(c, lent.id, original->id, "id");
    memset(room, 0x5a, original->value.size + original->id.size);
    assay_case_exercised(c, 0);
}

static unsigned char *room_for_any(assay_case *c, const assay_write *w)
{
    size_t most = 0;

    for (uint64_t i = 0; i < w->records; i++) {
        assay_record record = assay_truth_record(w->truth, i);
        if (record.value.size + record.id.size > most)
            most = record.value.size + record.id.size;
    }
    return assay_case_allocate(c, most);
}

static void write_bundle_lent(assay_case *c, assay_write *w, uint64_t bundle, unsigned char *room)
{
    assay_driven_writer writer = assay_write_open(c, w, bundle);

    for (uint64_t i = assay_write_first(w, bundle); i < assay_write_first(w, bundle + 1); i++) {
        assay_record record = assay_truth_record(w->truth, i);
        write_lent(c, &writer, &record, room);
    }
    assay_write_prepare(c, &writer, &w->tokens[bundle]);
    assay_call_release_writer(c, &writer);
}

void assay_check_sink_record_unchanged(assay_case *c)
{
    for (size_t i = 0; i < AMOUNTS; i++) {
        if (!assay_case_turn(c))
            continue;
        assay_write w;
        assay_write_order order = assay_write_order_of(amounts[i], 0, "amount-%zu", i);
        assay_write_begin(c, &w, &order);
        unsigned char *room = room_for_any(c, &w);
        for (uint64_t b = 0; b < w.bundles; b++)
            write_bundle_lent(c, &w, b, room);
        free(room);
        assay_write_finish(c, &w);
    }
}

/* One attempt with a look at the output after each call, or sixteen looks at most while it writes.
 */
static void write_hidden(assay_case *c, assay_write *w, uint64_t bundle, assay_buffer *token)
{
    uint64_t first = assay_write_first(w, bundle), size = assay_write_size(w, bundle);
    uint64_t step = size / 16 + 1;
    assay_driven_writer writer = assay_write_open(c, w, bundle);

    assay_write_judge_hidden(c, w, "after open_writer of bundle %llu", (unsigned long long)bundle);
    for (uint64_t i = 0; i < size; i += step) {
        uint64_t end = i + step < size ? i + step : size;
        assay_write_put(c, w, &writer, first + i, first + end);
        assay_write_judge_hidden(c, w, "after record %llu was written",
                                 (unsigned long long)(first + end - 1));
        assay_case_exercised(c, 0);
    }
    assay_write_prepare(c, &writer, token);
    assay_write_judge_hidden(c, w, "after prepare of bundle %llu", (unsigned long long)bundle);
    assay_call_release_writer(c, &writer);
    assay_write_judge_hidden(c, w, "after the release of a prepared writer");
}

void assay_check_sink_hidden(assay_case *c)
{
    for (size_t i = 2; i < AMOUNTS; i++) {
        if (!assay_case_turn(c))
            continue;
        assay_write w;
        assay_write_order order = assay_write_order_of(amounts[i], 0, "amount-%zu", i);
        assay_write_begin(c, &w, &order);
        assay_write_judge_hidden(c, &w, "after initialize");
        for (uint64_t b = 0; b < w.bundles; b++) {
            assay_driven_writer lost = assay_write_open(c, &w, b);
            assay_write_put(c, &w, &lost, assay_write_first(&w, b), assay_write_first(&w, b + 1));
            assay_call_release_writer(c, &lost);
            assay_write_judge_hidden(c, &w, "after the release of a writer that did not prepare");
            write_hidden(c, &w, b, &w.tokens[b]);
        }
        assay_write_finish(c, &w);
    }
}

/* All records go to one bundle, or with none of the bundles there are no records. */
static void write_one_bundle(assay_case *c, uint64_t full)
{
    assay_write w;
    assay_write_order order = assay_write_order_of(5, 0, "full-%llu", (unsigned long long)full);

    assay_write_begin(c, &w, &order);
    if (full >= w.bundles)
        w.records = 0;
    for (uint64_t b = 0; b < w.bundles; b++) {
        assay_driven_writer writer = assay_write_open(c, &w, b);
        assay_write_put(c, &w, &writer, 0, b == full ? w.records : 0);
        assay_write_prepare(c, &writer, &w.tokens[b]);
        assay_call_release_writer(c, &writer);
        if (b != full)
            assay_case_exercised(c, 0);
    }
    assay_write_finish(c, &w);
}

void assay_check_sink_empty_bundle(assay_case *c)
{
    uint64_t bundles = assay_case_scenario(c)->bundles;

    for (uint64_t full = 0; full <= bundles && full < 16; full++)
        if (assay_case_turn(c))
            write_one_bundle(c, full);
    if (assay_case_turn(c))
        write_one_bundle(c, UINT64_MAX);
}

static void expect_shards(assay_case *c, uint64_t files, const char *when)
{
    uint32_t shards = assay_case_scenario(c)->shards;

    if (assay_write_promised(c, ASSAY_PROMISE_FIXED_SHARDS))
        assay_case_expect(c, files == shards, "a file for every shard, also for the empty ones",
                          "%s: %llu files instead of %u", when, (unsigned long long)files, shards);
}

void assay_check_sink_nothing_written(assay_case *c)
{
    assay_write w;
    assay_write_order order = assay_write_order_of(0, 0, "nothing");

    assay_write_begin(c, &w, &order);
    for (int i = 1; i <= 2; i++) {
        assay_drive_want(c, assay_call_commit(c, w.sink, NULL, 0), ASSAY_OK, "commit of no token");
        expect_shards(c, assay_write_judge(c, &w, "after a commit of no token"), "after commit");
        assay_case_exercised(c, 0);
    }
    assay_write_cleanup(c, &w);
    expect_shards(c, assay_write_judge(c, &w, "after cleanup"), "after cleanup");
    assay_write_end(c, &w);
}

static void write_shards(assay_case *c, uint64_t bundles)
{
    assay_write w;
    assay_write_order order =
        assay_write_order_of(5, bundles, "bundles-%llu", (unsigned long long)bundles);

    assay_write_begin(c, &w, &order);
    assay_write_bundles(c, &w);
    assay_write_commit(c, &w);
    expect_shards(c, assay_write_judge(c, &w, "after commit"), "after commit");
    assay_write_cleanup(c, &w);
    expect_shards(c, assay_write_judge(c, &w, "after cleanup"), "after cleanup");
    assay_write_end(c, &w);
    assay_case_exercised(c, 0);
}

static void refuse_beyond(assay_case *c, uint32_t shards)
{
    const uint64_t beyond[] = {shards, (uint64_t)shards + 1, UINT64_C(1) << 32, UINT64_MAX};
    assay_write w;
    assay_write_order order = assay_write_order_of(5, 0, "beyond");

    assay_write_begin(c, &w, &order);
    uint64_t files = assay_write_files(c, &w), descriptors = assay_case_descriptors(c);
    for (size_t i = 0; i < sizeof(beyond) / sizeof(*beyond); i++) {
        assay_driven_writer writer;
        assay_attempt attempt = assay_write_attempt(c, &w, beyond[i]);
        assay_drive_want(c, assay_call_open_writer(c, w.sink, beyond[i], attempt.text, &writer),
                         ASSAY_INVALID, "open_writer for bundle %llu of a sink with %u shards",
                         (unsigned long long)beyond[i], shards);
        assay_case_exercised(c, 1);
    }
    assay_case_expect(
        c, assay_write_files(c, &w) == files && assay_case_descriptors(c) == descriptors,
        "an open_writer that fails leaves nothing behind",
        "%llu files and %llu open descriptors, before %llu and %llu",
        (unsigned long long)assay_write_files(c, &w), (unsigned long long)assay_case_descriptors(c),
        (unsigned long long)files, (unsigned long long)descriptors);
    assay_write_bundles(c, &w);
    assay_write_finish(c, &w);
}

void assay_check_sink_shards(assay_case *c)
{
    uint32_t shards = assay_case_scenario(c)->shards;

    if (assay_case_turn(c))
        write_shards(c, 1);
    if (shards > 2 && assay_case_turn(c))
        write_shards(c, shards - 1);
    if (assay_case_turn(c))
        write_shards(c, shards);
    if (assay_case_turn(c))
        refuse_beyond(c, shards);
}
