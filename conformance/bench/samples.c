#include "bench/bench.h"

#include <time.h>

static int64_t now_of(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

int64_t bench_now(void)
{
    return now_of(CLOCK_MONOTONIC);
}

int64_t bench_processor_now(void)
{
    return now_of(CLOCK_PROCESS_CPUTIME_ID);
}

void bench_add(bench_samples *self, int64_t since)
{
    if (self->count < BENCH_SAMPLES)
        self->nanoseconds[self->count++] = bench_now() - since;
}

void bench_give_case(assay_case *c, const bench_samples *samples)
{
    assay_case_give(c,
                    (assay_bytes){samples->nanoseconds, (size_t)samples->count * sizeof(int64_t)});
}

static void give(assay_case *c)
{
    bench_give_case(c, assay_case_argument(c));
}

void bench_give(assay_exam *x, const bench_samples *samples)
{
    if (!assay_exam_run(x, give, samples))
        return; /* the finding says why */
}

void bench_give_value(assay_case *c, int64_t value)
{
    const bench_samples one = {.count = 1, .nanoseconds = {value}};
    bench_give_case(c, &one);
}
