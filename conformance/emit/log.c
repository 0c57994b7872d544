#include "emit/log.h"

#include <assay/toolkit/error.h>
#include <stdlib.h>
#include <string.h>

/* What is being read, and where it stands. */
typedef struct reading {
    assay_emit_log *log;
    size_t capacities[3];
    size_t handles_before; /* the cases before */
    size_t process;
    uint64_t turn;
    size_t call; /* event */
} reading;

/* Makes room for one more; NULL: out of memory. */
static void *grow(void **items, size_t count, size_t *capacity, size_t size)
{
    if (count == *capacity) {
        size_t more = count == 0 ? 64 : 2 * count;
        void *grown = reallocarray(*items, more, size);
        if (grown == NULL)
            return NULL;
        *items = grown;
        *capacity = more;
    }
    char *added = (char *)*items + count * size;
    return memset(added, 0, size);
}

static const assay_emit_kind *made_by(assay_op op)
{
    static const assay_emit_kind kinds[] = {ASSAY_EMIT_SOURCE, ASSAY_EMIT_READER, ASSAY_EMIT_SINK,
                                            ASSAY_EMIT_WRITER, ASSAY_EMIT_TRACKER};
    switch (op) {
    case ASSAY_OP_OPEN_READER:
    case ASSAY_OP_RESTORE:
        return &kinds[1];
    case ASSAY_OP_OPEN_SINK:
    case ASSAY_OP_DECODE_SINK:
        return &kinds[2];
    case ASSAY_OP_OPEN_WRITER:
        return &kinds[3];
    case ASSAY_OP_OPEN_TRACKER:
        return &kinds[4];
    default:
        return &kinds[0];
    }
}

static assay_status add_values(reading *r, size_t event, assay_tape_frame *frame, bool out)
{
    assay_emit_log *log = r->log;
    assay_tape_value value;

    while (frame->values.rest.size > 0 && assay_tape_take_value(frame, &value)) {
        assay_emit_given *given =
            grow((void **)&log->values, log->value_count, &r->capacities[2], sizeof(*given));
        if (given == NULL)
            return ASSAY_MEMORY;
        log->value_count++;
        *given = (assay_emit_given){value, event, out, ASSAY_EMIT_NONE, 0, 0};
    }
    return ASSAY_OK;
}

static assay_status add_event(reading *r, assay_tape_frame *frame)
{
    assay_emit_log *log = r->log;
    assay_emit_event *event =
        grow((void **)&log->events, log->event_count, &r->capacities[0], sizeof(*event));

    if (event == NULL)
        return ASSAY_MEMORY;
    log->event_count++;
    event->kind = frame->kind;
    event->a = frame->a;
    event->b = frame->b;
    event->turn = r->turn;
    event->process = r->process;
    event->first_made = log->handle_count;
    event->in = log->value_count;
    ASSAY_TRY(add_values(r, log->event_count - 1, frame, false));
    event->in_count = event->out_count = log->value_count - event->in;
    event->out = log->value_count;
    event->out_count = 0;
    return ASSAY_OK;
}

/* These calls of a source's ability are about a reader; the source is given by its number. */
static assay_status take_source_number(reading *r, const assay_emit_event *event)
{
    if (event->op != ASSAY_OP_MARK && event->op != ASSAY_OP_WATERMARK &&
        event->op != ASSAY_OP_BACKLOG)
        return ASSAY_OK;
    int64_t *number = &r->log->values[event->in].value.number;
    if (event->in_count != 1 || *number < 1 ||
        r->handles_before + (uint64_t)*number > r->log->handle_count)
        return ASSAY_INVALID;
    *number += (int64_t)r->handles_before - 1;
    return ASSAY_OK;
}

static assay_status add_call(reading *r, assay_tape_frame *frame)
{
    ASSAY_TRY(add_event(r, frame));
    r->call = r->log->event_count - 1;
    assay_emit_event *event = &r->log->events[r->call];
    event->op = (assay_op)frame->a;
    event->subject = frame->b == 0 ? ASSAY_EMIT_NONE : r->handles_before + frame->b - 1;
    if (event->op >= ASSAY_OP_COUNT ||
        (event->subject != ASSAY_EMIT_NONE && event->subject >= r->log->handle_count))
        return ASSAY_INVALID;
    return take_source_number(r, event);
}

static assay_status add_handle(reading *r, const assay_tape_frame *frame)
{
    assay_emit_log *log = r->log;
    assay_emit_handle *handle =
        grow((void **)&log->handles, log->handle_count, &r->capacities[1], sizeof(*handle));
    assay_emit_event *event = &log->events[r->call];

    if (handle == NULL)
        return ASSAY_MEMORY;
    if (frame->a != log->handle_count - r->handles_before + 1)
        return ASSAY_INVALID;
    handle->kind = *made_by(event->op);
    handle->maker = r->call;
    handle->place = event->made++;
    handle->dataset = frame->b;
    handle->turn = r->turn;
    handle->family =
        event->subject == ASSAY_EMIT_NONE ? log->handle_count : log->handles[event->subject].family;
    log->handle_count++;
    return ASSAY_OK;
}

static bool is_empty(assay_tape_frame *end)
{
    assay_tape_value message;

    return assay_tape_take_value(end, &message) && message.bytes.size == 0;
}

/* What belongs to the last call. */
static assay_status add_to_call(reading *r, assay_tape_frame *frame)
{
    assay_emit_event *event = &r->log->events[r->call];

    if (r->call == ASSAY_EMIT_NONE)
        return ASSAY_INVALID;
    if (frame->kind == ASSAY_TAPE_MADE)
        return add_handle(r, frame);
    if (frame->kind == ASSAY_TAPE_TALLY)
        event->tallied = true;
    if (frame->kind == ASSAY_TAPE_END) {
        event->back = true;
        event->status = (assay_status)frame->a;
        event->silent = event->status > ASSAY_REFUSED && is_empty(frame);
    }
    if (frame->kind != ASSAY_TAPE_OUT)
        return ASSAY_OK;
    ASSAY_TRY(add_values(r, r->call, frame, true));
    event->out_count = r->log->value_count - event->out;
    return ASSAY_OK;
}

static assay_status add_frame(reading *r, assay_tape_frame *frame)
{
    switch (frame->kind) {
    case ASSAY_TAPE_END:
    case ASSAY_TAPE_OUT:
    case ASSAY_TAPE_MADE:
    case ASSAY_TAPE_TALLY:
        return add_to_call(r, frame);
    case ASSAY_TAPE_CALL:
        return add_call(r, frame);
    case ASSAY_TAPE_CASE:
        r->process++;
        r->handles_before = r->log->handle_count;
        r->call = ASSAY_EMIT_NONE;
        return add_event(r, frame);
    case ASSAY_TAPE_TURN:
        r->turn = frame->a;
        return ASSAY_OK;
    default:
        return add_event(r, frame);
    }
}

assay_status assay_emit_log_read(assay_bytes tape, assay_emit_log *self, assay_error *error)
{
    reading r = {.log = self, .call = ASSAY_EMIT_NONE};
    assay_decoder from = {tape, false};
    assay_tape_frame frame;
    assay_status status = ASSAY_OK;

    memset(self, 0, sizeof(*self));
    while (status == ASSAY_OK && from.rest.size > 0 && assay_tape_take(&from, &frame))
        status = add_frame(&r, &frame);
    if (status == ASSAY_MEMORY)
        return assay_error_set(error, status, "out of memory for a tape");
    if (status != ASSAY_OK || self->event_count == 0)
        return assay_error_set(error, ASSAY_INVALID, "no tape of calls");
    assay_emit_flow(self);
    return ASSAY_OK;
}

void assay_emit_log_clear(assay_emit_log *self)
{
    free(self->events);
    free(self->handles);
    free(self->values);
    memset(self, 0, sizeof(*self));
}

assay_emit_given *assay_emit_in(const assay_emit_log *self, const assay_emit_event *event, size_t i)
{
    return &self->values[event->in + i];
}

assay_emit_given *assay_emit_out(const assay_emit_log *self, const assay_emit_event *event,
                                 size_t i)
{
    return &self->values[event->out + i];
}

assay_record assay_emit_record(const assay_emit_given *values)
{
    assay_record record = ASSAY_RECORD_INIT;

    record.timestamp = values[0].value.number;
    record.value = values[1].value.bytes;
    record.id = values[2].value.bytes;
    return record;
}
