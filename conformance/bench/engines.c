#include "bench/bench.h"

#define MICROSECOND 1e3
#define MILLISECOND 1e6
#define SECOND 1e9

static const bench_row rows[] = {
    {"crash_case_ms", "ms", MILLISECOND, "file", "sink", 5, &bench_crash_case, ASSAY_STANDARD, 0},
    {"fault_case_ms", "ms", MILLISECOND, "file", "sink", 5, &bench_fault_case, ASSAY_STANDARD, 0},
    {"crash_case_notify_ms", "ms", MILLISECOND, "file", "sink", 5, &bench_crash_case_notify,
     ASSAY_STANDARD, 0}, /* as where ptrace is not allowed */
    {"fault_case_notify_ms", "ms", MILLISECOND, "file", "sink", 5, &bench_fault_case_notify,
     ASSAY_STANDARD, 0},
    {"power_state_ms", "ms", MILLISECOND, "file", "sink", 5, &bench_power_state, ASSAY_STANDARD, 0},
    {"schedule_us", "us", MICROSECOND, "range", "plain", 5, &bench_schedule, ASSAY_STANDARD, 0},
    {"range100_schedules_s", "s", SECOND, "range", "plain", 100, &bench_schedules, ASSAY_STANDARD,
     0},
    {"empty_case_ms", "ms", MILLISECOND, "range", "plain", 5, &bench_empty_case, ASSAY_STANDARD, 0},
};

const bench_table bench_engines = {"engines", rows, sizeof(rows) / sizeof(rows[0])};
