#include "emit/place.h"

#include <ctype.h>
#include <string.h>

static void print_given(assay_emit_body *self, assay_emit_place *at, char letter)
{
    const assay_emit_given *given = assay_emit_in(self->log, at->event, at->in);
    char name[ASSAY_EMIT_NAME];

    if (letter == 's') {
        assay_emit_handle_name(self, (size_t)given->value.number, name);
        assay_emit_print(&self->text, "%s", name);
    } else if (letter == 'n') {
        assay_emit_int64(&self->text, given->value.number);
    } else if (letter == 'f') {
        assay_emit_double(&self->text, given->value.fraction);
    } else if (letter == 't') {
        assay_emit_literal(&self->text, given->value.bytes);
    } else if (at->given[at->in][0] != 0) {
        assay_emit_print(&self->text, "of(%s)", at->given[at->in]);
    } else {
        assay_emit_bytes_print(self, given->value.bytes);
    }
    at->in++;
}

static void print_out(assay_emit_body *self, assay_emit_place *at, char letter)
{
    char name[ASSAY_EMIT_NAME];

    assay_emit_value_name(at->event, at->names++, name);
    assay_emit_print(&self->text, "&%s%s", name,
                     letter == 'o'   ? "->out"
                     : letter == 'p' ? ".emit"
                                     : "");
}

static void print_argument(assay_emit_body *self, assay_emit_place *at, char letter)
{
    char name[ASSAY_EMIT_NAME];
    assay_record record;

    if (letter == 'C') {
        assay_emit_print(&self->text, "connector, &host");
    } else if (letter == 'S') {
        assay_emit_handle_name(self, at->event->subject, name);
        assay_emit_print(&self->text, "%s", name);
    } else if (letter == 'c') {
        assay_emit_print(&self->text, "&config_%u", self->settings);
    } else if (letter == 'k') {
        assay_emit_print(&self->text, "tokens_%u, %zu", at->event->name, at->event->in_count);
    } else if (letter == 'h') {
        assay_emit_print(&self->text, "&%s", at->handle);
    } else if (letter == 'R') {
        assay_emit_print(&self->text, "&record_%u", at->event->name);
    } else if (letter == 'W') {
        record = assay_emit_record(assay_emit_in(self->log, at->event, 0));
        assay_emit_print(&self->text, "&records[%zu]", assay_emit_body_record(self, &record));
    } else if (strchr("sinft", letter) != NULL) {
        print_given(self, at, letter);
    } else {
        print_out(self, at, letter);
    }
}

static bool is_release(assay_op op)
{
    return strcmp(assay_emit_calls[op].function, "release") == 0;
}

/* The table of the ability, which a reader has or, if it is given, a source. */
static void print_ability(assay_emit_body *self, const assay_emit_place *at,
                          const assay_emit_call *call)
{
    char name[ASSAY_EMIT_NAME];
    bool given = call->arguments[0] == 's';

    assay_emit_handle_name(self,
                           given ? (size_t)assay_emit_in(self->log, at->event, 0)->value.number
                                 : at->event->subject,
                           name);
    self->used |= ASSAY_EMIT_USES(ASSAY_EMIT_PART_OFFERED);
    assay_emit_print(&self->text, "ABILITY(%s, ", call->ability);
    for (const char *letter = call->ability; *letter != 0; letter++)
        assay_emit_print(&self->text, "%c", toupper((unsigned char)*letter));
    assay_emit_print(&self->text, ", %s)->", name);
}

static void print_expression(assay_emit_body *self, assay_emit_place *at)
{
    const assay_emit_call *call = &assay_emit_calls[at->event->op];
    char name[ASSAY_EMIT_NAME] = "connector";

    if (call->ability[0] != 0) {
        print_ability(self, at, call);
    } else {
        if (at->event->subject != ASSAY_EMIT_NONE)
            assay_emit_handle_name(self, at->event->subject, name);
        assay_emit_print(&self->text, "%s->%s", name,
                         at->event->subject != ASSAY_EMIT_NONE ? "ops->" : "");
    }
    assay_emit_print(&self->text, "%s(", call->function);
    for (const char *letter = call->arguments; *letter != 0; letter++) {
        assay_emit_print(&self->text, "%s", letter > call->arguments ? ", " : "");
        print_argument(self, at, *letter);
    }
    assay_emit_print(&self->text, "%s)", is_release(at->event->op) ? "" : ", &error");
}

static const char *status_name(assay_status status)
{
    static const char *const names[] = {
        "ASSAY_OK",      "ASSAY_END", "ASSAY_IDLE",    "ASSAY_REFUSED", "ASSAY_UNSUPPORTED",
        "ASSAY_INVALID", "ASSAY_IO",  "ASSAY_CORRUPT", "ASSAY_STATE",   "ASSAY_MEMORY"};
    return (unsigned)status < sizeof(names) / sizeof(names[0]) ? names[status] : "(assay_status)99";
}

/* What is as good as the answer that was wanted. */
static assay_status or_else(assay_op op, assay_status wanted)
{
    if (wanted != ASSAY_OK)
        return wanted;
    if (op == ASSAY_OP_SPLIT || op == ASSAY_OP_SPLIT_AT)
        return ASSAY_REFUSED;
    return op == ASSAY_OP_START || op == ASSAY_OP_ADVANCE ? ASSAY_END : wanted;
}

static void write_statement(assay_emit_body *self, assay_emit_place *at, size_t index)
{
    size_t from = self->text.buffer.size;
    bool goal = index == self->slice->goal && self->slice->proof == ASSAY_EMIT_ANSWER;

    assay_emit_print(&self->text, "%*s", self->indent, "");
    if (is_release(at->event->op)) {
        print_expression(self, at);
    } else if (goal) {
        self->used |= ASSAY_EMIT_USES(ASSAY_EMIT_PART_JUDGE);
        assay_emit_print(&self->text, "return JUDGE(%s, %s, ", status_name(self->slice->wanted),
                         status_name(or_else(at->event->op, self->slice->wanted)));
        print_expression(self, at);
        assay_emit_print(&self->text, ")");
    } else {
        self->used |= ASSAY_EMIT_USES(ASSAY_EMIT_PART_NEED);
        assay_emit_print(&self->text, "CALL(%s, ",
                         at->event->back ? status_name(at->event->status) : "ASSAY_OK");
        print_expression(self, at);
        assay_emit_print(&self->text, ")");
    }
    assay_emit_print(&self->text, ";\n");
    assay_emit_wrap(&self->text, from, self->indent + 4);
}

/* Handles that come inside of what a call gives. */
static void name_made(assay_emit_body *self, const assay_emit_place *at)
{
    char name[ASSAY_EMIT_NAME];
    bool split = at->event->op == ASSAY_OP_SPLIT || at->event->op == ASSAY_OP_SPLIT_AT;

    if (at->handle[0] != 0)
        return;
    assay_emit_value_name(at->event, 0, name);
    for (size_t i = 0; i < at->event->made; i++) {
        assay_emit_handle *made = &self->log->handles[at->event->first_made + i];
        if (!made->used)
            continue;
        made->name = ++self->names;
        if (split)
            assay_emit_body_line(self, "assay_source *source_%u = %s.%s;", made->name, name,
                                 i == 0 ? "primary" : "residual");
        else
            assay_emit_body_line(self, "assay_source *source_%u = %s.items[%zu];", made->name, name,
                                 i);
    }
}

void assay_emit_call_write(assay_emit_body *self, size_t index)
{
    assay_emit_place at = {.event = &self->log->events[index]};

    if (at.event->name == 0)
        at.event->name = ++self->values[at.event->op];
    if (at.event->op == ASSAY_OP_OPEN || at.event->op == ASSAY_OP_OPEN_SINK)
        assay_emit_files_write(self, index);
    assay_emit_declare(self, &at);
    if (!at.event->back)
        assay_emit_body_line(self, "/* It does not come back from this. */");
    write_statement(self, &at, index);
    bool parts = at.event->op == ASSAY_OP_BY_SIZE || at.event->op == ASSAY_OP_BY_COUNT;
    if (parts)
        assay_emit_parts_count_write(self, index);
    name_made(self, &at);
    if (self->slice->proof == ASSAY_EMIT_ALL && at.event->silent) {
        self->used |= ASSAY_EMIT_USES(ASSAY_EMIT_PART_NEED);
        assay_emit_body_line(self, "IS(error.message[0] == 0);");
    }
    if (self->slice->proof == ASSAY_EMIT_ALL && at.event->status == ASSAY_OK)
        assay_emit_outs_write(self, index);
}
