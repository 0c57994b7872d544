#include "emit/place.h"

/* What is counted from the first look on. */
static const struct {
    const char *name, *expression;
    assay_emit_part part;
} counts[] = {
    [ASSAY_TAPE_LOOK_DESCRIPTORS] = {"descriptors", "entries(\"/proc/self/fd\")",
                                     ASSAY_EMIT_PART_ENTRIES},
    [ASSAY_TAPE_LOOK_THREADS] = {"threads", "entries(\"/proc/self/task\")",
                                 ASSAY_EMIT_PART_ENTRIES},
    [ASSAY_TAPE_LOOK_HEAP] = {"heap", "allocated()", ASSAY_EMIT_PART_ALLOCATED},
    [ASSAY_TAPE_LOOK_BYTES] = {"bytes", "read_so_far()", ASSAY_EMIT_PART_READ_SO_FAR},
};

/* How many looks of a kind follow in the same process. */
static size_t looks_behind(const assay_emit_body *self, size_t index)
{
    const assay_emit_event *look = &self->log->events[index];
    size_t count = 0;

    for (size_t i = index + 1; i < self->log->event_count; i++)
        count += self->log->events[i].kind == ASSAY_TAPE_LOOK &&
                 self->log->events[i].a == look->a && self->log->events[i].process == look->process;
    return count;
}

static void write_count(assay_emit_body *self, size_t index)
{
    const assay_emit_event *look = &self->log->events[index];
    const char *name = counts[look->a].name, *expression = counts[look->a].expression;
    bool heap = look->a == ASSAY_TAPE_LOOK_HEAP, bytes = look->a == ASSAY_TAPE_LOOK_BYTES;

    if (bytes && looks_behind(self, index) > 1)
        return; /* they were for finding out what looking costs */
    self->used |= ASSAY_EMIT_USES(counts[look->a].part);
    if (!self->looked[look->a]) {
        self->looked[look->a] = true;
        self->first[look->a] = look->b;
        assay_emit_body_line(self, "const long %s_%zu = %s;", name, look->process, expression);
        return;
    }
    self->used |= ASSAY_EMIT_USES(ASSAY_EMIT_PART_NEED);
    int64_t more = (int64_t)(look->b - self->first[look->a]);
    if (heap)
        more = 1; /* what the calls themselves need here is not what they need there */
    assay_emit_body_line(self, "IS(%s - %s_%zu %s %lld);", expression, name, look->process,
                         bytes || heap ? ">=" : "==", (long long)more);
}

void assay_emit_look_write(assay_emit_body *self, size_t index)
{
    const assay_emit_event *look = &self->log->events[index];
    bool pattern = look->a == ASSAY_TAPE_LOOK_MATCHES;

    if (look->a <= ASSAY_TAPE_LOOK_BYTES) {
        write_count(self, index);
        return;
    }
    self->used |= ASSAY_EMIT_USES(pattern ? ASSAY_EMIT_PART_MATCHES : ASSAY_EMIT_PART_FILES_BELOW) |
                  ASSAY_EMIT_USES(ASSAY_EMIT_PART_NEED);
    assay_emit_print(&self->text, "%*sIS(%s(", self->indent, "",
                     pattern ? "files_of" : "files_below");
    assay_emit_files_path(self, assay_emit_in(self->log, look, 0)->value.bytes);
    assay_emit_print(&self->text, ") == %llu);\n", (unsigned long long)look->b);
}

static void write_no_output(assay_emit_body *self, assay_bytes pattern)
{
    self->used |= ASSAY_EMIT_USES(ASSAY_EMIT_PART_MATCHES);
    assay_emit_print(&self->text, "    if (files_of(");
    assay_emit_files_path(self, pattern);
    assay_emit_print(&self->text, ") == 0)\n        return 0;\n");
    assay_emit_body_line(self, "puts(\"FAILED: there are files in the output\");");
    assay_emit_body_line(self, "return 1;");
}

static void write_output(assay_emit_body *self)
{
    const assay_emit_event *output = &self->log->events[self->slice->goal];
    assay_bytes pattern = assay_emit_in(self->log, output, 0)->value.bytes;
    assay_bytes delimiter = assay_emit_in(self->log, output, 1)->value.bytes;
    int64_t wanted = assay_emit_in(self->log, output, 2)->value.number;
    bool lines = output->a == ASSAY_READBACK_LINES || output->a == ASSAY_READBACK_GZIP;

    if (wanted == ASSAY_TAPE_OUTPUT_NONE) {
        write_no_output(self, pattern);
        return;
    }
    self->used |= ASSAY_EMIT_USES(ASSAY_EMIT_PART_COMPARE) |
                  ASSAY_EMIT_USES(lines ? ASSAY_EMIT_PART_LINES : ASSAY_EMIT_PART_RECORD_FILES);
    assay_emit_print(&self->text, "    read_output(");
    assay_emit_files_path(self, pattern);
    if (lines) {
        assay_emit_print(&self->text, ", ");
        assay_emit_literal(&self->text, delimiter);
        assay_emit_print(&self->text, ", \"%s\"",
                         output->a == ASSAY_READBACK_GZIP ? "gzip -dc" : "cat");
    }
    assay_emit_print(&self->text, ");\n");
    assay_emit_body_line(self, "return compare();");
    self->repeats = wanted == ASSAY_TAPE_OUTPUT_AT_LEAST;
}

/* All came as it did when the check failed. */
static void write_all(assay_emit_body *self)
{
    assay_emit_text label = {ASSAY_BUFFER_INIT, ASSAY_OK};
    size_t from = self->text.buffer.size;

    assay_emit_print(&label, "FAILED: all is as it was; expected: %s", self->wanted);
    assay_emit_print(&self->text, "    puts(");
    assay_emit_literal(&self->text, assay_buffer_bytes(&label.buffer));
    assay_emit_print(&self->text, ");\n");
    assay_emit_wrap(&self->text, from, 9);
    assay_emit_body_line(self, "return 1;");
    if (label.status != ASSAY_OK)
        self->text.status = label.status;
    assay_buffer_clear(&label.buffer);
}

void assay_emit_end_write(assay_emit_body *self)
{
    switch (self->slice->proof) {
    case ASSAY_EMIT_ANSWER:
        break; /* its call returns */
    case ASSAY_EMIT_RECORDS:
        self->used |= ASSAY_EMIT_USES(ASSAY_EMIT_PART_COMPARE);
        assay_emit_body_line(self, "return compare();");
        break;
    case ASSAY_EMIT_OUTPUT:
        write_output(self);
        break;
    case ASSAY_EMIT_ENDING:
        assay_emit_body_line(self, "return 0;");
        break;
    case ASSAY_EMIT_ALL:
        write_all(self);
        break;
    }
}
