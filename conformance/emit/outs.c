#include "emit/place.h"

#include <stdio.h>
#include <string.h>

static void begin(assay_emit_body *self)
{
    self->used |= ASSAY_EMIT_USES(ASSAY_EMIT_PART_OBSERVED);
    assay_emit_print(&self->text, "%*sIS(", self->indent, "");
}

/* A position means something by itself; what else is given may hold the path of the data, and is
 * compared with what was given before. */
static void bytes_write(assay_emit_body *self, size_t index, size_t i, const char *name)
{
    const assay_emit_event *event = &self->log->events[index];
    assay_bytes bytes = assay_emit_out(self->log, event, i)->value.bytes;
    size_t before = self->last_out[event->op];
    char other[ASSAY_EMIT_NAME];

    bool plain =
        (event->op == ASSAY_OP_POSITION || event->op == ASSAY_OP_BOUNDS) && bytes.size <= 8;
    if (plain || bytes.size == 0) {
        self->used |= ASSAY_EMIT_USES(ASSAY_EMIT_PART_EQUAL);
        begin(self);
        assay_emit_print(&self->text, "equal(%s, ", name);
        assay_emit_bytes_print(self, bytes);
        assay_emit_print(&self->text, "));\n");
    } else if (before != ASSAY_EMIT_NONE) {
        const assay_emit_event *last = &self->log->events[before];
        assay_bytes old = assay_emit_out(self->log, last, i)->value.bytes;
        bool same = old.size == bytes.size && memcmp(old.data, bytes.data, old.size) == 0;
        assay_emit_value_name(last, i, other);
        self->used |= ASSAY_EMIT_USES(ASSAY_EMIT_PART_OF) | ASSAY_EMIT_USES(ASSAY_EMIT_PART_EQUAL);
        begin(self);
        assay_emit_print(&self->text, "%sequal(%s, of(%s)));\n", same ? "" : "!", name, other);
    }
}

static void number_write(assay_emit_body *self, const assay_tape_value *value, const char *name)
{
    begin(self);
    if (value->type == ASSAY_TAPE_NUMBER) {
        assay_emit_print(&self->text, "%s == ", name);
        assay_emit_int64(&self->text, value->number);
    } else if (value->fraction != value->fraction) {
        assay_emit_print(&self->text, "%s != %s", name, name);
    } else {
        assay_emit_print(&self->text, "%s == ", name);
        assay_emit_double(&self->text, value->fraction);
    }
    assay_emit_print(&self->text, ");\n");
}

void assay_emit_outs_write(assay_emit_body *self, size_t index)
{
    assay_emit_event *event = &self->log->events[index];
    char name[ASSAY_EMIT_NAME];

    if (event->op == ASSAY_OP_CURRENT)
        return;
    for (size_t i = 0; i < event->out_count; i++) {
        const assay_tape_value *value = &assay_emit_out(self->log, event, i)->value;
        assay_emit_value_name(event, i, name);
        if (event->op == ASSAY_OP_SPLIT || event->op == ASSAY_OP_SPLIT_AT)
            snprintf(name + strlen(name), sizeof(name) - strlen(name), ".fraction");
        if (value->type == ASSAY_TAPE_BYTES)
            bytes_write(self, index, i, name);
        else
            number_write(self, value, name);
    }
    self->last_out[event->op] = index;
}

void assay_emit_parts_count_write(assay_emit_body *self, size_t index)
{
    const assay_emit_event *event = &self->log->events[index];
    size_t most = 0;
    char name[ASSAY_EMIT_NAME];

    for (size_t i = 0; i < event->made; i++)
        if (self->log->handles[event->first_made + i].used)
            most = i + 1;
    assay_emit_value_name(event, 0, name);
    if (most == 0 && self->slice->proof != ASSAY_EMIT_ALL)
        return;
    begin(self);
    if (self->slice->proof == ASSAY_EMIT_ALL || self->slice->proof == ASSAY_EMIT_RECORDS)
        assay_emit_print(&self->text, "%s.count == %zu);\n", name, event->made);
    else
        assay_emit_print(&self->text, "%s.count >= %zu);\n", name, most);
}
