/* Errors of the store while a source is read: each call that reads its data fails once, or from
 * there on, or gives less than was asked for. */
#include "checks/source.h"

#include "data/digest.h"
#include "engine/exam.h"
#include <assay/toolkit/codec.h>
#include <assay/toolkit/error.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CALLS_ALL = 24, CALLS_MORE = 16, COUNTER_FAULTS = 0, COUNTER_ERRORS = 1, COUNTER_WHOLE = 2 };

/* What a case is told, and what it is to find. */
typedef struct fault {
    size_t dataset;
    uint32_t fields; /* of the digest */
    assay_digest wanted;
    bool again; /* the store works again after one error */
    char what[200];
} fault;

static void learn(assay_case *c)
{
    const fault *self = assay_case_argument(c);
    const assay_truth *truth = assay_case_truth(c, self->dataset);
    assay_digest digest = assay_truth_digest(truth, 0, assay_truth_count(truth));
    uint32_t fields = assay_truth_fields(truth);

    assay_case_give(c, (assay_bytes){&fields, sizeof(fields)});
    assay_case_give(c, (assay_bytes){&digest, sizeof(digest)});
}

/* Reads what there is, without the truth: its file is where the data is. Gives how it ended. */
static assay_status read_all(assay_case *c, const fault *self, assay_driven_reader *r,
                             assay_digest *digest)
{
    assay_record record;
    assay_status status = assay_call_start(c, r);

    while (status == ASSAY_OK) {
        status = assay_call_current(c, r, &record);
        if (status != ASSAY_OK)
            return status;
        assay_digest_add(digest, assay_digest_of(&record, self->fields));
        if (digest->count > 2 * self->wanted.count + 100)
            return ASSAY_END; /* enough to see that it is not what was wanted */
        status = assay_call_advance(c, r);
    }
    return status;
}

static void expect_whole(assay_case *c, const fault *self, assay_digest found, const char *when)
{
    assay_case_expect(c, assay_digest_equal(found, self->wanted),
                      "a read that meets an error of the store is whole, or it fails",
                      "%s: ended normally with %llu records, %s the %llu of the data; %s", when,
                      (unsigned long long)found.count,
                      found.count == self->wanted.count ? "but not" : "not with",
                      (unsigned long long)self->wanted.count, self->what);
}

/* What a read gave. */
typedef struct reading {
    assay_digest digest;
    char message[200]; /* of the call that ended it */
} reading;

static void keep_message(assay_case *c, reading *to)
{
    snprintf(to->message, sizeof(to->message), "%s", assay_call_message(c));
}

static assay_status read_once(assay_case *c, const fault *self, reading *to)
{
    assay_driven_source s;
    assay_driven_reader r;
    assay_status status = assay_call_open(c, self->dataset, &s);

    *to = (reading){.message = ""};
    keep_message(c, to);
    if (status != ASSAY_OK)
        return status;
    status = assay_call_open_reader(c, s, &r);
    keep_message(c, to);
    if (status == ASSAY_OK) {
        status = read_all(c, self, &r, &to->digest);
        keep_message(c, to);
        (void)assay_call_close(c, &r);
        assay_call_release_reader(c, &r);
    }
    assay_call_release(c, &s);
    return status;
}

/* What is wrong without an error of the store is no matter of errors. */
static void read_sound(assay_case *c)
{
    const fault *self = assay_case_argument(c);
    reading got;

    if (read_once(c, self, &got) != ASSAY_END || !assay_digest_equal(got.digest, self->wanted))
        assay_case_unproven(c, "the read without errors is not whole: see life-cycle.reads-truth");
    assay_case_exercised(c, COUNTER_WHOLE);
}

static void read_faulty(assay_case *c)
{
    const fault *self = assay_case_argument(c);
    reading got;
    assay_status status = read_once(c, self, &got);

    assay_case_exercised(c, status == ASSAY_END ? COUNTER_WHOLE : COUNTER_ERRORS);
    if (status == ASSAY_END)
        expect_whole(c, self, got.digest, "the read with the error");
    if (!self->again)
        return;
    assay_case_give(c, (assay_bytes){NULL, 0}); /* from here on, calls are left alone */
    status = read_once(c, self, &got);
    assay_case_expect(c, status == ASSAY_END, "a store that works again is read again",
                      "the next read answers %s: %s; before, %s", assay_status_name(status),
                      got.message, self->what);
    expect_whole(c, self, got.digest, "the read after it");
}

typedef struct sweep {
    assay_exam *x;
    fault fault;
    char folder[PATH_MAX]; /* of the data */
    assay_tampered counted, seen;
} sweep;

static bool take_learned(sweep *self)
{
    assay_decoder from = {assay_exam_output(self->x), false};
    assay_bytes fields = assay_take_bytes(&from), digest = assay_take_bytes(&from);

    if (!assay_decoder_done(&from) || digest.size != sizeof(self->fault.wanted))
        return false;
    memcpy(&self->fault.fields, fields.data, sizeof(self->fault.fields));
    memcpy(&self->fault.wanted, digest.data, sizeof(self->fault.wanted));
    return true;
}

static bool run(sweep *self, assay_case_fn *work, assay_tamper plan, assay_tampered *seen)
{
    plan.folder = self->folder;
    plan.classes = ASSAY_CALLS_READ;
    return assay_exam_run_tampered(self->x, work, &self->fault, &plan, seen);
}

static bool try_one(sweep *self, uint64_t k, assay_tamper_how how, int reason, bool lasting)
{
    char call[120];
    assay_tamper plan = {.how = how, .at = k, .reason = reason, .lasting = lasting};

    if (!assay_exam_turn(self->x))
        return true;
    assay_seen_print(assay_tampered_seen(&self->counted, k), call, sizeof(call));
    snprintf(self->fault.what, sizeof(self->fault.what), "call %llu, %s, %s%s%s",
             (unsigned long long)k, call, lasting ? "and every later one " : "",
             how == ASSAY_TAMPER_SHORT ? "gave half" : "answered ",
             how == ASSAY_TAMPER_SHORT ? "" : strerrorname_np(reason));
    self->fault.again = plan.sooner = !lasting && how != ASSAY_TAMPER_SHORT;
    if (!run(self, read_faulty, plan, &self->seen))
        return false;
    if (self->seen.fired > 0)
        assay_exam_exercised(self->x, COUNTER_FAULTS);
    return true;
}

/* Who is interrupted for ever may well try for ever. */
static bool try_errors(sweep *self, uint64_t k)
{
    const assay_seen *call = assay_tampered_seen(&self->counted, k);

    for (const int *reason = assay_syscalls[call->row].errors; *reason != 0; reason++)
        if (!try_one(self, k, ASSAY_TAMPER_ERROR, *reason, false) ||
            (*reason != EINTR && !try_one(self, k, ASSAY_TAMPER_ERROR, *reason, true)))
            return false;
    return !assay_seen_allows(call, ASSAY_TAMPER_SHORT) ||
           (try_one(self, k, ASSAY_TAMPER_SHORT, 0, false) &&
            try_one(self, k, ASSAY_TAMPER_SHORT, 0, true));
}

/* All calls where they are few; else the first ones, the last ones and some. */
static bool try_calls(sweep *self)
{
    uint64_t calls = self->counted.counted;
    bool all = assay_exam_tier(self->x) == ASSAY_EXHAUSTIVE || calls <= 2 * CALLS_ALL;

    for (uint64_t k = 1; k <= calls; k++)
        if ((all || k <= CALLS_ALL || k > calls - CALLS_ALL) && !try_errors(self, k))
            return false;
    for (int i = 0; i < CALLS_MORE && !all; i++)
        if (!try_errors(self, CALLS_ALL + 1 + assay_exam_random(self->x, calls - 2 * CALLS_ALL)))
            return false;
    return true;
}

static bool try_dataset(sweep *self, size_t i)
{
    const assay_tamper counting = {.how = ASSAY_TAMPER_NONE};

    self->fault = (fault){.dataset = i};
    assay_data_folder(&assay_exam_scenario(self->x)->datasets[i], self->folder);
    if (!assay_exam_run(self->x, learn, &self->fault))
        return false;
    if (!take_learned(self)) {
        assay_exam_broken(self->x, "the truth could not be handed over");
        return false;
    }
    return run(self, read_sound, counting, &self->counted) && try_calls(self);
}

void assay_check_source_store_errors(assay_exam *x)
{
    sweep self = {.x = x, .counted = ASSAY_TAMPERED_INIT, .seen = ASSAY_TAMPERED_INIT};
    size_t count = assay_exam_scenario(x)->dataset_count;

    bool alive = count > 0 && try_dataset(&self, count > 1 ? count - 2 : 0);
    alive = alive && (count < 2 || try_dataset(&self, count - 1));
    if (alive && self.counted.counted == 0)
        assay_exam_skip(x, "no call that reads a file of the data was seen");
    assay_tampered_clear(&self.counted);
    assay_tampered_clear(&self.seen);
}
