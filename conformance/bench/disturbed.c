/* A write that is killed at one of its calls, or in which one fails; another process takes it up,
 * and finishes it twice. */
#include "bench/bench.h"

#include "checks/sink_checks.h"
#include "checks/sink_resume.h"
#include "engine/exam_private.h"
#include <errno.h>

enum { ROUNDS = 20 };

static bool run_one(assay_resumed *write, assay_case_fn *work, const assay_tamper *plan)
{
    return assay_resumed_run_tampered(write, work, plan) &&
           assay_resumed_run(write, assay_resume_recover);
}

/* Each call that changes files, in turn. */
static void run_all(assay_exam *x, assay_case_fn *work, assay_tamper plan)
{
    assay_resumed write = {.x = x, .kept = ASSAY_BUFFER_INIT, .seen = ASSAY_TAMPERED_INIT};
    const assay_tamper counting = {.classes = plan.classes, .later = plan.later};
    bench_samples samples = {.count = 0};

    assay_resumed_begin(&write, "counted", 0, 0);
    bool alive = assay_resumed_run_tampered(&write, work, &counting);
    uint64_t calls = write.seen.counted;
    assay_resumed_count_files(&write);
    for (uint64_t i = 0; alive && i < ROUNDS * calls; i++) {
        plan.at = i % calls + 1;
        assay_resumed_begin(&write, "disturbed", i, 0);
        int64_t began = bench_now();
        alive = run_one(&write, work, &plan);
        bench_add(&samples, began);
    }
    if (alive)
        bench_give(x, &samples);
    assay_resumed_clear(&write);
}

static void run_killed(assay_exam *x)
{
    run_all(x, assay_resume_write,
            (assay_tamper){.classes = ASSAY_CALLS_CHANGE, .how = ASSAY_TAMPER_KILL_BEFORE});
}

static void run_failing(assay_exam *x)
{
    run_all(x, assay_sink_write_failing,
            (assay_tamper){.classes = ASSAY_CALLS_CHANGE,
                           .how = ASSAY_TAMPER_ERROR,
                           .reason = EIO,
                           .later = true});
}

static void run_killed_notify(assay_exam *x)
{
    x->tracing = ASSAY_TRACING_NOTIFY;
    run_killed(x);
}

static void run_failing_notify(assay_exam *x)
{
    x->tracing = ASSAY_TRACING_NOTIFY;
    run_failing(x);
}

const assay_check bench_crash_case = {.id = "bench.crash-case", .coordinate = run_killed};
const assay_check bench_fault_case = {.id = "bench.fault-case", .coordinate = run_failing};
const assay_check bench_crash_case_notify = {.id = "bench.crash-case-notify",
                                             .coordinate = run_killed_notify};
const assay_check bench_fault_case_notify = {.id = "bench.fault-case-notify",
                                             .coordinate = run_failing_notify};
