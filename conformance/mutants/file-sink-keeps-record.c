/* Mutant of: file
 * Breaks: PSK-14
 * Caught by: sink.record-unchanged fail
 * Scenarios: sink sink-shards
 * A writer keeps each record by reference and writes it with the call that follows. */
#include <assay/toolkit/error.h>
#include <assay/toolkit/wrap.h>

const assay_connector *inner_connector_entry(void);

typedef struct kept_record {
    bool there, closed;
    assay_record record;
} kept_record;

static assay_status write_kept(assay_writer *self, assay_error *error)
{
    kept_record *kept = assay_wrap_writer_room(self);
    assay_writer *inner = assay_wrap_inner_writer(self);
    bool there = kept->there;
    kept->there = false;
    return there ? inner->ops->write(inner, &kept->record, error) : ASSAY_OK;
}

static assay_status write_record(assay_writer *self, const assay_record *record, assay_error *error)
{
    kept_record *kept = assay_wrap_writer_room(self);
    assay_writer *inner = assay_wrap_inner_writer(self);
    if (kept->closed)
        return inner->ops->write(inner, record, error);
    ASSAY_TRY(write_kept(self, error));
    kept->record = *record;
    kept->there = true;
    return ASSAY_OK;
}

static assay_status prepare(assay_writer *self, assay_out *token, assay_error *error)
{
    kept_record *kept = assay_wrap_writer_room(self);
    assay_writer *inner = assay_wrap_inner_writer(self);
    kept->closed = true;
    ASSAY_TRY(write_kept(self, error));
    return inner->ops->prepare(inner, token, error);
}

static assay_status abort_attempt(assay_writer *self, assay_error *error)
{
    kept_record *kept = assay_wrap_writer_room(self);
    assay_writer *inner = assay_wrap_inner_writer(self);
    kept->closed = true;
    kept->there = false;
    return inner->ops->abort(inner, error);
}

static const assay_writer_ops writer_ops = {
    .struct_size = sizeof(writer_ops),
    .write = write_record,
    .prepare = prepare,
    .abort = abort_attempt,
};

static const assay_wrap_hooks hooks = {
    .writer_room = sizeof(kept_record),
    .writer = &writer_ops,
};

const assay_connector *assay_connector_entry(void)
{
    static const assay_wrap connector = {
        ASSAY_WRAP_BASE("file", "1"),
        inner_connector_entry,
        &hooks,
    };
    return &connector.base;
}
