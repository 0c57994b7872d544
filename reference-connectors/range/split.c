/* What a source can do before it is read: say its size, be split, be cut to a range. */
#include "range.h"

#include <assay/toolkit/codec.h>
#include <assay/toolkit/error.h>
#include <assay/toolkit/offset_parts.h>
#include <string.h>

static assay_status estimate(assay_source *self, int64_t *bytes, assay_error *error)
{
    (void)error;
    const range_source *source = (const range_source *)self;
    *bytes = range_stored_size(source, source->start);
    return ASSAY_OK;
}

static const assay_size size = {.struct_size = sizeof(size), .estimate = estimate};

static assay_status emit_all(const range_source *source, assay_offset_parts parts,
                             assay_source_emit *to)
{
    uint64_t first, last;
    while (assay_offset_parts_next(&parts, &first, &last)) {
        assay_source *part;
        ASSAY_TRY(range_source_new(source, first, last + 1, last == UINT64_MAX, &part));
        ASSAY_TRY(to->emit(to, part));
    }
    return ASSAY_OK;
}

static assay_status by_size(assay_source *self, int64_t desired_bytes, assay_source_emit *parts,
                            assay_error *error)
{
    const range_source *source = (const range_source *)self;
    if (desired_bytes < 1)
        return assay_error_set(error, ASSAY_INVALID, "parts of less than one byte");
    if (range_source_empty(source))
        return ASSAY_OK;
    uint64_t integers = desired_bytes < 8 ? 1 : (uint64_t)desired_bytes / 8;
    return emit_all(source,
                    assay_offset_parts_by_size(source->start, range_source_last(source), integers),
                    parts);
}

static assay_status by_size_of_stream(assay_source *self, int64_t desired_bytes,
                                      assay_source_emit *parts, assay_error *error)
{
    (void)self, (void)desired_bytes, (void)parts;
    return assay_error_set(error, ASSAY_UNSUPPORTED, "a stream is split by number");
}

static assay_status by_count(assay_source *self, uint32_t count, assay_source_emit *parts,
                             assay_error *error)
{
    const range_source *source = (const range_source *)self;
    if (count < 1)
        return assay_error_set(error, ASSAY_INVALID, "less than one part");
    if (range_source_empty(source))
        return ASSAY_OK;
    return emit_all(source,
                    assay_offset_parts_by_count(source->start, range_source_last(source), count),
                    parts);
}

static const assay_split split = {
    .struct_size = sizeof(split), .by_size = by_size, .by_count = by_count};
static const assay_split stream_split = {
    .struct_size = sizeof(stream_split), .by_size = by_size_of_stream, .by_count = by_count};

static assay_status bounds(assay_source *self, assay_out *start, assay_out *end, assay_error *error)
{
    (void)error;
    const range_source *source = (const range_source *)self;
    ASSAY_TRY(assay_put_offset(start, source->start));
    return source->endless ? ASSAY_OK : assay_put_offset(end, source->end);
}

static assay_status cut(assay_source *self, assay_bytes start, assay_bytes end, assay_source **part,
                        assay_error *error)
{
    const range_source *source = (const range_source *)self;
    uint64_t from, to = source->end;
    bool endless = end.size == 0 && source->endless;
    if (!assay_offset_of(start, &from) || (end.size > 0 && !assay_offset_of(end, &to)))
        return assay_error_set(error, ASSAY_INVALID, "a position of this source has eight bytes");
    if (from < source->start || from > to || to > source->end)
        return assay_error_set(error, ASSAY_INVALID, "the range is not inside the source");
    return range_source_new(source, from, to, endless, part);
}

static const assay_range range = {
    .struct_size = sizeof(range), .kind = ASSAY_POSITION_OFFSET, .bounds = bounds, .part = cut};

static const struct ability {
    const char *name;
    const void *of_range, *of_stream;
} abilities[] = {
    {ASSAY_SIZE, &size, NULL},           {ASSAY_SPLIT, &split, &stream_split},
    {ASSAY_RANGE, &range, NULL},         {ASSAY_CHECKPOINT, &range_checkpoint, &range_checkpoint},
    {ASSAY_STREAM, NULL, &range_stream},
};

const void *range_source_query(assay_source *self, const char *ability)
{
    const range_source *source = (const range_source *)self;
    for (size_t i = 0; i < sizeof(abilities) / sizeof(abilities[0]); i++)
        if (strcmp(abilities[i].name, ability) == 0)
            return source->unbounded ? abilities[i].of_stream : abilities[i].of_range;
    return NULL;
}
