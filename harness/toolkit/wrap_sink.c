/* Wrapped sinks and writers: a hook where there is one, else the inner handle. */
#include <assay/toolkit/wrap_handle.h>

#include <stdlib.h>

/* Freed when its owner has released it and no writer looks back at it. */
typedef struct wrapped_sink {
    assay_sink base;
    assay_sink *inner; /* NULL: released */
    const assay_wrap *wrap;
    _Atomic size_t users;
    max_align_t room[];
} wrapped_sink;

typedef struct wrapped_writer {
    assay_writer base;
    assay_writer *inner;
    wrapped_sink *sink;
    max_align_t room[];
} wrapped_writer;

static wrapped_sink *wrapped(assay_sink *self)
{
    return (wrapped_sink *)self;
}

static wrapped_writer *wrapped_attempt(assay_writer *self)
{
    return (wrapped_writer *)self;
}

static const assay_wrap_hooks *hooks_of(assay_sink *self)
{
    return wrapped(self)->wrap->hooks;
}

static const assay_writer_ops *hook_of_writer(assay_writer *self)
{
    return wrapped_attempt(self)->sink->wrap->hooks->writer;
}

assay_sink *assay_wrap_inner_sink(assay_sink *self)
{
    return wrapped(self)->inner;
}

assay_writer *assay_wrap_inner_writer(assay_writer *self)
{
    return wrapped_attempt(self)->inner;
}

void *assay_wrap_sink_room(assay_sink *self)
{
    return wrapped(self)->room;
}

void *assay_wrap_writer_room(assay_writer *self)
{
    return wrapped_attempt(self)->room;
}

assay_sink *assay_wrap_writer_sink(assay_writer *self)
{
    return &wrapped_attempt(self)->sink->base;
}

static void leave(wrapped_sink *self)
{
    if (--self->users == 0)
        free(self);
}

static assay_status encode(assay_sink *self, assay_out *to, assay_error *error)
{
    const assay_sink_ops *hook = hooks_of(self)->sink;
    if (hook != NULL && hook->encode != NULL)
        return hook->encode(self, to, error);
    assay_sink *inner = wrapped(self)->inner;
    return inner->ops->encode(inner, to, error);
}

static assay_status describe(assay_sink *self, assay_out *to, assay_error *error)
{
    const assay_sink_ops *hook = hooks_of(self)->sink;
    if (hook != NULL && hook->describe != NULL)
        return hook->describe(self, to, error);
    assay_sink *inner = wrapped(self)->inner;
    return inner->ops->describe(inner, to, error);
}

static assay_status validate(assay_sink *self, assay_error *error)
{
    const assay_sink_ops *hook = hooks_of(self)->sink;
    if (hook != NULL && hook->validate != NULL)
        return hook->validate(self, error);
    assay_sink *inner = wrapped(self)->inner;
    return inner->ops->validate(inner, error);
}

static assay_status initialize(assay_sink *self, assay_error *error)
{
    const assay_sink_ops *hook = hooks_of(self)->sink;
    if (hook != NULL && hook->initialize != NULL)
        return hook->initialize(self, error);
    assay_sink *inner = wrapped(self)->inner;
    return inner->ops->initialize(inner, error);
}

static assay_status open_writer(assay_sink *self, uint64_t bundle, const char *attempt,
                                assay_writer **writer, assay_error *error)
{
    const assay_sink_ops *hook = hooks_of(self)->sink;
    if (hook != NULL && hook->open_writer != NULL)
        return hook->open_writer(self, bundle, attempt, writer, error);
    assay_sink *inner = wrapped(self)->inner;
    assay_writer *opened = NULL;
    ASSAY_TRY(inner->ops->open_writer(inner, bundle, attempt, &opened, error));
    return assay_wrap_writer(self, opened, writer);
}

static assay_status commit(assay_sink *self, const assay_bytes *tokens, size_t count,
                           assay_error *error)
{
    const assay_sink_ops *hook = hooks_of(self)->sink;
    if (hook != NULL && hook->commit != NULL)
        return hook->commit(self, tokens, count, error);
    assay_sink *inner = wrapped(self)->inner;
    return inner->ops->commit(inner, tokens, count, error);
}

static assay_status cleanup(assay_sink *self, assay_error *error)
{
    const assay_sink_ops *hook = hooks_of(self)->sink;
    if (hook != NULL && hook->cleanup != NULL)
        return hook->cleanup(self, error);
    assay_sink *inner = wrapped(self)->inner;
    return inner->ops->cleanup(inner, error);
}

/* No ability of a sink is known yet. */
static const void *query(assay_sink *self, const char *ability)
{
    const assay_sink_ops *hook = hooks_of(self)->sink;
    return hook != NULL && hook->query != NULL ? hook->query(self, ability) : NULL;
}

static void release(assay_sink *self)
{
    wrapped_sink *sink = wrapped(self);
    const assay_sink_ops *hook = hooks_of(self)->sink;
    if (hook != NULL && hook->release != NULL)
        hook->release(self);
    sink->inner->ops->release(sink->inner);
    sink->inner = NULL;
    leave(sink);
}

static const assay_sink_ops sink_ops = {
    .struct_size = sizeof(sink_ops),
    .encode = encode,
    .describe = describe,
    .validate = validate,
    .initialize = initialize,
    .open_writer = open_writer,
    .commit = commit,
    .cleanup = cleanup,
    .query = query,
    .release = release,
};

assay_status assay_wrap_sink_new(const assay_wrap *wrap, assay_sink *inner, assay_sink **sink)
{
    wrapped_sink *self = calloc(1, sizeof(*self) + wrap->hooks->sink_room);
    if (self == NULL) {
        inner->ops->release(inner);
        return ASSAY_MEMORY;
    }
    self->base.ops = &sink_ops;
    self->inner = inner;
    self->wrap = wrap;
    self->users = 1;
    *sink = &self->base;
    return ASSAY_OK;
}

static assay_status write_record(assay_writer *self, const assay_record *record, assay_error *error)
{
    const assay_writer_ops *hook = hook_of_writer(self);
    assay_writer *inner = wrapped_attempt(self)->inner;
    if (hook != NULL && hook->write != NULL)
        return hook->write(self, record, error);
    return inner->ops->write(inner, record, error);
}

static assay_status prepare(assay_writer *self, assay_out *token, assay_error *error)
{
    const assay_writer_ops *hook = hook_of_writer(self);
    assay_writer *inner = wrapped_attempt(self)->inner;
    if (hook != NULL && hook->prepare != NULL)
        return hook->prepare(self, token, error);
    return inner->ops->prepare(inner, token, error);
}

static assay_status abort_attempt(assay_writer *self, assay_error *error)
{
    const assay_writer_ops *hook = hook_of_writer(self);
    assay_writer *inner = wrapped_attempt(self)->inner;
    if (hook != NULL && hook->abort != NULL)
        return hook->abort(self, error);
    return inner->ops->abort(inner, error);
}

static void release_writer(assay_writer *self)
{
    wrapped_writer *writer = wrapped_attempt(self);
    const assay_writer_ops *hook = hook_of_writer(self);
    if (hook != NULL && hook->release != NULL)
        hook->release(self);
    writer->inner->ops->release(writer->inner);
    leave(writer->sink);
    free(writer);
}

static const assay_writer_ops writer_ops = {
    .struct_size = sizeof(writer_ops),
    .write = write_record,
    .prepare = prepare,
    .abort = abort_attempt,
    .release = release_writer,
};

assay_status assay_wrap_writer(assay_sink *sink, assay_writer *inner, assay_writer **writer)
{
    wrapped_sink *from = wrapped(sink);
    wrapped_writer *self = calloc(1, sizeof(*self) + from->wrap->hooks->writer_room);
    if (self == NULL) {
        inner->ops->release(inner);
        return ASSAY_MEMORY;
    }
    self->base.ops = &writer_ops;
    self->inner = inner;
    self->sink = from;
    from->users++;
    *writer = &self->base;
    return ASSAY_OK;
}
