/* Wrapped sources and their abilities: a hook where there is one, else the inner source. */
#include <assay/toolkit/wrap_handle.h>

#include <stdlib.h>

/* Freed when its owner has released it and no reader looks back at it. */
typedef struct wrapped_source {
    assay_source base;
    assay_source *inner; /* NULL: released */
    const assay_wrap *wrap;
    _Atomic size_t users;
    max_align_t room[];
} wrapped_source;

static wrapped_source *wrapped(assay_source *self)
{
    return (wrapped_source *)self;
}

static const assay_wrap_hooks *hooks_of(assay_source *self)
{
    return wrapped(self)->wrap->hooks;
}

/* The inner ability; only called where the wrapper's own was offered because of it. */
static const void *inner_ability(assay_source *self, const char *ability)
{
    assay_source *inner = wrapped(self)->inner;
    return inner->ops->query(inner, ability);
}

assay_source *assay_wrap_inner_source(assay_source *self)
{
    return wrapped(self)->inner;
}

void *assay_wrap_source_room(assay_source *self)
{
    return wrapped(self)->room;
}

assay_status assay_wrap_source(assay_source *like, assay_source *inner, assay_source **source)
{
    return assay_wrap_source_new(wrapped(like)->wrap, inner, source);
}

/* Passed on to the inner connector in place of a receiver: wraps what it is given. */
typedef struct wrapped_emit {
    assay_source_emit base;
    assay_source_emit *outer;
    assay_source *like;
} wrapped_emit;
static assay_status wrap_part(assay_source_emit *self, assay_source *item)
{
    wrapped_emit *emit = (wrapped_emit *)self;
    assay_source *source = NULL;
    ASSAY_TRY(assay_wrap_source(emit->like, item, &source));
    return emit->outer->emit(emit->outer, source);
}

const assay_wrap *assay_wrap_source_join(assay_source *self)
{
    wrapped(self)->users++;
    return wrapped(self)->wrap;
}

void assay_wrap_source_leave(assay_source *self)
{
    if (--wrapped(self)->users == 0)
        free(self);
}

static assay_status encode(assay_source *self, assay_out *to, assay_error *error)
{
    const assay_source_ops *hook = hooks_of(self)->source;
    if (hook != NULL && hook->encode != NULL)
        return hook->encode(self, to, error);
    assay_source *inner = wrapped(self)->inner;
    return inner->ops->encode(inner, to, error);
}

static assay_status describe(assay_source *self, assay_out *to, assay_error *error)
{
    const assay_source_ops *hook = hooks_of(self)->source;
    if (hook != NULL && hook->describe != NULL)
        return hook->describe(self, to, error);
    assay_source *inner = wrapped(self)->inner;
    return inner->ops->describe(inner, to, error);
}

static assay_status validate(assay_source *self, assay_error *error)
{
    const assay_source_ops *hook = hooks_of(self)->source;
    if (hook != NULL && hook->validate != NULL)
        return hook->validate(self, error);
    assay_source *inner = wrapped(self)->inner;
    return inner->ops->validate(inner, error);
}

static assay_status open_reader(assay_source *self, assay_reader **reader, assay_error *error)
{
    const assay_source_ops *hook = hooks_of(self)->source;
    if (hook != NULL && hook->open_reader != NULL)
        return hook->open_reader(self, reader, error);
    assay_source *inner = wrapped(self)->inner;
    assay_reader *opened = NULL;
    ASSAY_TRY(inner->ops->open_reader(inner, &opened, error));
    return assay_wrap_reader(self, opened, reader);
}

static const void *query(assay_source *self, const char *ability)
{
    const assay_source_ops *hook = hooks_of(self)->source;
    if (hook != NULL && hook->query != NULL)
        return hook->query(self, ability);
    return assay_wrap_source_ability(self, ability);
}

static void release(assay_source *self)
{
    wrapped_source *source = wrapped(self);
    const assay_source_ops *hook = hooks_of(self)->source;
    if (hook != NULL && hook->release != NULL)
        hook->release(self);
    source->inner->ops->release(source->inner);
    source->inner = NULL;
    assay_wrap_source_leave(self);
}

static const assay_source_ops source_ops = {
    .struct_size = sizeof(source_ops),
    .encode = encode,
    .describe = describe,
    .validate = validate,
    .open_reader = open_reader,
    .query = query,
    .release = release,
};

assay_status assay_wrap_source_new(const assay_wrap *wrap, assay_source *inner,
                                   assay_source **source)
{
    wrapped_source *self = calloc(1, sizeof(*self) + wrap->hooks->source_room);
    if (self == NULL) {
        inner->ops->release(inner);
        return ASSAY_MEMORY;
    }
    self->base.ops = &source_ops;
    self->inner = inner;
    self->wrap = wrap;
    self->users = 1;
    *source = &self->base;
    return ASSAY_OK;
}

static assay_status estimate(assay_source *self, int64_t *bytes, assay_error *error)
{
    const assay_size *hook = hooks_of(self)->size;
    if (hook != NULL && hook->estimate != NULL)
        return hook->estimate(self, bytes, error);
    const assay_size *inner = inner_ability(self, ASSAY_SIZE);
    return inner->estimate(wrapped(self)->inner, bytes, error);
}

static assay_status by_size(assay_source *self, int64_t desired_bytes, assay_source_emit *parts,
                            assay_error *error)
{
    const assay_split *hook = hooks_of(self)->split;
    if (hook != NULL && hook->by_size != NULL)
        return hook->by_size(self, desired_bytes, parts, error);
    const assay_split *inner = inner_ability(self, ASSAY_SPLIT);
    wrapped_emit emit = {{wrap_part}, parts, self};
    return inner->by_size(wrapped(self)->inner, desired_bytes, &emit.base, error);
}

static assay_status by_count(assay_source *self, uint32_t count, assay_source_emit *parts,
                             assay_error *error)
{
    const assay_split *hook = hooks_of(self)->split;
    if (hook != NULL && hook->by_count != NULL)
        return hook->by_count(self, count, parts, error);
    const assay_split *inner = inner_ability(self, ASSAY_SPLIT);
    wrapped_emit emit = {{wrap_part}, parts, self};
    return inner->by_count(wrapped(self)->inner, count, &emit.base, error);
}

static assay_status bounds(assay_source *self, assay_out *start, assay_out *end, assay_error *error)
{
    const assay_range *hook = hooks_of(self)->range;
    if (hook != NULL && hook->bounds != NULL)
        return hook->bounds(self, start, end, error);
    const assay_range *inner = inner_ability(self, ASSAY_RANGE);
    return inner->bounds(wrapped(self)->inner, start, end, error);
}

static assay_status part_of(assay_source *self, assay_bytes start, assay_bytes end,
                            assay_source **part, assay_error *error)
{
    const assay_range *hook = hooks_of(self)->range;
    if (hook != NULL && hook->part != NULL)
        return hook->part(self, start, end, part, error);
    const assay_range *inner = inner_ability(self, ASSAY_RANGE);
    assay_source *found = NULL;
    ASSAY_TRY(inner->part(wrapped(self)->inner, start, end, &found, error));
    return assay_wrap_source(self, found, part);
}

static assay_status mark(assay_source *self, assay_reader *reader, assay_out *to,
                         assay_error *error)
{
    const assay_checkpoint *hook = hooks_of(self)->checkpoint;
    if (hook != NULL && hook->mark != NULL)
        return hook->mark(self, reader, to, error);
    const assay_checkpoint *inner = inner_ability(self, ASSAY_CHECKPOINT);
    return inner->mark(wrapped(self)->inner, assay_wrap_inner_reader(reader), to, error);
}

static assay_status restore(assay_source *self, assay_bytes from, assay_reader **reader,
                            assay_error *error)
{
    const assay_checkpoint *hook = hooks_of(self)->checkpoint;
    if (hook != NULL && hook->restore != NULL)
        return hook->restore(self, from, reader, error);
    const assay_checkpoint *inner = inner_ability(self, ASSAY_CHECKPOINT);
    assay_reader *restored = NULL;
    ASSAY_TRY(inner->restore(wrapped(self)->inner, from, &restored, error));
    return assay_wrap_reader(self, restored, reader);
}

static assay_status finalize(assay_source *self, assay_bytes up_to, assay_error *error)
{
    const assay_checkpoint *hook = hooks_of(self)->checkpoint;
    if (hook != NULL && hook->finalize != NULL)
        return hook->finalize(self, up_to, error);
    const assay_checkpoint *inner = inner_ability(self, ASSAY_CHECKPOINT);
    return inner->finalize(wrapped(self)->inner, up_to, error);
}

static assay_status watermark(assay_source *self, assay_reader *reader, int64_t *watermark_,
                              assay_error *error)
{
    const assay_stream *hook = hooks_of(self)->stream;
    if (hook != NULL && hook->watermark != NULL)
        return hook->watermark(self, reader, watermark_, error);
    const assay_stream *inner = inner_ability(self, ASSAY_STREAM);
    return inner->watermark(wrapped(self)->inner, assay_wrap_inner_reader(reader), watermark_,
                            error);
}

static assay_status backlog(assay_source *self, assay_reader *reader, int64_t *bytes,
                            assay_error *error)
{
    const assay_stream *hook = hooks_of(self)->stream;
    if (hook != NULL && hook->backlog != NULL)
        return hook->backlog(self, reader, bytes, error);
    const assay_stream *inner = inner_ability(self, ASSAY_STREAM);
    return inner->backlog(wrapped(self)->inner, assay_wrap_inner_reader(reader), bytes, error);
}

/* Optional members, kinds and flags of a table are the inner one's, so there is one table for each
 * of their values. */
static const void *size_table(const void *inner)
{
    (void)inner;
    static const assay_size table = {sizeof(table), 0, estimate};
    return &table;
}

static const void *split_table(const void *inner)
{
    static const assay_split tables[] = {
        {sizeof(tables[0]), 0, by_size, NULL},
        {sizeof(tables[0]), 0, by_size, by_count},
    };
    return &tables[((const assay_split *)inner)->by_count != NULL];
}

static const void *range_table(const void *inner)
{
    static const assay_range tables[] = {
        {sizeof(tables[0]), ASSAY_POSITION_OFFSET, bounds, part_of},
        {sizeof(tables[0]), ASSAY_POSITION_KEY, bounds, part_of},
    };
    return &tables[((const assay_range *)inner)->kind == ASSAY_POSITION_KEY];
}

static const void *checkpoint_table(const void *inner)
{
    static const assay_checkpoint tables[] = {
        {sizeof(tables[0]), 0, mark, restore, NULL},
        {sizeof(tables[0]), 0, mark, restore, finalize},
    };
    return &tables[((const assay_checkpoint *)inner)->finalize != NULL];
}

static const void *stream_table(const void *inner)
{
    static const assay_stream tables[] = {
        {sizeof(tables[0]), 0, watermark, backlog},
        {sizeof(tables[0]), 1, watermark, backlog},
        {sizeof(tables[0]), 2, watermark, backlog},
        {sizeof(tables[0]), 3, watermark, backlog},
    };
    return &tables[((const assay_stream *)inner)->flags & 3];
}

const void *assay_wrap_source_ability(assay_source *self, const char *ability)
{
    static const wrapped_ability rows[] = {
        {ASSAY_SIZE, size_table},     {ASSAY_SPLIT, split_table},
        {ASSAY_RANGE, range_table},   {ASSAY_CHECKPOINT, checkpoint_table},
        {ASSAY_STREAM, stream_table},
    };
    return assay_wrap_pick(rows, sizeof(rows) / sizeof(rows[0]), ability,
                           inner_ability(self, ability));
}
