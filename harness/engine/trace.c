#include "engine/trace.h"

#include "data/tally.h"

#include <assay/toolkit/error.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

typedef struct op_row {
    const char *subject;
    const char *name;
    const char *made; /* what kind of handle it makes */
} op_row;

static const op_row op_rows[ASSAY_OP_COUNT] = {
    [ASSAY_OP_OPEN] = {"connector", "open_source", "source"},
    [ASSAY_OP_DECODE] = {"connector", "decode_source", "source"},
    [ASSAY_OP_ENCODE] = {"source", "encode", NULL},
    [ASSAY_OP_DESCRIBE] = {"source", "describe", NULL},
    [ASSAY_OP_VALIDATE] = {"source", "validate", NULL},
    [ASSAY_OP_ESTIMATE] = {"source", "estimate", NULL},
    [ASSAY_OP_BY_SIZE] = {"source", "by_size", NULL},
    [ASSAY_OP_BY_COUNT] = {"source", "by_count", NULL},
    [ASSAY_OP_BOUNDS] = {"source", "bounds", NULL},
    [ASSAY_OP_PART] = {"source", "part", "source"},
    [ASSAY_OP_MARK] = {"reader", "mark", NULL},
    [ASSAY_OP_RESTORE] = {"source", "restore", "reader"},
    [ASSAY_OP_FINALIZE] = {"source", "finalize", NULL},
    [ASSAY_OP_WATERMARK] = {"reader", "watermark", NULL},
    [ASSAY_OP_BACKLOG] = {"reader", "backlog", NULL},
    [ASSAY_OP_OPEN_READER] = {"source", "open_reader", "reader"},
    [ASSAY_OP_RELEASE_SOURCE] = {"source", "release", NULL},
    [ASSAY_OP_START] = {"reader", "start", NULL},
    [ASSAY_OP_ADVANCE] = {"reader", "advance", NULL},
    [ASSAY_OP_CURRENT] = {"reader", "current", NULL},
    [ASSAY_OP_CLOSE] = {"reader", "close", NULL},
    [ASSAY_OP_RELEASE_READER] = {"reader", "release", NULL},
    [ASSAY_OP_SPLIT] = {"reader", "split", "source"},
    [ASSAY_OP_SPLIT_AT] = {"reader", "split_at", "source"},
    [ASSAY_OP_CURRENT_SOURCE] = {"reader", "current_source", "source"},
    [ASSAY_OP_POSITION] = {"reader", "position", NULL},
    [ASSAY_OP_FRACTION] = {"reader", "fraction", NULL},
    [ASSAY_OP_COUNTS] = {"reader", "counts", NULL},
    [ASSAY_OP_OPEN_SINK] = {"connector", "open_sink", "sink"},
    [ASSAY_OP_DECODE_SINK] = {"connector", "decode_sink", "sink"},
    [ASSAY_OP_ENCODE_SINK] = {"sink", "encode", NULL},
    [ASSAY_OP_DESCRIBE_SINK] = {"sink", "describe", NULL},
    [ASSAY_OP_VALIDATE_SINK] = {"sink", "validate", NULL},
    [ASSAY_OP_INITIALIZE] = {"sink", "initialize", NULL},
    [ASSAY_OP_OPEN_WRITER] = {"sink", "open_writer", "writer"},
    [ASSAY_OP_COMMIT] = {"sink", "commit", NULL},
    [ASSAY_OP_CLEANUP] = {"sink", "cleanup", NULL},
    [ASSAY_OP_RELEASE_SINK] = {"sink", "release", NULL},
    [ASSAY_OP_WRITE] = {"writer", "write", NULL},
    [ASSAY_OP_PREPARE] = {"writer", "prepare", NULL},
    [ASSAY_OP_ABORT] = {"writer", "abort", NULL},
    [ASSAY_OP_RELEASE_WRITER] = {"writer", "release", NULL},
    [ASSAY_OP_OPEN_TRACKER] = {"connector", "open_tracker", "tracker"},
    [ASSAY_OP_CLAIM] = {"tracker", "claim", NULL},
    [ASSAY_OP_CLAIM_ALONG] = {"tracker", "claim, no split point,", NULL},
    [ASSAY_OP_CUT] = {"tracker", "split_at", NULL},
    [ASSAY_OP_POSITION_AT] = {"tracker", "position_at", NULL},
    [ASSAY_OP_TRACKED] = {"tracker", "range", NULL},
    [ASSAY_OP_TRACKER_PROGRESS] = {"tracker", "progress", NULL},
    [ASSAY_OP_DONE] = {"tracker", "done", NULL},
    [ASSAY_OP_RELEASE_TRACKER] = {"tracker", "release", NULL},
};

void assay_op_print(assay_op op, char *to, size_t size)
{
    snprintf(to, size, "%s: %s", op_rows[op].subject, op_rows[op].name);
}

assay_trace_entry *assay_trace_begin(assay_trace *self, assay_op op, uint32_t subject)
{
    assay_trace_entry *entry = &self->entries[self->next % ASSAY_TRACE_ENTRIES];

    entry->op = (uint8_t)op;
    entry->running = 1;
    entry->has = 0;
    entry->text_size = 0;
    entry->thread = 0;
    entry->subject = subject;
    self->next++;
    return entry;
}

void assay_trace_end(assay_trace_entry *entry, assay_status status)
{
    entry->status = (int32_t)status;
    entry->running = 0;
}

void assay_trace_switch(assay_trace *self, uint32_t from, assay_place place, uint32_t to)
{
    assay_trace_entry *entry = assay_trace_begin(self, ASSAY_OP_SWITCH, from);

    entry->arg_number = place.how;
    entry->out_number = place.deed;
    entry->out_second = place.number;
    entry->made = to;
    assay_trace_end(entry, ASSAY_OK);
}

void assay_trace_rewind(assay_trace *self, uint64_t at)
{
    if (at < self->next && self->next - at <= ASSAY_TRACE_ENTRIES / 2)
        self->next = at;
}

void assay_trace_text(assay_trace_entry *entry, assay_bytes text, uint8_t which)
{
    size_t kept = text.size < ASSAY_TRACE_TEXT ? text.size : ASSAY_TRACE_TEXT;

    entry->has |= which;
    entry->text_size = (uint8_t)kept;
    entry->full_size = text.size < UINT32_MAX ? (uint32_t)text.size : UINT32_MAX;
    if (kept > 0)
        memcpy(entry->text, text.data, kept);
}

/* A line being built; what does not fit is cut. */
typedef struct line {
    char text[320];
    size_t size;
} line;

__attribute__((format(printf, 2, 3))) static void line_add(line *self, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    int more =
        vsnprintf(self->text + self->size, sizeof(self->text) - self->size, format, arguments);
    va_end(arguments);
    if (more > 0)
        self->size += (size_t)more;
    if (self->size > sizeof(self->text) - 1)
        self->size = sizeof(self->text) - 1;
}

static void line_add_value(line *self, const assay_trace_entry *entry)
{
    char value[120];
    size_t size = entry->text_size < ASSAY_TRACE_TEXT ? entry->text_size : ASSAY_TRACE_TEXT;

    assay_value_print((assay_bytes){entry->text, size}, value, sizeof(value));
    line_add(self, " %s", value);
    if (entry->full_size > size)
        line_add(self, "... (%u bytes)", entry->full_size);
}

static void line_add_arguments(line *self, const assay_trace_entry *entry)
{
    if (entry->has & ASSAY_TRACE_ARG_NUMBER)
        line_add(self, " %lld", (long long)entry->arg_number);
    if (entry->has & ASSAY_TRACE_ARG_FRACTION)
        line_add(self, " %.17g", entry->arg_fraction);
    if (entry->has & ASSAY_TRACE_ARG_TEXT)
        line_add_value(self, entry);
}

static void line_add_results(line *self, const assay_trace_entry *entry, const op_row *row)
{
    bool two_handles = (entry->has & ASSAY_TRACE_OUT_MADE) && (entry->has & ASSAY_TRACE_OUT_SECOND);

    if (entry->has & ASSAY_TRACE_OUT_NUMBER)
        line_add(self, " %lld", (long long)entry->out_number);
    if ((entry->has & ASSAY_TRACE_OUT_SECOND) && !two_handles)
        line_add(self, " %lld", (long long)entry->out_second);
    if (entry->has & ASSAY_TRACE_OUT_FRACTION)
        line_add(self, " %.17g", entry->out_fraction);
    if (entry->has & ASSAY_TRACE_OUT_TEXT)
        line_add_value(self, entry);
    if ((entry->has & ASSAY_TRACE_OUT_MADE) && row->made != NULL)
        line_add(self, ", %s %u", row->made, entry->made);
    if (two_handles)
        line_add(self, " and %u", entry->made + 1);
}

static void line_add_switch(line *self, const assay_trace_entry *entry)
{
    char text[100];
    assay_place place = {(int)entry->arg_number, (assay_deed)entry->out_number,
                         (uint32_t)entry->out_second};

    assay_place_print(place, text, sizeof(text));
    line_add(self, "thread %u %s, thread %u goes on", entry->subject, text, entry->made);
}

static bool line_of(const assay_trace_entry *entry, line *to)
{
    to->size = 0;
    to->text[0] = 0;
    if (entry->op == ASSAY_OP_SWITCH)
        line_add_switch(to, entry);
    if (entry->op >= ASSAY_OP_COUNT)
        return entry->op == ASSAY_OP_SWITCH;
    const op_row *row = &op_rows[entry->op];
    if (entry->thread > 0)
        line_add(to, "thread %u: ", entry->thread);
    if (entry->subject > 0)
        line_add(to, "%s %u: %s", row->subject, entry->subject, row->name);
    else
        line_add(to, "%s: %s", row->subject, row->name);
    line_add_arguments(to, entry);
    if (entry->running)
        line_add(to, " ...");
    if (entry->running == 1)
        return true;
    line_add(to, " -> %s", assay_status_name((assay_status)entry->status));
    line_add_results(to, entry, row);
    return true;
}

assay_status assay_trace_print(const assay_trace *self, size_t lines, assay_buffer *to)
{
    uint64_t kept = self->next < ASSAY_TRACE_ENTRIES ? self->next : ASSAY_TRACE_ENTRIES;
    line text;

    if (kept > lines)
        kept = lines;
    if (self->next > kept) {
        line_add(memset(&text, 0, sizeof(text)), "... %llu calls before\n",
                 (unsigned long long)(self->next - kept));
        ASSAY_TRY(assay_buffer_append(&to->out, text.text, text.size));
    }
    for (uint64_t i = self->next - kept; i < self->next; i++) {
        if (!line_of(&self->entries[i % ASSAY_TRACE_ENTRIES], &text))
            continue;
        ASSAY_TRY(assay_buffer_append(&to->out, text.text, text.size));
        ASSAY_TRY(assay_buffer_append(&to->out, "\n", 1));
    }
    return ASSAY_OK;
}

void assay_trace_running(const assay_trace *self, char *to, size_t size)
{
    to[0] = 0;
    uint64_t kept = self->next < ASSAY_TRACE_ENTRIES ? self->next : ASSAY_TRACE_ENTRIES;
    line text;
    for (uint64_t i = 1; i <= kept; i++) { /* other threads may have come back since */
        const assay_trace_entry *entry = &self->entries[(self->next - i) % ASSAY_TRACE_ENTRIES];
        if (entry->running != 1 || !line_of(entry, &text))
            continue;
        snprintf(to, size, "%.*s", (int)text.size, text.text);
        return;
    }
}
