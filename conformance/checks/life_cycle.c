#include "checks/life_cycle.h"
#include "checks/checks.h"
#include <stdlib.h>

static void fail_order(assay_case *c, uint64_t i, const assay_record *wanted,
                       const assay_record *got)
{
    const char *expected = "records in the order of the data, as the manifest promises";
    char one[80], two[80];
    assay_value_print(wanted->value, one, sizeof one);
    assay_value_print(got->value, two, sizeof two);
    if (wanted->timestamp == got->timestamp)
        assay_case_fail(c, expected, "record %llu is %s, expected %s", (unsigned long long)i, two,
                        one);
    assay_case_fail(c, expected, "record %llu is %s with time %lld, expected %s with time %lld",
                    (unsigned long long)i, two, (long long)got->timestamp, one,
                    (long long)wanted->timestamp);
}

static void expect_order(assay_case *c, assay_driven_source s)
{
    assay_driven_reader r = assay_drive_reader(c, s);
    for (uint64_t i = 0; assay_drive_next(c, &r); i++) {
        assay_record record = assay_drive_current(c, &r);
        assay_record wanted = assay_truth_record(assay_case_truth(c, s.dataset), i);
        if (!assay_record_same(c, s.dataset, &record, &wanted))
            fail_order(c, i, &wanted, &record);
    }
    assay_drive_close(c, &r);
}

static void reads_truth(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, 0, &next, &s);) {
        assay_expect_source(c, s, 0, assay_records(c, s), "a whole read");
        if (assay_promised(c, ASSAY_PROMISE_ORDER))
            expect_order(c, s);
        if (assay_records(c, s) > 0)
            assay_case_exercised(c, 0);
        assay_call_release(c, &s);
    }
}

static void idle_only_for_streams(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, 0, &next, &s);) {
        assay_driven_reader r = assay_drive_reader(c, s);
        uint64_t most = 2 * assay_records(c, s) + 100, i = 0;
        assay_status status = assay_call_start(c, &r);
        for (; i < most && status == ASSAY_OK; i++)
            status = assay_call_advance(c, &r);
        assay_case_expect(c, status != ASSAY_IDLE, "OK or END from a source that is no stream",
                          "IDLE after %llu records", (unsigned long long)i);
        assay_drive_close(c, &r);
        assay_call_release(c, &s);
        if (status == ASSAY_END)
            assay_case_exercised(c, 0);
    }
}

static void ends(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, 0, &next, &s);) {
        assay_driven_reader r = assay_drive_reader(c, s);
        assay_drive_drain(c, &r, NULL);
        bool ended = r.last == ASSAY_END; /* a stream need not end */
        int64_t asked = ended ? assay_case_variant(c, ASSAY_ASKED_AFTER_END) : 0;
        for (int i = 1; i <= asked; i++)
            assay_drive_want(c, assay_call_advance(c, &r), ASSAY_END, "advance %d after the end",
                             i);
        assay_drive_close(c, &r);
        assay_call_release(c, &s);
        if (ended)
            assay_case_exercised(c, 0);
    }
}

static void expect_same_again(assay_case *c, assay_driven_reader *r, uint64_t i)
{
    assay_record first = assay_drive_current(c, r);
    uint32_t all = ASSAY_DIGEST_IDS | ASSAY_DIGEST_TIMES;
    assay_digest digest = assay_digest_of(&first, all);
    for (int times = 2; times <= 3; times++) {
        assay_record again = assay_drive_current(c, r);
        assay_case_expect(c, assay_digest_equal(digest, assay_digest_of(&again, all)),
                          "current gives the same record each time it is asked",
                          "call %d at record %llu gave another one", times, (unsigned long long)i);
    }
}

static void current_repeats(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, 0, &next, &s);) {
        assay_driven_reader r = assay_drive_reader(c, s);
        for (uint64_t i = 0; assay_drive_next(c, &r); i++) {
            expect_same_again(c, &r, i);
            assay_case_exercised(c, 0);
        }
        assay_drive_close(c, &r);
        assay_call_release(c, &s);
    }
}

static void current_states(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, 0, &next, &s);) {
        assay_record record = ASSAY_RECORD_INIT;
        assay_driven_reader r = assay_drive_reader(c, s);
        assay_drive_want(c, assay_call_current(c, &r, &record), ASSAY_STATE,
                         "current before start");
        assay_drive_drain(c, &r, NULL);
        assay_drive_want(c, assay_call_current(c, &r, &record), ASSAY_STATE,
                         "current after the end");
        assay_drive_want(c, assay_call_close(c, &r), ASSAY_OK, "close");
        assay_drive_want(c, assay_call_current(c, &r, &record), ASSAY_STATE, "current after close");
        assay_call_release_reader(c, &r);
        assay_call_release(c, &s);
        assay_case_exercised(c, 0);
    }
}

static void advance_before_start(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, 0, &next, &s);) {
        assay_record record = ASSAY_RECORD_INIT;
        assay_driven_reader r = assay_drive_reader(c, s);
        assay_drive_want(c, assay_call_advance(c, &r), ASSAY_STATE, "advance before start");
        assay_drive_want(c, assay_call_current(c, &r, &record), ASSAY_STATE,
                         "current after advance before start");
        assay_drive_close(c, &r);
        assay_call_release(c, &s);
        assay_case_exercised(c, 0);
    }
}

static void start_twice(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, 0, &next, &s);) {
        assay_driven_reader fresh = assay_drive_reader(c, s), ended = assay_drive_reader(c, s);
        assay_drive_next(c, &fresh);
        assay_drive_want(c, assay_call_start(c, &fresh), ASSAY_STATE, "a second start");
        assay_drive_close(c, &fresh);
        assay_drive_drain(c, &ended, NULL);
        assay_drive_want(c, assay_call_start(c, &ended), ASSAY_STATE,
                         "a second start after the end");
        assay_drive_close(c, &ended);
        assay_call_release(c, &s);
        assay_case_exercised(c, 0);
    }
}

static void empty_source(assay_case *c)
{
    assay_driven_source s = assay_open_of(c, 0, "empty");
    assay_driven_reader r = assay_drive_reader(c, s);
    assay_case_expect(c, !assay_drive_next(c, &r), "start of an empty source answers END",
                      "it answered OK");
    assay_status last = r.last; /* a stream may say IDLE, and is asked again */
    int64_t asked = last == ASSAY_END ? assay_case_variant(c, ASSAY_ASKED_AFTER_END) : 1;
    for (; asked > 0; asked--)
        assay_drive_want(c, assay_call_advance(c, &r), last, "advance on an empty source");
    assay_drive_close(c, &r);
    assay_call_release(c, &s);
    assay_case_exercised(c, 0);
}

static void one_record(assay_case *c)
{
    assay_driven_source s = assay_open_of(c, 1, "one-record");
    assay_driven_reader r = assay_drive_reader(c, s);
    assay_case_expect(c, assay_drive_next(c, &r), "a source of one record gives it",
                      "it answered END at once");
    assay_case_expect(c, !assay_drive_next(c, &r), "END after the only record",
                      "there was a second record");
    assay_drive_close(c, &r);
    assay_expect_source(c, s, 0, 1, "a source of one record");
    assay_call_release(c, &s);
    assay_case_exercised(c, 0);
}

const assay_check assay_checks_life_cycle[] = {
    {
        .id = "life-cycle.reads-truth",
        .clauses = "RD-LIFE-03 RD-LIFE-15",
        .in_case = reads_truth,
        .exercises = {{"data sets with records read", 1}},
        .done = "Reads every data set from start to end and compares with what was stored: record "
                "by record and in order where the manifest promises order.",
        .cause = "The last record without a delimiter, an empty record, or one that lies across "
                 "a buffer's edge is lost or cut; an error of the store is taken for the end.",
    },
    {
        .id = "life-cycle.ends",
        .clauses = "RD-LIFE-17 RD-LIFE-04",
        .in_case = ends,
        .exercises = {{"ends reached", 1}},
        .done =
            "Reads to the end, which a stream need not have, and asks for more five times: always "
            "END.",
        .cause = "The reader reads on behind its end, or starts over.",
    },
    {
        .id = "life-cycle.idle-only-for-streams",
        .clauses = "RD-LIFE-19",
        .bounded = true,
        .in_case = idle_only_for_streams,
        .exercises = {{"ends reached", 1}},
        .done = "Reads to the end; no answer on the way may be IDLE.",
        .cause = "A wait for the store that ran out of time is taken for a lack of data.",
    },
    {
        .id = "life-cycle.current-repeats",
        .clauses = "RD-LIFE-06",
        .in_case = current_repeats,
        .exercises = {{"records asked for again", 1}},
        .done = "Asks for each record three times; value, time and id must not change.",
        .cause = "current moves the reader or makes the time or the id anew.",
    },
    {
        .id = "life-cycle.current-states",
        .clauses = "RD-LIFE-05",
        .in_case = current_states,
        .exercises = {{"readers asked where there is no record", 1}},
        .done = "Asks for the current record before start, after the end and after close: STATE.",
        .cause = "current shows the last record, or an empty one, without looking at the state.",
    },
    {
        .id = "life-cycle.advance-before-start",
        .clauses = "RD-LIFE-02",
        .in_case = advance_before_start,
        .exercises = {{"readers advanced too early", 1}},
        .done = "Calls advance on a new reader: STATE, and there is no record.",
        .cause = "advance starts the reader silently.",
    },
    {
        .id = "life-cycle.start-twice",
        .clauses = "RD-LIFE-02",
        .in_case = start_twice,
        .exercises = {{"readers started twice", 1}},
        .done = "Calls start a second time, on a record and at the end: STATE.",
        .cause = "start begins again, so that records come twice and a file stays open.",
    },
    {
        .id = "life-cycle.value-stays",
        .clauses = "RD-LIFE-07",
        .in_case = assay_check_value_stays,
        .exercises = {{"calls made while a value was held", 1}},
        .done = "Keeps the pointers of a record, makes every other call that is offered, accepted "
                "and refused splits and another reader's steps among them, and looks again.",
        .cause = "A buffer shared by readers or reused by a split, a mark or an estimate.",
    },
    {
        .id = "life-cycle.empty-source",
        .clauses = "RD-LIFE-18 RD-LIFE-03",
        .in_case = empty_source,
        .exercises = {{"empty sources read", 1}},
        .done = "Reads the data set without records.",
        .cause = "An empty file gives one empty record, or is an error.",
    },
    {
        .id = "life-cycle.one-record",
        .clauses = "RD-LIFE-03 RD-LIFE-17",
        .in_case = one_record,
        .exercises = {{"sources of one record read", 1}},
        .done = "Reads the data set of one record: the record, then END.",
        .cause = "start already skips it, or END comes one call late.",
    },
    {
        .id = "life-cycle.two-readers",
        .clauses = "RD-LIFE-13 RD-LIFE-14",
        .in_case = assay_check_two_readers,
        .exercises = {{"data sets read by two at once", 1}},
        .done = "Steps two readers of one source in turn, and reads all of it between the records "
                "of another; each gives the whole truth.",
        .cause = "Readers share a file position or a buffer of their source.",
    },
    {
        .id = "life-cycle.close-any-state",
        .clauses = "RD-LIFE-11 RD-LIFE-10",
        .in_case = assay_check_close_any_state,
        .exercises = {{"readers closed", 1}, {"readers released without close", 1}},
        .done = "Closes readers before start, on a record and at the end; a second close is STATE. "
                "Releases others without a close. Nothing may leak.",
        .cause = "close frees what only start makes, or release expects a close.",
    },
    {
        .id = "life-cycle.after-close",
        .clauses = "RD-LIFE-10",
        .in_case = assay_check_after_close,
        .exercises = {{"calls after close", 1}},
        .done = "Makes every call of a closed reader: each answers STATE.",
        .cause = "The call uses what close has freed.",
    },
    {
        .id = "life-cycle.descriptors",
        .clauses = "RD-LIFE-10",
        .in_case = assay_check_descriptors,
        .exercises = {{"readers opened and closed", 1}, {"readers that could not start", 0}},
        .done = "Counts open files before and after readers that are closed at different places, "
                "estimates and splits, and readers whose start fails because nothing can be "
                "opened.",
        .cause = "A file is closed only at the end of the data, or never after an early close.",
    },
    {
        .id = "life-cycle.threads",
        .clauses = "RD-LIFE-10",
        .in_case = assay_check_threads,
        .exercises = {{"readers opened and closed", 1}, {"readers that could not start", 0}},
        .done = "Counts threads before and after readers that are closed at different places, and "
                "readers whose start fails because nothing can be opened.",
        .cause =
            "A helper thread is told to stop but not joined, or start fails after it has begun "
            "one.",
    },
    {
        .id = "life-cycle.processes",
        .clauses = "RD-LIFE-10 LIB-01",
        .since = 2,
        .coordinate = assay_check_processes,
        .exercises = {{"sources used to the full", 2}},
        .done = "Uses sources to the full in one process and four times as much in another, which "
                "then go on no longer; counts the processes that they leave, also those that "
                "changed their session.",
        .cause = "A program that unpacks or fetches the data is started and not waited for.",
    },
    {
        .id = "life-cycle.heap-slope",
        .clauses = "LIB-01",
        .since = 2,
        .in_case = assay_check_heap_slope,
        .exercises = {{"sources used over and over", 1}},
        .done = "Opens sources, makes every call that is offered and releases everything, nine "
                "times over; when the memory in use has grown each time, 24 times more.",
        .cause = "release frees the reader, but not a name, a buffer or a part that it holds.",
    },
    {
        .id = "life-cycle.surroundings",
        .clauses = "LIB-02",
        .since = 2,
        .coordinate = assay_check_surroundings,
        .exercises = {{"sources used to the full", 1}},
        .done = "Makes every call that is offered, and compares the working directory, the "
                "environment and the mask of file modes with those before.",
        .cause = "The connector goes to the folder of its files instead of using their paths.",
    },
    {
        .id = "life-cycle.no-io-on-open",
        .clauses = "FBS-08",
        .level = ASSAY_SHOULD,
        .in_case = assay_check_no_io_on_open,
        .exercises = {{"readers opened", 1}},
        .done = "Counts the bytes the process reads while a source and a reader are opened: none.",
        .cause = "The constructor opens the file or reads its header.",
    },
};
