#include "bench/bench.h"

#define MICROSECOND 1e3
#define MILLISECOND 1e6
#define SECOND 1e9

static const bench_row rows[] = {
    {"crash_case_ms", "ms", MILLISECOND, "file", "sink", 5, &bench_crash_case},
    {"fault_case_ms", "ms", MILLISECOND, "file", "sink", 5, &bench_fault_case},
    {"power_state_ms", "ms", MILLISECOND, "file", "sink", 5, &bench_power_state},
    {"schedule_us", "us", MICROSECOND, "range", "plain", 5, &bench_schedule},
    {"range100_schedules_s", "s", SECOND, "range", "plain", 100, &bench_schedules},
    {"empty_case_ms", "ms", MILLISECOND, "range", "plain", 5, &bench_empty_case},
};

const bench_table bench_engines = {"engines", rows, sizeof(rows) / sizeof(rows[0])};
