/* A whole write in which each call that changes files fails once, or from there on, does half of
 * what it was to do, or does it and says that it failed. */
#include "checks/sink_checks.h"
#include "checks/sink_spots.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <string.h>
#include <sys/syscall.h>

enum { ATTEMPTS = 150 };
enum { COUNTER_FAULTS = 0, COUNTER_REPORTED = 1, COUNTER_OK = 2 };

/* A writer that has failed never prepares, and takes no more records. */
static void expect_stays_failed(assay_case *c, assay_driven_writer *writer, const char *failed)
{
    assay_buffer token = ASSAY_BUFFER_INIT;

    assay_status status = assay_call_prepare(c, writer, &token);
    assay_case_expect(c, status != ASSAY_OK, "a writer that has failed never prepares",
                      "%s failed, then prepare answers OK", failed);
    assay_buffer_clear(&token);
    (void)assay_call_abort(c, writer);
    assay_call_release_writer(c, writer);
}

static bool write_records(assay_case *c, assay_write *w, assay_driven_writer *writer, uint64_t b)
{
    for (uint64_t i = assay_write_first(w, b); i < assay_write_first(w, b + 1); i++) {
        assay_record record = assay_truth_record(w->truth, i);
        if (assay_call_write(c, writer, &record) == ASSAY_OK)
            continue;
        expect_stays_failed(c, writer, "write");
        return false;
    }
    return true;
}

/* As a runner does it: any answer but OK ends the attempt. */
static bool write_bundle(assay_case *c, assay_write *w, uint64_t b)
{
    assay_driven_writer writer;
    assay_attempt attempt = assay_write_attempt(c, w, b);

    if (assay_call_open_writer(c, w->sink, b, attempt.text, &writer) != ASSAY_OK ||
        !write_records(c, w, &writer, b))
        return false;
    assay_buffer_reset(&w->tokens[b]);
    if (assay_call_prepare(c, &writer, &w->tokens[b]) != ASSAY_OK) {
        assay_buffer_reset(&w->tokens[b]);
        expect_stays_failed(c, &writer, "prepare");
        return false;
    }
    assay_call_release_writer(c, &writer);
    assay_case_give(c, assay_buffer_bytes(&w->tokens[b]));
    return true;
}

static bool commit(assay_case *c, assay_write *w)
{
    assay_bytes tokens[ASSAY_RESUME_BUNDLES];

    assay_write_tokens(w, tokens);
    assay_resume_say_committing(c);
    if (assay_call_commit(c, w->sink, tokens, w->bundles) != ASSAY_OK)
        return false;
    assay_resume_say_committed(c);
    return true;
}

bool assay_sink_go_on_failing(assay_case *c, assay_write *w, const assay_resume *made)
{
    bool good = assay_call_initialize(c, w->sink) == ASSAY_OK;
    for (uint64_t b = made->bundles; good && b < w->bundles; b++)
        good = write_bundle(c, w, b);
    return good && commit(c, w) && assay_call_cleanup(c, w->sink) == ASSAY_OK;
}

/* What opens the sink before it gives it away is let through. */
void assay_sink_write_failing(assay_case *c)
{
    assay_write w;
    assay_resume made = assay_resume_take_up(c, &w);

    bool good = assay_sink_go_on_failing(c, &w, &made);
    assay_case_exercised(c, good ? COUNTER_OK : COUNTER_REPORTED);
    assay_write_end(c, &w);
}

typedef struct sweep {
    assay_resumed write;
    uint32_t kinds;
    assay_spots spots;
    uint64_t number; /* of the write */
    uint64_t total;  /* attempts there are */
    bool counting;   /* them, and no more */
} sweep;

/* All of them where they are few or the tier asks for it; else a sample. */
static bool chosen(sweep *self)
{
    if (self->counting) {
        self->total++;
        return false;
    }
    return assay_exam_tier(self->write.x) == ASSAY_EXHAUSTIVE || self->total <= ATTEMPTS ||
           assay_exam_random(self->write.x, self->total) < ATTEMPTS;
}

static bool is_call(const assay_seen *call, long number)
{
    return assay_syscalls[call->row].number == number;
}

static bool writes(const assay_seen *call)
{
    return assay_syscalls[call->row].size >= 0;
}

static bool syncs(const assay_seen *call)
{
    return is_call(call, SYS_fsync) || is_call(call, SYS_fdatasync);
}

/* Whether something was written under that name and not synced before the k-th call. */
static bool has_unsynced(const assay_tampered *seen, uint64_t k, const char *name)
{
    for (uint64_t i = k; i-- > 1;) {
        const assay_seen *before = assay_tampered_seen(seen, i);
        bool needs_sync = writes(before) && before->lasts == 0;
        if (strcmp(before->name, name) == 0 && (needs_sync || syncs(before)))
            return needs_sync;
    }
    return false;
}

/* A call whose failure leaves less than was written, whatever follows it. */
static bool loses_when_failed(const assay_tampered *seen, uint64_t k)
{
    const assay_seen *call = assay_tampered_seen(seen, k);

    if (is_call(call, SYS_close))
        return has_unsynced(seen, k, call->name);
    return writes(call) || syncs(call) || is_call(call, SYS_ftruncate);
}

/* Whether what failed at k was done again. After a sync that failed the pages count as clean: only
 * writing them again helps; a folder is not written. */
static bool done_again(const assay_tampered *seen, uint64_t k)
{
    const assay_seen *call = assay_tampered_seen(seen, k);
    bool written = false;

    for (uint64_t i = 1; i <= seen->counted; i++) {
        const assay_seen *other = assay_tampered_seen(seen, i);
        bool same = strcmp(other->name, call->name) == 0;
        written = written || (same && i < k && writes(other));
        if (i > k && same && (writes(other) || (!written && other->row == call->row)))
            return true;
    }
    return false;
}

static bool expect_not_swallowed(sweep *self, int reason)
{
    const assay_tampered *seen = &self->write.seen;
    uint64_t k = seen->fired_at;
    char call[120];

    if (seen->fired != 1 || (reason != EIO && reason != ENOSPC && reason != EDQUOT) ||
        !assay_resumed_committed(&self->write) || !loses_when_failed(seen, k) ||
        done_again(seen, k))
        return true;
    assay_seen_print(assay_tampered_seen(seen, k), call, sizeof(call));
    assay_exam_fail(self->write.x, "an error while writing fails the attempt",
                    "call %llu, %s, answered %s; nobody did it again, and commit answered OK",
                    (unsigned long long)k, call, strerrorname_np(reason));
    return false;
}

static void say_before(const sweep *self, assay_tamper plan)
{
    const assay_tampered *seen = &self->write.seen;
    char call[120];

    assay_seen_print(assay_tampered_seen(seen, seen->fired_at), call, sizeof(call));
    assay_exam_before(self->write.x, "call %llu, %s, %s%s%s", (unsigned long long)seen->fired_at,
                      call, plan.lasting ? "and every later one " : "",
                      plan.how == ASSAY_TAMPER_SHORT ? "did half" : "answered ",
                      plan.how == ASSAY_TAMPER_SHORT ? "" : strerrorname_np(plan.reason));
}

static void sketch_fault(sweep *self, size_t i, const assay_tamper *plan)
{
    const char *reason = plan->reason != 0 ? strerrorname_np(plan->reason) : "";
    const char *how = plan->how == ASSAY_TAMPER_SHORT  ? "half of it is done"
                      : plan->how == ASSAY_TAMPER_LOST ? "it is done, and answers "
                                                       : "it answers ";

    assay_resumed_sketch_try(&self->write, i + 1, "%s%s%s", how, reason,
                             plan->lasting ? ", and so do all that follow" : "");
}

static bool try_one(sweep *self, size_t i, assay_tamper_how how, int reason, bool lasting)
{
    assay_tamper plan = assay_spots_plan(&self->spots, assay_spots_get(&self->spots, i), how);

    plan.reason = reason;
    plan.lasting = lasting;
    if (!chosen(self) || !assay_exam_turn(self->write.x))
        return true;
    assay_exam_before(self->write.x, "%s", "");
    assay_resumed_begin(&self->write, "fault", ++self->number, 0);
    sketch_fault(self, i, &plan);
    if (!assay_resumed_run_tampered(&self->write, assay_sink_write_failing, &plan))
        return false;
    if (self->write.seen.fired == 0)
        return true;
    assay_exam_exercised(self->write.x, COUNTER_FAULTS);
    say_before(self, plan);
    if ((how == ASSAY_TAMPER_ERROR && !expect_not_swallowed(self, reason)) ||
        !assay_resumed_run(&self->write, assay_resume_recover))
        return false;
    assay_resumed_sketch_survived(&self->write);
    return true;
}

static bool wants(const sweep *self, assay_sink_fault kind)
{
    return (self->kinds & kind) != 0;
}

/* Who is interrupted for ever may well try for ever. */
static bool try_errors(sweep *self, size_t i)
{
    const assay_spot *spot = assay_spots_get(&self->spots, i);

    for (const int *reason = assay_seen_errors(&spot->call); *reason != 0; reason++)
        if ((wants(self, ASSAY_SINK_FAULT_ONCE) &&
             !try_one(self, i, ASSAY_TAMPER_ERROR, *reason, false)) ||
            (wants(self, ASSAY_SINK_FAULT_LASTING) && *reason != EINTR &&
             !try_one(self, i, ASSAY_TAMPER_ERROR, *reason, true)))
            return false;
    return true;
}

/* An answer can be lost with the first of the errors. */
static bool try_call(sweep *self, size_t i)
{
    const assay_spot *spot = assay_spots_get(&self->spots, i);
    int lost = assay_seen_errors(&spot->call)[0];

    if (!try_errors(self, i))
        return false;
    if (wants(self, ASSAY_SINK_FAULT_SHORT) && assay_seen_allows(&spot->call, ASSAY_TAMPER_SHORT) &&
        (!try_one(self, i, ASSAY_TAMPER_SHORT, 0, false) ||
         !try_one(self, i, ASSAY_TAMPER_SHORT, 0, true)))
        return false;
    return lost == 0 || !wants(self, ASSAY_SINK_FAULT_LOST) ||
           try_one(self, i, ASSAY_TAMPER_LOST, lost, false);
}

static bool try_calls(sweep *self)
{
    for (size_t i = 0; i < assay_spots_count(&self->spots); i++)
        if (!try_call(self, i))
            return false;
    return true;
}

/* Counts the attempts, then makes them, or some. */
static bool sweep_all(sweep *self)
{
    self->counting = true;
    bool alive = try_calls(self);
    self->counting = false;
    return alive && try_calls(self);
}

void assay_sink_faults(assay_exam *x, uint32_t kinds)
{
    sweep self = {.kinds = kinds,
                  .write = {.x = x, .kept = ASSAY_BUFFER_INIT, .seen = ASSAY_TAMPERED_INIT},
                  .spots = ASSAY_SPOTS_INIT};

    if (assay_spots_find(&self.spots, &self.write, assay_sink_write_failing, true) &&
        sweep_all(&self))
        assay_resumed_judge_holes(&self.write);
    assay_spots_clear(&self.spots);
    assay_resumed_clear(&self.write);
}

void assay_check_sink_store_errors(assay_exam *x)
{
    assay_sink_faults(x, ASSAY_SINK_FAULT_ONCE | ASSAY_SINK_FAULT_LASTING | ASSAY_SINK_FAULT_SHORT |
                             ASSAY_SINK_FAULT_LOST);
}
