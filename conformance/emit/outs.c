#include "emit/place.h"

#include <stdio.h>
#include <string.h>

static void begin(assay_emit_body *self)
{
    self->used |= ASSAY_EMIT_USES(ASSAY_EMIT_PART_NEED);
    assay_emit_print(&self->text, "%*sIS(", self->indent, "");
}

static bool same_bytes(assay_bytes a, assay_bytes b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

/* An earlier one of the same call, the last of those that are alike or of those of the same handle
 * that are not; NONE: there is none. */
static size_t find_other(const assay_emit_body *self, size_t index, size_t i, bool alike)
{
    const assay_emit_event *event = &self->log->events[index];
    assay_bytes bytes = assay_emit_out(self->log, event, i)->value.bytes;

    for (size_t k = index; k-- > 0;) {
        const assay_emit_event *other = &self->log->events[k];
        if (other->kind != ASSAY_TAPE_CALL || !other->keep || other->op != event->op ||
            other->out_count <= i || other->name == 0)
            continue;
        bool same = same_bytes(assay_emit_out(self->log, other, i)->value.bytes, bytes);
        if (alike ? same : !same && other->subject == event->subject)
            return k;
    }
    return ASSAY_EMIT_NONE;
}

static void compare_write(assay_emit_body *self, const char *name, const char *other, bool alike)
{
    self->used |= ASSAY_EMIT_USES(ASSAY_EMIT_PART_OF) | ASSAY_EMIT_USES(ASSAY_EMIT_PART_EQUAL);
    begin(self);
    assay_emit_print(&self->text, "%sequal(%s, of(%s)));\n", alike ? "" : "!", name, other);
}

static void literal_write(assay_emit_body *self, const char *name, assay_bytes bytes, bool alike)
{
    size_t from = self->text.buffer.size;

    self->used |= ASSAY_EMIT_USES(ASSAY_EMIT_PART_EQUAL);
    begin(self);
    assay_emit_print(&self->text, "%sequal(%s, ", alike ? "" : "!", name);
    assay_emit_bytes_print(self, bytes);
    assay_emit_print(&self->text, "));\n");
    assay_emit_wrap(&self->text, from, self->indent + 4);
}

/* What came of bytes that were given is compared with them. */
static void origin_write(assay_emit_body *self, const assay_emit_event *event, const char *name)
{
    if (event->op != ASSAY_OP_ENCODE && event->op != ASSAY_OP_MARK)
        return;
    const assay_emit_event *maker = &self->log->events[self->log->handles[event->subject].maker];
    if (maker->op != ASSAY_OP_DECODE && maker->op != ASSAY_OP_RESTORE)
        return;
    const assay_emit_given *given = assay_emit_in(self->log, maker, 0);
    bool alike = same_bytes(given->value.bytes, assay_emit_out(self->log, event, 0)->value.bytes);
    char damaged[ASSAY_EMIT_NAME];
    snprintf(damaged, sizeof(damaged), "damaged_%u", given->damage);
    if (given->damage != 0)
        compare_write(self, name, damaged, alike);
    else if (given->from == ASSAY_EMIT_NONE)
        literal_write(self, name, given->value.bytes, alike);
}

enum { POSITION = 64 };

/* A position means something by itself; what else is given may hold the path of the data, and is
 * compared with what was given before. */
static void bytes_write(assay_emit_body *self, size_t index, size_t i, const char *name)
{
    const assay_emit_event *event = &self->log->events[index];
    assay_bytes bytes = assay_emit_out(self->log, event, i)->value.bytes;
    size_t before = self->last_out[event->op];
    char other[ASSAY_EMIT_NAME];

    bool position = event->op == ASSAY_OP_POSITION || event->op == ASSAY_OP_BOUNDS ||
                    event->op == ASSAY_OP_TRACKED || event->op == ASSAY_OP_POSITION_AT;
    if ((position && bytes.size <= POSITION) || bytes.size == 0) {
        literal_write(self, name, bytes, true);
        return;
    }
    size_t alike = find_other(self, index, i, true), differs = find_other(self, index, i, false);
    if (alike == ASSAY_EMIT_NONE && differs == ASSAY_EMIT_NONE)
        differs = before;
    if (alike != ASSAY_EMIT_NONE) {
        assay_emit_value_name(&self->log->events[alike], i, other);
        compare_write(self, name, other, true);
    }
    if (differs != ASSAY_EMIT_NONE) {
        assay_emit_value_name(&self->log->events[differs], i, other);
        compare_write(self, name, other, false);
    }
    origin_write(self, event, name);
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
