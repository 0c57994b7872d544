/* Two advances and a split in two threads: one order of them, and all that a source of a hundred
 * records has, at all positions, with four fractions and up to two preemptions. */
#include "bench/bench.h"

#include "checks/races.h"
#include <assay/toolkit/codec.h>
#include <string.h>

enum { SAMPLES = 9, TIMES = 20 };

static const assay_exploration two_preemptions = {
    .effort = {.preemptions = 2, .orders = UINT32_MAX}, .first = 2};

static void race_often(assay_case *c)
{
    const uint64_t *times = assay_case_argument(c);
    uint64_t orders = 0;
    for (uint64_t i = 0; i < *times; i++)
        orders += assay_race_splits(c, ASSAY_RACE_FRACTIONS, &two_preemptions, 1000);
    assay_case_give(c, (assay_bytes){&orders, sizeof(orders)});
}

/* How many orders there were; 0: the verdict is given. */
static uint64_t race(assay_exam *x, uint64_t times)
{
    uint64_t orders = 0;
    if (!assay_exam_explore(x, race_often, &times))
        return 0;
    assay_decoder from = {assay_exam_output(x), false};
    assay_bytes given = assay_take_bytes(&from);
    if (given.size == sizeof(orders))
        memcpy(&orders, given.data, sizeof(orders));
    return orders;
}

/* each: one order, and all in one otherwise. */
static void sample(assay_exam *x, uint64_t times, bool each)
{
    bench_samples samples = {.count = 0};
    for (int i = 0; i < SAMPLES; i++) {
        int64_t began = bench_now();
        uint64_t orders = race(x, times);
        if (orders == 0)
            return;
        bench_add(&samples, began);
        if (each)
            samples.nanoseconds[i] /= (int64_t)orders;
    }
    bench_give(x, &samples);
}

static void race_small(assay_exam *x)
{
    sample(x, TIMES, true);
}

static void race_hundred(assay_exam *x)
{
    sample(x, 1, false);
}

const assay_check bench_schedule = {.id = "bench.schedule", .coordinate = race_small};
const assay_check bench_schedules = {.id = "bench.schedules", .coordinate = race_hundred};
