#include "engine/call_private.h"

#include <assay/toolkit/error.h>
#include <string.h>

assay_status assay_call_open_with(assay_case *c, size_t dataset, const assay_setting_list *config,
                                  assay_driven_source *source)
{
    assay_setting_list settings = {0};
    assay_source *handle = NULL;
    const assay_connector *connector = c->library.connector;

    if (connector->open_source == NULL)
        assay_case_fail(c, "a connector that opens sources", "its open_source is NULL");
    assay_call_settings(c, config, &assay_case_dataset(c, dataset)->variables, NULL, &settings);
    assay_config given = {sizeof(given), (uint32_t)settings.count, settings.items};
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_OPEN, 0);
    assay_status status = assay_call_end(
        c, entry, connector->open_source(connector, &c->host.base, &given, &handle, &c->error));
    assay_call_take_source(c, entry, status, handle, dataset, source);
    assay_setting_list_clear(&settings);
    return status;
}

assay_status assay_call_open(assay_case *c, size_t dataset, assay_driven_source *source)
{
    return assay_call_open_with(c, dataset, &c->setup->scenario->config, source);
}

assay_status assay_call_decode(assay_case *c, size_t dataset, assay_bytes encoded,
                               assay_driven_source *source)
{
    assay_source *handle = NULL;
    const assay_connector *connector = c->library.connector;

    if (connector->decode_source == NULL)
        assay_case_fail(c, "a connector that decodes sources", "its decode_source is NULL");
    assay_case_dataset(c, dataset);
    assay_tape_bytes(&c->tape, encoded);
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_DECODE, 0);
    assay_trace_text(entry, encoded, ASSAY_TRACE_ARG_TEXT);
    assay_status status = assay_call_end(
        c, entry, connector->decode_source(connector, &c->host.base, encoded, &handle, &c->error));
    assay_call_take_source(c, entry, status, handle, dataset, source);
    return status;
}

assay_status assay_call_encode(assay_case *c, assay_driven_source s, assay_buffer *to)
{
    size_t before = to->size;
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_ENCODE, s.number);

    assay_status status =
        assay_call_end(c, entry, s.handle->ops->encode(s.handle, &to->out, &c->error));
    assay_call_gave_bytes(c, to, before);
    return status;
}

assay_status assay_call_describe(assay_case *c, assay_driven_source s, assay_buffer *to)
{
    size_t before = to->size;
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_DESCRIBE, s.number);

    assay_status status =
        assay_call_end(c, entry, s.handle->ops->describe(s.handle, &to->out, &c->error));
    assay_call_gave_bytes(c, to, before);
    return status;
}

assay_status assay_call_validate(assay_case *c, assay_driven_source s)
{
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_VALIDATE, s.number);

    return assay_call_end(c, entry, s.handle->ops->validate(s.handle, &c->error));
}

const void *assay_call_ability(assay_case *c, assay_driven_source s, const char *id)
{
    (void)c;
    return s.handle->ops->query(s.handle, id);
}

uint32_t assay_call_abilities(assay_case *c, assay_driven_source s)
{
    assay_driven_reader reader;
    uint32_t found = 0;

    if (assay_call_open_reader(c, s, &reader) != ASSAY_OK)
        memset(&reader, 0, sizeof(reader));
    for (size_t i = 0; i < assay_ability_count; i++) {
        const assay_ability *ability = &assay_abilities[i];
        const void *table = !ability->of_reader ? assay_call_ability(c, s, ability->id)
                            : reader.handle != NULL
                                ? assay_call_reader_ability(c, &reader, ability->id)
                                : NULL;
        if (table != NULL)
            found |= ability->bit;
    }
    if (reader.handle != NULL)
        assay_call_release_reader(c, &reader);
    return found;
}

void assay_call_release(assay_case *c, assay_driven_source *s)
{
    if (s->handle == NULL)
        return;
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_RELEASE_SOURCE, s->number);
    s->handle->ops->release(s->handle);
    assay_call_end_release(c, entry);
    s->handle = NULL;
}

/* The table of a source's ability that the caller needs. */
static const void *table_of(assay_case *c, assay_driven_source s, const char *id, size_t size)
{
    return assay_call_need(c, assay_call_ability(c, s, id), id, size);
}

assay_status assay_call_estimate(assay_case *c, assay_driven_source s, int64_t *bytes)
{
    const assay_size *table = table_of(c, s, ASSAY_SIZE, sizeof(*table));
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_ESTIMATE, s.number);

    *bytes = ASSAY_SIZE_UNKNOWN;
    assay_status status = assay_call_end(c, entry, table->estimate(s.handle, bytes, &c->error));
    entry->has |= ASSAY_TRACE_OUT_NUMBER;
    entry->out_number = *bytes;
    assay_call_gave_number(c, *bytes);
    return status;
}

/* Stands between the connector and the check: checks each part, and counts. */
typedef struct part_receiver {
    assay_source_emit base;
    assay_case *c;
    assay_driven_source of;
    assay_part_fn *part;
    void *to;
    int64_t count;
} part_receiver;

static assay_status receive_part(assay_source_emit *self, assay_source *item)
{
    part_receiver *receiver = (part_receiver *)self;
    assay_driven_source part;
    assay_trace_entry unseen = {0};

    assay_call_take_source(receiver->c, &unseen, ASSAY_OK, item, receiver->of.dataset, &part);
    receiver->count++;
    receiver->part(receiver->c, part, receiver->to);
    return ASSAY_OK;
}

static assay_status end_parts(assay_case *c, assay_trace_entry *entry,
                              const part_receiver *receiver, assay_status status)
{
    entry->has |= ASSAY_TRACE_OUT_NUMBER;
    entry->out_number = receiver->count;
    return assay_call_end(c, entry, status);
}

assay_status assay_call_by_size(assay_case *c, assay_driven_source s, int64_t desired,
                                assay_part_fn *part, void *to)
{
    const assay_split *table = table_of(c, s, ASSAY_SPLIT, sizeof(*table));
    part_receiver receiver = {{receive_part}, c, s, part, to, 0};
    assay_tape_number(&c->tape, desired);
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_BY_SIZE, s.number);

    entry->has |= ASSAY_TRACE_ARG_NUMBER;
    entry->arg_number = desired;
    return end_parts(c, entry, &receiver,
                     table->by_size(s.handle, desired, &receiver.base, &c->error));
}

assay_status assay_call_by_count(assay_case *c, assay_driven_source s, uint32_t count,
                                 assay_part_fn *part, void *to)
{
    const assay_split *table = table_of(c, s, ASSAY_SPLIT, sizeof(*table));
    part_receiver receiver = {{receive_part}, c, s, part, to, 0};

    if (table->by_count == NULL)
        assay_case_skip(c, "it cannot be split by number: by_count is NULL");
    assay_tape_number(&c->tape, count);
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_BY_COUNT, s.number);
    entry->has |= ASSAY_TRACE_ARG_NUMBER;
    entry->arg_number = count;
    return end_parts(c, entry, &receiver,
                     table->by_count(s.handle, count, &receiver.base, &c->error));
}

assay_status assay_call_bounds(assay_case *c, assay_driven_source s, assay_buffer *start,
                               assay_buffer *end)
{
    const assay_range *table = table_of(c, s, ASSAY_RANGE, sizeof(*table));
    size_t start_before = start->size, end_before = end->size;
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_BOUNDS, s.number);

    assay_status status =
        assay_call_end(c, entry, table->bounds(s.handle, &start->out, &end->out, &c->error));
    assay_call_gave_bytes(c, start, start_before);
    assay_call_gave_bytes(c, end, end_before);
    return status;
}

assay_status assay_call_part(assay_case *c, assay_driven_source s, assay_bytes start,
                             assay_bytes end, assay_driven_source *part)
{
    const assay_range *table = table_of(c, s, ASSAY_RANGE, sizeof(*table));
    assay_source *handle = NULL;
    char both[2 * ASSAY_TRACE_TEXT];
    assay_tape_bytes(&c->tape, start);
    assay_tape_bytes(&c->tape, end);
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_PART, s.number);

    if (start.size + end.size <= sizeof(both)) {
        if (start.size > 0)
            memcpy(both, start.data, start.size);
        if (end.size > 0)
            memcpy(both + start.size, end.data, end.size);
        assay_trace_text(entry, (assay_bytes){both, start.size + end.size}, ASSAY_TRACE_ARG_TEXT);
    }
    assay_status status =
        assay_call_end(c, entry, table->part(s.handle, start, end, &handle, &c->error));
    assay_call_take_source(c, entry, status, handle, s.dataset, part);
    return status;
}

assay_status assay_call_mark(assay_case *c, assay_driven_source s, assay_driven_reader *r,
                             assay_buffer *mark)
{
    const assay_checkpoint *table = table_of(c, s, ASSAY_CHECKPOINT, sizeof(*table));
    assay_tape_number(&c->tape, s.number);
    size_t before = mark->size;
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_MARK, r->number);

    assay_status status =
        assay_call_end(c, entry, table->mark(s.handle, r->handle, &mark->out, &c->error));
    assay_trace_text(entry, assay_buffer_bytes(mark), ASSAY_TRACE_OUT_TEXT);
    assay_call_gave_bytes(c, mark, before);
    return status;
}

assay_status assay_call_restore(assay_case *c, assay_driven_source s, assay_bytes mark,
                                assay_driven_reader *r)
{
    const assay_checkpoint *table = table_of(c, s, ASSAY_CHECKPOINT, sizeof(*table));
    assay_reader *handle = NULL;
    assay_tape_bytes(&c->tape, mark);
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_RESTORE, s.number);

    assay_trace_text(entry, mark, ASSAY_TRACE_ARG_TEXT);
    assay_status status =
        assay_call_end(c, entry, table->restore(s.handle, mark, &handle, &c->error));
    assay_call_take_reader(c, entry, status, handle, s, r);
    return status;
}

assay_status assay_call_finalize(assay_case *c, assay_driven_source s, assay_bytes mark)
{
    const assay_checkpoint *table = table_of(c, s, ASSAY_CHECKPOINT, sizeof(*table));

    if (table->finalize == NULL)
        assay_case_skip(c, "there is nothing to finalize: finalize is NULL");
    if (c->setup->scenario->read_only != 0)
        assay_case_skip(c, "read-only: marks are not finalized");
    assay_tape_bytes(&c->tape, mark);
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_FINALIZE, s.number);
    assay_trace_text(entry, mark, ASSAY_TRACE_ARG_TEXT);
    return assay_call_end(c, entry, table->finalize(s.handle, mark, &c->error));
}

assay_status assay_call_watermark(assay_case *c, assay_driven_source s, assay_driven_reader *r,
                                  int64_t *watermark)
{
    const assay_stream *table = table_of(c, s, ASSAY_STREAM, sizeof(*table));
    assay_tape_number(&c->tape, s.number);
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_WATERMARK, r->number);

    *watermark = ASSAY_TIMESTAMP_MIN;
    assay_status status =
        assay_call_end(c, entry, table->watermark(s.handle, r->handle, watermark, &c->error));
    entry->has |= ASSAY_TRACE_OUT_NUMBER;
    entry->out_number = *watermark;
    assay_call_gave_number(c, *watermark);
    return status;
}

assay_status assay_call_backlog(assay_case *c, assay_driven_source s, assay_driven_reader *r,
                                int64_t *bytes)
{
    const assay_stream *table = table_of(c, s, ASSAY_STREAM, sizeof(*table));
    assay_tape_number(&c->tape, s.number);
    assay_trace_entry *entry = assay_call_begin(c, ASSAY_OP_BACKLOG, r->number);

    *bytes = ASSAY_BACKLOG_UNKNOWN;
    assay_status status =
        assay_call_end(c, entry, table->backlog(s.handle, r->handle, bytes, &c->error));
    entry->has |= ASSAY_TRACE_OUT_NUMBER;
    entry->out_number = *bytes;
    assay_call_gave_number(c, *bytes);
    return status;
}
