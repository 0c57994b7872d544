/* Wrapped readers and their abilities: a hook where there is one, else the inner reader. */
#include <assay/toolkit/wrap_handle.h>

#include <stdlib.h>

typedef struct wrapped_reader {
    assay_reader base;
    assay_reader *inner;
    assay_source *source; /* what it came from */
    const assay_wrap *wrap;
    max_align_t room[];
} wrapped_reader;

static wrapped_reader *wrapped(assay_reader *self)
{
    return (wrapped_reader *)self;
}

static const assay_wrap_hooks *hooks_of(assay_reader *self)
{
    return wrapped(self)->wrap->hooks;
}

/* The inner ability; only called where the wrapper's own was offered because of it. */
static const void *inner_ability(assay_reader *self, const char *ability)
{
    assay_reader *inner = wrapped(self)->inner;
    return inner->ops->query(inner, ability);
}

assay_reader *assay_wrap_inner_reader(assay_reader *self)
{
    return wrapped(self)->inner;
}

void *assay_wrap_reader_room(assay_reader *self)
{
    return wrapped(self)->room;
}

assay_source *assay_wrap_reader_source(assay_reader *self)
{
    return wrapped(self)->source;
}

static assay_status start(assay_reader *self, assay_error *error)
{
    const assay_reader_ops *hook = hooks_of(self)->reader;
    if (hook != NULL && hook->start != NULL)
        return hook->start(self, error);
    assay_reader *inner = wrapped(self)->inner;
    return inner->ops->start(inner, error);
}

static assay_status advance(assay_reader *self, assay_error *error)
{
    const assay_reader_ops *hook = hooks_of(self)->reader;
    if (hook != NULL && hook->advance != NULL)
        return hook->advance(self, error);
    assay_reader *inner = wrapped(self)->inner;
    return inner->ops->advance(inner, error);
}

static assay_status current(assay_reader *self, assay_record *record, assay_error *error)
{
    const assay_reader_ops *hook = hooks_of(self)->reader;
    if (hook != NULL && hook->current != NULL)
        return hook->current(self, record, error);
    assay_reader *inner = wrapped(self)->inner;
    return inner->ops->current(inner, record, error);
}

static assay_status close_reading(assay_reader *self, assay_error *error)
{
    const assay_reader_ops *hook = hooks_of(self)->reader;
    if (hook != NULL && hook->close != NULL)
        return hook->close(self, error);
    assay_reader *inner = wrapped(self)->inner;
    return inner->ops->close(inner, error);
}

static const void *query(assay_reader *self, const char *ability)
{
    const assay_reader_ops *hook = hooks_of(self)->reader;
    if (hook != NULL && hook->query != NULL)
        return hook->query(self, ability);
    return assay_wrap_reader_ability(self, ability);
}

static void release(assay_reader *self)
{
    wrapped_reader *reader = wrapped(self);
    const assay_reader_ops *hook = hooks_of(self)->reader;
    if (hook != NULL && hook->release != NULL)
        hook->release(self);
    reader->inner->ops->release(reader->inner);
    assay_wrap_source_leave(reader->source);
    free(reader);
}

static const assay_reader_ops reader_ops = {
    .struct_size = sizeof(reader_ops),
    .start = start,
    .advance = advance,
    .current = current,
    .close = close_reading,
    .query = query,
    .release = release,
};

assay_status assay_wrap_reader(assay_source *source, assay_reader *inner, assay_reader **reader)
{
    const assay_wrap *wrap = assay_wrap_source_join(source);
    wrapped_reader *self = calloc(1, sizeof(*self) + wrap->hooks->reader_room);
    if (self == NULL) {
        assay_wrap_source_leave(source);
        inner->ops->release(inner);
        return ASSAY_MEMORY;
    }
    self->base.ops = &reader_ops;
    self->inner = inner;
    self->source = source;
    self->wrap = wrap;
    *reader = &self->base;
    return ASSAY_OK;
}

/* Wraps both halves, or neither. */
static assay_status wrap_split(assay_reader *self, const assay_split_result *inner,
                               assay_split_result *result)
{
    assay_source *like = assay_wrap_reader_source(self), *primary = NULL, *residual = NULL;
    assay_status status = assay_wrap_source(like, inner->primary, &primary);
    if (status != ASSAY_OK) {
        inner->residual->ops->release(inner->residual);
        return status;
    }
    status = assay_wrap_source(like, inner->residual, &residual);
    if (status != ASSAY_OK) {
        primary->ops->release(primary);
        return status;
    }
    result->fraction = inner->fraction;
    result->primary = primary;
    result->residual = residual;
    return ASSAY_OK;
}

static assay_status fraction_of(assay_reader *self, double *fraction, assay_error *error)
{
    const assay_progress *hook = hooks_of(self)->progress;
    if (hook != NULL && hook->fraction != NULL)
        return hook->fraction(self, fraction, error);
    const assay_progress *inner = inner_ability(self, ASSAY_PROGRESS);
    return inner->fraction(wrapped(self)->inner, fraction, error);
}

static assay_status counts(assay_reader *self, int64_t *consumed, int64_t *remaining,
                           assay_error *error)
{
    const assay_split_points *hook = hooks_of(self)->split_points;
    if (hook != NULL && hook->counts != NULL)
        return hook->counts(self, consumed, remaining, error);
    const assay_split_points *inner = inner_ability(self, ASSAY_SPLIT_POINTS);
    return inner->counts(wrapped(self)->inner, consumed, remaining, error);
}

static assay_status split_fraction(assay_reader *self, double fraction, assay_split_result *result,
                                   assay_error *error)
{
    const assay_dynamic_split *hook = hooks_of(self)->dynamic_split;
    if (hook != NULL && hook->split != NULL)
        return hook->split(self, fraction, result, error);
    const assay_dynamic_split *inner = inner_ability(self, ASSAY_DYNAMIC_SPLIT);
    assay_split_result halves = {.struct_size = sizeof(halves)};
    ASSAY_TRY(inner->split(wrapped(self)->inner, fraction, &halves, error));
    return wrap_split(self, &halves, result);
}

static assay_status split_position(assay_reader *self, assay_bytes position,
                                   assay_split_result *result, assay_error *error)
{
    const assay_split_at *hook = hooks_of(self)->split_at;
    if (hook != NULL && hook->split != NULL)
        return hook->split(self, position, result, error);
    const assay_split_at *inner = inner_ability(self, ASSAY_SPLIT_AT);
    assay_split_result halves = {.struct_size = sizeof(halves)};
    ASSAY_TRY(inner->split(wrapped(self)->inner, position, &halves, error));
    return wrap_split(self, &halves, result);
}

static assay_status get_source(assay_reader *self, assay_source **source, assay_error *error)
{
    const assay_current_source *hook = hooks_of(self)->current_source;
    if (hook != NULL && hook->get != NULL)
        return hook->get(self, source, error);
    const assay_current_source *inner = inner_ability(self, ASSAY_CURRENT_SOURCE);
    assay_source *found = NULL;
    ASSAY_TRY(inner->get(wrapped(self)->inner, &found, error));
    return assay_wrap_source(assay_wrap_reader_source(self), found, source);
}

static assay_status get_position(assay_reader *self, assay_out *position, bool *split_point,
                                 assay_error *error)
{
    const assay_position *hook = hooks_of(self)->position;
    if (hook != NULL && hook->get != NULL)
        return hook->get(self, position, split_point, error);
    const assay_position *inner = inner_ability(self, ASSAY_POSITION);
    return inner->get(wrapped(self)->inner, position, split_point, error);
}

static const void *progress_table(const void *inner)
{
    (void)inner;
    static const assay_progress table = {sizeof(table), 0, fraction_of};
    return &table;
}

static const void *split_points_table(const void *inner)
{
    (void)inner;
    static const assay_split_points table = {sizeof(table), 0, counts};
    return &table;
}

static const void *dynamic_split_table(const void *inner)
{
    (void)inner;
    static const assay_dynamic_split table = {sizeof(table), 0, split_fraction};
    return &table;
}

static const void *split_at_table(const void *inner)
{
    (void)inner;
    static const assay_split_at table = {sizeof(table), 0, split_position};
    return &table;
}

static const void *current_source_table(const void *inner)
{
    (void)inner;
    static const assay_current_source table = {sizeof(table), 0, get_source};
    return &table;
}

static const void *position_table(const void *inner)
{
    static const assay_position tables[] = {
        {sizeof(tables[0]), ASSAY_POSITION_OFFSET, get_position},
        {sizeof(tables[0]), ASSAY_POSITION_KEY, get_position},
    };
    return &tables[((const assay_position *)inner)->kind == ASSAY_POSITION_KEY];
}

const void *assay_wrap_reader_ability(assay_reader *self, const char *ability)
{
    static const wrapped_ability rows[] = {
        {ASSAY_PROGRESS, progress_table},
        {ASSAY_SPLIT_POINTS, split_points_table},
        {ASSAY_DYNAMIC_SPLIT, dynamic_split_table},
        {ASSAY_SPLIT_AT, split_at_table},
        {ASSAY_CURRENT_SOURCE, current_source_table},
        {ASSAY_POSITION, position_table},
    };
    return assay_wrap_pick(rows, sizeof(rows) / sizeof(rows[0]), ability,
                           inner_ability(self, ability));
}
