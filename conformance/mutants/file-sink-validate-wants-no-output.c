/* Mutant of: file
 * Breaks: FSK-CFG-04
 * Caught by: sink.validates fail
 * Scenarios: sink
 * A sink that has committed is INVALID from then on: its output is in the way. */
#include <assay/toolkit/error.h>
#include <assay/toolkit/wrap.h>

const assay_connector *inner_connector_entry(void);

static assay_status validate(assay_sink *self, assay_error *error)
{
    const bool *committed = assay_wrap_sink_room(self);
    assay_sink *inner = assay_wrap_inner_sink(self);
    if (*committed)
        return assay_error_set(error, ASSAY_INVALID, "the output is there already");
    return inner->ops->validate(inner, error);
}

static assay_status commit(assay_sink *self, const assay_bytes *tokens, size_t count,
                           assay_error *error)
{
    bool *committed = assay_wrap_sink_room(self);
    assay_sink *inner = assay_wrap_inner_sink(self);
    assay_status status = inner->ops->commit(inner, tokens, count, error);
    *committed = status == ASSAY_OK;
    return status;
}

static const assay_sink_ops sink_ops = {
    .struct_size = sizeof(sink_ops), .validate = validate, .commit = commit};
static const assay_wrap_hooks hooks = {.sink_room = sizeof(bool), .sink = &sink_ops};

const assay_connector *assay_connector_entry(void)
{
    static const assay_wrap connector = {
        ASSAY_WRAP_BASE("file", "1"),
        inner_connector_entry,
        &hooks,
    };
    return &connector.base;
}
