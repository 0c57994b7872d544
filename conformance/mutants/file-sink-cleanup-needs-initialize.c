/* Mutant of: file
 * Breaks: FSK-DUP-03
 * Caught by: sink.cleanup fail
 * Scenarios: sink
 * cleanup is an error where nothing was initialized. */
#include <assay/toolkit/error.h>
#include <assay/toolkit/wrap.h>
#include <stdbool.h>

const assay_connector *inner_connector_entry(void);

static assay_status initialize(assay_sink *self, assay_error *error)
{
    assay_sink *inner = assay_wrap_inner_sink(self);
    *(bool *)assay_wrap_sink_room(self) = true;
    return inner->ops->initialize(inner, error);
}

static assay_status cleanup(assay_sink *self, assay_error *error)
{
    assay_sink *inner = assay_wrap_inner_sink(self);
    if (!*(const bool *)assay_wrap_sink_room(self))
        return assay_error_set(error, ASSAY_IO, "there is nothing to clean up");
    return inner->ops->cleanup(inner, error);
}

/* What comes from another process was initialized there. */
static assay_status decode_sink(const assay_connector *self, const assay_host *host,
                                assay_bytes encoded, assay_sink **sink, assay_error *error)
{
    ASSAY_TRY(assay_wrap_decode_sink(self, host, encoded, sink, error));
    *(bool *)assay_wrap_sink_room(*sink) = true;
    return ASSAY_OK;
}

static const assay_sink_ops sink_ops = {
    .struct_size = sizeof(sink_ops), .initialize = initialize, .cleanup = cleanup};
static const assay_wrap_hooks hooks = {.sink_room = sizeof(bool), .sink = &sink_ops};

const assay_connector *assay_connector_entry(void)
{
    static const assay_wrap connector = {
        {sizeof(assay_connector), ASSAY_CONTRACT_VERSION, "file", "1", assay_wrap_open_source,
         assay_wrap_decode_source, assay_wrap_open_sink, decode_sink, NULL},
        inner_connector_entry,
        &hooks,
    };
    return &connector.base;
}
