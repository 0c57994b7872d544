#include "emit/place.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void assay_emit_body_line(assay_emit_body *self, const char *format, ...)
{
    char line[1000];
    va_list values;

    va_start(values, format);
    vsnprintf(line, sizeof(line), format, values);
    va_end(values);
    assay_emit_print(&self->text, "%*s%s\n", self->indent, "", line);
}

static bool same_bytes(assay_bytes a, assay_bytes b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

void assay_emit_body_add_record(assay_emit_body *self, const assay_record *record)
{
    if (self->record_count == self->record_capacity) {
        size_t capacity = self->record_count == 0 ? 64 : 2 * self->record_count;
        assay_record *grown = reallocarray(self->records, capacity, sizeof(*grown));
        if (grown == NULL) {
            self->text.status = ASSAY_MEMORY;
            return;
        }
        self->records = grown;
        self->record_capacity = capacity;
    }
    self->records[self->record_count++] = *record;
}

size_t assay_emit_body_record(assay_emit_body *self, const assay_record *record)
{
    for (size_t i = 0; i < self->record_count; i++) {
        const assay_record *known = &self->records[i];
        if (known->timestamp == record->timestamp && same_bytes(known->value, record->value) &&
            same_bytes(known->id, record->id))
            return i;
    }
    assay_emit_body_add_record(self, record);
    return self->record_count == 0 ? 0 : self->record_count - 1;
}

/* The records that should have come are the first ones of the table. */
static void add_expected(assay_emit_body *self)
{
    if (self->slice->proof != ASSAY_EMIT_RECORDS && self->slice->proof != ASSAY_EMIT_OUTPUT)
        return;
    for (size_t i = self->slice->goal + 1; i < self->log->event_count; i++) {
        const assay_emit_event *event = &self->log->events[i];
        if (event->kind != ASSAY_TAPE_EXPECTED)
            break;
        assay_record record = assay_emit_record(assay_emit_in(self->log, event, 0));
        assay_emit_body_add_record(self, &record);
        self->expected++;
    }
}

/* Whether a process of which something is shown comes later: then this one has ended. */
static bool is_left(const assay_emit_body *self, size_t process)
{
    for (size_t i = self->log->event_count; i-- > 0;)
        if (self->log->events[i].keep && self->log->events[i].kind != ASSAY_TAPE_FILE)
            return self->log->events[i].process > process;
    return false;
}

/* What a process gives outlives it. */
static void hoist(assay_emit_body *self, size_t process)
{
    char name[ASSAY_EMIT_NAME];

    for (size_t i = 0; i < self->log->event_count; i++) {
        assay_emit_event *event = &self->log->events[i];
        const char *arguments =
            event->kind == ASSAY_TAPE_CALL ? assay_emit_calls[event->op].arguments : "";
        if (!event->keep || event->process != process || strchr(arguments, 'o') == NULL)
            continue;
        event->name = ++self->values[event->op];
        event->hoisted = true;
        for (size_t k = 0; k < (event->op == ASSAY_OP_BOUNDS ? 2 : 1); k++) {
            assay_emit_value_name(event, k, name);
            assay_emit_body_line(self, "struct bytes *%s = new_bytes();", name);
        }
    }
}

static void leave_process(assay_emit_body *self)
{
    if (self->indent != 8)
        return;
    assay_emit_body_line(self, "_exit(9); /* the process ends here */");
    self->indent = 4;
    assay_emit_body_line(self, "}");
    assay_emit_body_line(self, "await(child_%zu);", self->process);
    self->used |= ASSAY_EMIT_USES(ASSAY_EMIT_PART_AWAIT);
}

static void enter_process(assay_emit_body *self, size_t process)
{
    if (self->process == process)
        return;
    leave_process(self);
    self->process = process;
    memset(self->looked, 0, sizeof(self->looked));
    if (!is_left(self, process))
        return;
    hoist(self, process);
    assay_emit_body_line(self, "const pid_t child_%zu = fork();", process);
    assay_emit_body_line(self, "if (child_%zu == 0) {", process);
    self->indent = 8;
}

/* Gives the event behind what was written. */
static size_t write_event(assay_emit_body *self, size_t index)
{
    const assay_emit_event *event = &self->log->events[index];
    size_t next = index;

    if (event->kind == ASSAY_TAPE_DEATH && event->process == self->process)
        leave_process(self);
    if (!event->keep)
        return index + 1;
    enter_process(self, event->process);
    if (event->kind == ASSAY_TAPE_LOOK)
        assay_emit_look_write(self, index);
    if (event->kind != ASSAY_TAPE_CALL)
        return index + 1;
    next = event->op == ASSAY_OP_WRITE ? assay_emit_writes_write(self, index)
                                       : assay_emit_moves_write(self, index);
    if (next > index)
        return next;
    assay_emit_call_write(self, index);
    return index + 1;
}

assay_status assay_emit_body_write(assay_emit_body *self)
{
    for (size_t i = 0; i < ASSAY_OP_COUNT; i++)
        self->last_out[i] = ASSAY_EMIT_NONE;
    self->indent = 4;
    add_expected(self);
    ASSAY_TRY(assay_emit_files_find_root(self));
    for (size_t i = 0; i < self->log->event_count && self->text.status == ASSAY_OK;)
        i = write_event(self, i);
    assay_emit_end_write(self);
    return self->text.status;
}

void assay_emit_body_clear(assay_emit_body *self)
{
    assay_buffer_clear(&self->text.buffer);
    free(self->root);
    free(self->records);
}
