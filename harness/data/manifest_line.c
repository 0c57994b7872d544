/* Finds the line of a value, which the JSON library does not remember. */
#include "data/manifest_reader.h"

#include <stdio.h>
#include <string.h>

typedef struct scan {
    const char *at;
    unsigned line;
    const char *target;
    unsigned found;
    char path[512];
    size_t size;
} scan;

static void scan_value(scan *self);

static void skip_space(scan *self)
{
    for (; *self->at != '\0' && strchr(" \t\r\n,:", *self->at) != NULL; self->at++)
        self->line += *self->at == '\n';
}

/* From a quote to after the next one that is no part of the string. */
static void skip_string(scan *self)
{
    for (self->at++; *self->at != '\0' && *self->at != '"'; self->at++)
        if (*self->at == '\\' && self->at[1] != '\0')
            self->at++;
    self->at += *self->at == '"';
}

static void push(scan *self, const char *before, const char *name, int size)
{
    int length = snprintf(self->path + self->size, sizeof(self->path) - self->size, "%s%.*s",
                          before, size, name);
    self->size += (size_t)length;
    if (self->size >= sizeof(self->path))
        self->size = sizeof(self->path) - 1;
    if (self->found == 0 && strcmp(self->path, self->target) == 0)
        self->found = self->line;
}

static void scan_item(scan *self, bool keyed, unsigned index)
{
    char number[16];
    size_t before = self->size;
    if (keyed) {
        const char *key = self->at + 1;
        skip_string(self);
        push(self, before > 0 ? "." : "", key, (int)(self->at - key - 1));
    } else {
        snprintf(number, sizeof(number), "%u]", index);
        push(self, "[", number, (int)strlen(number));
    }
    scan_value(self);
    self->size = before;
    self->path[before] = '\0';
}

static void scan_value(scan *self)
{
    skip_space(self);
    char open = *self->at;
    if (open == '"') {
        skip_string(self);
    } else if (open == '{' || open == '[') {
        char close = open == '{' ? '}' : ']';
        self->at++;
        skip_space(self);
        for (unsigned i = 0; *self->at != '\0' && *self->at != close; i++, skip_space(self))
            scan_item(self, open == '{', i);
        self->at += *self->at == close;
    } else {
        self->at += strcspn(self->at, " \t\r\n,]}");
    }
}

unsigned assay_manifest_line(const char *text, const char *path)
{
    scan start = {.at = text, .line = 1, .target = path};
    skip_space(&start);
    if (path[0] == '\0')
        return start.line;
    scan_value(&start);
    return start.found;
}
