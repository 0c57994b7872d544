/* Positions of either kind, and the ranges that trackers are tried over. */
#include "checks/support.h"
#include "checks/tracker.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define KEY(text) assay_tracker_position_key(text, sizeof(text) - 1)

assay_bytes assay_tracker_position_bytes(const assay_tracker_position *self)
{
    return (assay_bytes){self->data, self->size};
}

int assay_tracker_position_compare(const assay_tracker_position *a, const assay_tracker_position *b)
{
    return assay_bytes_compare(assay_tracker_position_bytes(a), assay_tracker_position_bytes(b));
}

assay_tracker_position assay_tracker_position_offset(uint64_t offset)
{
    assay_tracker_position place = {.size = sizeof(offset)};
    for (size_t i = 0; i < sizeof(offset); i++)
        place.data[i] = (unsigned char)(offset >> (56 - 8 * i));
    return place;
}

uint64_t assay_tracker_position_number(const assay_tracker_position *self)
{
    uint64_t number = 0;
    for (size_t i = 0; i < sizeof(number); i++)
        number = number << 8 | self->data[i];
    return number;
}

assay_tracker_position assay_tracker_position_key(const char *data, size_t size)
{
    assay_tracker_position place = {
        .size = size < ASSAY_TRACKER_POSITION_SIZE ? size : ASSAY_TRACKER_POSITION_SIZE};
    if (size > 0)
        memcpy(place.data, data, place.size);
    return place;
}

assay_tracker_position assay_tracker_position_successor(const assay_tracker_span *of,
                                                        const assay_tracker_position *self)
{
    assay_tracker_position next = *self;
    if (!of->keys)
        return assay_tracker_position_offset(assay_tracker_position_number(self) + 1);
    next.size += next.size < ASSAY_TRACKER_POSITION_SIZE;
    return next;
}

void assay_tracker_position_print(const assay_tracker_position *self, bool keys, char *to,
                                  size_t size)
{
    if (keys)
        assay_value_print(assay_tracker_position_bytes(self), to, size);
    else
        snprintf(to, size, "%" PRIu64, assay_tracker_position_number(self));
}

bool assay_tracker_keys(const assay_case *c)
{
    return (assay_case_scenario(c)->promises & ASSAY_PROMISE_KEYS) != 0;
}

assay_tracker_span assay_tracker_span_make(const assay_case *c, assay_tracker_position start,
                                           assay_tracker_position end)
{
    bool cuts = (assay_case_scenario(c)->promises & ASSAY_PROMISE_CUTS_OPEN_END) != 0;
    return (assay_tracker_span){start, end, assay_tracker_keys(c), cuts};
}

assay_tracker_span assay_tracker_span_small(const assay_case *c)
{
    if (assay_tracker_keys(c))
        return assay_tracker_span_make(c, KEY("b"), KEY("d"));
    return assay_tracker_span_make(c, assay_tracker_position_offset(10),
                                   assay_tracker_position_offset(14));
}

size_t assay_tracker_positions_small(const assay_case *c,
                                     assay_tracker_position places[ASSAY_TRACKER_POSITIONS])
{
    const assay_tracker_position keys[] = {KEY("b"), KEY("b\0"), KEY("c"), KEY("c\xff"),
                                           KEY("d"), KEY("a"),   KEY("e")};
    static const uint64_t offsets[] = {10, 11, 12, 13, 14, 9, 15};
    size_t count = sizeof(offsets) / sizeof(offsets[0]);
    for (size_t i = 0; i < count; i++)
        places[i] = assay_tracker_keys(c) ? keys[i] : assay_tracker_position_offset(offsets[i]);
    return count;
}

static size_t add(assay_tracker_position *places, size_t count, assay_tracker_position place)
{
    for (size_t i = 0; i < count; i++)
        if (assay_tracker_position_compare(&places[i], &place) == 0)
            return count;
    places[count] = place;
    return count + 1;
}

static size_t offsets_of(const assay_tracker_span *span, assay_tracker_position *places)
{
    uint64_t start = assay_tracker_position_number(&span->start);
    uint64_t end = span->end.size > 0 ? assay_tracker_position_number(&span->end) : UINT64_MAX;
    const uint64_t all[] = {start,   start + 1, start + (end - start) / 2, end - 1, end, UINT64_MAX,
                            end + 1, start - 1};
    size_t count = 0;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
        count = add(places, count, assay_tracker_position_offset(all[i]));
    return count;
}

static assay_tracker_position longer(assay_tracker_position place, unsigned char by)
{
    if (place.size < ASSAY_TRACKER_POSITION_SIZE)
        place.data[place.size++] = by;
    return place;
}

static assay_tracker_position shorter(assay_tracker_position place)
{
    place.size -= place.size > 0;
    return place;
}

size_t assay_tracker_positions_of(const assay_tracker_span *span,
                                  assay_tracker_position places[ASSAY_TRACKER_POSITIONS])
{
    if (!span->keys)
        return offsets_of(span, places);
    const assay_tracker_position all[] = {span->start,
                                          longer(span->start, 0),
                                          longer(span->start, 0x80),
                                          longer(span->start, 0xff),
                                          shorter(span->start),
                                          span->end,
                                          longer(span->end, 0),
                                          shorter(span->end),
                                          KEY("\xff\xff\xff\xff")};
    size_t count = 0;
    for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
        count = add(places, count, all[i]);
    return count;
}

static bool corner_of_keys(const assay_case *c, size_t i, assay_tracker_span *span)
{
    const assay_tracker_position ends[][2] = {
        {KEY("a"), KEY("a")},
        {KEY("a"), KEY("a\0")},
        {KEY(""), KEY("\0")},
        {KEY("\0"), KEY("\0\0")},
        {KEY(""), KEY("\xff")},
        {KEY("a\xff"), KEY("b")},
        {KEY("\xff\xff"), KEY("\xff\xff\xff")},
        {KEY("aaaaaaaaaaaaaaaa"), KEY("aaaaaaaaaaaaaaab")},
        {KEY(""), KEY("")},
    };
    if (i >= sizeof(ends) / sizeof(ends[0]))
        return false;
    *span = assay_tracker_span_make(c, ends[i][0], ends[i][1]);
    return true;
}

static bool corner_of_offsets(const assay_case *c, size_t i, assay_tracker_span *span)
{
    static const uint64_t ends[][2] = {
        {0, 0},
        {7, 7},
        {0, 1},
        {7, 8},
        {0, INT64_C(1) << 53},
        {(INT64_C(1) << 53) - 1, (INT64_C(1) << 53) + 3},
        {0, INT64_MAX},
        {INT64_MAX - 4, INT64_MAX},
        {INT64_MAX - 1, INT64_MAX},
        {0, 0},
    };
    size_t count = sizeof(ends) / sizeof(ends[0]);
    if (i >= count)
        return false;
    *span = assay_tracker_span_make(c, assay_tracker_position_offset(ends[i][0]),
                                    assay_tracker_position_offset(ends[i][1]));
    if (i == count - 1)
        span->end.size = 0;
    return true;
}

bool assay_tracker_span_corner(const assay_case *c, size_t i, assay_tracker_span *span)
{
    bool open_end = (assay_case_scenario(c)->promises & ASSAY_PROMISE_OPEN_END) != 0;
    bool there = assay_tracker_keys(c) ? corner_of_keys(c, i, span) : corner_of_offsets(c, i, span);
    return there && (open_end || span->end.size > 0);
}
