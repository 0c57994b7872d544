#include "checks/stream.h"
#include "checks/checks.h"
#include <assay/toolkit/error.h>
#include <stdio.h>
#include <stdlib.h>

static const assay_stream *stream_of(assay_case *c, assay_driven_source s)
{
    return assay_call_ability(c, s, ASSAY_STREAM);
}

static int64_t watermark_of(assay_case *c, assay_driven_source s, assay_driven_reader *r)
{
    int64_t watermark = 0;
    assay_drive_want(c, assay_call_watermark(c, s, r, &watermark), ASSAY_OK, "watermark");
    return watermark;
}

static int64_t backlog_of(assay_case *c, assay_driven_source s, assay_driven_reader *r)
{
    int64_t bytes = 0;
    assay_drive_want(c, assay_call_backlog(c, s, r, &bytes), ASSAY_OK, "backlog");
    assay_case_expect(c, bytes >= ASSAY_BACKLOG_UNKNOWN, "a backlog, or -1 for unknown",
                      "%lld bytes", (long long)bytes);
    return bytes;
}

/* Only a stream that promises an exact watermark must never be late. */
static void watermark_holds(assay_case *c)
{
    bool exact = false;
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_STREAM, &next, &s);) {
        if ((stream_of(c, s)->flags & ASSAY_STREAM_EXACT_WATERMARK) != 0) {
            int64_t watermark = ASSAY_TIMESTAMP_MIN;
            exact = true;
            assay_driven_reader r = assay_drive_reader(c, s);
            for (uint64_t i = 0; assay_drive_next(c, &r); i++) {
                assay_record record = assay_drive_current(c, &r);
                assay_case_expect(c, record.timestamp >= watermark,
                                  "no record is older than the watermark before it",
                                  "record %llu has time %lld, the watermark was %lld",
                                  (unsigned long long)i, (long long)record.timestamp,
                                  (long long)watermark);
                watermark = watermark_of(c, s, &r);
                assay_case_exercised(c, 0);
            }
            assay_drive_close(c, &r);
        }
        assay_call_release(c, &s);
    }
    if (!exact)
        assay_case_skip(c, "the stream does not promise an exact watermark");
}

static void expect_no_fall(assay_case *c, int64_t before, int64_t now, const char *where,
                           uint64_t i)
{
    assay_case_expect(c, now >= before, "the watermark never goes back",
                      "%s, at record %llu, it went from %lld to %lld", where, (unsigned long long)i,
                      (long long)before, (long long)now);
    assay_case_exercised(c, 0);
}

static void restore_and_compare(assay_case *c, assay_driven_source s, assay_driven_reader *r,
                                uint64_t i)
{
    assay_buffer mark = ASSAY_BUFFER_INIT;
    int64_t before = watermark_of(c, s, r);
    assay_drive_mark(c, s, r, &mark);
    assay_driven_reader restored = assay_drive_restore(c, s, assay_buffer_bytes(&mark));
    assay_drive_next(c, &restored);
    expect_no_fall(c, before, watermark_of(c, s, &restored), "over a restore", i);
    assay_drive_close(c, &restored);
    assay_buffer_clear(&mark);
}

static void watermark_monotone(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_STREAM, &next, &s);) {
        bool marks = assay_offers(c, s, ASSAY_CHECKPOINT);
        uint64_t every = 1 + assay_records(c, s) / assay_trials(c, 10);
        int64_t watermark = ASSAY_TIMESTAMP_MIN;
        assay_driven_reader r = assay_drive_reader(c, s);
        for (uint64_t i = 0; assay_drive_next(c, &r); i++) {
            int64_t now = watermark_of(c, s, &r);
            expect_no_fall(c, watermark, now, "while reading", i);
            watermark = now;
            if (marks && i % every == 0)
                restore_and_compare(c, s, &r, i);
        }
        assay_drive_close(c, &r);
        assay_call_release(c, &s);
    }
}

static void watermark_end(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_STREAM, &next, &s);) {
        assay_driven_reader r = assay_drive_reader(c, s);
        assay_drive_drain(c, &r, NULL);
        if (r.last == ASSAY_END) {
            int64_t watermark = watermark_of(c, s, &r);
            assay_case_expect(c, watermark == ASSAY_TIMESTAMP_MAX,
                              "after the end the watermark is the largest time", "%lld",
                              (long long)watermark);
            assay_case_exercised(c, 0);
        }
        assay_drive_close(c, &r);
        assay_call_release(c, &s);
    }
}

static void expect_backlog(assay_case *c, assay_driven_source s)
{
    int64_t stored = assay_case_dataset(c, s.dataset)->stored_bytes, last = INT64_MAX, first = -1,
            middle = -1, now;
    assay_driven_reader r = assay_drive_reader(c, s);
    for (uint64_t i = 0; assay_drive_next(c, &r); i++) {
        now = backlog_of(c, s, &r);
        if (now < 0)
            continue;
        assay_case_expect(c, i > 0 || stored < 0 || now <= stored + stored / 10 + 64,
                          "a backlog of no more than is stored",
                          "%lld bytes at the first record, %lld are stored", (long long)now,
                          (long long)stored);
        assay_case_expect(c, now <= last, "the backlog falls while reading",
                          "at record %llu it went from %lld to %lld", (unsigned long long)i,
                          (long long)last, (long long)now);
        first = i == 0 ? now : first;
        middle = i == assay_records(c, s) / 2 ? now : middle;
        last = now;
        assay_case_exercised(c, 0);
    }
    assay_case_expect(c, first <= 0 || middle < first || assay_records(c, s) < 5,
                      "the backlog falls while reading",
                      "it was %lld at the first record and %lld at the middle one",
                      (long long)first, (long long)middle);
    now = backlog_of(c, s, &r);
    assay_case_expect(c, now <= 0, "no backlog when all is read", "%lld bytes", (long long)now);
    assay_drive_close(c, &r);
}

static void backlog(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_STREAM, &next, &s);) {
        expect_backlog(c, s);
        assay_call_release(c, &s);
    }
}

static void idle_passes(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_STREAM, &next, &s);) {
        uint64_t got = 0, records = assay_records(c, s), steps = 4 * records + 1000;
        assay_driven_reader r = assay_drive_reader(c, s);
        assay_status status = assay_call_start(c, &r);
        while (status != ASSAY_END && steps-- > 0) {
            assay_case_expect(c, status == ASSAY_OK || status == ASSAY_IDLE,
                              "start and advance answer OK, IDLE or END", "%s: %s",
                              assay_status_name(status), assay_call_message(c));
            assay_record record = ASSAY_RECORD_INIT;
            if (status == ASSAY_IDLE) {
                assay_drive_want(c, assay_call_current(c, &r, &record), ASSAY_STATE,
                                 "current in IDLE");
                assay_case_exercised(c, 0);
            }
            got += status == ASSAY_OK;
            status = assay_call_advance(c, &r);
        }
        if (status == ASSAY_END)
            assay_case_expect(c, got == records, "IDLE is not the end: every record comes",
                              "%llu of %llu records", (unsigned long long)got,
                              (unsigned long long)records);
        assay_drive_close(c, &r);
        assay_call_release(c, &s);
    }
}

/* The parts of a stream, together. */
typedef struct shares {
    assay_driven_source s;
    uint32_t count;
} shares;

static void read_shares(assay_case *c, assay_tally *tally, void *argument)
{
    shares *how = argument;
    assay_parts parts = {0};
    assay_drive_by_count(c, how->s, how->count, &parts);
    for (size_t i = 0; i < parts.count; i++) {
        assay_tally_origin(tally, "part %zu", i);
        assay_drive_read_source(c, parts.items[i], tally);
    }
    if (parts.count > 1)
        assay_case_exercised(c, 0);
    assay_parts_release(c, &parts);
}

static void split_partitions(assay_case *c)
{
    static const uint32_t counts[] = {2, 3, 1, 8, 64};
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_STREAM | ASSAY_CAN_SPLIT, &next, &s);) {
        const assay_split *split = assay_call_ability(c, s, ASSAY_SPLIT);
        assay_case_expect(c, split->by_count != NULL,
                          "a stream that can be split can be split by number", "by_count is NULL");
        for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
            char what[60];
            shares how = {s, counts[i]};
            if (!assay_case_turn(c))
                continue;
            snprintf(what, sizeof what, "the %u parts of a stream", counts[i]);
            assay_drive_judge(c, s.dataset, 0, assay_records(c, s), read_shares, &how, what);
        }
        assay_call_release(c, &s);
    }
}

/* A stream, and the size of the parts asked for. */
typedef struct sized {
    assay_driven_source s;
    int64_t desired;
} sized;

static void count_part(assay_case *c, assay_driven_source part, void *to)
{
    ++*(size_t *)to;
    assay_call_release(c, &part);
}

static void read_sized(assay_case *c, assay_tally *tally, void *argument)
{
    const sized *how = argument;
    assay_parts parts = {0};
    assay_drive_by_size(c, how->s, how->desired, &parts);
    for (size_t i = 0; i < parts.count; i++)
        assay_drive_read_source(c, parts.items[i], tally);
    assay_parts_release(c, &parts);
}

/* What a stream will hold nobody knows: it need not be cut by size. */
static void expect_sized(assay_case *c, assay_driven_source s, int64_t desired)
{
    size_t given = 0;
    sized how = {s, desired};
    assay_status status = assay_call_by_size(c, s, desired, count_part, &given);
    assay_case_exercised(c, 0);
    if (status == ASSAY_UNSUPPORTED) {
        assay_case_expect(c, given == 0, "a split that is UNSUPPORTED gives no part", "%zu parts",
                          given);
        return;
    }
    assay_drive_want(c, status, ASSAY_OK, "a split of a stream by size");
    assay_drive_judge(c, s.dataset, 0, assay_records(c, s), read_sized, &how,
                      "the parts of a stream that was split by size");
}

static void split_by_size(assay_case *c)
{
    static const int64_t sizes[] = {100, INT64_MAX};
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_STREAM | ASSAY_CAN_SPLIT, &next, &s);) {
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
            if (assay_case_turn(c))
                expect_sized(c, s, sizes[i]);
        assay_call_release(c, &s);
    }
}

const assay_check assay_checks_stream[] = {
    {
        .id = "stream.watermark-holds",
        .clauses = "US-WM-01",
        .abilities = ASSAY_CAN_STREAM,
        .in_case = watermark_holds,
        .exercises = {{"records compared with the watermark", 1}},
        .done = "Compares the time of each record with the watermark before it, for streams that "
                "promise an exact one.",
        .cause = "The watermark is the time of the newest record, and records are out of order.",
    },
    {
        .id = "stream.watermark-monotone",
        .clauses = "US-WM-04 US-WM-05",
        .abilities = ASSAY_CAN_STREAM,
        .in_case = watermark_monotone,
        .exercises = {{"watermarks compared", 1}},
        .done = "Asks after each record, and after restores: it never goes back.",
        .cause = "The mark does not hold the watermark.",
    },
    {
        .id = "stream.watermark-end",
        .clauses = "US-WM-06",
        .abilities = ASSAY_CAN_STREAM,
        .in_case = watermark_end,
        .exercises = {{"ends of a stream", 1}},
        .done = "Reads a finite stream to END: the watermark is the largest time.",
        .cause = "It stays at the last record, so that no window after it ever closes.",
    },
    {
        .id = "stream.backlog",
        .clauses = "US-BKL-02 US-BKL-03 US-BKL-04",
        .abilities = ASSAY_CAN_STREAM,
        .in_case = backlog,
        .exercises = {{"known backlogs", 1}},
        .done = "Asks after each record: no more than is stored, falling, 0 when all is read.",
        .cause = "The whole store is counted, not what this reader has still to read.",
    },
    {
        .id = "stream.record-ids",
        .clauses = "US-ID-02 US-ID-03 US-ID-04",
        .abilities = ASSAY_CAN_STREAM,
        .coordinate = assay_check_record_ids,
        .exercises = {{"ids compared with another process", 2}},
        .done = "Where the stream asks for dedup: each record has an id, no two the same, and a "
                "restored reader and a read in another process give the same ids.",
        .cause = "The id is a counter or a hash of an address.",
    },
    {
        .id = "stream.idle-passes",
        .clauses = "US-READ-03 US-READ-04",
        .abilities = ASSAY_CAN_STREAM,
        .in_case = idle_passes,
        .exercises = {{"IDLE answers", 1}},
        .done = "Reads on after IDLE: every record comes; there is no current record in IDLE.",
        .cause = "IDLE is taken for the end inside of the reader.",
    },
    {
        .id = "stream.split-partitions",
        .clauses = "US-SPLIT-01 US-SPLIT-04",
        .abilities = ASSAY_CAN_STREAM | ASSAY_CAN_SPLIT,
        .in_case = split_partitions,
        .exercises = {{"splits into more than one part", 1}},
        .done = "Splits by several numbers and reads all parts: together exactly the stream.",
        .cause = "Every part reads the whole stream.",
    },
    {
        .id = "stream.split-by-size",
        .clauses = "US-SPLIT-05",
        .since = 2,
        .abilities = ASSAY_CAN_STREAM | ASSAY_CAN_SPLIT,
        .in_case = split_by_size,
        .exercises = {{"streams split by size", 1}},
        .done = "Asks for parts of a size: UNSUPPORTED and none, or together exactly the stream.",
        .cause = "A stream that has no size is cut into no part, and all its records are lost.",
    },
    {
        .id = "stream.current-source",
        .clauses = "RD-SRC-03",
        .since = 2,
        .abilities = ASSAY_CAN_STREAM | ASSAY_CAN_CURRENT_SOURCE,
        .in_case = assay_check_current_source_stays,
        .exercises = {{"current sources compared", 2}},
        .done = "Asks a reader for its current source before start, after records and at the end: "
                "always the one it was opened from.",
        .cause = "The current source begins where the reader is.",
    },
};
