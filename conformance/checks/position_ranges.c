#include "checks/position.h"
#include <assay/toolkit/codec.h>
#include <stdlib.h>
#include <string.h>

enum { NEEDS = ASSAY_CAN_RANGE | ASSAY_CAN_POSITION, CUTS = 3000 };

static void expect_cut(assay_case *c, assay_driven_source s, const assay_layout *l, assay_bytes at)
{
    char text[80];
    if (at.size == 0 || !assay_case_turn(c) || !assay_within(c, s, at))
        return;
    uint64_t border = assay_layout_first(l, at);
    assay_case_sketch(c, ASSAY_MARK_CUT, border, 0);
    assay_buffer start = ASSAY_BUFFER_INIT, end = ASSAY_BUFFER_INIT;
    assay_drive_want(c, assay_call_bounds(c, s, &start, &end), ASSAY_OK, "bounds");
    assay_driven_source low = assay_part_of(c, s, assay_buffer_bytes(&start), at);
    assay_driven_source high = assay_part_of(c, s, at, assay_buffer_bytes(&end));
    assay_value_print(at, text, sizeof text);
    assay_expect_source(c, low, 0, border, "the range up to position %s", text);
    assay_expect_source(c, high, border, l->count, "the range from position %s on", text);
    assay_call_release(c, &low);
    assay_call_release(c, &high);
    assay_buffer_clear(&start);
    assay_buffer_clear(&end);
    assay_case_exercised(c, 0);
}

static void expect_cut_at_offset(assay_case *c, assay_driven_source s, const assay_layout *l,
                                 uint64_t offset)
{
    assay_buffer at = ASSAY_BUFFER_INIT;
    assay_case_must(c, assay_put_offset(&at.out, offset));
    expect_cut(c, s, l, assay_buffer_bytes(&at));
    assay_buffer_clear(&at);
}

static uint64_t offset_at(assay_case *c, assay_bytes position)
{
    uint64_t offset = 0;
    if (!assay_offset_of(position, &offset))
        assay_case_fail(c, "a position of kind OFFSET has eight bytes", "it has %zu",
                        position.size);
    return offset;
}

/* Opening a part takes some connectors as long as reading hundreds of records. */
static size_t cuts(assay_case *c, uint64_t records_each)
{
    size_t trials = assay_trials(c, records_each);
    return assay_case_tier(c) == ASSAY_EXHAUSTIVE || trials < CUTS ? trials : CUTS;
}

/* Every offset from the start of the source to a little behind its last record, or some. */
static void cut_at_offsets(assay_case *c, assay_driven_source s, const assay_layout *l)
{
    if (l->count == 0)
        return;
    uint64_t first = offset_at(c, assay_layout_at(l, 0));
    uint64_t last = offset_at(c, assay_layout_at(l, l->count - 1));
    assay_sample at = assay_sample_take(c, last - first + 8, cuts(c, 8 * l->count));
    for (size_t i = 0; i < at.count; i++)
        expect_cut_at_offset(c, s, l, first + at.items[i]);
    free(at.items);
}

/* The positions of records and their neighbours: one before, one behind, a prefix. */
static void cut_at_records(assay_case *c, assay_driven_source s, const assay_layout *l)
{
    assay_position_kind kind = assay_position_kind_of(c, s);
    assay_sample at = assay_sample_take(c, l->count, cuts(c, 16 * l->count));
    assay_buffer near = ASSAY_BUFFER_INIT;
    for (size_t i = 0; i < at.count; i++) {
        assay_bytes position = assay_layout_at(l, at.items[i]);
        expect_cut(c, s, l, position);
        if (assay_position_successor(c, kind, position, &near))
            expect_cut(c, s, l, assay_buffer_bytes(&near));
        if (kind == ASSAY_POSITION_KEY && position.size > 0)
            expect_cut(c, s, l, (assay_bytes){position.data, position.size - 1});
        else if (kind == ASSAY_POSITION_OFFSET && offset_at(c, position) > 0)
            expect_cut_at_offset(c, s, l, offset_at(c, position) - 1);
    }
    assay_buffer_clear(&near);
    free(at.items);
}

/* Keys that no record has, nor any neighbour of one: of one byte, of many, behind a record's. */
static void cut_at_keys(assay_case *c, assay_driven_source s, const assay_layout *l)
{
    static const unsigned char bytes[] = {0x00, 0x01, 0x02, 0x7f, 0x80, 0xff};
    static const size_t sizes[] = {1, 2, 9, 10, 24};
    unsigned char key[24];
    for (size_t i = 0; i < sizeof bytes; i++)
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
            memset(key, bytes[i], sizeof key);
            expect_cut(c, s, l, (assay_bytes){key, sizes[k]});
            key[0] = 0x01;
            expect_cut(c, s, l, (assay_bytes){key, sizes[k]});
        }
    assay_sample at = assay_sample_take(c, l->count, assay_trials(c, 6 * l->count));
    for (size_t i = 0; i < at.count; i++) {
        assay_buffer behind = ASSAY_BUFFER_INIT;
        assay_bytes position = assay_layout_at(l, at.items[i]);
        memset(key, 0xff, sizeof key);
        assay_case_must(c, assay_buffer_append(&behind.out, position.data, position.size));
        assay_case_must(c, assay_buffer_append(&behind.out, key, 1 + i % sizeof key));
        expect_cut(c, s, l, assay_buffer_bytes(&behind));
        assay_buffer_clear(&behind);
    }
    free(at.items);
}

void assay_check_ranges_associate(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, NEEDS, &next, &s);) {
        assay_layout l = assay_layout_take(c, s);
        cut_at_records(c, s, &l);
        if (assay_position_kind_of(c, s) == ASSAY_POSITION_OFFSET)
            cut_at_offsets(c, s, &l);
        else
            cut_at_keys(c, s, &l);
        assay_layout_clear(&l);
        assay_call_release(c, &s);
    }
}

/* Also where it was sent to. Takes the part. */
static void expect_empty(assay_case *c, assay_driven_source part, uint64_t i)
{
    assay_buffer encoded = ASSAY_BUFFER_INIT;
    assay_expect_source(c, part, 0, 0, "the empty range at record %llu", (unsigned long long)i);
    assay_drive_encode(c, part, &encoded);
    assay_driven_source copy = assay_drive_decode(c, part.dataset, assay_buffer_bytes(&encoded));
    assay_expect_source(c, copy, 0, 0, "what was decoded from the empty range at record %llu",
                        (unsigned long long)i);
    assay_call_release(c, &copy);
    assay_call_release(c, &part);
    assay_buffer_clear(&encoded);
}

/* That of a range which ends there. */
static void expect_empty_end(assay_case *c, assay_driven_source s, assay_bytes first,
                             assay_bytes position, uint64_t i)
{
    assay_driven_source before = assay_part_of(c, s, first, position);
    expect_empty(c, assay_part_of(c, before, position, position), i);
    assay_call_release(c, &before);
}

void assay_check_empty_range(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, NEEDS, &next, &s);) {
        assay_layout l = assay_layout_take(c, s);
        assay_sample at = assay_sample_take(c, l.count, 20);
        for (size_t i = 0; i < at.count; i++) {
            assay_bytes position = assay_layout_at(&l, at.items[i]);
            if (position.size == 0) /* as an end it would mean the end of the source */
                continue;
            if (!assay_case_turn(c))
                continue;
            assay_driven_source part = assay_part_of(c, s, position, position);
            expect_empty(c, part, at.items[i]);
            expect_empty_end(c, s, assay_layout_at(&l, 0), position, at.items[i]);
            assay_case_exercised(c, 0);
        }
        free(at.items);
        assay_layout_clear(&l);
        assay_call_release(c, &s);
    }
}

static void expect_no_part(assay_case *c, assay_driven_source s, assay_bytes start, assay_bytes end,
                           const char *what)
{
    assay_driven_source part;
    assay_drive_want(c, assay_call_part(c, s, start, end, &part), ASSAY_INVALID, "a part %s", what);
    assay_case_exercised(c, 0);
}

/* Four positions in order: the source of the middle two refuses what reaches to the outer two. */
void assay_check_bad_bounds(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, NEEDS, &next, &s);) {
        assay_layout l = assay_layout_take(c, s);
        if (assay_layout_points(&l, 0, l.count) >= 5) {
            assay_bytes a = assay_layout_point(&l, 1), b = assay_layout_point(&l, 2),
                        d = assay_layout_point(&l, 3), e = assay_layout_point(&l, 4);
            assay_driven_source middle = assay_part_of(c, s, b, d);
            expect_no_part(c, s, d, b, "that ends before it starts");
            expect_no_part(c, middle, a, d, "that starts before the source");
            expect_no_part(c, middle, b, e, "that ends behind the source");
            expect_no_part(c, middle, e, e, "that lies behind the source");
            if (assay_position_kind_of(c, s) == ASSAY_POSITION_OFFSET)
                expect_no_part(c, s, (assay_bytes){a.data, 3}, e, "from an offset of three bytes");
            assay_call_release(c, &middle);
        }
        assay_layout_clear(&l);
        assay_call_release(c, &s);
    }
}

static void expect_bounds(assay_case *c, assay_driven_source part, assay_bytes start,
                          assay_bytes end)
{
    char wanted[2][60], got[2][60];
    assay_buffer first = ASSAY_BUFFER_INIT, last = ASSAY_BUFFER_INIT;
    assay_drive_want(c, assay_call_bounds(c, part, &first, &last), ASSAY_OK, "bounds");
    assay_value_print(start, wanted[0], sizeof wanted[0]);
    assay_value_print(end, wanted[1], sizeof wanted[1]);
    assay_value_print(assay_buffer_bytes(&first), got[0], sizeof got[0]);
    assay_value_print(assay_buffer_bytes(&last), got[1], sizeof got[1]);
    assay_case_expect(c,
                      assay_bytes_same(start, assay_buffer_bytes(&first)) &&
                          assay_bytes_same(end, assay_buffer_bytes(&last)),
                      "the bounds of a part are those it was made with",
                      "made with %s and %s, it says %s and %s", wanted[0], wanted[1], got[0],
                      got[1]);
    assay_buffer_clear(&first);
    assay_buffer_clear(&last);
    assay_case_exercised(c, 0);
}

void assay_check_range_bounds(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, NEEDS, &next, &s);) {
        assay_layout l = assay_layout_take(c, s);
        assay_sample at = assay_sample_take(c, l.count, 20);
        for (size_t i = 1; i < at.count; i++) {
            if (!assay_case_turn(c))
                continue;
            assay_bytes start = assay_layout_at(&l, at.items[i - 1]);
            assay_bytes end = assay_layout_at(&l, at.items[i]);
            assay_driven_source part = assay_part_of(c, s, start, end);
            expect_bounds(c, part, start, end);
            assay_call_release(c, &part);
        }
        free(at.items);
        assay_layout_clear(&l);
        assay_call_release(c, &s);
    }
}
