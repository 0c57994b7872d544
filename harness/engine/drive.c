#include "engine/drive.h"

#include "engine/case_private.h"

#include <assay/toolkit/error.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* So many IDLE in a row from a stream: there is no more for now. The last of them are waited for,
 * as data may be on its way. */
enum { IDLE_AT_ONCE = 200, IDLE_LIMIT = 250, IDLE_WAIT_US = 200 };

_Noreturn static void fail_want(assay_case *c, assay_status status, const char *expected)
{
    const assay_judged *judged = &c->judged;
    const char *message = assay_call_message(c);
    char whole[500], before[1500] = "";

    snprintf(whole, sizeof(whole), "%s%s%s", judged->what != NULL ? judged->what : "",
             judged->what != NULL ? ": " : "", expected);
    if (judged->what != NULL) {
        assay_tally_explain_begun(judged->tally, judged->first, judged->end, before,
                                  sizeof(before));
        assay_drive_sketch(c, judged->tally, judged->first, judged->end, false, judged->what);
    }
    assay_case_fail(c, whole, "%s%s%s%s%s", assay_status_name(status), message[0] ? ": " : "",
                    message, before[0] ? "; before that: " : "", before);
}

void assay_drive_want(assay_case *c, assay_status status, assay_status wanted, const char *what,
                      ...)
{
    char name[200], expected[260];
    va_list arguments;

    if (status == wanted)
        return;
    va_start(arguments, what);
    vsnprintf(name, sizeof(name), what, arguments);
    va_end(arguments);
    snprintf(expected, sizeof(expected), "%s answers %s", name, assay_status_name(wanted));
    assay_tape_mark(&c->tape, ASSAY_TAPE_WANT, (uint64_t)wanted, 0);
    fail_want(c, status, expected);
}

assay_driven_source assay_drive_open(assay_case *c, size_t dataset)
{
    assay_driven_source source;

    assay_drive_want(c, assay_call_open(c, dataset, &source), ASSAY_OK, "open_source");
    return source;
}

assay_driven_source assay_drive_decode(assay_case *c, size_t dataset, assay_bytes encoded)
{
    assay_driven_source source;

    assay_drive_want(c, assay_call_decode(c, dataset, encoded, &source), ASSAY_OK, "decode_source");
    return source;
}

void assay_drive_encode(assay_case *c, assay_driven_source s, assay_buffer *to)
{
    assay_buffer_reset(to);
    assay_drive_want(c, assay_call_encode(c, s, to), ASSAY_OK, "encode");
}

assay_driven_reader assay_drive_reader(assay_case *c, assay_driven_source s)
{
    assay_driven_reader reader;

    assay_drive_want(c, assay_call_open_reader(c, s, &reader), ASSAY_OK, "open_reader");
    return reader;
}

assay_driven_reader assay_drive_restore(assay_case *c, assay_driven_source s, assay_bytes mark)
{
    assay_driven_reader reader;

    assay_drive_want(c, assay_call_restore(c, s, mark, &reader), ASSAY_OK, "restore");
    return reader;
}

void assay_drive_mark(assay_case *c, assay_driven_source s, assay_driven_reader *r,
                      assay_buffer *mark)
{
    assay_buffer_reset(mark);
    assay_drive_want(c, assay_call_mark(c, s, r, mark), ASSAY_OK, "mark");
}

/* By some profiles nobody asks a reader for more once it has said END. */
static bool is_left_alone(const assay_case *c, const assay_driven_reader *r)
{
    return r->started && r->last == ASSAY_END && assay_case_variant(c, ASSAY_ASKED_AFTER_END) == 0;
}

bool assay_drive_next(assay_case *c, assay_driven_reader *r)
{
    if (is_left_alone(c, r))
        return false;
    const char *call = r->started ? "advance" : "start";
    assay_status status = r->started ? assay_call_advance(c, r) : assay_call_start(c, r);

    for (int idle = 0; status == ASSAY_IDLE && idle < IDLE_LIMIT; idle++) {
        if (idle >= IDLE_AT_ONCE)
            usleep(IDLE_WAIT_US);
        status = assay_call_advance(c, r);
    }
    if (status == ASSAY_IDLE && (assay_case_scenario(c)->declared & ASSAY_CAN_STREAM) != 0)
        return false;
    if (status != ASSAY_END)
        assay_drive_want(c, status, ASSAY_OK, "%s", call);
    return status == ASSAY_OK;
}

assay_record assay_drive_current(assay_case *c, assay_driven_reader *r)
{
    assay_record record;

    assay_drive_want(c, assay_call_current(c, r, &record), ASSAY_OK, "current on a record");
    return record;
}

uint64_t assay_drive_read(assay_case *c, assay_driven_reader *r, uint64_t count, assay_tally *tally)
{
    uint64_t read = 0;

    for (; read < count && assay_drive_next(c, r); read++) {
        if (tally == NULL)
            continue;
        assay_record record = assay_drive_current(c, r);
        assay_tally_add(tally, &record);
        assay_tape_mark(&c->tape, ASSAY_TAPE_TALLY, 0, 0);
    }
    return read;
}

uint64_t assay_drive_drain(assay_case *c, assay_driven_reader *r, assay_tally *tally)
{
    uint64_t most = 2 * assay_truth_count(assay_case_truth(c, r->dataset)) + 100;
    uint64_t read = assay_drive_read(c, r, most, tally);

    assay_case_expect(c, read < most, "a reader that ends",
                      "%llu records and no END, of a data set of %llu", (unsigned long long)read,
                      (unsigned long long)assay_case_dataset(c, r->dataset)->records);
    return read;
}

void assay_drive_close(assay_case *c, assay_driven_reader *r)
{
    assay_drive_want(c, assay_call_close(c, r), ASSAY_OK, "close");
    assay_call_release_reader(c, r);
}

uint64_t assay_drive_read_source(assay_case *c, assay_driven_source s, assay_tally *tally)
{
    assay_driven_reader reader = assay_drive_reader(c, s);
    uint64_t read = assay_drive_drain(c, &reader, tally);

    assay_drive_close(c, &reader);
    return read;
}

assay_digest assay_drive_digest(assay_case *c, assay_driven_source s)
{
    uint32_t fields = assay_truth_fields(assay_case_truth(c, s.dataset));
    assay_driven_reader reader = assay_drive_reader(c, s);
    uint64_t most = 2 * assay_truth_count(assay_case_truth(c, s.dataset)) + 100;
    assay_digest sum = {0, 0, 0};

    while (sum.count < most && assay_drive_next(c, &reader)) {
        assay_record record = assay_drive_current(c, &reader);
        assay_digest_add(&sum, assay_digest_of(&record, fields));
    }
    assay_case_expect(c, sum.count < most, "a reader that ends", "%llu records and no END",
                      (unsigned long long)sum.count);
    assay_drive_close(c, &reader);
    return sum;
}

static uint64_t millionths(double fraction)
{
    return fraction >= 0 && fraction <= 1 ? (uint64_t)(fraction * 1e6 + 0.5) : 0;
}

static bool accepted(assay_case *c, assay_status status, const assay_driven_split *split,
                     const char *what)
{
    if (status != ASSAY_REFUSED)
        assay_drive_want(c, status, ASSAY_OK, "%s that is not REFUSED", what);
    if (status == ASSAY_REFUSED)
        assay_case_sketch(c, ASSAY_MARK_REFUSED, 0, 0);
    else
        assay_case_sketch(c, ASSAY_MARK_MADE, millionths(split->fraction), 0);
    return status == ASSAY_OK;
}

bool assay_drive_split(assay_case *c, assay_driven_reader *r, double fraction,
                       assay_driven_split *split)
{
    assay_case_sketch(c, ASSAY_MARK_FRACTION, millionths(fraction), 0);
    return accepted(c, assay_call_split(c, r, fraction, split), split, "a split");
}

bool assay_drive_split_at(assay_case *c, assay_driven_reader *r, assay_bytes position,
                          assay_driven_split *split)
{
    return accepted(c, assay_call_split_at(c, r, position, split), split, "a split_at");
}

void assay_drive_release_split(assay_case *c, assay_driven_split *split)
{
    assay_call_release(c, &split->primary);
    assay_call_release(c, &split->residual);
}

static void keep_part(assay_case *c, assay_driven_source part, void *to)
{
    assay_parts *parts = to;

    if (parts->count == parts->capacity) {
        size_t capacity = parts->capacity == 0 ? 16 : 2 * parts->capacity;
        assay_driven_source *items = realloc(parts->items, capacity * sizeof(*items));
        if (items == NULL)
            assay_case_broken(c, "out of memory: %zu parts", capacity);
        parts->items = items;
        parts->capacity = capacity;
    }
    parts->items[parts->count++] = part;
}

void assay_drive_by_size(assay_case *c, assay_driven_source s, int64_t desired, assay_parts *parts)
{
    *parts = (assay_parts){0};
    assay_drive_want(c, assay_call_by_size(c, s, desired, keep_part, parts), ASSAY_OK,
                     "by_size(%lld)", (long long)desired);
}

void assay_drive_by_count(assay_case *c, assay_driven_source s, uint32_t count, assay_parts *parts)
{
    *parts = (assay_parts){0};
    assay_drive_want(c, assay_call_by_count(c, s, count, keep_part, parts), ASSAY_OK,
                     "by_count(%u)", count);
}

void assay_parts_release(assay_case *c, assay_parts *parts)
{
    for (size_t i = 0; i < parts->count; i++)
        assay_call_release(c, &parts->items[i]);
    free(parts->items);
    *parts = (assay_parts){0};
}
