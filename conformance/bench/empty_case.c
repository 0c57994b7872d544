/* A process that loads the connector and does nothing with it. */
#include "bench/bench.h"

enum { CASES = 1000 };

static void nothing(assay_case *c)
{
    (void)c;
}

static void run_empty(assay_exam *x)
{
    bench_samples samples = {.count = 0};
    for (int i = 0; i < CASES; i++) {
        int64_t began = bench_now();
        if (!assay_exam_run(x, nothing, NULL))
            return;
        bench_add(&samples, began);
    }
    bench_give(x, &samples);
}

const assay_check bench_empty_case = {.id = "bench.empty-case", .coordinate = run_empty};
