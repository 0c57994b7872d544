#ifndef ASSAY_BENCH_BENCH_H
#define ASSAY_BENCH_BENCH_H

#include "engine/exam.h"

/* What the engines cost: numbers to look at, never verdicts. A table has a row for each; whoever
 * builds an engine adds its own. */

typedef struct bench_row {
    const char *name; /* "empty_case_ms" */
    const char *unit;
    double scale;             /* samples in that unit: nanoseconds, or what the check gives */
    const char *manifest;     /* of a reference connector: "range" */
    const char *scenario;     /* of it */
    uint64_t records;         /* of its largest data set */
    const assay_check *check; /* runs over it, and gives samples; their median is the value */
    assay_tier tier;
    uint64_t grown; /* not 0: the value is by which power of the records that of
                       scenario "n-RECORDS" grows from `records` to these */
} bench_row;

typedef struct bench_table {
    const char *name;
    const bench_row *rows;
    size_t count;
} bench_table;

extern const bench_table bench_engines, bench_split;

enum { BENCH_SAMPLES = 2000 };

typedef struct bench_samples {
    uint64_t count;
    int64_t nanoseconds[BENCH_SAMPLES];
} bench_samples;

int64_t bench_now(void);           /* monotonic, nanoseconds */
int64_t bench_processor_now(void); /* processor time of this process, nanoseconds */
/* What has passed since then; no more than fit. */
void bench_add(bench_samples *self, int64_t since);

/* The last thing that a check does. */
void bench_give(assay_exam *x, const bench_samples *samples);
void bench_give_case(assay_case *c, const bench_samples *samples);
void bench_give_value(assay_case *c, int64_t value); /* one sample */

/* Checks of rows, by file. */
extern const assay_check bench_empty_case;
extern const assay_check bench_crash_case, bench_fault_case, bench_crash_case_notify,
    bench_fault_case_notify; /* disturbed.c */
extern const assay_check bench_power_state;
extern const assay_check bench_schedule, bench_schedules; /* schedules.c */
extern const assay_check bench_ladder_records, bench_ladder_pairs, bench_ladder_cost,
    bench_ladder_time, bench_pair_records;                                          /* cover.c */
extern const assay_check bench_oracle_speed, bench_oracle_memory, bench_file_speed; /* oracle.c */

#endif
