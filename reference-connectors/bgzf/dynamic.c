/* What a reader can do besides reading: say where it is and how far, and be split. From any thread:
 * through the tracker alone. */
#include "bgzf.h"

#include <assay/toolkit/codec.h>
#include <string.h>

static assay_status check_open(const bgzf_reader *self, assay_error *error)
{
    return self->state == CLOSED ? assay_error_set(error, ASSAY_STATE, "the reader is closed")
                                 : ASSAY_OK;
}

static assay_status fraction(assay_reader *self, double *consumed, assay_error *error)
{
    bgzf_reader *reader = (bgzf_reader *)self;
    ASSAY_TRY(check_open(reader, error));
    *consumed = assay_offset_tracker_fraction(&reader->tracker);
    return ASSAY_OK;
}

static const assay_progress progress = {.struct_size = sizeof(progress), .fraction = fraction};

static assay_status counts(assay_reader *self, int64_t *consumed, int64_t *remaining,
                           assay_error *error)
{
    bgzf_reader *reader = (bgzf_reader *)self;
    ASSAY_TRY(check_open(reader, error));
    assay_offset_state now = assay_offset_tracker_state(&reader->tracker);
    uint64_t arrived = reader->restored_points + now.split_points;
    *remaining = now.done ? 0 : ASSAY_SPLIT_POINTS_UNKNOWN;
    *consumed = 0;
    if (now.done)
        *consumed = (int64_t)arrived;
    else if (now.claimed)
        *consumed = (int64_t)arrived - 1;
    return ASSAY_OK;
}

static const assay_split_points split_points = {.struct_size = sizeof(split_points),
                                                .counts = counts};

/* Where the source of that state ends. The tracker knows an end where the file ended at start; as
 * long as it was not cut, the source is what it was. */
static uint64_t source_end(const bgzf_reader *self, const assay_offset_state *now)
{
    return now->end >= self->limit ? self->source->end : now->end;
}

/* The sources of a split are allocated before it happens: afterwards nothing may fail. */
typedef struct halves {
    assay_source *primary, *residual;
} halves;

static assay_status halves_new(const bgzf_reader *self, halves *made)
{
    const bgzf_source *like = self->source;
    ASSAY_TRY(bgzf_source_part(like, like->start, like->end, &made->primary));
    assay_status status = bgzf_source_part(like, like->start, like->end, &made->residual);
    if (status != ASSAY_OK)
        made->primary->ops->release(made->primary);
    return status;
}

static void halves_free(halves *made)
{
    made->primary->ops->release(made->primary);
    made->residual->ops->release(made->residual);
}

static void halves_give(halves *made, const bgzf_reader *reader, uint64_t cut,
                        const assay_offset_state *before, assay_split_result *result)
{
    bgzf_source *primary = (bgzf_source *)made->primary;
    bgzf_source *residual = (bgzf_source *)made->residual;
    primary->end = cut;
    residual->start = cut;
    residual->end = source_end(reader, before);
    result->primary = made->primary;
    result->residual = made->residual;
}

static assay_status split_at(assay_reader *self, assay_bytes position, assay_split_result *result,
                             assay_error *error)
{
    bgzf_reader *reader = (bgzf_reader *)self;
    halves made;
    assay_offset_state before;
    uint64_t cut;
    ASSAY_TRY(check_open(reader, error));
    if (!assay_offset_of(position, &cut))
        return assay_error_set(error, ASSAY_INVALID, "a position of this source has eight bytes");
    ASSAY_TRY(halves_new(reader, &made));
    assay_status status =
        assay_offset_tracker_split(&reader->tracker, cut, &result->fraction, &before);
    if (status == ASSAY_OK)
        halves_give(&made, reader, cut, &before, result);
    else
        halves_free(&made);
    return status;
}

static const assay_split_at at_position = {.struct_size = sizeof(at_position), .split = split_at};

/* A split by fraction falls between two blocks: the residual begins with the first block at or
 * after the cut, and nobody reads a block twice but for a record that goes on in it. */
static assay_status cut_at_block(bgzf_reader *self, double wanted, uint64_t *cut,
                                 assay_split_result *result, assay_offset_state *before)
{
    assay_offset_state now = assay_offset_tracker_state(&self->tracker);
    uint64_t width = now.end - now.start;
    long double share = (long double)wanted * (long double)width;
    if (share >= (long double)width)
        return ASSAY_REFUSED;
    *cut = (now.start + (uint64_t)share) >> 16 << 16;
    return assay_offset_tracker_split(&self->tracker, *cut, &result->fraction, before);
}

static assay_status split_fraction(assay_reader *self, double wanted, assay_split_result *result,
                                   assay_error *error)
{
    bgzf_reader *reader = (bgzf_reader *)self;
    halves made;
    assay_offset_state before;
    uint64_t cut;
    ASSAY_TRY(check_open(reader, error));
    if (!(wanted >= 0 && wanted <= 1))
        return assay_error_set(error, ASSAY_INVALID, "the fraction is not a number from 0 to 1");
    ASSAY_TRY(halves_new(reader, &made));
    assay_status status = cut_at_block(reader, wanted, &cut, result, &before);
    if (status == ASSAY_OK)
        halves_give(&made, reader, cut, &before, result);
    else
        halves_free(&made);
    return status;
}

static const assay_dynamic_split at_fraction = {.struct_size = sizeof(at_fraction),
                                                .split = split_fraction};

static assay_status get_source(assay_reader *self, assay_source **source, assay_error *error)
{
    bgzf_reader *reader = (bgzf_reader *)self;
    ASSAY_TRY(check_open(reader, error));
    assay_offset_state now = assay_offset_tracker_state(&reader->tracker);
    return bgzf_source_part(reader->source, now.start, source_end(reader, &now), source);
}

static const assay_current_source current_source = {.struct_size = sizeof(current_source),
                                                    .get = get_source};

static assay_status get_position(assay_reader *self, assay_out *position, bool *split_point,
                                 assay_error *error)
{
    bgzf_reader *reader = (bgzf_reader *)self;
    if (reader->state != ON_RECORD)
        return assay_error_set(error, ASSAY_STATE, "the reader is on no record");
    *split_point = true;
    return assay_put_offset(position, reader->position);
}

static const assay_position position = {
    .struct_size = sizeof(position), .kind = ASSAY_POSITION_OFFSET, .get = get_position};

static const struct ability {
    const char *name;
    const void *table;
} abilities[] = {
    {ASSAY_PROGRESS, &progress},
    {ASSAY_SPLIT_POINTS, &split_points},
    {ASSAY_DYNAMIC_SPLIT, &at_fraction},
    {ASSAY_SPLIT_AT, &at_position},
    {ASSAY_CURRENT_SOURCE, &current_source},
    {ASSAY_POSITION, &position},
};

const void *bgzf_reader_query(assay_reader *self, const char *ability)
{
    (void)self;
    for (size_t i = 0; i < sizeof(abilities) / sizeof(abilities[0]); i++)
        if (strcmp(abilities[i].name, ability) == 0)
            return abilities[i].table;
    return NULL;
}
