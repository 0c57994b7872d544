#include "checks/position.h"
#include "checks/checks.h"
#include <stdlib.h>

enum { RANGES = ASSAY_CAN_RANGE, PLACES = ASSAY_CAN_RANGE | ASSAY_CAN_POSITION };

assay_driven_source assay_part_of(assay_case *c, assay_driven_source s, assay_bytes start,
                                  assay_bytes end)
{
    assay_driven_source part;
    assay_drive_want(c, assay_call_part(c, s, start, end, &part), ASSAY_OK,
                     "a part with bounds inside the source");
    return part;
}

bool assay_within(assay_case *c, assay_driven_source s, assay_bytes position)
{
    assay_buffer start = ASSAY_BUFFER_INIT, end = ASSAY_BUFFER_INIT;
    assay_drive_want(c, assay_call_bounds(c, s, &start, &end), ASSAY_OK, "bounds");
    bool in = assay_bytes_compare(assay_buffer_bytes(&start), position) <= 0 &&
              (end.size == 0 || assay_bytes_compare(position, assay_buffer_bytes(&end)) <= 0);
    assay_buffer_clear(&start);
    assay_buffer_clear(&end);
    return in;
}

/* A range from position on gives the records from first on. */
static void expect_from(assay_case *c, assay_driven_source s, assay_bytes position, uint64_t first,
                        const char *what, uint64_t i)
{
    if (!assay_within(c, s, position))
        return;
    assay_case_sketch(c, ASSAY_MARK_CUT, first, 0);
    assay_driven_source part = assay_part_of(c, s, position, (assay_bytes){NULL, 0});
    assay_expect_source(c, part, first, assay_records(c, s), "the range from %s record %llu on",
                        what, (unsigned long long)i);
    assay_call_release(c, &part);
    assay_case_exercised(c, 0);
}

static void expect_true_position(assay_case *c, assay_driven_source s, const assay_layout *l,
                                 uint64_t i)
{
    assay_buffer next = ASSAY_BUFFER_INIT;
    assay_bytes at = assay_layout_at(l, i);
    if (l->points[i])
        expect_from(c, s, at, i, "the position of", i);
    if (assay_position_successor(c, assay_position_kind_of(c, s), at, &next)) {
        uint64_t first = i + 1;
        while (first < l->count && !l->points[first])
            first++;
        if (l->points[i])
            expect_from(c, s, assay_buffer_bytes(&next), first, "just behind the position of", i);
    }
    assay_buffer_clear(&next);
}

static void truth(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, PLACES, &next, &s);) {
        assay_layout l = assay_layout_take(c, s);
        assay_sample at = assay_sample_take(c, l.count, assay_trials(c, l.count));
        for (size_t i = 0; i < at.count; i++)
            if (assay_case_turn(c))
                expect_true_position(c, s, &l, at.items[i]);
        free(at.items);
        assay_layout_clear(&l);
        assay_call_release(c, &s);
    }
}

static void expect_later(assay_case *c, assay_bytes last, assay_bytes now, bool point, uint64_t i)
{
    char before[60], here[60];
    int order = assay_bytes_compare(last, now);
    assay_value_print(last, before, sizeof before);
    assay_value_print(now, here, sizeof here);
    assay_case_expect(c, order < 0 || (order == 0 && !point),
                      "positions never go back, and each split point has its own",
                      "record %llu is at %s, the one before it at %s", (unsigned long long)i, here,
                      before);
}

static void order(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_POSITION, &next, &s);) {
        assay_buffer last = ASSAY_BUFFER_INIT, now = ASSAY_BUFFER_INIT;
        assay_driven_reader r = assay_drive_reader(c, s);
        for (uint64_t i = 0; assay_drive_next(c, &r); i++) {
            bool point;
            assay_buffer_reset(&now);
            assay_drive_want(c, assay_call_position(c, &r, &now, &point), ASSAY_OK,
                             "position of record %llu", (unsigned long long)i);
            assay_case_expect(c, i > 0 || point, "the first record of a source is a split point",
                              "it is none");
            if (i > 0)
                expect_later(c, assay_buffer_bytes(&last), assay_buffer_bytes(&now), point, i);
            assay_buffer_reset(&last);
            assay_case_must(c, assay_buffer_append(&last.out, now.data, now.size));
            assay_case_exercised(c, 0);
        }
        assay_drive_close(c, &r);
        assay_buffer_clear(&last);
        assay_buffer_clear(&now);
        assay_call_release(c, &s);
    }
}

static void expect_state(assay_case *c, assay_driven_reader *r, const char *when)
{
    assay_buffer position = ASSAY_BUFFER_INIT;
    bool point;
    assay_drive_want(c, assay_call_position(c, r, &position, &point), ASSAY_STATE, "position %s",
                     when);
    assay_buffer_clear(&position);
    assay_case_exercised(c, 0);
}

static void states(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_POSITION, &next, &s);) {
        assay_driven_reader r = assay_drive_reader(c, s);
        expect_state(c, &r, "before start");
        assay_drive_drain(c, &r, NULL);
        expect_state(c, &r, "after the end");
        assay_drive_close(c, &r);
        assay_call_release(c, &s);
    }
}

const assay_check assay_checks_position[] = {
    {
        .id = "position.truth",
        .clauses = "POS-09 POS-07",
        .abilities = PLACES,
        .bounded = true,
        .in_case = truth,
        .exercises = {{"ranges read from a position on", 2}},
        .done = "For each split point, or a sample of many: the range from its position on begins "
                "with it, and the range from the next position on with the next split point.",
        .cause = "The position is that of the delimiter before the record, or one behind it.",
    },
    {
        .id = "position.order",
        .clauses = "POS-08 POS-07 POS-06",
        .abilities = ASSAY_CAN_POSITION,
        .in_case = order,
        .exercises = {{"positions compared", 2}},
        .done = "Reads everything and compares each position with the one before.",
        .cause = "Numbers are written least significant byte first.",
    },
    {
        .id = "position.states",
        .clauses = "RD-LIFE-05",
        .abilities = ASSAY_CAN_POSITION,
        .in_case = states,
        .exercises = {{"readers asked where there is no record", 1}},
        .done = "Asks for the position before start and after the end: STATE.",
        .cause = "The position of the last record, or 0, is shown without a look at the state.",
    },
    {
        .id = "position.ranges-associate",
        .clauses = "POS-01 POS-10 POS-11",
        .abilities = PLACES,
        .bounded = true,
        .in_case = assay_check_ranges_associate,
        .exercises = {{"positions cut at", 3}},
        .done = "Cuts each data set in two at every position, or at a sample of many with those "
                "around records always in: each side reads exactly its records.",
        .cause = "A cut in a delimiter, in the first byte of a record or in its last one loses a "
                 "record or gives it to both sides.",
    },
    {
        .id = "position.empty-range",
        .clauses = "POS-15",
        .abilities = PLACES,
        .bounded = true,
        .in_case = assay_check_empty_range,
        .exercises = {{"empty ranges read", 1}},
        .done = "Reads ranges whose end is their start: END at once.",
        .cause = "The first record is read before the end is looked at.",
    },
    {
        .id = "position.bad-bounds",
        .clauses = "POS-16",
        .abilities = PLACES,
        .bounded = true,
        .in_case = assay_check_bad_bounds,
        .exercises = {{"bad bounds refused", 1}},
        .done = "Asks for parts that end before they start, or that lie outside of the source: "
                "INVALID.",
        .cause = "A part of a part may grow over the part's own bounds.",
    },
    {
        .id = "position.range-bounds",
        .clauses = "POS-17",
        .abilities = PLACES,
        .bounded = true,
        .in_case = assay_check_range_bounds,
        .exercises = {{"bounds compared", 1}},
        .done = "The bounds of a part are those it was made with.",
        .cause = "Bounds are moved to the next record already when the part is made.",
    },
    {
        .id = "position.inside-range",
        .clauses = "POS-02 POS-03 POS-06",
        .since = 2,
        .abilities = PLACES,
        .bounded = true,
        .in_case = assay_check_inside_range,
        .exercises = {{"records of ranges", 2}},
        .done =
            "Reads ranges between records, and asks for the position of each record there: at or "
            "after the start, a split point before the end, and the first one a split point.",
        .cause = "Positions are counted from the start of the part.",
    },
    {
        .id = "position.open-ends",
        .clauses = "OBS-02",
        .since = 2,
        .abilities = PLACES,
        .bounded = true,
        .in_case = assay_check_open_ends,
        .exercises = {{"parts of parts with an empty end", 1}},
        .done = "Makes parts with an empty end of parts that end before the data does.",
        .cause = "An empty end is taken for the end of the data.",
    },
    {
        .id = "position.keys",
        .clauses = "KR-01 KR-09",
        .since = 2,
        .abilities = PLACES,
        .bounded = true,
        .in_case = assay_check_keys,
        .exercises = {{"keys", 2}},
        .done = "For keys or a sample: the range from the key to its successor has the records of "
                "this key alone, and the next such range none of them.",
        .cause = "A zero byte at the end of a key is cut off, or keys are compared as text.",
    },
    {
        .id = "position.range-cost",
        .clauses = "POS-12",
        .since = 2,
        .abilities = PLACES,
        .bounded = true,
        .in_case = assay_check_range_cost,
        .exercises = {{"ranges measured", 3}},
        .done =
            "Counts the bytes the process reads for short ranges at the beginning, in the middle "
            "and at the end of the data: less than a quarter of it and 128 KiB.",
        .cause =
            "A range is read from the beginning of the data, and what lies before it is passed "
            "over.",
    },
};
