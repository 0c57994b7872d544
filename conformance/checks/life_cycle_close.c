#include "checks/life_cycle.h"
#include "engine/shortage.h"

/* The states in which a reader is closed: so many records in. */
static size_t stops_of(uint64_t records, uint64_t stops[4])
{
    const uint64_t all[] = {0, 1, records / 2, records + 1};
    size_t count = 0;
    for (size_t i = 0; i < 4; i++)
        if (count == 0 || all[i] > stops[count - 1])
            stops[count++] = all[i];
    return count;
}

static assay_driven_reader reader_stopped(assay_case *c, assay_driven_source s, uint64_t stop)
{
    assay_driven_reader r = assay_drive_reader(c, s);
    assay_drive_read(c, &r, stop, NULL);
    return r;
}

void assay_check_close_any_state(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, 0, &next, &s);) {
        uint64_t stops[4];
        size_t count = stops_of(assay_records(c, s), stops);
        for (size_t i = 0; i < count; i++) {
            if (!assay_case_turn(c))
                continue;
            assay_driven_reader r = reader_stopped(c, s, stops[i]);
            assay_drive_want(c, assay_call_close(c, &r), ASSAY_OK, "close after %llu records",
                             (unsigned long long)stops[i]);
            assay_drive_want(c, assay_call_close(c, &r), ASSAY_STATE, "a second close");
            assay_call_release_reader(c, &r);
            assay_case_exercised(c, 0);

            r = reader_stopped(c, s, stops[i]);
            assay_call_release_reader(c, &r);
            assay_case_exercised(c, 1);
        }
        assay_call_release(c, &s);
    }
}

typedef struct closed_call {
    const char *name;
    uint32_t ability;
    assay_status (*make)(assay_case *c, assay_driven_source s, assay_driven_reader *r);
} closed_call;

static assay_status call_advance(assay_case *c, assay_driven_source s, assay_driven_reader *r)
{
    (void)s;
    return assay_call_advance(c, r);
}

static assay_status call_start(assay_case *c, assay_driven_source s, assay_driven_reader *r)
{
    (void)s;
    return assay_call_start(c, r);
}

static assay_status call_fraction(assay_case *c, assay_driven_source s, assay_driven_reader *r)
{
    double fraction;
    (void)s;
    return assay_call_fraction(c, r, &fraction);
}

static assay_status call_counts(assay_case *c, assay_driven_source s, assay_driven_reader *r)
{
    int64_t consumed, remaining;
    (void)s;
    return assay_call_counts(c, r, &consumed, &remaining);
}

static assay_status call_split(assay_case *c, assay_driven_source s, assay_driven_reader *r)
{
    assay_driven_split split;
    (void)s;
    return assay_call_split(c, r, 0.5, &split);
}

static assay_status call_split_at(assay_case *c, assay_driven_source s, assay_driven_reader *r)
{
    static const unsigned char place[8] = {0, 0, 0, 0, 0, 0, 0, 1};
    assay_driven_split split;
    (void)s;
    return assay_call_split_at(c, r, (assay_bytes){place, sizeof place}, &split);
}

static assay_status call_current_source(assay_case *c, assay_driven_source s,
                                        assay_driven_reader *r)
{
    assay_driven_source now;
    (void)s;
    return assay_call_current_source(c, r, &now);
}

static assay_status call_position(assay_case *c, assay_driven_source s, assay_driven_reader *r)
{
    assay_buffer position = ASSAY_BUFFER_INIT;
    bool split_point;
    (void)s;
    assay_status status = assay_call_position(c, r, &position, &split_point);
    assay_buffer_clear(&position);
    return status;
}

static assay_status call_mark(assay_case *c, assay_driven_source s, assay_driven_reader *r)
{
    assay_buffer mark = ASSAY_BUFFER_INIT;
    assay_status status = assay_call_mark(c, s, r, &mark);
    assay_buffer_clear(&mark);
    return status;
}

static assay_status call_watermark(assay_case *c, assay_driven_source s, assay_driven_reader *r)
{
    int64_t watermark;
    return assay_call_watermark(c, s, r, &watermark);
}

static assay_status call_backlog(assay_case *c, assay_driven_source s, assay_driven_reader *r)
{
    int64_t bytes;
    return assay_call_backlog(c, s, r, &bytes);
}

static const closed_call closed_calls[] = {
    {"progress", ASSAY_CAN_PROGRESS, call_fraction},
    {"counts", ASSAY_CAN_SPLIT_POINTS, call_counts},
    {"a dynamic split", ASSAY_CAN_DYNAMIC_SPLIT, call_split},
    {"a split at a position", ASSAY_CAN_SPLIT_AT, call_split_at},
    {"current-source", ASSAY_CAN_CURRENT_SOURCE, call_current_source},
    {"position", ASSAY_CAN_POSITION, call_position},
    {"a mark", ASSAY_CAN_CHECKPOINT, call_mark},
    {"watermark", ASSAY_CAN_STREAM, call_watermark},
    {"backlog", ASSAY_CAN_STREAM, call_backlog},
    {"advance", 0, call_advance},
    {"start", 0, call_start},
};

static void expect_closed(assay_case *c, assay_driven_source s, assay_driven_reader *r)
{
    uint32_t offered = assay_call_abilities(c, s);
    for (size_t i = 0; i < sizeof closed_calls / sizeof *closed_calls; i++) {
        if ((closed_calls[i].ability & ~offered) != 0)
            continue;
        assay_drive_want(c, closed_calls[i].make(c, s, r), ASSAY_STATE, "%s after close",
                         closed_calls[i].name);
        assay_case_exercised(c, 0);
    }
}

void assay_check_after_close(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, 0, &next, &s);) {
        uint64_t stops[4];
        size_t count = stops_of(assay_records(c, s), stops);
        for (size_t i = 0; i < count; i++) {
            if (!assay_case_turn(c))
                continue;
            assay_driven_reader r = reader_stopped(c, s, stops[i]);
            assay_drive_want(c, assay_call_close(c, &r), ASSAY_OK, "close");
            expect_closed(c, s, &r);
            assay_call_release_reader(c, &r);
        }
        assay_call_release(c, &s);
    }
}

static void work_a_while(assay_case *c, assay_driven_source s, size_t readers)
{
    uint64_t stops[4];
    size_t count = stops_of(assay_records(c, s), stops);
    for (size_t i = 0; i < readers; i++) {
        assay_driven_reader r = reader_stopped(c, s, stops[i % count]);
        assay_drive_close(c, &r);
        assay_case_exercised(c, 0);
    }
    assay_total_size(c, s);
    if (assay_offers(c, s, ASSAY_SPLIT)) {
        assay_parts parts = {0};
        assay_split_into(c, s, 5, &parts);
        assay_parts_release(c, &parts);
    }
}

static void expect_given_back(assay_case *c, uint64_t (*count)(assay_case *c), const char *what)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, 0, &next, &s);) {
        size_t trials = assay_trials(c, assay_records(c, s) / 2);
        work_a_while(c, s, 4);
        uint64_t before = count(c);
        work_a_while(c, s, trials < 20 ? trials : 20);
        uint64_t after = count(c);
        assay_case_expect(c, after <= before, "closed readers hold nothing",
                          "%llu open %s before, %llu after more readers were opened and closed",
                          (unsigned long long)before, what, (unsigned long long)after);
        assay_call_release(c, &s);
    }
}

/* Of the readers that open something in start. */
static void start_in_vain(assay_case *c, assay_driven_source s, size_t readers)
{
    for (size_t i = 0; i < readers; i++) {
        assay_driven_reader r = assay_drive_reader(c, s);
        assay_shortage shortage = assay_shortage_begin(c, ASSAY_WANT_DESCRIPTORS);
        assay_status status = assay_call_start(c, &r);
        assay_shortage_end(c, &shortage);
        if (status != ASSAY_OK && status != ASSAY_IDLE && status != ASSAY_END)
            assay_case_exercised(c, 1);
        assay_drive_close(c, &r);
    }
}

static void expect_given_back_after_failure(assay_case *c, uint64_t (*count)(assay_case *c),
                                            const char *what)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, 0, &next, &s);) {
        start_in_vain(c, s, 2);
        uint64_t before = count(c);
        start_in_vain(c, s, 5);
        uint64_t after = count(c);
        assay_case_expect(c, after <= before, "readers that could not start hold nothing",
                          "%llu open %s before, %llu after five more had failed and were closed",
                          (unsigned long long)before, what, (unsigned long long)after);
        assay_call_release(c, &s);
    }
}

void assay_check_descriptors(assay_case *c)
{
    expect_given_back(c, assay_case_descriptors, "descriptors");
    expect_given_back_after_failure(c, assay_case_descriptors, "descriptors");
}

void assay_check_threads(assay_case *c)
{
    expect_given_back(c, assay_case_threads, "threads");
    expect_given_back_after_failure(c, assay_case_threads, "threads");
}

void assay_check_no_io_on_open(assay_case *c)
{
    size_t largest = assay_case_largest(c);
    assay_driven_source s = assay_drive_open(c, largest);
    assay_drive_read_source(c, s, NULL);
    assay_call_release(c, &s);
    if (assay_case_dataset(c, largest)->stored_bytes < 256)
        assay_case_unproven(c, "the data is too small to tell what was read of it");

    assay_meter meter = assay_meter_start(c);
    s = assay_drive_open(c, largest);
    assay_driven_reader r = assay_drive_reader(c, s);
    uint64_t bytes = assay_meter_read(c, &meter);
    assay_case_expect(c, bytes < 64, "opening a source and a reader reads nothing",
                      "%llu bytes were read", (unsigned long long)bytes);
    assay_drive_close(c, &r);
    assay_call_release(c, &s);
    assay_case_exercised(c, 0);
}
