#include "engine/call_private.h"

#include <string.h>

static void take_sink(assay_case *c, assay_trace_entry *entry, assay_status status,
                      assay_sink *handle, assay_driven_sink *sink)
{
    memset(sink, 0, sizeof(*sink));
    if (status != ASSAY_OK)
        return;
    assay_call_check_handle(c, handle, handle == NULL ? NULL : handle->ops, sizeof(assay_sink_ops),
                            "sink");
    sink->handle = handle;
    sink->number = assay_call_number(c);
    assay_tape_mark(&c->tape, ASSAY_TAPE_MADE, sink->number, 0);
    entry->made = sink->number;
    entry->has |= ASSAY_TRACE_OUT_MADE;
}

assay_status assay_call_open_sink_with(assay_case *c, const char *out,
                                       const assay_setting_list *config, assay_driven_sink *sink)
{
    assay_setting_list settings = {0};
    assay_sink *handle = NULL;
    const assay_connector *connector = c->library.connector;

    if (connector->open_sink == NULL)
        assay_case_fail(c, "a connector that opens sinks", "its open_sink is NULL");
    assay_call_settings(c, config, NULL, out, &settings);
    assay_config given = {sizeof(given), (uint32_t)settings.count, settings.items};
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_OPEN_SINK, 0);
    assay_status status = assay_call_end(
        c, entry, connector->open_sink(connector, &c->host.base, &given, &handle, &c->error));
    take_sink(c, entry, status, handle, sink);
    assay_setting_list_clear(&settings);
    return status;
}

assay_status assay_call_open_sink(assay_case *c, const char *out, assay_driven_sink *sink)
{
    return assay_call_open_sink_with(c, out, &c->setup->scenario->config, sink);
}

assay_status assay_call_decode_sink(assay_case *c, assay_bytes encoded, assay_driven_sink *sink)
{
    assay_sink *handle = NULL;
    const assay_connector *connector = c->library.connector;

    if (connector->decode_sink == NULL)
        assay_case_fail(c, "a connector that decodes sinks", "its decode_sink is NULL");
    assay_tape_bytes(&c->tape, encoded);
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_DECODE_SINK, 0);
    assay_trace_text(entry, encoded, ASSAY_TRACE_ARG_TEXT);
    assay_status status = assay_call_end(
        c, entry, connector->decode_sink(connector, &c->host.base, encoded, &handle, &c->error));
    take_sink(c, entry, status, handle, sink);
    return status;
}

assay_status assay_call_encode_sink(assay_case *c, assay_driven_sink s, assay_buffer *to)
{
    size_t before = to->size;
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_ENCODE_SINK, s.number);

    assay_status status =
        assay_call_end(c, entry, s.handle->ops->encode(s.handle, &to->out, &c->error));
    assay_call_gave_bytes(c, to, before);
    return status;
}

assay_status assay_call_describe_sink(assay_case *c, assay_driven_sink s, assay_buffer *to)
{
    size_t before = to->size;
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_DESCRIBE_SINK, s.number);

    assay_status status =
        assay_call_end(c, entry, s.handle->ops->describe(s.handle, &to->out, &c->error));
    assay_call_gave_bytes(c, to, before);
    return status;
}

assay_status assay_call_validate_sink(assay_case *c, assay_driven_sink s)
{
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_VALIDATE_SINK, s.number);

    return assay_call_end(c, entry, s.handle->ops->validate(s.handle, &c->error));
}

const void *assay_call_sink_ability(assay_case *c, assay_driven_sink s, const char *id)
{
    (void)c;
    return s.handle->ops->query(s.handle, id);
}

assay_status assay_call_initialize(assay_case *c, assay_driven_sink s)
{
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_INITIALIZE, s.number);

    return assay_call_end(c, entry, s.handle->ops->initialize(s.handle, &c->error));
}

assay_status assay_call_open_writer(assay_case *c, assay_driven_sink s, uint64_t bundle,
                                    const char *attempt, assay_driven_writer *w)
{
    assay_writer *handle = NULL;
    assay_tape_number(&c->tape, (int64_t)bundle);
    assay_tape_text(&c->tape, attempt);
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_OPEN_WRITER, s.number);

    entry->has |= ASSAY_TRACE_ARG_NUMBER;
    entry->arg_number = (int64_t)bundle;
    assay_trace_text(entry, (assay_bytes){attempt, strlen(attempt)}, ASSAY_TRACE_ARG_TEXT);
    assay_status status = assay_call_end(
        c, entry, s.handle->ops->open_writer(s.handle, bundle, attempt, &handle, &c->error));
    memset(w, 0, sizeof(*w));
    w->bundle = bundle;
    if (status != ASSAY_OK)
        return status;
    assay_call_check_handle(c, handle, handle == NULL ? NULL : handle->ops,
                            sizeof(assay_writer_ops), "writer");
    w->handle = handle;
    w->number = assay_call_number(c);
    assay_tape_mark(&c->tape, ASSAY_TAPE_MADE, w->number, 0);
    entry->made = w->number;
    entry->has |= ASSAY_TRACE_OUT_MADE;
    return status;
}

assay_status assay_call_write(assay_case *c, assay_driven_writer *w, const assay_record *record)
{
    assay_tape_record(&c->tape, record);
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_WRITE, w->number);

    assay_trace_text(entry, record->value, ASSAY_TRACE_ARG_TEXT);
    return assay_call_end(c, entry, w->handle->ops->write(w->handle, record, &c->error));
}

assay_status assay_call_prepare(assay_case *c, assay_driven_writer *w, assay_buffer *token)
{
    size_t before = token->size;
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_PREPARE, w->number);

    assay_status status =
        assay_call_end(c, entry, w->handle->ops->prepare(w->handle, &token->out, &c->error));
    assay_call_gave_bytes(c, token, before);
    return status;
}

assay_status assay_call_abort(assay_case *c, assay_driven_writer *w)
{
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_ABORT, w->number);

    return assay_call_end(c, entry, w->handle->ops->abort(w->handle, &c->error));
}

void assay_call_release_writer(assay_case *c, assay_driven_writer *w)
{
    if (w->handle == NULL)
        return;
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_RELEASE_WRITER, w->number);
    w->handle->ops->release(w->handle);
    assay_call_end_release(c, entry);
    w->handle = NULL;
}

assay_status assay_call_commit(assay_case *c, assay_driven_sink s, const assay_bytes *tokens,
                               size_t count)
{
    for (size_t i = 0; i < count; i++)
        assay_tape_bytes(&c->tape, tokens[i]);
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_COMMIT, s.number);

    entry->has |= ASSAY_TRACE_ARG_NUMBER;
    entry->arg_number = (int64_t)count;
    return assay_call_end(c, entry, s.handle->ops->commit(s.handle, tokens, count, &c->error));
}

assay_status assay_call_cleanup(assay_case *c, assay_driven_sink s)
{
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_CLEANUP, s.number);

    return assay_call_end(c, entry, s.handle->ops->cleanup(s.handle, &c->error));
}

void assay_call_release_sink(assay_case *c, assay_driven_sink *s)
{
    if (s->handle == NULL)
        return;
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_RELEASE_SINK, s->number);
    s->handle->ops->release(s->handle);
    assay_call_end_release(c, entry);
    s->handle = NULL;
}
