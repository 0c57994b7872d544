/* What a reader of offsets can do besides reading: say where it is and how far, and be split. From
 * any thread: through the tracker alone. */
#include <assay/toolkit/offset_reader.h>

#include <assay/dynamic_split.h>
#include <assay/position.h>
#include <assay/progress.h>
#include <assay/toolkit/codec.h>
#include <assay/toolkit/error.h>
#include <string.h>

static assay_status check_open(const assay_offset_reader *self, assay_error *error)
{
    return assay_reader_check_open(__atomic_load_n(&self->state, __ATOMIC_SEQ_CST), error);
}

static assay_status fraction(assay_reader *self, double *consumed, assay_error *error)
{
    assay_offset_reader *reader = (assay_offset_reader *)self;
    ASSAY_TRY(check_open(reader, error));
    *consumed = assay_offset_tracker_fraction(&reader->tracker);
    return ASSAY_OK;
}

static const assay_progress progress = {.struct_size = sizeof(progress), .fraction = fraction};

static assay_status counts(assay_reader *self, int64_t *consumed, int64_t *remaining,
                           assay_error *error)
{
    assay_offset_reader *reader = (assay_offset_reader *)self;
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

/* Where the source of that state ends. The tracker knows an end where the data ended at start; as
 * long as it was not cut, the source is what it was. */
static uint64_t source_end(const assay_offset_reader *self, const assay_offset_state *now)
{
    return now->end >= __atomic_load_n(&self->limit, __ATOMIC_SEQ_CST) ? self->end : now->end;
}

/* The sources of a split are allocated before it happens: afterwards nothing may fail. */
typedef struct halves {
    assay_source *primary, *residual;
} halves;

static assay_status halves_new(const assay_offset_reader *self, halves *made)
{
    const assay_source *like = self->source;
    ASSAY_TRY(self->store->part(like, self->start, self->end, &made->primary));
    assay_status status = self->store->part(like, self->start, self->end, &made->residual);
    if (status != ASSAY_OK)
        made->primary->ops->release(made->primary);
    return status;
}

static void halves_free(halves *made)
{
    made->primary->ops->release(made->primary);
    made->residual->ops->release(made->residual);
}

static void halves_give(halves *made, const assay_offset_reader *reader, uint64_t cut,
                        const assay_offset_state *before, assay_split_result *result)
{
    reader->store->cover(made->primary, before->start, cut);
    reader->store->cover(made->residual, cut, source_end(reader, before));
    result->primary = made->primary;
    result->residual = made->residual;
}

static assay_status split(assay_offset_reader *self, uint64_t cut, assay_split_result *result)
{
    halves made;
    assay_offset_state before;
    ASSAY_TRY(halves_new(self, &made));
    assay_status status =
        assay_offset_tracker_split(&self->tracker, cut, &result->fraction, &before);
    if (status == ASSAY_OK)
        halves_give(&made, self, cut, &before, result);
    else
        halves_free(&made);
    return status;
}

static assay_status split_at(assay_reader *self, assay_bytes position, assay_split_result *result,
                             assay_error *error)
{
    assay_offset_reader *reader = (assay_offset_reader *)self;
    uint64_t cut;
    ASSAY_TRY(check_open(reader, error));
    if (!assay_offset_of(position, &cut))
        return assay_error_set(error, ASSAY_INVALID, "a position of this source has eight bytes");
    return split(reader, cut, result);
}

static const assay_split_at at_position = {.struct_size = sizeof(at_position), .split = split_at};

static assay_status split_fraction(assay_reader *self, double wanted, assay_split_result *result,
                                   assay_error *error)
{
    assay_offset_reader *reader = (assay_offset_reader *)self;
    uint64_t cut, grain = reader->store->grain;
    ASSAY_TRY(check_open(reader, error));
    assay_status status = assay_offset_tracker_position_at(&reader->tracker, wanted, &cut);
    if (status == ASSAY_INVALID)
        return assay_error_set(error, status, "the fraction is not a number from 0 to 1");
    ASSAY_TRY(status);
    return split(reader, grain == 0 ? cut : cut - cut % grain, result);
}

static const assay_dynamic_split at_fraction = {.struct_size = sizeof(at_fraction),
                                                .split = split_fraction};

static assay_status get_source(assay_reader *self, assay_source **source, assay_error *error)
{
    assay_offset_reader *reader = (assay_offset_reader *)self;
    ASSAY_TRY(check_open(reader, error));
    assay_offset_state now = assay_offset_tracker_state(&reader->tracker);
    return reader->store->part(reader->source, now.start, source_end(reader, &now), source);
}

static const assay_current_source current_source = {.struct_size = sizeof(current_source),
                                                    .get = get_source};

static assay_status get_position(assay_reader *self, assay_out *position, bool *split_point,
                                 assay_error *error)
{
    assay_offset_reader *reader = (assay_offset_reader *)self;
    ASSAY_TRY(assay_reader_check_record(reader->state, error));
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

const void *assay_offset_reader_query(assay_reader *self, const char *ability)
{
    (void)self;
    for (size_t i = 0; i < sizeof(abilities) / sizeof(abilities[0]); i++)
        if (strcmp(abilities[i].name, ability) == 0)
            return abilities[i].table;
    return NULL;
}
