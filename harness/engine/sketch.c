#include "engine/sketch.h"

#include <assay/toolkit/error.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What an attempt has for itself, however much is kept; the line that says that there was more. */
enum { OWN_ROOM = 8192, LINE = 200 };
static const char more[] = "more\n";

static const struct {
    const char *word;
    int numbers;
    bool name;
} rows[ASSAY_MARKS] = {
    [ASSAY_MARK_RECORDS] = {"records", 1, false},
    [ASSAY_MARK_POINTS] = {"points", 2, false},
    [ASSAY_MARK_READ] = {"read", 1, false},
    [ASSAY_MARK_CUT] = {"cut", 1, false},
    [ASSAY_MARK_FRACTION] = {"fraction", 1, false},
    [ASSAY_MARK_MADE] = {"made", 1, false},
    [ASSAY_MARK_REFUSED] = {"refused", 0, false},
    [ASSAY_MARK_CHECKPOINT] = {"checkpoint", 1, false},
    [ASSAY_MARK_EXPECTED] = {"expected", 2, false},
    [ASSAY_MARK_LANE] = {"lane", 0, true},
    [ASSAY_MARK_GAVE] = {"gave", 2, false},
    [ASSAY_MARK_LOST] = {"lost", 2, false},
    [ASSAY_MARK_REPEATED] = {"repeated", 2, false},
    [ASSAY_MARK_MISPLACED] = {"misplaced", 2, false},
    [ASSAY_MARK_STRANGE] = {"strange", 1, false},
    [ASSAY_MARK_CALL] = {"call", 1, true},
    [ASSAY_MARK_SURVIVED] = {"survived", 1, true},
    [ASSAY_MARK_TRIED] = {"tried", 1, true},
    [ASSAY_MARK_WHOLE] = {"whole", 0, false},
    [ASSAY_MARK_MORE] = {"more", 0, false},
};

/* The connector may have written over it. */
size_t assay_sketch_size(const assay_sketch *self)
{
    return self->size <= ASSAY_SKETCH_TEXT ? self->size : ASSAY_SKETCH_TEXT;
}

/* A line is there when all of it is. */
static bool append(assay_sketch *self, const char *line, size_t size, size_t spare)
{
    size_t used = assay_sketch_size(self);
    if (used + size + spare > ASSAY_SKETCH_TEXT)
        return false;
    memcpy(self->text + used, line, size);
    self->size = (uint32_t)(used + size);
    return true;
}

static bool ends_with_more(const assay_sketch *self)
{
    size_t size = sizeof(more) - 1, used = assay_sketch_size(self);
    return used >= size && memcmp(self->text + used - size, more, size) == 0;
}

static bool begins_with(const assay_sketch *self, const char *line, size_t size)
{
    return assay_sketch_size(self) >= size && memcmp(self->text, line, size) == 0;
}

/* A name ends where a line does. */
static void clean(char *line)
{
    for (; *line != '\0'; line++)
        if (*line == '\n')
            *line = ' ';
}

/* As printf would, which takes most of the time of a check that tries splits by the million. */
static char *put_number(char *to, uint64_t number)
{
    char digits[20];
    size_t count = 0;
    do
        digits[count++] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    *to++ = ' ';
    while (count > 0)
        *to++ = digits[--count];
    return to;
}

static size_t print(char line[LINE + 1], assay_mark_kind kind, uint64_t a, uint64_t b,
                    const char *name)
{
    char *end = stpcpy(line, rows[kind].word);
    if (rows[kind].numbers > 0)
        end = put_number(end, a);
    if (rows[kind].numbers > 1)
        end = put_number(end, b);
    if (rows[kind].name) {
        snprintf(end, LINE - (size_t)(end - line), " %s", name);
        clean(end);
        end += strlen(end);
    }
    *end++ = '\n';
    return (size_t)(end - line);
}

void assay_sketch_add(assay_sketch *self, assay_mark_kind kind, uint64_t a, uint64_t b,
                      const char *name)
{
    char line[LINE + 1];
    if (kind != ASSAY_MARK_RECORDS && ends_with_more(self))
        return;
    size_t size = print(line, kind, a, b, name != NULL ? name : "");
    if (kind == ASSAY_MARK_RECORDS && begins_with(self, line, size))
        return;
    if (kind == ASSAY_MARK_RECORDS)
        self->size = self->kept = 0;
    if (!append(self, line, size, sizeof(more)))
        (void)append(self, more, sizeof(more) - 1, 0);
}

void assay_sketch_keep(assay_sketch *self)
{
    if (assay_sketch_size(self) <= ASSAY_SKETCH_TEXT - OWN_ROOM)
        self->kept = self->size;
}

void assay_sketch_turn(assay_sketch *self)
{
    self->size = self->kept;
}

static bool take_number(const char **at, uint64_t *to)
{
    char *end;
    if (**at != ' ' || (*at)[1] < '0' || (*at)[1] > '9')
        return false;
    *to = strtoull(*at + 1, &end, 10);
    *at = end;
    return true;
}

static bool take_line(const char *at, size_t size, assay_mark_kind kind, assay_mark *mark)
{
    const char *end = at + size;
    *mark = (assay_mark){.kind = kind, .name = ""};
    if ((rows[kind].numbers > 0 && !take_number(&at, &mark->a)) ||
        (rows[kind].numbers > 1 && !take_number(&at, &mark->b)))
        return false;
    if (rows[kind].name && at < end && *at == ' ') {
        mark->name = at + 1;
        mark->name_size = (size_t)(end - at - 1);
        at = end;
    }
    return at == end;
}

bool assay_mark_next(const char **text, assay_mark *mark)
{
    while (**text != '\0') {
        const char *line = *text;
        size_t size = strcspn(line, "\n"), word = strcspn(line, " \n");
        *text += size + (line[size] == '\n');
        for (int kind = 0; kind < ASSAY_MARKS; kind++)
            if (strlen(rows[kind].word) == word && memcmp(rows[kind].word, line, word) == 0 &&
                take_line(line + word, size - word, (assay_mark_kind)kind, mark))
                return true;
    }
    return false;
}
