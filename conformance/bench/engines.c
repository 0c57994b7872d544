#include "bench/bench.h"

#define MILLISECOND 1e6

static const bench_row rows[] = {
    {"empty_case_ms", "ms", MILLISECOND, "range", "plain", 5, &bench_empty_case},
};

const bench_table bench_engines = {"engines", rows, sizeof(rows) / sizeof(rows[0])};
