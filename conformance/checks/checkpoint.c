#include "checks/checkpoint.h"
#include "checks/checks.h"
#include <assay/toolkit/error.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_CHANGES = 300 }; /* of one mark, cut or changed */

/* A mark, and what had been read when it was taken. */
typedef struct bookmark {
    assay_buffer mark;
    uint64_t k;
    assay_digest prefix;
} bookmark;

static void bookmark_take(assay_case *c, assay_driven_source s, assay_driven_reader *r,
                          bookmark *to)
{
    assay_drive_mark(c, s, r, &to->mark);
}

static void expect_rest(assay_case *c, assay_driven_source s, const bookmark *b, const char *what)
{
    assay_expect_rest(c, s, assay_buffer_bytes(&b->mark), b->k, b->prefix, what);
}

/* Reads up to count records more, from b's place on. */
static void bookmark_advance(assay_case *c, assay_driven_reader *r, uint64_t count, bookmark *b)
{
    assay_digest more = assay_read_digest(c, r, count);
    assay_digest_add(&b->prefix, more);
    b->k += more.count;
}

static bookmark bookmark_at(assay_case *c, assay_driven_source s, uint64_t k)
{
    bookmark b = {.mark = ASSAY_BUFFER_INIT};
    assay_driven_reader r = assay_drive_reader(c, s);
    bookmark_advance(c, &r, k, &b);
    bookmark_take(c, s, &r, &b);
    assay_drive_close(c, &r);
    return b;
}

static assay_sample places(assay_case *c, assay_driven_source s, uint64_t reads_each)
{
    uint64_t records = assay_records(c, s);
    return assay_sample_take(c, records + 1, assay_trials(c, reads_each * records));
}

/* A reader that has not gone on yet is where its mark says. */
static void expect_marked_again(assay_case *c, assay_driven_source s, const bookmark *b)
{
    bookmark again = {.mark = ASSAY_BUFFER_INIT, .k = b->k, .prefix = b->prefix};
    assay_driven_reader r = assay_drive_restore(c, s, assay_buffer_bytes(&b->mark));
    bookmark_take(c, s, &r, &again);
    assay_drive_close(c, &r);
    expect_rest(c, s, &again, "a reader restored from the mark of a restored, new reader");
    assay_buffer_clear(&again.mark);
}

static void same_twice(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_CHECKPOINT, &next, &s);) {
        assay_sample at = places(c, s, 4);
        for (size_t i = 0; i < at.count; i++) {
            if (!assay_case_turn(c))
                continue;
            bookmark b = bookmark_at(c, s, at.items[i]);
            expect_rest(c, s, &b, "the first reader restored from a mark");
            expect_rest(c, s, &b, "the second reader restored from the same mark");
            expect_marked_again(c, s, &b);
            assay_buffer_clear(&b.mark);
            assay_case_exercised(c, 0);
        }
        free(at.items);
        assay_call_release(c, &s);
    }
}

static void older_mark(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_CHECKPOINT, &next, &s);) {
        assay_sample at = places(c, s, 3);
        for (size_t i = 0; i < at.count; i++) {
            if (!assay_case_turn(c))
                continue;
            bookmark older = {.mark = ASSAY_BUFFER_INIT}, newer = {.mark = ASSAY_BUFFER_INIT};
            assay_driven_reader r = assay_drive_reader(c, s);
            bookmark_advance(c, &r, at.items[i], &older);
            bookmark_take(c, s, &r, &older);
            newer.k = older.k;
            newer.prefix = older.prefix;
            bookmark_advance(c, &r, 1 + assay_case_random(c, 3), &newer);
            bookmark_take(c, s, &r, &newer);
            assay_drive_close(c, &r);
            expect_rest(c, s, &newer, "a reader restored from a newer mark");
            expect_rest(c, s, &older, "a reader restored from an older mark, after the newer one");
            assay_buffer_clear(&older.mark);
            assay_buffer_clear(&newer.mark);
            assay_case_exercised(c, 0);
        }
        free(at.items);
        assay_call_release(c, &s);
    }
}

static void before_first(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_CHECKPOINT, &next, &s);) {
        bookmark b = bookmark_at(c, s, 0);
        expect_rest(c, s, &b, "a reader restored from a mark before start");
        expect_marked_again(c, s, &b);
        assay_buffer_clear(&b.mark);
        assay_call_release(c, &s);
        assay_case_exercised(c, 0);
    }
}

/* Steps a reader by hand, since what drives it passes over IDLE; true: there is a record. */
static assay_status step(assay_case *c, assay_driven_reader *r)
{
    assay_status status = r->started ? assay_call_advance(c, r) : assay_call_start(c, r);
    assay_case_expect(c, status == ASSAY_OK || status == ASSAY_IDLE || status == ASSAY_END,
                      "start and advance answer OK, IDLE or END", "%s", assay_status_name(status));
    return status;
}

static void mark_when_idle(assay_case *c, assay_driven_source s)
{
    uint64_t steps = 4 * assay_records(c, s) + 1000;
    bookmark b = {.mark = ASSAY_BUFFER_INIT};
    assay_driven_reader r = assay_drive_reader(c, s);
    assay_status status = ASSAY_OK;
    size_t idle = 0;
    while (status != ASSAY_END && steps-- > 0) {
        status = step(c, &r);
        if (status == ASSAY_OK) {
            assay_record record = assay_drive_current(c, &r);
            uint32_t fields = assay_truth_fields(assay_case_truth(c, s.dataset));
            assay_digest_add(&b.prefix, assay_digest_of(&record, fields));
            b.k++;
        } else if (status == ASSAY_IDLE && idle++ < 20 && assay_case_turn(c)) {
            bookmark_take(c, s, &r, &b);
            expect_rest(c, s, &b, "a reader restored from a mark taken in IDLE");
            assay_case_exercised(c, 0);
        }
    }
    assay_drive_close(c, &r);
    assay_buffer_clear(&b.mark);
}

static void when_idle(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_CHECKPOINT | ASSAY_CAN_STREAM, &next, &s);) {
        mark_when_idle(c, s);
        assay_call_release(c, &s);
    }
}

/* Restores what may be no mark; a reader that comes out of it may say anything but not crash. */
static void restore_foreign(assay_case *c, assay_driven_source s, assay_bytes bytes)
{
    assay_driven_reader r;
    assay_status status = assay_call_restore(c, s, bytes, &r);
    if (status == ASSAY_OK) {
        if (assay_call_start(c, &r) == ASSAY_OK)
            assay_drive_current(c, &r);
        assay_drive_close(c, &r);
        return;
    }
    assay_case_expect(c, status == ASSAY_INVALID || status == ASSAY_MEMORY,
                      "bytes that are no mark are INVALID", "%s", assay_status_name(status));
    assay_case_exercised(c, 0);
}

/* A cut mark may be the mark of another place, such as a shorter number: then it is what the
 * restored reader gives as its own. */
static void expect_no_mark(assay_case *c, assay_driven_source s, assay_bytes cut, size_t whole)
{
    assay_buffer own = ASSAY_BUFFER_INIT;
    assay_driven_reader r;
    if (assay_call_restore(c, s, cut, &r) == ASSAY_OK) {
        assay_drive_mark(c, s, &r, &own);
        assay_case_expect(c, assay_bytes_same(cut, assay_buffer_bytes(&own)),
                          "a cut mark is INVALID", "the first %zu of %zu bytes were accepted",
                          cut.size, whole);
        assay_buffer_clear(&own);
        assay_drive_close(c, &r);
    }
    restore_foreign(c, s, cut);
}

static void restore_cut(assay_case *c, assay_driven_source s, assay_bytes whole)
{
    assay_sample sizes = assay_sample_take(c, whole.size, MOST_CHANGES);
    for (size_t i = 0; i < sizes.count; i++) {
        if (!assay_case_turn(c))
            continue;
        size_t size = (size_t)sizes.items[i];
        unsigned char *cut = assay_case_allocate(c, size + 1);
        memcpy(cut, whole.data, size);
        expect_no_mark(c, s, (assay_bytes){cut, size}, whole.size);
        free(cut);
    }
    free(sizes.items);
}

static void restore_flipped(assay_case *c, assay_driven_source s, assay_buffer *mark)
{
    assay_sample places = assay_sample_take(c, mark->size, MOST_CHANGES);
    for (size_t i = 0; i < places.count; i++) {
        if (!assay_case_turn(c))
            continue;
        unsigned char *byte = &mark->data[places.items[i]];
        *byte ^= 0x41;
        restore_foreign(c, s, assay_buffer_bytes(mark));
        *byte ^= 0x41;
    }
    free(places.items);
}

static void refuses_foreign_bytes(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_CHECKPOINT, &next, &s);) {
        bookmark b = bookmark_at(c, s, assay_records(c, s) / 2);
        restore_cut(c, s, assay_buffer_bytes(&b.mark));
        for (int trial = 0; trial < 100; trial++) {
            unsigned char bytes[48];
            if (!assay_case_turn(c))
                continue;
            size_t size = (size_t)assay_case_random(c, sizeof bytes);
            for (size_t i = 0; i < size; i++)
                bytes[i] = (unsigned char)assay_case_random(c, 256);
            restore_foreign(c, s, (assay_bytes){bytes, size});
        }
        restore_flipped(c, s, &b.mark);
        assay_buffer_clear(&b.mark);
        assay_call_release(c, &s);
    }
}

const assay_check assay_checks_checkpoint[] = {
    {
        .id = "checkpoint.every-record",
        .clauses = "US-CKPT-03 US-CKPT-07 US-CKPT-13 US-READ-07",
        .abilities = ASSAY_CAN_CHECKPOINT,
        .coordinate = assay_check_every_record,
        .exercises = {{"marks restored in another process", 2}, {"chains of two marks", 1}},
        .done =
            "Takes a mark before start, after every record or a sample, and at the end; each is "
            "restored in another process, some in one of their own; the restored reader's "
            "mark is restored again.",
        .cause = "The current record counts as unread, or a mark of a restored reader counts from "
                 "where it began.",
    },
    {
        .id = "checkpoint.same-twice",
        .clauses = "US-CKPT-09",
        .abilities = ASSAY_CAN_CHECKPOINT,
        .in_case = same_twice,
        .exercises = {{"marks restored twice", 1}},
        .done = "Restores each mark twice, and a mark of a reader restored from it: the same rest.",
        .cause = "A restore takes something out of the source.",
    },
    {
        .id = "checkpoint.older-mark",
        .clauses = "US-CKPT-08 US-CKPT-06",
        .abilities = ASSAY_CAN_CHECKPOINT,
        .in_case = older_mark,
        .exercises = {{"older marks restored", 1}},
        .done = "Takes two marks, restores the newer and then the older one: what followed comes "
                "again.",
        .cause = "Taking a mark forgets what lies before it.",
    },
    {
        .id = "checkpoint.unchanged-by-reading",
        .clauses = "US-CKPT-05 US-CKPT-13",
        .abilities = ASSAY_CAN_CHECKPOINT,
        .coordinate = assay_check_unchanged_by_reading,
        .exercises = {{"marks restored in the same process", 1},
                      {"marks restored in another process", 1}},
        .done = "Takes a mark, reads on to the end, takes another; then restores the first, in the "
                "same process and in another.",
        .cause = "A mark is only a number that the reader's own state gives a meaning to.",
    },
    {
        .id = "checkpoint.before-first",
        .clauses = "US-CKPT-03",
        .abilities = ASSAY_CAN_CHECKPOINT,
        .in_case = before_first,
        .exercises = {{"marks before start", 1}},
        .done = "Takes a mark before start, and one of the reader restored from it.",
        .cause = "No record read and the first record read look the same in the mark.",
    },
    {
        .id = "checkpoint.when-idle",
        .clauses = "US-CKPT-02 US-CKPT-03",
        .abilities = ASSAY_CAN_CHECKPOINT | ASSAY_CAN_STREAM,
        .in_case = when_idle,
        .exercises = {{"marks taken in IDLE", 1}},
        .done = "Takes marks while there is no record, and restores them.",
        .cause = "IDLE moves the place that the mark is made of.",
    },
    {
        .id = "checkpoint.refuses-foreign-bytes",
        .clauses = "US-CKPT-04",
        .abilities = ASSAY_CAN_CHECKPOINT,
        .in_case = refuses_foreign_bytes,
        .exercises = {{"bytes refused", 1}},
        .done = "Restores cut, random and changed marks: no crash, and what is cut is INVALID.",
        .cause = "A length or a position in the bytes is believed.",
    },
    {
        .id = "checkpoint.finalize-any-time",
        .clauses = "US-FIN-02 US-FIN-04 US-FIN-05 US-FIN-06",
        .abilities = ASSAY_CAN_CHECKPOINT,
        .coordinate = assay_check_finalize_any_time,
        .exercises = {{"finalizations", 1}},
        .done = "Finalizes marks with no reader left, twice, and from another process; a newer "
                "mark that was not finalized goes on as before.",
        .cause = "finalize uses the reader, or forgets more than the mark covers.",
    },
};
