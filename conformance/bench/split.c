#include "bench/bench.h"

#define ONE 1.0
#define MILLIONTH 1e6
#define THOUSANDTH 1e3

#define LADDER(N, SCENARIO)                                                                        \
    {"ladder_records_" #N,  "records",        ONE, "bench", SCENARIO, N,                           \
     &bench_ladder_records, ASSAY_EXHAUSTIVE, 0},                                                  \
    {                                                                                              \
        "ladder_pairs_" #N, "", MILLIONTH, "bench", SCENARIO, N, &bench_ladder_pairs,              \
            ASSAY_EXHAUSTIVE, 0                                                                    \
    }

static const bench_row rows[] = {
    LADDER(100, "n-100"),
    LADDER(300, "n-300"),
    LADDER(1000, "n-1000"),
    LADDER(3000, "n-3000"),
    {"ladder_us_per_pair_1000", "us", MILLIONTH, "bench", "n-1000", 1000, &bench_ladder_cost,
     ASSAY_EXHAUSTIVE, 0},
    {"ladder_growth", "", ONE, "bench", "n-300", 300, &bench_ladder_time, ASSAY_EXHAUSTIVE, 3000},
    {"pair_records_100", "records", ONE, "bench", "n-100", 100, &bench_pair_records,
     ASSAY_EXHAUSTIVE, 0},
    {"oracle_mrec_s", "million/s", MILLIONTH, "bench", "n-10000000", 10000000, &bench_oracle_speed,
     ASSAY_EXHAUSTIVE, 0},
    {"oracle_mib", "MiB", 1024.0, "bench", "n-10000000", 10000000, &bench_oracle_memory,
     ASSAY_EXHAUSTIVE, 0},
    {"file_vs_wc", "", THOUSANDTH, "file", "lines", 5, &bench_file_speed, ASSAY_EXHAUSTIVE, 0},
};

const bench_table bench_split = {"split", rows, sizeof(rows) / sizeof(rows[0])};
