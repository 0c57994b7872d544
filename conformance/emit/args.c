#include "emit/place.h"

#include <stdio.h>
#include <string.h>

static const char *const kinds[] = {"source", "reader", "sink", "writer", "tracker"};

void assay_emit_handle_name(const assay_emit_body *self, size_t handle, char to[ASSAY_EMIT_NAME])
{
    const assay_emit_handle *of = &self->log->handles[handle];

    snprintf(to, ASSAY_EMIT_NAME, "%s_%u", kinds[of->kind], of->name);
}

/* The name of what an event gives, the i-th. */
void assay_emit_value_name(const assay_emit_event *event, size_t i, char to[ASSAY_EMIT_NAME])
{
    const char *name = assay_emit_calls[event->op].gives;

    while (i-- > 0 && strchr(name, ' ') != NULL)
        name = strchr(name, ' ') + 1;
    snprintf(to, ASSAY_EMIT_NAME, "%.*s_%u", (int)strcspn(name, " "), name, event->name);
}

void assay_emit_bytes_print(assay_emit_body *self, assay_bytes bytes)
{
    if (bytes.size == 0) {
        assay_emit_print(&self->text, "(assay_bytes){NULL, 0}");
        return;
    }
    assay_emit_print(&self->text, "(assay_bytes){");
    assay_emit_literal(&self->text, bytes);
    assay_emit_print(&self->text, ", %zu}", bytes.size);
}

static size_t index_of_out(const assay_emit_log *log, size_t value)
{
    return value - log->events[log->values[value].event].out;
}

/* How many bytes of what is given are not those they come from; at the same place. */
static size_t differences(assay_bytes from, assay_bytes to, size_t size)
{
    size_t count = 0;

    for (size_t i = 0; i < size; i++)
        count += ((const char *)from.data)[i] != ((const char *)to.data)[i];
    return count;
}

enum { PATCHES = 6 };

static bool derives(const assay_emit_body *self, const assay_emit_given *given)
{
    return given->from != ASSAY_EMIT_NONE &&
           differences(self->log->values[given->from].value.bytes, given->value.bytes,
                       given->kept) <= PATCHES;
}

/* Declares a damaged copy of bytes that a call gave, unless they are whole. */
static void prepare_bytes(assay_emit_body *self, assay_emit_given *given,
                          char name[ASSAY_EMIT_NAME])
{
    const assay_emit_given *source = &self->log->values[given->from];
    assay_bytes from = source->value.bytes, to = given->value.bytes;
    assay_bytes more = {(const char *)to.data + given->kept, to.size - given->kept};
    char of[ASSAY_EMIT_NAME];

    assay_emit_value_name(&self->log->events[source->event], index_of_out(self->log, given->from),
                          of);
    size_t wrong = differences(from, to, given->kept);
    snprintf(name, ASSAY_EMIT_NAME, "%s", of);
    if (wrong == 0 && from.size == to.size)
        return;
    self->used |= ASSAY_EMIT_USES(ASSAY_EMIT_PART_COPY);
    given->damage = ++self->damages;
    snprintf(name, ASSAY_EMIT_NAME, "damaged_%u", given->damage);
    assay_emit_print(&self->text, "%*sstruct bytes *%s = damaged(%s, %zu, ", self->indent, "", name,
                     of, given->kept);
    assay_emit_literal(&self->text, more);
    assay_emit_print(&self->text, ", %zu);\n", more.size);
    bool next = self->log->events[given->event].op == ASSAY_OP_PART ||
                self->log->events[given->event].op == ASSAY_OP_SPLIT_AT;
    for (size_t i = 0; i < given->kept; i++)
        if (next && ((const char *)from.data)[i] != ((const char *)to.data)[i])
            assay_emit_body_line(self, "%s->data[%zu]++;", name, i);
        else if (((const char *)from.data)[i] != ((const char *)to.data)[i])
            assay_emit_body_line(self, "%s->data[%zu] = (char)0x%02x;", name, i,
                                 ((const unsigned char *)to.data)[i]);
}

static void declare_settings(assay_emit_body *self, const assay_emit_event *event)
{
    unsigned number = ++self->settings;
    size_t from = self->text.buffer.size;

    if (event->in_count == 0) {
        assay_emit_body_line(
            self, "const assay_config config_%u = {sizeof(assay_config), 0, NULL};", number);
        return;
    }
    assay_emit_print(&self->text, "%*sconst assay_setting settings_%u[] = {", self->indent, "",
                     number);
    for (size_t i = 0; i + 1 < event->in_count; i += 2) {
        assay_emit_print(&self->text, "%s{", i > 0 ? ", " : "");
        assay_emit_literal(&self->text, assay_emit_in(self->log, event, i)->value.bytes);
        assay_emit_print(&self->text, ", ");
        assay_emit_files_path(self, assay_emit_in(self->log, event, i + 1)->value.bytes);
        assay_emit_print(&self->text, "}");
    }
    assay_emit_print(&self->text, "};\n");
    assay_emit_wrap(&self->text, from, self->indent + 4);
    assay_emit_body_line(self,
                         "const assay_config config_%u = {sizeof(assay_config), %zu, "
                         "settings_%u};",
                         number, event->in_count / 2, number);
}

/* Damaged copies of bytes that are given, where there are any. */
static void prepare_given(assay_emit_body *self, assay_emit_place *at, size_t i)
{
    assay_emit_given *given = assay_emit_in(self->log, at->event, i);

    if (i >= ASSAY_EMIT_GIVEN || !derives(self, given))
        return;
    self->used |= ASSAY_EMIT_USES(ASSAY_EMIT_PART_OF);
    prepare_bytes(self, given, at->given[i]);
}

static void declare_tokens(assay_emit_body *self, assay_emit_place *at)
{
    size_t count = at->event->in_count;

    for (size_t i = 0; i < count; i++)
        prepare_given(self, at, i);
    size_t from = self->text.buffer.size;
    assay_emit_print(&self->text, "%*sconst assay_bytes tokens_%u[] = {", self->indent, "",
                     at->event->name);
    for (size_t i = 0; i < count; i++) {
        assay_emit_print(&self->text, "%s", i > 0 ? ", " : "");
        if (i < ASSAY_EMIT_GIVEN && at->given[i][0] != 0)
            assay_emit_print(&self->text, "of(%s)", at->given[i]);
        else
            assay_emit_bytes_print(self, assay_emit_in(self->log, at->event, i)->value.bytes);
    }
    assay_emit_print(&self->text, "%s};\n", count == 0 ? "{NULL, 0}" : "");
    assay_emit_wrap(&self->text, from, self->indent + 4);
}

/* Declares what a call gives. */
static void declare_out(assay_emit_body *self, assay_emit_place *at, char letter)
{
    char name[ASSAY_EMIT_NAME];

    assay_emit_value_name(at->event, at->names++, name);
    if (letter == 'o') {
        self->used |= ASSAY_EMIT_USES(ASSAY_EMIT_PART_BYTES);
        if (!at->event->hoisted)
            assay_emit_body_line(self, "struct bytes *%s = new_bytes();", name);
    } else if (letter == 'p') {
        self->used |= ASSAY_EMIT_USES(ASSAY_EMIT_PART_RECEIVER);
        assay_emit_body_line(self, "struct parts %s = {{receive}, 0, {NULL}};", name);
    } else if (letter == 'r') {
        assay_emit_body_line(self, "assay_split_result %s = {sizeof(%s), 0, 0, NULL, NULL};", name,
                             name);
    } else {
        assay_emit_body_line(self, "%s %s = 0;",
                             letter == 'O'   ? "int64_t"
                             : letter == 'F' ? "double"
                                             : "bool",
                             name);
    }
}

static const char *handle_type(assay_emit_kind kind)
{
    static const char *const types[] = {"assay_source", "assay_reader", "assay_sink",
                                        "assay_writer", "assay_tracker"};
    return types[kind];
}

/* A variable for the handle that a call makes or should have made. */
static void declare_handle(assay_emit_body *self, assay_emit_place *at)
{
    static const assay_emit_kind by_op[ASSAY_OP_COUNT] = {
        [ASSAY_OP_OPEN_READER] = ASSAY_EMIT_READER, [ASSAY_OP_RESTORE] = ASSAY_EMIT_READER,
        [ASSAY_OP_OPEN_SINK] = ASSAY_EMIT_SINK,     [ASSAY_OP_DECODE_SINK] = ASSAY_EMIT_SINK,
        [ASSAY_OP_OPEN_WRITER] = ASSAY_EMIT_WRITER, [ASSAY_OP_OPEN_TRACKER] = ASSAY_EMIT_TRACKER,
    };
    assay_emit_kind kind = by_op[at->event->op];
    unsigned name = ++self->names;

    if (strchr(assay_emit_calls[at->event->op].arguments, 'h') == NULL)
        return;
    if (at->event->made > 0)
        self->log->handles[at->event->first_made].name = name;
    assay_emit_body_line(self, "%s *%s_%u = NULL;", handle_type(kind), kinds[kind], name);
    snprintf(at->handle, sizeof(at->handle), "%s_%u", kinds[kind], name);
}

void assay_emit_declare(assay_emit_body *self, assay_emit_place *at)
{
    size_t in = 0;

    for (const char *letter = assay_emit_calls[at->event->op].arguments; *letter != 0; letter++) {
        if (*letter == 'c')
            declare_settings(self, at->event);
        else if (*letter == 'k')
            declare_tokens(self, at);
        else if (strchr("oprOFB", *letter) != NULL)
            declare_out(self, at, *letter);
        else if (*letter == 'R')
            assay_emit_body_line(self, "assay_record record_%u = ASSAY_RECORD_INIT;",
                                 at->event->name);
        if (strchr("snft", *letter) != NULL)
            in++;
        if (*letter == 'i')
            prepare_given(self, at, in++);
    }
    at->names = 0;
    declare_handle(self, at);
}
