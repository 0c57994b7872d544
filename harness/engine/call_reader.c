#include "engine/call_private.h"

#include <string.h>

assay_status assay_call_open_reader(assay_case *c, assay_driven_source s, assay_driven_reader *r)
{
    assay_reader *handle = NULL;
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_OPEN_READER, s.number);

    assay_status status =
        assay_call_end(c, entry, s.handle->ops->open_reader(s.handle, &handle, &c->error));
    assay_call_take_reader(c, entry, status, handle, s, r);
    return status;
}

const void *assay_call_reader_ability(assay_case *c, assay_driven_reader *r, const char *id)
{
    (void)c;
    return r->handle->ops->query(r->handle, id);
}

static assay_status moved(assay_case *c, assay_driven_reader *r, assay_status status)
{
    c->board->records += status == ASSAY_OK;
    r->started = true;
    r->on_record = status == ASSAY_OK;
    r->last = status;
    return status;
}

assay_status assay_call_start(assay_case *c, assay_driven_reader *r)
{
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_START, r->number);

    return moved(c, r, assay_call_end(c, entry, r->handle->ops->start(r->handle, &c->error)));
}

assay_status assay_call_advance(assay_case *c, assay_driven_reader *r)
{
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_ADVANCE, r->number);

    return moved(c, r, assay_call_end(c, entry, r->handle->ops->advance(r->handle, &c->error)));
}

assay_status assay_call_current(assay_case *c, assay_driven_reader *r, assay_record *record)
{
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_CURRENT, r->number);

    *record = (assay_record)ASSAY_RECORD_INIT;
    assay_status status =
        assay_call_end(c, entry, r->handle->ops->current(r->handle, record, &c->error));
    if (status != ASSAY_OK)
        return status;
    if ((record->value.data == NULL && record->value.size > 0) ||
        (record->id.data == NULL && record->id.size > 0))
        assay_case_fail(c, "a record whose bytes are there", "bytes at NULL");
    assay_trace_text(entry, record->value, ASSAY_TRACE_OUT_TEXT);
    assay_tape_record(&c->tape, record);
    assay_tape_mark(&c->tape, ASSAY_TAPE_OUT, 0, 0);
    return status;
}

assay_status assay_call_close(assay_case *c, assay_driven_reader *r)
{
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_CLOSE, r->number);

    return assay_call_end(c, entry, r->handle->ops->close(r->handle, &c->error));
}

void assay_call_release_reader(assay_case *c, assay_driven_reader *r)
{
    if (r->handle == NULL)
        return;
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_RELEASE_READER, r->number);
    r->handle->ops->release(r->handle);
    assay_call_end_release(c, entry);
    r->handle = NULL;
}

static const void *table_of(assay_case *c, assay_driven_reader *r, const char *id, size_t size)
{
    return assay_call_need(c, assay_call_reader_ability(c, r, id), id, size);
}

static assay_status take_split(assay_case *c, assay_trace_entry *entry, assay_status status,
                               const assay_driven_reader *r, const assay_split_result *result,
                               assay_driven_split *split)
{
    memset(split, 0, sizeof(*split));
    assay_call_end(c, entry, status);
    if (status != ASSAY_OK)
        return status;
    split->fraction = result->fraction;
    assay_call_gave_fraction(c, result->fraction);
    assay_call_take_source(c, entry, status, result->primary, r->dataset, &split->primary);
    assay_call_take_source(c, entry, status, result->residual, r->dataset, &split->residual);
    entry->has |= ASSAY_TRACE_OUT_SECOND | ASSAY_TRACE_OUT_FRACTION;
    entry->out_fraction = result->fraction;
    return status;
}

assay_status assay_call_split(assay_case *c, assay_driven_reader *r, double fraction,
                              assay_driven_split *split)
{
    const assay_dynamic_split *table = table_of(c, r, ASSAY_DYNAMIC_SPLIT, sizeof(*table));
    assay_split_result result = {.struct_size = sizeof(result)};
    assay_tape_fraction(&c->tape, fraction);
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_SPLIT, r->number);

    entry->has |= ASSAY_TRACE_ARG_FRACTION;
    entry->arg_fraction = fraction;
    return take_split(c, entry, table->split(r->handle, fraction, &result, &c->error), r, &result,
                      split);
}

assay_status assay_call_split_at(assay_case *c, assay_driven_reader *r, assay_bytes position,
                                 assay_driven_split *split)
{
    const assay_split_at *table = table_of(c, r, ASSAY_SPLIT_AT, sizeof(*table));
    assay_split_result result = {.struct_size = sizeof(result)};
    assay_tape_bytes(&c->tape, position);
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_SPLIT_AT, r->number);

    assay_trace_text(entry, position, ASSAY_TRACE_ARG_TEXT);
    return take_split(c, entry, table->split(r->handle, position, &result, &c->error), r, &result,
                      split);
}

assay_status assay_call_current_source(assay_case *c, assay_driven_reader *r,
                                       assay_driven_source *source)
{
    const assay_current_source *table = table_of(c, r, ASSAY_CURRENT_SOURCE, sizeof(*table));
    assay_source *handle = NULL;
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_CURRENT_SOURCE, r->number);

    assay_status status = assay_call_end(c, entry, table->get(r->handle, &handle, &c->error));
    assay_call_take_source(c, entry, status, handle, r->dataset, source);
    return status;
}

assay_status assay_call_position(assay_case *c, assay_driven_reader *r, assay_buffer *position,
                                 bool *split_point)
{
    const assay_position *table = table_of(c, r, ASSAY_POSITION, sizeof(*table));
    size_t before = position->size;
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_POSITION, r->number);

    *split_point = false;
    assay_status status =
        assay_call_end(c, entry, table->get(r->handle, &position->out, split_point, &c->error));
    if (position->size > before)
        assay_trace_text(entry, (assay_bytes){position->data + before, position->size - before},
                         ASSAY_TRACE_OUT_TEXT);
    assay_call_gave_bytes(c, position, before);
    assay_call_gave_number(c, *split_point);
    return status;
}

assay_status assay_call_fraction(assay_case *c, assay_driven_reader *r, double *fraction)
{
    const assay_progress *table = table_of(c, r, ASSAY_PROGRESS, sizeof(*table));
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_FRACTION, r->number);

    *fraction = ASSAY_PROGRESS_UNKNOWN;
    assay_status status = assay_call_end(c, entry, table->fraction(r->handle, fraction, &c->error));
    entry->has |= ASSAY_TRACE_OUT_FRACTION;
    entry->out_fraction = *fraction;
    assay_call_gave_fraction(c, *fraction);
    return status;
}

assay_status assay_call_counts(assay_case *c, assay_driven_reader *r, int64_t *consumed,
                               int64_t *remaining)
{
    const assay_split_points *table = table_of(c, r, ASSAY_SPLIT_POINTS, sizeof(*table));
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_COUNTS, r->number);

    *consumed = *remaining = ASSAY_SPLIT_POINTS_UNKNOWN;
    assay_status status =
        assay_call_end(c, entry, table->counts(r->handle, consumed, remaining, &c->error));
    entry->has |= ASSAY_TRACE_OUT_NUMBER | ASSAY_TRACE_OUT_SECOND;
    entry->out_number = *consumed;
    entry->out_second = *remaining;
    assay_call_gave_number(c, *consumed);
    assay_call_gave_number(c, *remaining);
    return status;
}
