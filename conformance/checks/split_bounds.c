/* The bounds of parts. */
#include "checks/split.h"
#include <stdlib.h>

typedef struct span {
    assay_buffer start, end;
} span;

static span span_of(assay_case *c, assay_driven_source s)
{
    span made = {ASSAY_BUFFER_INIT, ASSAY_BUFFER_INIT};
    assay_drive_want(c, assay_call_bounds(c, s, &made.start, &made.end), ASSAY_OK, "bounds");
    return made;
}

static void span_clear(span *self)
{
    assay_buffer_clear(&self->start);
    assay_buffer_clear(&self->end);
}

static int compare_starts(const void *a, const void *b)
{
    const span *one = a, *two = b;
    int order =
        assay_bytes_compare(assay_buffer_bytes(&one->start), assay_buffer_bytes(&two->start));
    return order != 0
               ? order
               : assay_bytes_compare(assay_buffer_bytes(&one->end), assay_buffer_bytes(&two->end));
}

static void expect_place(assay_case *c, size_t part, const span *self, assay_bytes wanted,
                         const char *expected)
{
    char got[60], should[60];
    assay_value_print(assay_buffer_bytes(&self->start), got, sizeof got);
    assay_value_print(wanted, should, sizeof should);
    assay_case_expect(c, assay_bytes_same(assay_buffer_bytes(&self->start), wanted), expected,
                      "part %zu in the order of starts begins at %s instead of %s", part, got,
                      should);
}

static void expect_abutting(assay_case *c, const span *whole, const span *parts, size_t count)
{
    assay_bytes last = assay_buffer_bytes(&whole->end);
    expect_place(c, 0, &parts[0], assay_buffer_bytes(&whole->start),
                 "the first part begins where the source begins");
    for (size_t i = 1; i < count; i++)
        expect_place(c, i, &parts[i], assay_buffer_bytes(&parts[i - 1].end),
                     "each part begins where the one before it ends");
    assay_bytes end = assay_buffer_bytes(&parts[count - 1].end);
    assay_case_expect(c, last.size == 0 || (end.size > 0 && assay_bytes_compare(end, last) <= 0),
                      "the last part does not end behind the source", "it does");
}

/* False: not all parts have bounds. */
static bool take_spans(assay_case *c, const assay_parts *parts, span *spans)
{
    for (size_t i = 0; i < parts->count; i++) {
        if (!assay_offers(c, parts->items[i], ASSAY_RANGE))
            return false;
        spans[i] = span_of(c, parts->items[i]);
    }
    return true;
}

static void look_at_parts(assay_case *c, assay_driven_source s, uint32_t count)
{
    assay_parts parts = {0};
    assay_split_into(c, s, count, &parts);
    span *spans = assay_case_allocate(c, (parts.count + 1) * sizeof *spans);
    span whole = span_of(c, s);
    if (parts.count > 1 && take_spans(c, &parts, spans)) {
        qsort(spans, parts.count, sizeof *spans, compare_starts);
        expect_abutting(c, &whole, spans, parts.count);
        assay_case_exercised(c, 0);
    }
    for (size_t i = 0; i < parts.count; i++)
        span_clear(&spans[i]);
    span_clear(&whole);
    free(spans);
    assay_parts_release(c, &parts);
}

/* Of a part, too: its parts are inside of it. */
static void look_deeper(assay_case *c, assay_driven_source s)
{
    assay_parts parts = {0};
    assay_split_into(c, s, 3, &parts);
    for (size_t i = 0; i < parts.count; i++)
        if (assay_offers(c, parts.items[i], ASSAY_RANGE) &&
            assay_offers(c, parts.items[i], ASSAY_SPLIT))
            look_at_parts(c, parts.items[i], 3);
    assay_parts_release(c, &parts);
}

void assay_check_parts_abut(assay_case *c)
{
    assay_driven_source s;
    for (size_t next = 0; assay_each(c, ASSAY_CAN_SPLIT | ASSAY_CAN_RANGE, &next, &s);) {
        for (uint32_t count = 2; count <= 20; count += 9)
            if (assay_case_turn(c))
                look_at_parts(c, s, count);
        if (assay_case_turn(c))
            look_deeper(c, s);
        assay_call_release(c, &s);
    }
}
