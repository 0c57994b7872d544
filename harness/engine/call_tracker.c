#include "engine/call_private.h"

#include <string.h>

static void take_tracker(assay_case *c, assay_trace_entry *entry, assay_status status,
                         assay_tracker *handle, assay_driven_tracker *tracker)
{
    memset(tracker, 0, sizeof(*tracker));
    if (status != ASSAY_OK)
        return;
    assay_call_check_handle(c, handle, handle == NULL ? NULL : handle->ops,
                            sizeof(assay_tracker_ops), "tracker");
    tracker->handle = handle;
    tracker->number = assay_call_number(c);
    assay_tape_mark(&c->tape, ASSAY_TAPE_MADE, tracker->number, 0);
    entry->made = tracker->number;
    entry->has |= ASSAY_TRACE_OUT_MADE;
}

static void put_range(assay_case *c, const assay_setting_list *config, const char *start,
                      const char *end, assay_setting_list *to)
{
    assay_setting range[] = {{"start", start}, {"end", end}};
    const assay_setting_list variables = {2, range};

    assay_call_settings(c, config, &variables, NULL, to);
}

assay_status assay_call_open_tracker_with(assay_case *c, const char *start, const char *end,
                                          const assay_setting_list *config,
                                          assay_driven_tracker *tracker)
{
    assay_setting_list settings = {0};
    assay_tracker *handle = NULL;
    const assay_connector *connector = c->library.connector;

    if (connector->open_tracker == NULL)
        assay_case_fail(c, "a connector that opens trackers", "its open_tracker is NULL");
    put_range(c, config, start, end, &settings);
    assay_config given = {sizeof(given), (uint32_t)settings.count, settings.items};
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_OPEN_TRACKER, 0);
    assay_status status = assay_call_end(
        c, entry, connector->open_tracker(connector, &c->host.base, &given, &handle, &c->error));
    take_tracker(c, entry, status, handle, tracker);
    assay_setting_list_clear(&settings);
    return status;
}

assay_status assay_call_open_tracker(assay_case *c, const char *start, const char *end,
                                     assay_driven_tracker *tracker)
{
    return assay_call_open_tracker_with(c, start, end, &c->setup->scenario->config, tracker);
}

assay_position_kind assay_call_tracker_kind(const assay_driven_tracker *t)
{
    return t->handle->ops->kind;
}

/* An offset is shown as a number. */
static void trace_position(assay_trace_entry *entry, const assay_driven_tracker *t,
                           assay_bytes position, uint8_t number, uint8_t text, int64_t *to)
{
    uint64_t offset = 0;

    if (assay_call_tracker_kind(t) != ASSAY_POSITION_OFFSET || position.size != sizeof(offset)) {
        assay_trace_text(entry, position, text);
        return;
    }
    for (size_t i = 0; i < sizeof(offset); i++)
        offset = offset << 8 | ((const unsigned char *)position.data)[i];
    *to = (int64_t)offset;
    entry->has |= number;
}

assay_status assay_call_claim(assay_case *c, assay_driven_tracker *t, assay_bytes position,
                              bool split_point)
{
    assay_tape_bytes(&c->tape, position);
    assay_tape_number(&c->tape, split_point);
    assay_trace_entry *entry =
        assay_call_begin(c, split_point ? ASSAY_OP_CLAIM : ASSAY_OP_CLAIM_ALONG, t->number);

    trace_position(entry, t, position, ASSAY_TRACE_ARG_NUMBER, ASSAY_TRACE_ARG_TEXT,
                   &entry->arg_number);
    return assay_call_end(c, entry,
                          t->handle->ops->claim(t->handle, position, split_point, &c->error));
}

assay_status assay_call_cut(assay_case *c, assay_driven_tracker *t, assay_bytes position)
{
    assay_tape_bytes(&c->tape, position);
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_CUT, t->number);

    trace_position(entry, t, position, ASSAY_TRACE_ARG_NUMBER, ASSAY_TRACE_ARG_TEXT,
                   &entry->arg_number);
    return assay_call_end(c, entry, t->handle->ops->split_at(t->handle, position, &c->error));
}

assay_status assay_call_position_at(assay_case *c, assay_driven_tracker *t, double fraction,
                                    assay_buffer *position)
{
    size_t before = position->size;
    assay_tape_fraction(&c->tape, fraction);
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_POSITION_AT, t->number);

    entry->arg_fraction = fraction;
    entry->has |= ASSAY_TRACE_ARG_FRACTION;
    assay_status status = assay_call_end(
        c, entry, t->handle->ops->position_at(t->handle, fraction, &position->out, &c->error));
    if (status == ASSAY_OK)
        trace_position(entry, t, (assay_bytes){position->data + before, position->size - before},
                       ASSAY_TRACE_OUT_NUMBER, ASSAY_TRACE_OUT_TEXT, &entry->out_number);
    assay_call_gave_bytes(c, position, before);
    return status;
}

assay_status assay_call_tracked(assay_case *c, assay_driven_tracker *t, assay_buffer *start,
                                assay_buffer *end)
{
    size_t start_before = start->size, end_before = end->size;
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_TRACKED, t->number);

    assay_status status = assay_call_end(
        c, entry, t->handle->ops->range(t->handle, &start->out, &end->out, &c->error));
    assay_call_gave_bytes(c, start, start_before);
    assay_call_gave_bytes(c, end, end_before);
    return status;
}

assay_status assay_call_tracker_progress(assay_case *c, assay_driven_tracker *t, double *fraction)
{
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_TRACKER_PROGRESS, t->number);

    assay_status status =
        assay_call_end(c, entry, t->handle->ops->progress(t->handle, fraction, &c->error));
    if (status == ASSAY_OK) {
        entry->out_fraction = *fraction;
        entry->has |= ASSAY_TRACE_OUT_FRACTION;
    }
    assay_call_gave_fraction(c, *fraction);
    return status;
}

assay_status assay_call_done(assay_case *c, assay_driven_tracker *t)
{
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_DONE, t->number);

    return assay_call_end(c, entry, t->handle->ops->done(t->handle, &c->error));
}

void assay_call_release_tracker(assay_case *c, assay_driven_tracker *t)
{
    if (t->handle == NULL)
        return;
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_RELEASE_TRACKER, t->number);
    t->handle->ops->release(t->handle);
    assay_call_end_release(c, entry);
    t->handle = NULL;
}

void assay_call_page(assay_case *c)
{
    if (c->page == 0)
        c->page_handles = c->handles;
    c->board->trace.next = 0;
    c->handles = c->page_handles;
    assay_tape_page(&c->tape, &c->page);
}
