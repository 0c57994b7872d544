#include "emit/slice.h"

#include <assay/toolkit/error.h>
#include <string.h>

static bool same_settings(const assay_emit_log *log, const assay_emit_event *a,
                          const assay_emit_event *b)
{
    if (a->op != b->op || a->in_count != b->in_count)
        return false;
    for (size_t i = 0; i < a->in_count; i++) {
        assay_bytes x = assay_emit_in(log, a, i)->value.bytes;
        assay_bytes y = assay_emit_in(log, b, i)->value.bytes;
        if (x.size != y.size || (x.size > 0 && memcmp(x.data, y.data, x.size) != 0))
            return false;
    }
    return true;
}

/* Handle with which the handle's family begins. */
static size_t family_of(const assay_emit_log *log, size_t handle)
{
    const assay_emit_event *maker = &log->events[log->handles[handle].maker];

    if (maker->subject != ASSAY_EMIT_NONE)
        return log->handles[maker->subject].family;
    if (maker->in_count == 1) {
        size_t from = assay_emit_in(log, maker, 0)->from;
        return from == ASSAY_EMIT_NONE
                   ? handle
                   : log->handles[log->events[log->values[from].event].subject].family;
    }
    for (size_t i = 0; i < handle; i++)
        if (same_settings(log, maker, &log->events[log->handles[i].maker]))
            return log->handles[i].family;
    return handle;
}

static bool is_release(assay_op op)
{
    return op == ASSAY_OP_RELEASE_SOURCE || op == ASSAY_OP_RELEASE_READER ||
           op == ASSAY_OP_RELEASE_SINK || op == ASSAY_OP_RELEASE_WRITER;
}

/* Whether a call on a reader or writer changes it. A current is kept with them: it is what a reader
 * is for. */
static bool changes(assay_op op)
{
    return op == ASSAY_OP_START || op == ASSAY_OP_ADVANCE || op == ASSAY_OP_CURRENT ||
           op == ASSAY_OP_CLOSE || op == ASSAY_OP_SPLIT || op == ASSAY_OP_SPLIT_AT ||
           op == ASSAY_OP_WRITE || op == ASSAY_OP_PREPARE || op == ASSAY_OP_ABORT || is_release(op);
}

static bool belongs(const assay_emit_log *log, const assay_emit_event *event, size_t handle)
{
    const assay_emit_handle *of = &log->handles[handle];

    if (event->kind != ASSAY_TAPE_CALL)
        return false;
    if (of->kind != ASSAY_EMIT_SINK && of->kind != ASSAY_EMIT_WRITER)
        return event->subject == handle && changes(event->op);
    if (event->subject != ASSAY_EMIT_NONE)
        return log->handles[event->subject].family == of->family;
    return event->made > 0 && log->handles[event->first_made].family == of->family;
}

static void need(assay_emit_log *log, size_t index);

static void need_handle(assay_emit_log *log, size_t handle, size_t before)
{
    assay_emit_handle *self = &log->handles[handle];
    size_t from = self->reach;

    self->used = true;
    need(log, self->maker);
    if (before <= from || self->kind == ASSAY_EMIT_SOURCE)
        return;
    self->reach = before;
    for (size_t i = from; i < before; i++)
        if (belongs(log, &log->events[i], handle))
            need(log, i);
}

static void need(assay_emit_log *log, size_t index)
{
    assay_emit_event *event = &log->events[index];

    if (event->keep)
        return;
    event->keep = true;
    if (event->subject != ASSAY_EMIT_NONE)
        need_handle(log, event->subject, index);
    if (event->op == ASSAY_OP_MARK || event->op == ASSAY_OP_WATERMARK ||
        event->op == ASSAY_OP_BACKLOG)
        need_handle(log, (size_t)assay_emit_in(log, event, 0)->value.number, index);
    for (size_t i = 0; i < event->in_count; i++) {
        size_t from = assay_emit_in(log, event, i)->from;
        if (from != ASSAY_EMIT_NONE)
            need(log, log->values[from].event);
    }
}

/* What is kept is given back, too. */
static void keep_releases(assay_emit_log *log)
{
    for (size_t i = 0; i < log->event_count; i++) {
        assay_emit_event *event = &log->events[i];
        if (event->kind == ASSAY_TAPE_CALL && event->subject != ASSAY_EMIT_NONE &&
            log->events[log->handles[event->subject].maker].keep &&
            (is_release(event->op) || event->op == ASSAY_OP_CLOSE) &&
            log->handles[event->subject].used)
            event->keep = true;
    }
}

/* Readers that were only looked at, for their abilities. */
static bool is_probe(const assay_emit_log *log, size_t handle)
{
    if (log->handles[handle].kind != ASSAY_EMIT_READER ||
        log->events[log->handles[handle].maker].op != ASSAY_OP_OPEN_READER)
        return false;
    for (size_t i = log->handles[handle].maker + 1; i < log->event_count; i++)
        if (log->events[i].kind == ASSAY_TAPE_CALL && log->events[i].subject == handle)
            return log->events[i].op == ASSAY_OP_RELEASE_READER;
    return false;
}

/* The handle that a call is about: its own, or the one it makes; NONE: of neither. */
static size_t handle_of(const assay_emit_event *event)
{
    return event->subject != ASSAY_EMIT_NONE ? event->subject
           : event->made > 0                 ? event->first_made
                                             : ASSAY_EMIT_NONE;
}

/* Attempts stand alone, and so do data sets. */
static bool concerns(const assay_emit_log *log, const assay_emit_event *event, size_t last)
{
    size_t handle = handle_of(event), end = handle_of(&log->events[last]);
    uint64_t turn = log->events[last].turn;

    if (handle == ASSAY_EMIT_NONE || end == ASSAY_EMIT_NONE)
        return event->turn == turn || event->turn == 0;
    if (log->handles[handle].turn != 0 && log->handles[handle].turn != turn)
        return false;
    if (is_probe(log, handle) || (event->made == 1 && is_probe(log, event->first_made)))
        return false;
    return log->handles[handle].dataset == log->handles[end].dataset;
}

static void keep_all(assay_emit_log *log, size_t last)
{
    for (size_t i = 0; i < log->event_count; i++) {
        assay_emit_event *event = &log->events[i];
        if (event->kind == ASSAY_TAPE_CALL && (i == last || concerns(log, event, last)))
            need(log, i);
        else if (event->kind == ASSAY_TAPE_LOOK)
            event->keep = true;
    }
}

/* All that the exercise moved over: a reader that gave nothing is part of it. */
static void keep_moves(assay_emit_log *log, size_t after)
{
    for (size_t i = after; i < log->event_count; i++)
        if (log->events[i].kind == ASSAY_TAPE_CALL &&
            (log->events[i].op == ASSAY_OP_START || log->events[i].op == ASSAY_OP_ADVANCE ||
             log->events[i].tallied))
            need(log, i);
}

static size_t find_last(const assay_emit_log *log, assay_tape_kind kind)
{
    for (size_t i = log->event_count; i-- > 0;)
        if (log->events[i].kind == kind)
            return i;
    return ASSAY_EMIT_NONE;
}

/* Whether something else was looked at after the output, which was as it should be then. */
static bool is_looked_past(const assay_emit_log *log, size_t output)
{
    for (size_t i = output + 1; i < log->event_count; i++)
        if (log->events[i].kind == ASSAY_TAPE_LOOK && log->events[i].a != ASSAY_TAPE_LOOK_MATCHES)
            return true;
    return false;
}

static void find_proof(const assay_emit_log *log, assay_verdict verdict, size_t call,
                       assay_emit_slice *slice)
{
    size_t want = find_last(log, ASSAY_TAPE_WANT), judge = find_last(log, ASSAY_TAPE_JUDGE);
    size_t output = find_last(log, ASSAY_TAPE_OUTPUT);

    *slice = (assay_emit_slice){ASSAY_EMIT_ALL, call, ASSAY_OK};
    if (verdict != ASSAY_FAIL) {
        slice->proof = ASSAY_EMIT_ENDING;
    } else if (want != ASSAY_EMIT_NONE && want > call) {
        slice->proof = ASSAY_EMIT_ANSWER;
        slice->wanted = (assay_status)log->events[want].a;
    } else if (output != ASSAY_EMIT_NONE && output > call && !is_looked_past(log, output)) {
        slice->proof = ASSAY_EMIT_OUTPUT;
        slice->goal = output;
    } else if (judge != ASSAY_EMIT_NONE &&
               log->events[judge].process == log->events[call].process) {
        slice->proof = ASSAY_EMIT_RECORDS;
        slice->goal = judge;
    }
}

static bool any_kept(const assay_emit_log *log)
{
    for (size_t i = 0; i < log->event_count; i++)
        if (log->events[i].keep)
            return true;
    return false;
}

assay_status assay_emit_slice_make(assay_emit_log *log, assay_verdict verdict, bool whole,
                                   assay_emit_slice *slice, assay_error *error)
{
    size_t call = find_last(log, ASSAY_TAPE_CALL);

    if (call == ASSAY_EMIT_NONE)
        return assay_error_set(error, ASSAY_INVALID, "no call of the contract to show");
    for (size_t i = 0; i < log->handle_count; i++)
        log->handles[i].family = family_of(log, i);
    find_proof(log, verdict, call, slice);
    if (slice->proof == ASSAY_EMIT_RECORDS)
        keep_moves(log, slice->goal);
    else if (slice->proof == ASSAY_EMIT_ALL)
        keep_all(log, call);
    else
        need(log, call);
    if (whole)
        keep_all(log, call);
    if (!any_kept(log)) {
        slice->proof = ASSAY_EMIT_ALL;
        keep_all(log, call);
    }
    keep_releases(log);
    return ASSAY_OK;
}
