/* Where in a manifest something is wrong, and the message that says so. */
#include "data/manifest_reader.h"

#include <assay/toolkit/error.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static size_t append(assay_manifest_reader *self, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static size_t append(assay_manifest_reader *self, const char *format, ...)
{
    size_t before = self->path_size;
    va_list values;
    va_start(values, format);
    int length = vsnprintf(self->path + before, sizeof(self->path) - before, format, values);
    va_end(values);
    self->path_size += (size_t)length;
    if (self->path_size >= sizeof(self->path))
        self->path_size = sizeof(self->path) - 1;
    return before;
}

size_t assay_path_enter(assay_manifest_reader *self, const char *key)
{
    return append(self, "%s%s", self->path_size > 0 ? "." : "", key);
}

size_t assay_path_enter_item(assay_manifest_reader *self, size_t index)
{
    return append(self, "[%zu]", index);
}

void assay_path_leave(assay_manifest_reader *self, size_t before)
{
    self->path_size = before;
    self->path[before] = '\0';
}

/* A missing key has no line: the nearest value around it speaks for it. */
static unsigned line_of(const assay_manifest_reader *self)
{
    char path[sizeof(self->path)];
    unsigned line;
    snprintf(path, sizeof(path), "%s", self->path);
    while ((line = assay_manifest_line(self->text, path)) == 0) {
        size_t size = strlen(path);
        while (size > 0 && path[size] != '.' && path[size] != '[')
            size--;
        path[size] = '\0';
    }
    return line;
}

static void make_printable(char *text)
{
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            *text = '?';
}

assay_status assay_manifest_wrong(const assay_manifest_reader *self, const char *format, ...)
{
    char what[ASSAY_ERROR_SIZE];
    char where[sizeof(self->path)];
    va_list values;
    va_start(values, format);
    vsnprintf(what, sizeof(what), format, values);
    va_end(values);
    snprintf(where, sizeof(where), "%s", self->path);
    make_printable(what);
    make_printable(where);
    return assay_error_set(self->error, ASSAY_INVALID, "%s:%u: %s%s%s", self->file, line_of(self),
                           where, where[0] != '\0' ? ": " : "", what);
}
