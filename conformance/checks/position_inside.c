/* What the records of a range say of their places, and ranges that are open at one end. */
#include "checks/position.h"
#include <stdio.h>
#include <stdlib.h>

enum { NEEDS = ASSAY_CAN_RANGE | ASSAY_CAN_POSITION, PAIRS = 12 };

static void print_range(assay_bytes start, assay_bytes end, char *to, size_t size)
{
    char first[60], last[60];
    assay_value_print(start, first, sizeof first);
    assay_value_print(end, last, sizeof last);
    snprintf(to, size, "[%s, %s)", first, last);
}

static void expect_inside(assay_case *c, assay_driven_reader *r, assay_bytes start, assay_bytes end)
{
    char range[140], place[60];
    assay_buffer at = ASSAY_BUFFER_INIT;
    bool point;
    print_range(start, end, range, sizeof range);
    for (uint64_t i = 0; assay_drive_next(c, r); i++) {
        assay_buffer_reset(&at);
        assay_drive_want(c, assay_call_position(c, r, &at, &point), ASSAY_OK, "position");
        assay_bytes here = assay_buffer_bytes(&at);
        assay_value_print(here, place, sizeof place);
        assay_case_expect(c, assay_bytes_compare(here, start) >= 0,
                          "each record of a range starts at or after the start of the range",
                          "record %llu of %s is at %s", (unsigned long long)i, range, place);
        assay_case_expect(c, !point || assay_bytes_compare(here, end) < 0,
                          "each split point of a range lies before the end of the range",
                          "record %llu of %s is a split point at %s", (unsigned long long)i, range,
                          place);
        assay_case_expect(c, i > 0 || point, "the first record of a range is a split point",
                          "that of %s is none", range);
        assay_case_exercised(c, 0);
    }
    assay_buffer_clear(&at);
}

static void read_inside(assay_case *c, assay_driven_source s, assay_bytes start, assay_bytes end)
{
    if (!assay_case_turn(c) || assay_bytes_compare(start, end) >= 0)
        return;
    assay_driven_source part = assay_part_of(c, s, start, end);
    assay_driven_reader r = assay_drive_reader(c, part);
    expect_inside(c, &r, start, end);
    assay_drive_close(c, &r);
    assay_call_release(c, &part);
}

/* From and to places of records, and just behind them. */
static void visit_ranges(assay_case *c, assay_driven_source s, const assay_layout *l)
{
    assay_position_kind kind = assay_position_kind_of(c, s);
    assay_sample at = assay_sample_take(c, l->count, PAIRS);
    assay_buffer near = ASSAY_BUFFER_INIT;
    for (size_t i = 0; i < at.count; i++)
        for (size_t k = i + 1; k < at.count; k++) {
            assay_bytes start = assay_layout_at(l, at.items[i]);
            assay_bytes end = assay_layout_at(l, at.items[k]);
            read_inside(c, s, start, end);
            if (assay_position_successor(c, kind, start, &near))
                read_inside(c, s, assay_buffer_bytes(&near), end);
        }
    assay_buffer_clear(&near);
    free(at.items);
}

void assay_check_inside_range(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, NEEDS, &next, &s);) {
        assay_layout l = assay_layout_take(c, s);
        visit_ranges(c, s, &l);
        assay_layout_clear(&l);
        assay_call_release(c, &s);
    }
}

/* Of the part between two records, the part from a third one on, with an empty end. */
static void expect_open(assay_case *c, assay_driven_source s, const assay_layout *l, uint64_t from,
                        uint64_t middle, uint64_t to)
{
    assay_bytes none = {NULL, 0}, end = assay_layout_at(l, to);
    assay_driven_source outer = assay_part_of(c, s, assay_layout_at(l, from), end);
    assay_driven_source part = assay_part_of(c, outer, assay_layout_at(l, middle), none);
    assay_expect_source(c, part, middle, to,
                        "the part from record %llu on, with an empty end, of records %llu to %llu",
                        (unsigned long long)middle, (unsigned long long)from,
                        (unsigned long long)to - 1);
    assay_call_release(c, &part);
    assay_call_release(c, &outer);
    assay_case_exercised(c, 0);
}

/* The records that are split points; the caller's, to free. */
static uint64_t *points_of(assay_case *c, const assay_layout *l, uint64_t *count)
{
    uint64_t *points = assay_case_allocate(c, (l->count + 1) * sizeof *points);
    *count = 0;
    for (uint64_t i = 0; i < l->count; i++)
        if (l->points[i])
            points[(*count)++] = i;
    return points;
}

void assay_check_open_ends(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, NEEDS, &next, &s);) {
        uint64_t count;
        assay_layout l = assay_layout_take(c, s);
        uint64_t *points = points_of(c, &l, &count);
        assay_sample at = assay_sample_take(c, count, PAIRS);
        for (size_t i = 0; i + 2 < at.count; i++)
            if (assay_case_turn(c))
                expect_open(c, s, &l, points[at.items[i]], points[at.items[i + 1]],
                            points[at.items[i + 2]]);
        free(at.items);
        free(points);
        assay_layout_clear(&l);
        assay_call_release(c, &s);
    }
}

/* Keys. The range from a key to its successor holds what has this key and nothing else. */
static void expect_one_key(assay_case *c, assay_driven_source s, const assay_layout *l, uint64_t i)
{
    assay_buffer next = ASSAY_BUFFER_INIT, over = ASSAY_BUFFER_INIT;
    assay_bytes key = assay_layout_at(l, i);
    assay_position_successor(c, ASSAY_POSITION_KEY, key, &next);
    assay_bytes successor = assay_buffer_bytes(&next);
    assay_position_successor(c, ASSAY_POSITION_KEY, successor, &over);
    assay_driven_source one = assay_part_of(c, s, key, successor);
    assay_expect_source(c, one, i, assay_layout_first(l, successor),
                        "the range from the key of record %llu to its successor",
                        (unsigned long long)i);
    assay_call_release(c, &one);
    one = assay_part_of(c, s, successor, assay_buffer_bytes(&over));
    assay_expect_source(
        c, one, assay_layout_first(l, successor), assay_layout_first(l, assay_buffer_bytes(&over)),
        "the range of the successor of the key of record %llu alone", (unsigned long long)i);
    assay_call_release(c, &one);
    assay_buffer_clear(&next);
    assay_buffer_clear(&over);
    assay_case_exercised(c, 0);
}

static void visit_keys(assay_case *c, assay_driven_source s)
{
    assay_layout l = assay_layout_take(c, s);
    assay_sample at = assay_sample_take(c, l.count, assay_trials(c, 20));
    for (size_t i = 0; i < at.count; i++) {
        assay_buffer next = ASSAY_BUFFER_INIT;
        assay_bytes key = assay_layout_at(&l, at.items[i]);
        assay_position_successor(c, ASSAY_POSITION_KEY, key, &next);
        assay_case_must(c, assay_buffer_append(&next.out, "", 1));
        if (l.points[at.items[i]] && assay_within(c, s, assay_buffer_bytes(&next)) &&
            assay_case_turn(c))
            expect_one_key(c, s, &l, at.items[i]);
        assay_buffer_clear(&next);
    }
    free(at.items);
    assay_layout_clear(&l);
}

void assay_check_keys(assay_case *c)
{
    bool any = false;
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, NEEDS, &next, &s);) {
        bool keys = assay_position_kind_of(c, s) == ASSAY_POSITION_KEY;
        if (keys)
            visit_keys(c, s);
        any = any || keys;
        assay_call_release(c, &s);
    }
    if (!any)
        assay_case_skip(c, "the positions are offsets, not keys");
}
