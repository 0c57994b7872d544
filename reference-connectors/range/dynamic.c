/* What a reader can do besides reading: say where it is and how far, and be split. From any thread:
 * through the tracker alone. */
#include "range.h"

#include <assay/toolkit/codec.h>
#include <assay/toolkit/error.h>
#include <string.h>

static assay_status check_open(const range_reader *self, assay_error *error)
{
    return self->state == CLOSED ? assay_error_set(error, ASSAY_STATE, "the reader is closed")
                                 : ASSAY_OK;
}

static assay_status fraction(assay_reader *self, double *consumed, assay_error *error)
{
    range_reader *reader = (range_reader *)self;
    ASSAY_TRY(check_open(reader, error));
    *consumed = assay_offset_tracker_fraction(&reader->tracker);
    return ASSAY_OK;
}

static const assay_progress progress = {.struct_size = sizeof(progress), .fraction = fraction};

/* How many integers lie in [from, to), or [from, to] when it is endless, as far as that fits. */
static int64_t count(uint64_t from, uint64_t to, bool endless)
{
    uint64_t integers = to - from;
    return integers < INT64_MAX ? (int64_t)(integers + endless) : INT64_MAX;
}

static assay_status counts(assay_reader *self, int64_t *consumed, int64_t *remaining,
                           assay_error *error)
{
    range_reader *reader = (range_reader *)self;
    ASSAY_TRY(check_open(reader, error));
    assay_offset_state now = assay_offset_tracker_state(&reader->tracker);
    *consumed = 0;
    *remaining = ASSAY_SPLIT_POINTS_UNKNOWN;
    if (now.done) {
        *consumed = count(now.start, now.end, now.endless);
        *remaining = 0;
    } else if (now.claimed) {
        *consumed = count(now.start, now.last, false);
        *remaining = count(now.last, now.end, now.endless);
    }
    return ASSAY_OK;
}

static const assay_split_points split_points = {.struct_size = sizeof(split_points),
                                                .counts = counts};

/* The sources of a split are allocated before it happens: afterwards nothing may fail. */
typedef struct halves {
    assay_source *primary, *residual;
} halves;

static assay_status halves_new(const range_reader *self, halves *made)
{
    const range_source *like = &self->source;
    ASSAY_TRY(range_source_new(like, like->start, like->end, like->endless, &made->primary));
    assay_status status =
        range_source_new(like, like->start, like->end, like->endless, &made->residual);
    if (status != ASSAY_OK)
        made->primary->ops->release(made->primary);
    return status;
}

static void halves_free(halves *made)
{
    made->primary->ops->release(made->primary);
    made->residual->ops->release(made->residual);
}

static void halves_give(halves *made, uint64_t cut, const assay_offset_state *before,
                        assay_split_result *result)
{
    range_source *primary = (range_source *)made->primary;
    range_source *residual = (range_source *)made->residual;
    primary->end = cut;
    primary->endless = false;
    residual->start = cut;
    residual->end = before->end;
    residual->endless = before->endless;
    result->primary = made->primary;
    result->residual = made->residual;
}

static assay_status split_at(assay_reader *self, assay_bytes position, assay_split_result *result,
                             assay_error *error)
{
    range_reader *reader = (range_reader *)self;
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
        halves_give(&made, cut, &before, result);
    else
        halves_free(&made);
    return status;
}

static const assay_split_at at_position = {.struct_size = sizeof(at_position), .split = split_at};

static assay_status split_fraction(assay_reader *self, double wanted, assay_split_result *result,
                                   assay_error *error)
{
    range_reader *reader = (range_reader *)self;
    halves made;
    assay_offset_state before;
    uint64_t cut;
    ASSAY_TRY(check_open(reader, error));
    ASSAY_TRY(halves_new(reader, &made));
    assay_status status = assay_offset_tracker_split_fraction(&reader->tracker, wanted, &cut,
                                                              &result->fraction, &before);
    if (status == ASSAY_OK)
        halves_give(&made, cut, &before, result);
    else
        halves_free(&made);
    if (status == ASSAY_INVALID)
        return assay_error_set(error, status, "the fraction is not a number from 0 to 1");
    return status;
}

static const assay_dynamic_split at_fraction = {.struct_size = sizeof(at_fraction),
                                                .split = split_fraction};

static assay_status get_source(assay_reader *self, assay_source **source, assay_error *error)
{
    range_reader *reader = (range_reader *)self;
    ASSAY_TRY(check_open(reader, error));
    assay_offset_state now = assay_offset_tracker_state(&reader->tracker);
    return range_source_new(&reader->source, now.start, now.end, now.endless, source);
}

static const assay_current_source current_source = {.struct_size = sizeof(current_source),
                                                    .get = get_source};

static assay_status get_position(assay_reader *self, assay_out *position, bool *split_point,
                                 assay_error *error)
{
    range_reader *reader = (range_reader *)self;
    if (reader->state != ON_RECORD)
        return assay_error_set(error, ASSAY_STATE, "the reader is on no record");
    *split_point = true;
    return assay_put_offset(position, reader->last);
}

static const assay_position position = {
    .struct_size = sizeof(position), .kind = ASSAY_POSITION_OFFSET, .get = get_position};

static const struct ability {
    const char *name;
    const void *of_range, *of_stream;
} abilities[] = {
    {ASSAY_PROGRESS, &progress, NULL},
    {ASSAY_SPLIT_POINTS, &split_points, NULL},
    {ASSAY_DYNAMIC_SPLIT, &at_fraction, NULL},
    {ASSAY_SPLIT_AT, &at_position, NULL},
    {ASSAY_CURRENT_SOURCE, &current_source, &current_source},
    {ASSAY_POSITION, &position, NULL},
};

const void *range_reader_query(assay_reader *self, const char *ability)
{
    const range_reader *reader = (const range_reader *)self;
    for (size_t i = 0; i < sizeof(abilities) / sizeof(abilities[0]); i++)
        if (strcmp(abilities[i].name, ability) == 0)
            return reader->source.unbounded ? abilities[i].of_stream : abilities[i].of_range;
    return NULL;
}
