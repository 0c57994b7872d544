#include "checks/layout.h"
#include <assay/toolkit/codec.h>
#include <stdlib.h>

static void sketch_layout(assay_case *c, const assay_layout *l, uint64_t records)
{
    assay_case_sketch(c, ASSAY_MARK_RECORDS, records, 0);
    for (uint64_t i = 0, end; i < l->count; i = end) {
        for (end = i + 1; end < l->count && l->points[end] == l->points[i];)
            end++;
        if (l->points[i])
            assay_case_sketch(c, ASSAY_MARK_POINTS, i, end);
    }
    assay_case_sketch_keep(c);
}

assay_layout assay_layout_take(assay_case *c, assay_driven_source s)
{
    uint64_t records = assay_records(c, s);
    assay_layout l = {0, ASSAY_BUFFER_INIT, NULL, NULL};
    if (!assay_in_order(c, s))
        assay_case_unproven(c, "a whole read does not give the records in the order of the data, "
                               "so that their numbers say nothing about their positions");
    l.starts = assay_case_allocate(c, (records + 1) * sizeof *l.starts);
    l.points = assay_case_allocate(c, (records + 1) * sizeof *l.points);
    assay_driven_reader r = assay_drive_reader(c, s);
    while (l.count < records && assay_drive_next(c, &r)) {
        l.starts[l.count] = l.bytes.size;
        assay_drive_want(c, assay_call_position(c, &r, &l.bytes, &l.points[l.count]), ASSAY_OK,
                         "position of record %llu", (unsigned long long)l.count);
        l.starts[++l.count] = l.bytes.size;
    }
    assay_drive_close(c, &r);
    sketch_layout(c, &l, records);
    return l;
}

void assay_layout_clear(assay_layout *self)
{
    assay_buffer_clear(&self->bytes);
    free(self->starts);
    free(self->points);
}

assay_bytes assay_layout_at(const assay_layout *self, uint64_t i)
{
    return (assay_bytes){self->bytes.data + self->starts[i], self->starts[i + 1] - self->starts[i]};
}

uint64_t assay_layout_first(const assay_layout *self, assay_bytes position)
{
    for (uint64_t i = 0; i < self->count; i++)
        if (self->points[i] && assay_bytes_compare(assay_layout_at(self, i), position) >= 0)
            return i;
    return self->count;
}

uint64_t assay_layout_points(const assay_layout *self, uint64_t first, uint64_t end)
{
    uint64_t points = 0;
    for (uint64_t i = first; i < end; i++)
        points += self->points[i];
    return points;
}

assay_bytes assay_layout_point(const assay_layout *self, uint64_t number)
{
    uint64_t i = 0;
    while (!self->points[i] || number-- > 0)
        i++;
    return assay_layout_at(self, i);
}

bool assay_position_successor(assay_case *c, assay_position_kind kind, assay_bytes position,
                              assay_buffer *to)
{
    uint64_t offset;
    assay_buffer_reset(to);
    if (kind == ASSAY_POSITION_KEY) {
        assay_case_must(c, assay_buffer_append(&to->out, position.data, position.size));
        assay_case_must(c, assay_buffer_append(&to->out, "", 1));
        return true;
    }
    if (!assay_offset_of(position, &offset))
        assay_case_fail(c, "a position of kind OFFSET has eight bytes", "it has %zu",
                        position.size);
    if (offset == UINT64_MAX)
        return false;
    assay_case_must(c, assay_put_offset(&to->out, offset + 1));
    return true;
}

assay_position_kind assay_position_kind_of(assay_case *c, assay_driven_source s)
{
    const assay_range *range = assay_call_ability(c, s, ASSAY_RANGE);
    if (range != NULL)
        return range->kind;
    assay_driven_reader r = assay_drive_reader(c, s);
    const assay_position *position = assay_call_reader_ability(c, &r, ASSAY_POSITION);
    assay_position_kind kind = position == NULL ? ASSAY_POSITION_KEY : position->kind;
    assay_drive_close(c, &r);
    return kind;
}
