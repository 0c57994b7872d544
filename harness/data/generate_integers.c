/* Integers in a row, and what a connector needs to count them. */
#include "data/generators.h"

#include "data/build.h"
#include <assay/toolkit/error.h>
#include <assay/toolkit/settings.h>
#include <stdio.h>
#include <string.h>

/* A prime, so that late records do not come in step with anything. */
#define DISORDER_STRIDE 7919u

const assay_option assay_integers_options[ASSAY_INTEGERS_OPTIONS] = {
    {"first", ASSAY_OPTION_TEXT,
     "the first integer, or \"min\", or \"end\": the last is the largest", 0, 0, "0"},
    {"unbounded", ASSAY_OPTION_SWITCH, "a stream: the records have ids and times", 0, 0, "false"},
    {"time-base", ASSAY_OPTION_NUMBER, "time of the first record", INT64_MIN, INT64_MAX, "0"},
    {"time-step", ASSAY_OPTION_NUMBER, "time between two records", 0, INT64_MAX, "1000"},
    {"time-disorder", ASSAY_OPTION_NUMBER, "the most by which a time falls behind", 0, INT64_MAX,
     "0"},
    {"idle-every", ASSAY_OPTION_NUMBER, "IDLE before each record of that number; 0: never", 0,
     INT64_MAX, "0"},
};

typedef struct clock_of_records {
    int64_t base, step, disorder;
} clock_of_records;

static assay_status first_of(const assay_build *build, int64_t *first, assay_error *error)
{
    const char *text = assay_build_text(build, "first");
    int64_t most;
    uint64_t records = build->amount->records;
    if (records > INT64_MAX)
        return assay_error_set(error, ASSAY_INVALID, "too many records");
    if (strcmp(text, "end") == 0)
        *first = records == 0 ? INT64_MAX : INT64_MAX - (int64_t)records + 1;
    else if (strcmp(text, "min") == 0)
        *first = INT64_MIN;
    else if (!assay_number_parse(text, first))
        return assay_error_set(error, ASSAY_INVALID,
                               "option 'first' is '%s', expected an integer, \"min\" or \"end\"",
                               text);
    if (records > 0 && __builtin_add_overflow(*first, (int64_t)records - 1, &most))
        return assay_error_set(error, ASSAY_INVALID,
                               "option 'first' leaves no room for %llu records",
                               (unsigned long long)records);
    if (build->records > 0)
        *first += (int64_t)assay_amount_number(build->amount, 0);
    return ASSAY_OK;
}

static bool time_of(const clock_of_records *self, uint64_t i, int64_t *time)
{
    uint64_t late = i * DISORDER_STRIDE % ((uint64_t)self->disorder + 1);
    return !__builtin_mul_overflow((int64_t)i, self->step, time) &&
           !__builtin_add_overflow(*time, self->base, time) &&
           !__builtin_sub_overflow(*time, (int64_t)late, time);
}

static assay_status add_integer(assay_build *build, int64_t integer, uint64_t i,
                                const clock_of_records *clock, assay_error *error)
{
    char text[32];
    assay_record record = ASSAY_RECORD_INIT;
    record.value.data = text;
    record.value.size = (size_t)snprintf(text, sizeof(text), "%lld", (long long)integer);
    if (clock != NULL && !time_of(clock, i, &record.timestamp))
        return assay_error_set(error, ASSAY_INVALID, "the time of record %llu is out of range",
                               (unsigned long long)i);
    return assay_truth_writer_add(build->truth, &record, error);
}

static assay_status set_range(assay_build *build, int64_t first)
{
    assay_setting_list *variables = &build->dataset->variables;
    int64_t records = (int64_t)build->records;
    ASSAY_TRY(assay_build_set_variable(build, "data.from", first));
    if (records > 0 && first > INT64_MAX - records)
        return assay_setting_list_add(variables, "data.to", "max");
    return assay_build_set_variable(build, "data.to", first + records);
}

static assay_status set_clock(assay_build *build, const clock_of_records *clock)
{
    ASSAY_TRY(assay_build_set_variable(build, "data.time-base", clock->base));
    ASSAY_TRY(assay_build_set_variable(build, "data.time-step", clock->step));
    ASSAY_TRY(assay_build_set_variable(build, "data.time-disorder", clock->disorder));
    return assay_build_set_variable(build, "data.idle-every",
                                    assay_build_number(build, "idle-every"));
}

static assay_status fill(assay_build *build, assay_error *error)
{
    bool unbounded = assay_build_switch(build, "unbounded");
    const clock_of_records clock = {assay_build_number(build, "time-base"),
                                    assay_build_number(build, "time-step"),
                                    assay_build_number(build, "time-disorder")};
    int64_t first = 0;
    ASSAY_TRY(first_of(build, &first, error));
    ASSAY_TRY(set_range(build, first));
    ASSAY_TRY(set_clock(build, &clock));
    build->dataset->stored_bytes = (int64_t)build->records * 8;
    ASSAY_TRY(assay_build_open_truth(build, unbounded ? ASSAY_DIGEST_TIMES : 0, error));
    for (uint64_t i = 0; i < build->records; i++)
        ASSAY_TRY(add_integer(build, (int64_t)((uint64_t)first + i), i, unbounded ? &clock : NULL,
                              error));
    return ASSAY_OK;
}

assay_status assay_integers_make(const assay_setting_list *options, const assay_amount *amount,
                                 const char *folder, assay_dataset *dataset, assay_error *error)
{
    assay_build build = {.name = "integers",
                         .table = assay_integers_options,
                         .option_count = ASSAY_INTEGERS_OPTIONS,
                         .options = options,
                         .amount = amount,
                         .folder = folder,
                         .dataset = dataset};
    return assay_build_run(&build, fill, error);
}
