#include "emit/place.h"

#include <stdio.h>

/* Whether an event belongs to a run of moves of that reader. */
static bool is_move(const assay_emit_body *self, size_t index, size_t reader)
{
    const assay_emit_event *event = &self->log->events[index];

    if (event->kind != ASSAY_TAPE_CALL || event->subject != reader || !event->back ||
        (self->slice->proof == ASSAY_EMIT_ANSWER && index == self->slice->goal))
        return false;
    if (event->op == ASSAY_OP_CURRENT)
        return event->status == ASSAY_OK;
    return (event->op == ASSAY_OP_START || event->op == ASSAY_OP_ADVANCE) &&
           event->status <= ASSAY_IDLE;
}

/* The next event that stands in the program, at most end. */
static size_t next_kept(const assay_emit_body *self, size_t index, size_t end)
{
    while (index < end && !self->log->events[index].keep &&
           self->log->events[index].kind != ASSAY_TAPE_DEATH)
        index++;
    return index;
}

/* Moves in a row that are written as one call. */
typedef struct run {
    bool start;   /* begins with a start */
    bool counted; /* its records are for the comparison */
    bool ended;   /* with END, or nothing more for now */
    size_t count;
} run;

static bool has_idle(const assay_emit_body *self)
{
    for (size_t i = 0; i < self->log->event_count; i++)
        if (self->log->events[i].kind == ASSAY_TAPE_CALL &&
            self->log->events[i].status == ASSAY_IDLE)
            return true;
    return false;
}

static void write_run(assay_emit_body *self, const char *reader, const run *r)
{
    bool all = r->ended && (r->counted || r->count == 0);

    if (r->count == 0 && !r->ended)
        return;
    bool collects = r->counted || all;
    self->used |= ASSAY_EMIT_USES(!collects        ? ASSAY_EMIT_PART_SKIP
                                  : has_idle(self) ? ASSAY_EMIT_PART_COLLECT_IDLE
                                                   : ASSAY_EMIT_PART_COLLECT);
    const char *how = r->start ? "START" : "ADVANCE";
    if (all)
        assay_emit_body_line(self, "collect(%s, %s, ALL);", reader, how);
    else
        assay_emit_body_line(self, "%s(%s, %s, %zu);", collects ? "collect" : "skip", reader, how,
                             r->count);
}

static bool is_counted(const assay_emit_body *self, size_t index, size_t end)
{
    size_t next = next_kept(self, index + 1, end);

    return next < end && self->log->events[next].tallied;
}

/* Whether the records of a reader are not for the comparison. */
static bool is_only_passed(const assay_emit_body *self, size_t reader)
{
    bool passed = false;

    for (size_t i = 0; i < self->log->event_count; i++) {
        const assay_emit_event *event = &self->log->events[i];
        if (event->kind != ASSAY_TAPE_CALL || event->subject != reader)
            continue;
        if (event->tallied)
            return false;
        passed = passed || ((event->op == ASSAY_OP_START || event->op == ASSAY_OP_ADVANCE) &&
                            event->status == ASSAY_OK);
    }
    return passed;
}

/* For a comparison of all records: what counts is which ones, not where each one came. */
static void write_collected(assay_emit_body *self, size_t index, size_t end, const char *reader)
{
    run r = {false, false, false, 0};
    bool begun = false, other = index < self->slice->goal ||
                                is_only_passed(self, self->log->events[index].subject);

    for (; index < end; index = next_kept(self, index + 1, end)) {
        const assay_emit_event *event = &self->log->events[index];
        if (event->op == ASSAY_OP_CURRENT)
            continue;
        bool counted = event->status == ASSAY_OK
                           ? index > self->slice->goal && is_counted(self, index, end)
                           : r.counted;
        if (r.count > 0 && counted != r.counted) {
            write_run(self, reader, &r);
            r = (run){false, false, false, 0};
        }
        r.start = r.start || (event->op == ASSAY_OP_START && !begun);
        begun = true;
        r.counted = counted;
        r.count += event->status == ASSAY_OK;
        r.ended = event->status != ASSAY_OK;
    }
    if (r.count > 0 || !other)
        write_run(self, reader, &r);
}

/* Words as reads() of the program takes them. */
typedef struct words {
    char kind; /* of the last one, 0: none that can be repeated */
    size_t times;
    size_t written;
} words;

static void flush(assay_emit_body *self, words *w)
{
    if (w->kind == 0)
        return;
    assay_emit_print(&self->text, "%s%c", w->written++ > 0 ? " " : "", w->kind);
    if (w->times > 1)
        assay_emit_print(&self->text, "%zu", w->times);
    *w = (words){0, 0, w->written};
}

static void add_word(assay_emit_body *self, words *w, const char *text)
{
    bool repeatable = text[1] == 0 && (text[0] == '?' || text[0] == '-' || text[0] == 'i');

    if (w->kind != 0 && w->kind != text[0])
        flush(self, w);
    if (repeatable) {
        w->kind = text[0];
        w->times++;
        return;
    }
    flush(self, w);
    if (w->written > 0 && w->written % 20 == 0)
        assay_emit_print(&self->text, "\"\n%*s\"", self->indent + 6, "");
    assay_emit_print(&self->text, "%s%s", w->written++ > 0 ? " " : "", text);
}

static void shown_word(assay_emit_body *self, const assay_emit_event *current, char to[24])
{
    assay_record record = assay_emit_record(assay_emit_out(self->log, current, 0));

    if (self->slice->proof == ASSAY_EMIT_ALL && current->out_count == 3)
        snprintf(to, 24, "%zu", assay_emit_body_record(self, &record));
    else
        snprintf(to, 24, "?");
}

static void move_word(assay_emit_body *self, words *w, size_t index, size_t end)
{
    const assay_emit_event *event = &self->log->events[index];
    size_t next = next_kept(self, index + 1, end);
    char word[24], again[26];

    if (event->op == ASSAY_OP_CURRENT) {
        shown_word(self, event, word);
        snprintf(again, sizeof(again), "=%s", word);
        add_word(self, w, again);
        return;
    }
    if (event->op == ASSAY_OP_START)
        add_word(self, w, "start");
    if (event->status != ASSAY_OK)
        add_word(self, w, event->status == ASSAY_END ? "end" : "i");
    else if (next >= end || self->log->events[next].op != ASSAY_OP_CURRENT)
        add_word(self, w, "-");
    else {
        shown_word(self, &self->log->events[next], word);
        add_word(self, w, word);
    }
}

static void write_reads(assay_emit_body *self, size_t index, size_t end, const char *reader)
{
    words w = {0, 0, 0};
    bool shown = false; /* the current that belongs to the move before */

    self->used |= ASSAY_EMIT_USES(ASSAY_EMIT_PART_READS);
    assay_emit_print(&self->text, "%*sreads(%s, \"", self->indent, "", reader);
    for (; index < end; index = next_kept(self, index + 1, end)) {
        const assay_emit_event *event = &self->log->events[index];
        bool current = event->op == ASSAY_OP_CURRENT;
        if (!current || !shown)
            move_word(self, &w, index, end);
        shown = !current && event->status == ASSAY_OK;
    }
    flush(self, &w);
    assay_emit_print(&self->text, "\");\n");
}

/* Where a reader stands idle matters, unless its records are compared. */
static bool is_idle_between(const assay_emit_body *self, size_t index, size_t end)
{
    bool idle = false;

    for (; index < end; index = next_kept(self, index + 1, end)) {
        if (index > self->slice->goal && self->log->events[index].tallied)
            return false;
        idle = idle || self->log->events[index].status == ASSAY_IDLE;
    }
    return idle;
}

size_t assay_emit_moves_write(assay_emit_body *self, size_t index)
{
    size_t reader = self->log->events[index].subject, end = index, count = self->log->event_count;
    char name[ASSAY_EMIT_NAME];

    if (reader == ASSAY_EMIT_NONE)
        return index;
    while (end < count && is_move(self, end, reader))
        end = next_kept(self, end + 1, count);
    if (end == index)
        return index;
    assay_emit_handle_name(self, reader, name);
    if (self->slice->proof == ASSAY_EMIT_RECORDS && !is_idle_between(self, index, end))
        write_collected(self, index, end, name);
    else
        write_reads(self, index, end, name);
    return end;
}

static bool is_write(const assay_emit_body *self, size_t index, size_t writer)
{
    const assay_emit_event *event = &self->log->events[index];

    return event->kind == ASSAY_TAPE_CALL && event->op == ASSAY_OP_WRITE && event->back &&
           event->subject == writer && event->status == ASSAY_OK &&
           !(self->slice->proof == ASSAY_EMIT_ANSWER && index == self->slice->goal);
}

static size_t number_of(assay_emit_body *self, size_t write)
{
    assay_record record = assay_emit_record(assay_emit_in(self->log, &self->log->events[write], 0));

    return assay_emit_body_record(self, &record);
}

size_t assay_emit_writes_write(assay_emit_body *self, size_t index)
{
    size_t writer = self->log->events[index].subject, end = index, written = 0, first = 0;
    char name[ASSAY_EMIT_NAME];

    while (end < self->log->event_count && is_write(self, end, writer)) {
        size_t number = number_of(self, end);
        if (written > 0 && number != first + written)
            break;
        first = written++ == 0 ? number : first;
        end = next_kept(self, end + 1, self->log->event_count);
    }
    if (written == 0)
        return index;
    self->used |=
        ASSAY_EMIT_USES(self->watched ? ASSAY_EMIT_PART_PUT_WATCHED : ASSAY_EMIT_PART_PUT);
    assay_emit_handle_name(self, writer, name);
    assay_emit_body_line(self, "put(%s, %zu, %zu);", name, first, written);
    return end;
}
