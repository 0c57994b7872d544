/* What it takes to try every split at every place. */
#include "bench/bench.h"

#include "checks/dynamic_split.h"
#include "checks/support.h"
#include "engine/case_private.h"

enum { TIMES = 3 };

typedef struct effort {
    uint64_t records;  /* read, by whatever reader */
    uint64_t accepted; /* splits */
    uint64_t possible; /* pairs of records read and a place, both parts with records */
    int64_t processor; /* nanoseconds */
} effort;

static uint64_t pairs_of_all(assay_case *c)
{
    uint64_t pairs = 0;
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, 0, &next, &s);) {
        uint64_t records = assay_records(c, s);
        pairs += records < 2 ? 0 : records * (records - 1) / 2;
        assay_call_release(c, &s);
    }
    return pairs;
}

static effort try_all(assay_case *c, assay_case_fn *check)
{
    effort self = {.possible = pairs_of_all(c)};
    uint64_t records = c->board->records, accepted = c->board->counters[0];
    int64_t began = bench_processor_now();
    check(c);
    self.processor = bench_processor_now() - began;
    self.records = c->board->records - records;
    self.accepted = c->board->counters[0] - accepted;
    return self;
}

static void ladder_records(assay_case *c)
{
    bench_give_value(c, (int64_t)try_all(c, assay_check_ladder).records);
}

/* In millionths. */
static void ladder_pairs(assay_case *c)
{
    effort all = try_all(c, assay_check_ladder);
    bench_give_value(c, (int64_t)(1e6 * (double)all.accepted / (double)all.possible));
}

/* Of a pair, in picoseconds; the best of some: others may work beside. */
static void ladder_cost(assay_case *c)
{
    int64_t least = INT64_MAX;
    for (int i = 0; i < TIMES; i++) {
        effort all = try_all(c, assay_check_ladder);
        int64_t cost = 1000 * all.processor / (int64_t)all.accepted;
        least = cost < least ? cost : least;
    }
    bench_give_value(c, least);
}

static void ladder_time(assay_case *c)
{
    bench_give_value(c, try_all(c, assay_check_ladder).processor);
}

static void pair_records(assay_case *c)
{
    bench_give_value(c, (int64_t)try_all(c, assay_check_pairs).records);
}

const assay_check bench_ladder_records = {.id = "bench.ladder", .in_case = ladder_records};
const assay_check bench_ladder_pairs = {.id = "bench.ladder", .in_case = ladder_pairs};
const assay_check bench_ladder_cost = {.id = "bench.ladder", .in_case = ladder_cost};
const assay_check bench_ladder_time = {.id = "bench.ladder", .in_case = ladder_time};
const assay_check bench_pair_records = {.id = "bench.pairs", .in_case = pair_records};
