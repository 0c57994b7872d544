#include "emit/body.h"

#include <stdlib.h>
#include <string.h>

static assay_bytes path_of(const assay_emit_body *self, const assay_emit_event *event)
{
    return assay_emit_in(self->log, event, 0)->value.bytes;
}

/* The first of the marks of files that stand before a call. */
static size_t first_file(const assay_emit_body *self, size_t open)
{
    while (open > 0 && self->log->events[open - 1].kind == ASSAY_TAPE_FILE)
        open--;
    return open;
}

static bool has_files(const assay_emit_event *event)
{
    return event->keep && event->kind == ASSAY_TAPE_CALL &&
           (event->op == ASSAY_OP_OPEN || event->op == ASSAY_OP_OPEN_SINK);
}

/* Cuts root to the folder that it shares with a path. */
static assay_status narrow(assay_emit_body *self, assay_bytes path)
{
    const char *text = path.data;
    size_t same = 0;

    if (self->root == NULL) {
        self->root = strndup(text, path.size);
        if (self->root == NULL)
            return ASSAY_MEMORY;
    }
    while (same < path.size && self->root[same] != 0 && self->root[same] == text[same])
        same++;
    self->root[same] = 0;
    char *slash = strrchr(self->root, '/');
    if (slash != NULL)
        slash[1] = 0;
    return ASSAY_OK;
}

assay_status assay_emit_files_find_root(assay_emit_body *self)
{
    for (size_t i = 0; i < self->log->event_count; i++) {
        if (!has_files(&self->log->events[i]))
            continue;
        for (size_t f = first_file(self, i); f < i; f++) {
            const assay_emit_event *file = &self->log->events[f];
            if (file->a == ASSAY_TAPE_FILE_THERE || file->a == ASSAY_TAPE_FILE_FOLDER)
                ASSAY_TRY(narrow(self, path_of(self, file)));
        }
    }
    return ASSAY_OK;
}

static bool is_inside(const assay_emit_body *self, assay_bytes path)
{
    size_t size = self->root == NULL ? 0 : strlen(self->root);

    return size > 0 && path.size > size && memcmp(path.data, self->root, size) == 0;
}

static assay_bytes relative(const assay_emit_body *self, assay_bytes path)
{
    size_t size = strlen(self->root);

    return (assay_bytes){(const char *)path.data + size, path.size - size};
}

void assay_emit_files_path(assay_emit_body *self, assay_bytes path)
{
    bool inside = is_inside(self, path);

    if (inside) {
        self->used |= ASSAY_EMIT_USES(ASSAY_EMIT_PART_FOLDER);
        assay_emit_print(&self->text, "in_folder(");
        path = relative(self, path);
    }
    assay_emit_literal(&self->text, path);
    if (inside)
        assay_emit_print(&self->text, ")");
}

/* Whether the program has made it already, just so. */
static bool is_there(const assay_emit_body *self, size_t index)
{
    const assay_emit_event *file = &self->log->events[index];
    assay_bytes path = path_of(self, file);

    for (size_t i = index; i-- > 0;) {
        const assay_emit_event *other = &self->log->events[i];
        if (other->kind != ASSAY_TAPE_FILE || !other->keep)
            continue;
        assay_bytes there = path_of(self, other);
        if (there.size != path.size || memcmp(there.data, path.data, path.size) != 0)
            continue;
        if (file->a != ASSAY_TAPE_FILE_THERE)
            return true;
        assay_bytes a = assay_emit_in(self->log, file, 1)->value.bytes;
        assay_bytes b = assay_emit_in(self->log, other, 1)->value.bytes;
        return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
    }
    return false;
}

static bool has(const assay_emit_text *text, const assay_emit_text *line)
{
    return text->buffer.size > 0 && line->buffer.size > 0 &&
           memmem(text->buffer.data, text->buffer.size, line->buffer.data, line->buffer.size) !=
               NULL;
}

static void make_folder(assay_emit_body *self, assay_bytes path)
{
    assay_emit_text line = {ASSAY_BUFFER_INIT, ASSAY_OK};

    assay_emit_print(&line, "run(\"mkdir -p\", ");
    assay_emit_literal(&line, path);
    assay_emit_print(&line, ");\n");
    if (line.status != ASSAY_OK)
        self->text.status = line.status;
    else if (!has(&self->text, &line))
        assay_emit_print(&self->text, "%*s%.*s", self->indent, "", (int)line.buffer.size,
                         (const char *)line.buffer.data);
    assay_buffer_clear(&line.buffer);
}

/* The folder that a file is in, unless it is the program's own. */
static void make_folder_of(assay_emit_body *self, assay_bytes path)
{
    const char *slash = memrchr(path.data, '/', path.size);

    if (slash != NULL)
        make_folder(self, (assay_bytes){path.data, (size_t)(slash - (const char *)path.data)});
}

/* A string literal has at most 4095 bytes. */
enum { PIECE = 4000 };

static void make_file(assay_emit_body *self, const assay_emit_event *file)
{
    assay_bytes content = assay_emit_in(self->log, file, 1)->value.bytes;
    size_t at = 0;

    make_folder_of(self, relative(self, path_of(self, file)));
    do {
        assay_bytes piece = {(const char *)content.data + at, content.size - at};
        if (piece.size > PIECE)
            piece.size = PIECE;
        if (at > 0)
            self->used |= ASSAY_EMIT_USES(ASSAY_EMIT_PART_MORE_OF_FILE);
        assay_emit_print(&self->text, "%*s%s(", self->indent, "",
                         at == 0 ? "MAKE_FILE" : "ADD_TO_FILE");
        assay_emit_literal(&self->text, relative(self, path_of(self, file)));
        assay_emit_print(&self->text, ",\n");
        assay_emit_lines(&self->text, piece, self->indent + (at == 0 ? 10 : 12));
        assay_emit_print(&self->text, ");\n");
        at += PIECE;
    } while (at < content.size);
}

void assay_emit_files_write(assay_emit_body *self, size_t open)
{
    for (size_t i = first_file(self, open); i < open; i++) {
        assay_emit_event *file = &self->log->events[i];
        bool folder = file->a == ASSAY_TAPE_FILE_FOLDER;
        if ((!folder && file->a != ASSAY_TAPE_FILE_THERE) || !is_inside(self, path_of(self, file)))
            continue;
        file->keep = !is_there(self, i);
        if (!file->keep)
            continue;
        self->used |= ASSAY_EMIT_USES(folder ? ASSAY_EMIT_PART_FOLDER : ASSAY_EMIT_PART_FILES);
        if (folder)
            make_folder(self, relative(self, path_of(self, file)));
        else
            make_file(self, file);
    }
}
