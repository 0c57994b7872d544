/* What a reader of keys can do besides reading: say where it is and how far, and be split. From any
 * thread: under the lock, without the store. */
#include <assay/toolkit/key_reader.h>
#include <assay/toolkit/error.h>

#include <string.h>

/* OK: the lock is taken; STATE: it is not. */
static assay_status enter(assay_key_reader *self, assay_error *error)
{
    pthread_mutex_lock(&self->lock);
    assay_status status = assay_reader_check_open(self->state, error);
    if (status != ASSAY_OK)
        pthread_mutex_unlock(&self->lock);
    return status;
}

static assay_status leave(assay_key_reader *self, assay_status status)
{
    pthread_mutex_unlock(&self->lock);
    return status;
}

/* The end of what fractions are of; the caller clears it. */
static assay_status end_of(const assay_key_reader *self, assay_buffer *end)
{
    assay_buffer start = ASSAY_BUFFER_INIT;
    *end = start;
    assay_status status = assay_key_tracker_range(self->tracker, &start.out, &end->out);
    assay_buffer_clear(&start);
    return status;
}

static assay_status fraction_at(const assay_key_reader *self, assay_bytes position, double *share)
{
    assay_buffer end;
    assay_status status = end_of(self, &end);
    *share = assay_key_fraction(assay_buffer_bytes(&self->low), assay_buffer_bytes(&end), position);
    assay_buffer_clear(&end);
    return status;
}

static assay_status fraction(assay_reader *self, double *consumed, assay_error *error)
{
    assay_key_reader *reader = (assay_key_reader *)self;
    ASSAY_TRY(enter(reader, error));
    *consumed = reader->state == ASSAY_READER_AT_END ? 1 : 0;
    assay_status status = ASSAY_OK;
    if (reader->state == ASSAY_READER_ON_RECORD)
        status = fraction_at(reader, assay_buffer_bytes(&reader->place.key), consumed);
    return leave(reader, status);
}

static const assay_progress progress = {.struct_size = sizeof(progress), .fraction = fraction};

static assay_status counts(assay_reader *self, int64_t *consumed, int64_t *remaining,
                           assay_error *error)
{
    assay_key_reader *reader = (assay_key_reader *)self;
    ASSAY_TRY(enter(reader, error));
    *consumed = 0;
    if (reader->state == ASSAY_READER_ON_RECORD || reader->state == ASSAY_READER_AT_END)
        *consumed = (int64_t)reader->place.points - (reader->state == ASSAY_READER_ON_RECORD);
    *remaining = reader->state == ASSAY_READER_AT_END ? 0 : ASSAY_SPLIT_POINTS_UNKNOWN;
    return leave(reader, ASSAY_OK);
}

static const assay_split_points split_points = {.struct_size = sizeof(split_points),
                                                .counts = counts};

/* What a split makes; all of it before the split happens, as nothing may fail afterwards. */
typedef struct halves {
    assay_source *primary, *residual;
    assay_buffer end;
} halves;

static void halves_clear(halves *made)
{
    if (made->primary != NULL)
        made->primary->ops->release(made->primary);
    if (made->residual != NULL)
        made->residual->ops->release(made->residual);
    assay_buffer_clear(&made->end);
}

static assay_status halves_new(const assay_key_reader *self, assay_bytes cut, halves *made)
{
    assay_bytes start = assay_buffer_bytes(&self->start), end = assay_buffer_bytes(&self->end);
    *made = (halves){NULL, NULL, ASSAY_BUFFER_INIT};
    ASSAY_TRY(assay_buffer_append(&made->end.out, cut.data, cut.size));
    ASSAY_TRY(self->store->part(self, start, cut, &made->primary));
    return self->store->part(self, cut, end, &made->residual);
}

/* Cuts at a position, under the lock. What lies behind the last key is nothing to give. */
static assay_status cut_at(assay_key_reader *self, assay_bytes cut, double share,
                           assay_split_result *result)
{
    halves made;
    if (self->state != ASSAY_READER_ON_RECORD ||
        assay_key_compare(cut, assay_buffer_bytes(&self->top)) > 0)
        return ASSAY_REFUSED;
    assay_status status = halves_new(self, cut, &made);
    if (status == ASSAY_OK)
        status = assay_key_tracker_split(self->tracker, cut);
    if (status == ASSAY_OK) {
        result->fraction = share;
        result->primary = made.primary;
        result->residual = made.residual;
        made.primary = made.residual = NULL;
        assay_buffer before = self->end;
        self->end = made.end;
        made.end = before;
    }
    halves_clear(&made);
    return status;
}

static assay_status cut_position(assay_key_reader *self, assay_bytes cut,
                                 assay_split_result *result)
{
    double share;
    if (self->state != ASSAY_READER_ON_RECORD)
        return ASSAY_REFUSED;
    ASSAY_TRY(fraction_at(self, cut, &share));
    return cut_at(self, cut, share, result);
}

static assay_status split_at(assay_reader *self, assay_bytes position, assay_split_result *result,
                             assay_error *error)
{
    assay_key_reader *reader = (assay_key_reader *)self;
    ASSAY_TRY(enter(reader, error));
    return leave(reader, cut_position(reader, position, result));
}

static const assay_split_at at_position = {.struct_size = sizeof(at_position), .split = split_at};

static assay_status cut_fraction(assay_key_reader *self, double wanted, assay_split_result *result)
{
    assay_buffer end, cut = ASSAY_BUFFER_INIT;
    assay_bytes low = assay_buffer_bytes(&self->low);
    if (self->state != ASSAY_READER_ON_RECORD || wanted == 1)
        return ASSAY_REFUSED;
    assay_status status = end_of(self, &end);
    if (status == ASSAY_OK && assay_key_compare(low, assay_buffer_bytes(&end)) >= 0)
        status = ASSAY_REFUSED; /* no key divides those that are left */
    if (status == ASSAY_OK)
        status = assay_key_interpolate(low, assay_buffer_bytes(&end), wanted, &cut.out);
    if (status == ASSAY_OK)
        status = cut_position(self, assay_buffer_bytes(&cut), result);
    assay_buffer_clear(&end);
    assay_buffer_clear(&cut);
    return status;
}

static assay_status split_fraction(assay_reader *self, double wanted, assay_split_result *result,
                                   assay_error *error)
{
    assay_key_reader *reader = (assay_key_reader *)self;
    ASSAY_TRY(enter(reader, error));
    if (!(wanted >= 0 && wanted <= 1))
        return leave(reader, assay_error_set(error, ASSAY_INVALID,
                                             "the fraction is not a number from 0 to 1"));
    return leave(reader, cut_fraction(reader, wanted, result));
}

static const assay_dynamic_split at_fraction = {.struct_size = sizeof(at_fraction),
                                                .split = split_fraction};

static assay_status get_source(assay_reader *self, assay_source **source, assay_error *error)
{
    assay_key_reader *reader = (assay_key_reader *)self;
    ASSAY_TRY(enter(reader, error));
    return leave(reader, reader->store->part(reader, assay_buffer_bytes(&reader->start),
                                             assay_buffer_bytes(&reader->end), source));
}

static const assay_current_source current_source = {.struct_size = sizeof(current_source),
                                                    .get = get_source};

static assay_status get_position(assay_reader *self, assay_out *position, bool *split_point,
                                 assay_error *error)
{
    const assay_key_reader *reader = (const assay_key_reader *)self;
    ASSAY_TRY(assay_reader_check_record(reader->state, error));
    *split_point = reader->split_point;
    return position->append(position, reader->place.key.data, reader->place.key.size);
}

static const assay_position position = {
    .struct_size = sizeof(position), .kind = ASSAY_POSITION_KEY, .get = get_position};

static const struct ability {
    const char *name;
    const void *by_key, *keyless;
} abilities[] = {
    {ASSAY_PROGRESS, &progress, NULL},
    {ASSAY_SPLIT_POINTS, &split_points, NULL},
    {ASSAY_DYNAMIC_SPLIT, &at_fraction, NULL},
    {ASSAY_SPLIT_AT, &at_position, NULL},
    {ASSAY_CURRENT_SOURCE, &current_source, &current_source},
    {ASSAY_POSITION, &position, NULL},
};

const void *assay_key_reader_query(assay_reader *self, const char *ability)
{
    const assay_key_reader *reader = (const assay_key_reader *)self;
    for (size_t i = 0; i < sizeof(abilities) / sizeof(abilities[0]); i++)
        if (strcmp(abilities[i].name, ability) == 0)
            return reader->keyless ? abilities[i].keyless : abilities[i].by_key;
    return NULL;
}
