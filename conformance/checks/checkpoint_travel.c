#include "checks/checkpoint.h"
#include <assay/toolkit/codec.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A restored read, once more for the names of what is wrong. */
typedef struct rerun {
    assay_driven_source s;
    assay_bytes mark;
} rerun;

static void read_restored(assay_case *c, assay_tally *tally, void *argument)
{
    rerun *again = argument;
    assay_driven_reader r = assay_drive_restore(c, again->s, again->mark);
    assay_drive_drain(c, &r, tally);
    assay_drive_close(c, &r);
}

void assay_expect_rest(assay_case *c, assay_driven_source s, assay_bytes mark, uint64_t k,
                       assay_digest prefix, const char *what)
{
    char text[160];
    uint64_t records = assay_records(c, s);
    assay_case_sketch(c, ASSAY_MARK_RECORDS, records, 0);
    assay_case_sketch(c, ASSAY_MARK_CHECKPOINT, k, 0);
    assay_driven_reader r = assay_drive_restore(c, s, mark);
    assay_digest rest = assay_read_digest(c, &r, UINT64_MAX);
    assay_drive_close(c, &r);
    assay_digest all = assay_true_digest(c, s.dataset, 0, records);
    if (assay_digest_equal(all, assay_sum(prefix, rest)))
        return;
    snprintf(text, sizeof text, "%s, taken after %llu records", what, (unsigned long long)k);
    if (assay_digest_equal(prefix, assay_true_digest(c, s.dataset, 0, k))) {
        rerun again = {s, mark};
        assay_case_sketch_name(c, ASSAY_MARK_LANE, 0, "read before the mark");
        assay_case_sketch(c, ASSAY_MARK_GAVE, 0, k);
        assay_drive_judge(c, s.dataset, k, records, read_restored, &again, text);
    }
    assay_case_fail(c, "a restored reader gives every record after the mark, and none before it",
                    "%s: %llu records, expected %llu, or the right number of others", text,
                    (unsigned long long)rest.count, (unsigned long long)(records - k));
}

/* What a case gives: the data set, k, the digest of the first k records, the source, the mark. */
static void give_mark(assay_case *c, assay_driven_source s, assay_driven_reader *r,
                      assay_digest prefix, assay_buffer *work)
{
    const uint64_t numbers[] = {s.dataset, prefix.count, prefix.low, prefix.high};
    assay_case_give(c, (assay_bytes){numbers, sizeof numbers});
    assay_drive_encode(c, s, work);
    assay_case_give(c, assay_buffer_bytes(work));
    assay_drive_mark(c, s, r, work);
    assay_case_give(c, assay_buffer_bytes(work));
}

static void give_marks_of(assay_case *c, assay_driven_source s)
{
    uint64_t records = assay_records(c, s), at = 0;
    assay_buffer work = ASSAY_BUFFER_INIT;
    assay_digest prefix = {0, 0, 0};
    assay_sample stops = assay_sample_take(c, records + 1, assay_trials(c, 3 * records));
    assay_driven_reader r = assay_drive_reader(c, s);
    for (size_t i = 0; i < stops.count; i++) {
        assay_digest_add(&prefix, assay_read_digest(c, &r, stops.items[i] - at));
        at = stops.items[i];
        give_mark(c, s, &r, prefix, &work);
    }
    assay_drive_drain(c, &r, NULL);
    give_mark(c, s, &r, prefix, &work);
    assay_drive_close(c, &r);
    free(stops.items);
    assay_buffer_clear(&work);
}

static void give_marks(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_CHECKPOINT, &next, &s);) {
        give_marks_of(c, s);
        assay_call_release(c, &s);
    }
}

/* A mark on the way to another process. */
typedef struct letter {
    size_t dataset;
    assay_digest prefix;
    assay_bytes source, mark;
} letter;

static bool letter_take(assay_decoder *in, letter *to)
{
    uint64_t numbers[4];
    assay_bytes head = assay_take_bytes(in);
    to->source = assay_take_bytes(in);
    to->mark = assay_take_bytes(in);
    if (in->failed || head.size != sizeof numbers)
        return false;
    memcpy(numbers, head.data, sizeof numbers);
    to->dataset = (size_t)numbers[0];
    to->prefix = (assay_digest){numbers[1], numbers[2], numbers[3]};
    return true;
}

/* Restores, reads a little, takes a mark there and restores that. */
static void follow_chain(assay_case *c, assay_driven_source s, const letter *l)
{
    assay_buffer second = ASSAY_BUFFER_INIT;
    assay_digest prefix = l->prefix;
    assay_driven_reader r = assay_drive_restore(c, s, l->mark);
    assay_digest_add(&prefix, assay_read_digest(c, &r, assay_case_random(c, 3)));
    assay_drive_mark(c, s, &r, &second);
    assay_drive_close(c, &r);
    assay_expect_rest(c, s, assay_buffer_bytes(&second), prefix.count, prefix,
                      "a reader restored from the mark of a restored reader");
    assay_buffer_clear(&second);
    assay_case_exercised(c, 1);
}

static void restore_letters(assay_case *c)
{
    assay_decoder in = {*(const assay_bytes *)assay_case_argument(c), false};
    letter l;
    while (in.rest.size > 0 && letter_take(&in, &l)) {
        if (!assay_case_turn(c))
            continue;
        assay_driven_source s = assay_drive_decode(c, l.dataset, l.source);
        assay_expect_rest(c, s, l.mark, l.prefix.count, l.prefix,
                          "a reader restored from a mark in another process");
        assay_case_exercised(c, 0);
        follow_chain(c, s, &l);
        assay_call_release(c, &s);
    }
}

static bool keep_output(assay_exam *x, assay_buffer *to)
{
    assay_bytes given = assay_exam_output(x);
    if (assay_buffer_append(&to->out, given.data, given.size) == ASSAY_OK)
        return true;
    assay_exam_broken(x, "out of memory");
    return false;
}

/* Some of the marks, each in a process that does nothing else. */
static void restore_alone(assay_exam *x, assay_bytes given)
{
    assay_decoder in = {given, false};
    letter l;
    int left = 12;
    while (left > 0 && in.rest.size > 0) {
        assay_bytes from = in.rest;
        if (!letter_take(&in, &l))
            break;
        from.size -= in.rest.size;
        if (l.prefix.count > 5 && assay_exam_random(x, 8) != 0)
            continue;
        left--;
        if (!assay_exam_run(x, restore_letters, &from))
            return;
    }
}

void assay_check_every_record(assay_exam *x)
{
    assay_buffer given = ASSAY_BUFFER_INIT;
    if (!assay_exam_run(x, give_marks, NULL))
        return;
    if (keep_output(x, &given)) {
        assay_bytes all = assay_buffer_bytes(&given);
        if (assay_exam_run(x, restore_letters, &all))
            restore_alone(x, all);
    }
    assay_buffer_clear(&given);
}

/* The first mark is given, then the reader goes on; the mark is also restored here. */
static void read_past_marks(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_CHECKPOINT, &next, &s);) {
        assay_buffer first = ASSAY_BUFFER_INIT, last = ASSAY_BUFFER_INIT, work = ASSAY_BUFFER_INIT;
        assay_driven_reader r = assay_drive_reader(c, s);
        assay_digest prefix = assay_read_digest(c, &r, assay_records(c, s) / 2);
        give_mark(c, s, &r, prefix, &work);
        assay_drive_mark(c, s, &r, &first);
        assay_drive_drain(c, &r, NULL);
        assay_drive_mark(c, s, &r, &last);
        assay_expect_rest(c, s, assay_buffer_bytes(&first), prefix.count, prefix,
                          "a mark whose reader read on to the end");
        assay_drive_close(c, &r);
        assay_expect_rest(c, s, assay_buffer_bytes(&first), prefix.count, prefix,
                          "a mark whose reader is closed");
        assay_buffer_clear(&first);
        assay_buffer_clear(&last);
        assay_buffer_clear(&work);
        assay_call_release(c, &s);
        assay_case_exercised(c, 0);
    }
}

static void restore_elsewhere(assay_case *c)
{
    assay_decoder in = {*(const assay_bytes *)assay_case_argument(c), false};
    letter l;
    while (in.rest.size > 0 && letter_take(&in, &l)) {
        assay_driven_source s = assay_drive_decode(c, l.dataset, l.source);
        assay_expect_rest(c, s, l.mark, l.prefix.count, l.prefix,
                          "a mark whose reader read on in another process");
        assay_call_release(c, &s);
        assay_case_exercised(c, 1);
    }
}

void assay_check_unchanged_by_reading(assay_exam *x)
{
    assay_buffer given = ASSAY_BUFFER_INIT;
    if (!assay_exam_run(x, read_past_marks, NULL))
        return;
    if (keep_output(x, &given)) {
        assay_bytes all = assay_buffer_bytes(&given);
        (void)!assay_exam_run(x, restore_elsewhere, &all);
    }
    assay_buffer_clear(&given);
}

static bool has_finalize(assay_case *c, assay_driven_source s)
{
    const assay_checkpoint *checkpoint = assay_call_ability(c, s, ASSAY_CHECKPOINT);
    return checkpoint != NULL && checkpoint->finalize != NULL;
}

/* With the reader gone, twice, and only the older of two marks. */
static void finalize_here(assay_case *c)
{
    bool any = false;
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_CHECKPOINT, &next, &s);) {
        assay_buffer older = ASSAY_BUFFER_INIT, work = ASSAY_BUFFER_INIT;
        uint64_t records = assay_records(c, s);
        if (has_finalize(c, s)) {
            any = true;
            assay_driven_reader r = assay_drive_reader(c, s);
            assay_digest prefix = assay_read_digest(c, &r, records / 3);
            assay_drive_mark(c, s, &r, &older);
            assay_digest_add(&prefix, assay_read_digest(c, &r, records / 3));
            give_mark(c, s, &r, prefix, &work);
            assay_drive_close(c, &r);
            for (int times = 1; times <= assay_case_variant(c, ASSAY_TIMES_FINALIZED); times++)
                assay_drive_want(c, assay_call_finalize(c, s, assay_buffer_bytes(&older)), ASSAY_OK,
                                 "finalize %d, with its reader closed", times);
            assay_case_exercised(c, 0);
        }
        assay_buffer_clear(&older);
        assay_buffer_clear(&work);
        assay_call_release(c, &s);
    }
    if (!any)
        assay_case_skip(c, "the source has nothing to finalize");
}

static void finalize_elsewhere(assay_case *c)
{
    assay_decoder in = {*(const assay_bytes *)assay_case_argument(c), false};
    letter l;
    while (in.rest.size > 0 && letter_take(&in, &l)) {
        assay_driven_source s = assay_drive_decode(c, l.dataset, l.source);
        assay_expect_rest(c, s, l.mark, l.prefix.count, l.prefix,
                          "a mark behind the one that was finalized");
        for (int times = 1; times <= assay_case_variant(c, ASSAY_TIMES_FINALIZED); times++)
            assay_drive_want(c, assay_call_finalize(c, s, l.mark), ASSAY_OK,
                             "finalize %d in another process", times);
        assay_expect_rest(c, s, l.mark, l.prefix.count, l.prefix, "a mark that was finalized");
        assay_call_release(c, &s);
        assay_case_exercised(c, 0);
    }
}

void assay_check_finalize_any_time(assay_exam *x)
{
    assay_buffer given = ASSAY_BUFFER_INIT;
    if (!assay_exam_run(x, finalize_here, NULL))
        return;
    if (keep_output(x, &given)) {
        assay_bytes all = assay_buffer_bytes(&given);
        (void)!assay_exam_run(x, finalize_elsewhere, &all);
    }
    assay_buffer_clear(&given);
}
