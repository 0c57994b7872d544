#include "checks/sink_checks.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { RECORDS = 5, BUNDLES = 2, MOST_CALLS = 64 };

/* Runs a case that dies at its step-th call, counted by itself; keeps what it gave. False: the
 * verdict is given. */
static bool run_dying(assay_exam *x, assay_case_fn *work, assay_write_order *order,
                      assay_buffer *kept, bool *died)
{
    assay_buffer_reset(kept);
    if (!assay_exam_run_dying(x, work, order, died))
        return false;
    assay_bytes given = assay_exam_output(x);
    if (assay_buffer_append(&kept->out, given.data, given.size) == ASSAY_OK)
        return true;
    assay_exam_broken(x, "out of memory: %zu bytes handed over", given.size);
    return false;
}

/* A check that kills at every call: dying works with the order's step, and recovering takes up what
 * is left, until no call is left to die at. */
static void sweep(assay_exam *x, uint64_t bundles, assay_case_fn *dying, assay_case_fn *recovering)
{
    static const char before[] = "killed before it";
    assay_buffer kept = ASSAY_BUFFER_INIT;
    bool died = true;

    for (uint64_t k = 1; k <= MOST_CALLS; k++) {
        assay_write_order order =
            assay_write_order_of(RECORDS, bundles, "killed-%llu", (unsigned long long)k);
        order.step = k;
        if (!assay_exam_turn(x))
            continue;
        if (!run_dying(x, dying, &order, &kept, &died) || !died)
            break;
        assay_exam_exercised(x, 0);
        assay_exam_sketch_keep(x); /* which call it was */
        assay_exam_sketch(x, ASSAY_MARK_TRIED, k, before);
        order.process = 1;
        order.handed = assay_buffer_bytes(&kept);
        if (!assay_exam_run(x, recovering, &order))
            break;
        assay_exam_sketch_survived(x, k, before);
    }
    assay_buffer_clear(&kept);
}

static void die_in_attempt(assay_case *c)
{
    const assay_write_order *order = assay_case_argument(c);
    assay_write w;

    assay_write_begin(c, &w, order);
    for (uint64_t b = 1; b < w.bundles; b++)
        assay_write_bundle(c, &w, b, &w.tokens[b]);
    assay_write_give_sink(c, &w);
    assay_write_give_tokens(c, &w);
    assay_case_die_at(c, order->step);
    assay_write_bundle(c, &w, 0, &w.tokens[0]);
    assay_case_die_at(c, 0);
    assay_write_end(c, &w);
}

static void recover_attempt(assay_case *c)
{
    assay_write w;

    assay_write_resume(c, &w, assay_case_argument(c));
    assay_write_judge_hidden(c, &w, "after the death of a writer");
    assay_write_bundle(c, &w, 0, &w.tokens[0]);
    assay_write_commit(c, &w);
    assay_write_judge(c, &w, "after a writer died, its bundle was written again and committed");
    assay_write_cleanup(c, &w);
    assay_write_judge(c, &w, "after cleanup");
    assay_write_judge_leftovers(c, &w, "after a writer died, commit and cleanup");
    assay_write_end(c, &w);
}

void assay_check_sink_attempt_killed(assay_exam *x)
{
    sweep(x, BUNDLES, die_in_attempt, recover_attempt);
}

/* Writers that have prepared and are not released yet. */
static assay_driven_writer *prepare_all(assay_case *c, assay_write *w)
{
    assay_driven_writer *writers = assay_case_allocate(c, w->bundles * sizeof(*writers));

    for (uint64_t b = 0; b < w->bundles; b++) {
        writers[b] = assay_write_open(c, w, b);
        assay_write_put(c, w, &writers[b], assay_write_first(w, b), assay_write_first(w, b + 1));
        assay_write_prepare(c, &writers[b], &w->tokens[b]);
    }
    return writers;
}

static void die_around_commit(assay_case *c)
{
    const assay_write_order *order = assay_case_argument(c);
    assay_write w;

    assay_write_begin(c, &w, order);
    assay_driven_writer *writers = prepare_all(c, &w);
    assay_write_give_sink(c, &w);
    assay_write_give_tokens(c, &w);
    assay_case_die_at(c, order->step);
    assay_write_commit(c, &w);
    assay_write_commit(c, &w);
    for (uint64_t b = 0; b < w.bundles; b++)
        assay_call_release_writer(c, &writers[b]);
    assay_write_cleanup(c, &w);
    assay_call_release_sink(c, &w.sink);
    assay_case_die_at(c, 0);
    assay_write_end(c, &w);
    free(writers);
}

static void recover_commit(assay_case *c)
{
    assay_write w;

    assay_write_resume(c, &w, assay_case_argument(c));
    assay_write_commit(c, &w);
    assay_write_judge(c, &w, "after a death around commit, and the same commit once more");
    assay_write_cleanup(c, &w);
    assay_write_judge(c, &w, "after cleanup");
    assay_write_judge_leftovers(c, &w, "after a death around commit, commit and cleanup");
    assay_write_end(c, &w);
}

void assay_check_sink_commit_killed(assay_exam *x)
{
    sweep(x, 0, die_around_commit, recover_commit);
}

/* Attempts that are lost at each place where one can be. */
static void leave_orphans(assay_case *c, assay_write *w)
{
    assay_buffer token = ASSAY_BUFFER_INIT;

    for (uint64_t b = 0; b < w->bundles; b++) {
        uint64_t first = assay_write_first(w, b), size = assay_write_size(w, b);
        assay_driven_writer fresh = assay_write_open(c, w, b);
        assay_call_release_writer(c, &fresh);
        assay_driven_writer half = assay_write_open(c, w, b);
        assay_write_put(c, w, &half, first + size, first + size / 2);
        assay_call_release_writer(c, &half);
        assay_write_bundle(c, w, b, &token);
        assay_case_exercised(c, 0);
    }
    assay_buffer_clear(&token);
}

static void die_with_orphans(assay_case *c)
{
    assay_write w;

    assay_write_begin(c, &w, assay_case_argument(c));
    leave_orphans(c, &w);
    assay_write_bundles(c, &w);
    assay_write_give_sink(c, &w);
    assay_write_give_tokens(c, &w);
    assay_driven_writer dying = assay_write_open(c, &w, 0);
    assay_write_put(c, &w, &dying, 0, assay_write_first(&w, 1));
    assay_case_die_at(c, 1);
    assay_call_release_writer(c, &dying);
}

static void clean_up(assay_case *c)
{
    assay_write w;

    assay_write_resume(c, &w, assay_case_argument(c));
    assay_write_commit(c, &w);
    for (int i = 1; i <= 2; i++) {
        assay_write_cleanup(c, &w);
        assay_write_judge(c, &w, "after lost attempts, commit and cleanup");
        assay_write_judge_leftovers(c, &w, "after lost attempts, commit and cleanup");
    }
    assay_write_end(c, &w);
}

/* Only a sink whose attempts do not show has nothing left when there was no commit. */
static void expect_files(assay_case *c, const assay_write *w, uint64_t wanted)
{
    if (!assay_write_promised(c, ASSAY_PROMISE_EXACTLY_ONCE))
        return;
    uint64_t files = assay_write_files(c, w);
    assay_case_expect(c, files == wanted, "cleanup removes what was not committed",
                      "%llu files in the folder instead of %llu", (unsigned long long)files,
                      (unsigned long long)wanted);
}

/* Its initialize died before it did anything. */
static void clean_up_unbegun(assay_case *c)
{
    char out[4200];
    assay_driven_sink sink;

    snprintf(out, sizeof(out), "%s/unbegun", assay_case_folder(c));
    if (mkdir(out, 0777) != 0)
        assay_case_broken(c, "cannot make '%s': %s", out, strerror(errno));
    assay_drive_want(c, assay_call_open_sink(c, out, &sink), ASSAY_OK, "open_sink");
    assay_drive_want(c, assay_call_cleanup(c, sink), ASSAY_OK, "cleanup without initialize");
    assay_call_release_sink(c, &sink);
}

static void clean_up_nothing(assay_case *c)
{
    assay_write idle, lost;
    assay_write_order of_idle = assay_write_order_of(RECORDS, 0, "idle");
    assay_write_order of_lost = assay_write_order_of(RECORDS, 0, "lost");

    clean_up_unbegun(c);
    assay_write_begin(c, &idle, &of_idle);
    assay_write_cleanup(c, &idle);
    assay_write_cleanup(c, &idle);
    assay_write_judge_hidden(c, &idle, "after a cleanup with nothing written");
    assay_write_begin(c, &lost, &of_lost);
    leave_orphans(c, &lost);
    assay_write_cleanup(c, &lost);
    assay_write_judge_hidden(c, &lost, "after a cleanup with nothing committed");
    expect_files(c, &lost, assay_write_files(c, &idle));
    assay_write_end(c, &idle);
    assay_drive_want(c, assay_call_initialize(c, lost.sink), ASSAY_OK, "initialize after cleanup");
    assay_write_bundles(c, &lost);
    assay_write_finish(c, &lost);
}

void assay_check_sink_cleanup(assay_exam *x)
{
    assay_buffer kept = ASSAY_BUFFER_INIT;
    assay_write_order order = assay_write_order_of(RECORDS, 0, "orphans");
    bool died;

    bool alive = run_dying(x, die_with_orphans, &order, &kept, &died);
    order.process = 1;
    order.handed = assay_buffer_bytes(&kept);
    alive = alive && assay_exam_run(x, clean_up, &order);
    alive = alive && assay_exam_run(x, clean_up_nothing, NULL);
    (void)alive; /* what did not pass has given the verdict */
    assay_buffer_clear(&kept);
}
