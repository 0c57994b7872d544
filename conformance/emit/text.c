#include "emit/text.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { WIDTH = 96 };

static void add(assay_emit_text *self, const char *text, size_t size)
{
    if (self->status == ASSAY_OK)
        self->status = assay_buffer_append(&self->buffer.out, text, size);
}

void assay_emit_print(assay_emit_text *self, const char *format, ...)
{
    va_list values;
    char *to;

    va_start(values, format);
    int size = vsnprintf(NULL, 0, format, values);
    va_end(values);
    if (self->status != ASSAY_OK || size < 0)
        return;
    to = assay_buffer_reserve(&self->buffer, (size_t)size + 1);
    if (to == NULL) {
        self->status = ASSAY_MEMORY;
        return;
    }
    va_start(values, format);
    vsnprintf(to, (size_t)size + 1, format, values);
    va_end(values);
    self->buffer.size += (size_t)size;
}

/* Octal escapes end after three digits, whatever follows; "??" could begin a trigraph. */
static size_t escape(unsigned char byte, unsigned char before, char to[5])
{
    static const char named[] = "\n\t\r\"\\", letters[] = "ntr\"\\";
    const char *found = byte != 0 ? strchr(named, byte) : NULL;

    if (found != NULL)
        return (size_t)snprintf(to, 5, "\\%c", letters[found - named]);
    if (byte == '?' && before == '?')
        return (size_t)snprintf(to, 5, "\\?");
    if (byte >= ' ' && byte <= '~')
        return (size_t)snprintf(to, 5, "%c", byte);
    return (size_t)snprintf(to, 5, "\\%03o", byte);
}

void assay_emit_literal(assay_emit_text *self, assay_bytes bytes)
{
    const unsigned char *data = bytes.data;
    char text[5];

    add(self, "\"", 1);
    for (size_t i = 0; i < bytes.size; i++)
        add(self, text, escape(data[i], i > 0 ? data[i - 1] : 0, text));
    add(self, "\"", 1);
}

void assay_emit_lines(assay_emit_text *self, assay_bytes bytes, int indent)
{
    const unsigned char *data = bytes.data;
    size_t room = (size_t)(WIDTH - indent), column = 0;
    char text[5];

    assay_emit_print(self, "%*s\"", indent, "");
    for (size_t i = 0; i < bytes.size; i++) {
        size_t size = escape(data[i], i > 0 ? data[i - 1] : 0, text);
        if (i > 0 && (column + size > room || data[i - 1] == '\n')) {
            assay_emit_print(self, "\"\n%*s\"", indent, "");
            column = 0;
        }
        add(self, text, size);
        column += size;
    }
    add(self, "\"", 1);
}

/* How far a character or an escape in a literal goes. */
static size_t step(const char *line)
{
    size_t size = 1;

    if (line[0] != '\\')
        return 1;
    while (size < 4 && line[size] >= '0' && line[size] <= '7')
        size++;
    return size > 1 ? size : 2;
}

/* Where a line may be broken: behind the last comma outside of literals before the edge, or else in
 * a literal; 0: not. */
static size_t break_of(const char *line, size_t size, size_t indent, bool *literal)
{
    bool quoted = false;
    size_t comma = 0, inside = 0;

    for (size_t i = 0; i + 1 < size && i < WIDTH; i += quoted ? step(line + i) : 1) {
        if (line[i] == '"')
            quoted = !quoted;
        else if (quoted)
            inside = i;
        else if (line[i] == ',' && line[i + 1] == ' ')
            comma = i + 1;
    }
    *literal = comma <= indent + 4 || (quoted && comma < WIDTH / 2);
    return *literal ? inside : comma;
}

/* Puts a line's end there, and what stands before and behind it. */
static void break_at(assay_emit_text *self, size_t at, size_t indent, bool literal)
{
    size_t rest = self->buffer.size - at, more = indent + (literal ? 3 : 0);

    if (assay_buffer_reserve(&self->buffer, more) == NULL) {
        self->status = ASSAY_MEMORY;
        return;
    }
    char *gap = (char *)self->buffer.data + at;
    memmove(gap + more, gap, rest); /* at a comma the blank becomes the line's end */
    self->buffer.size += more;
    if (literal)
        *gap++ = '"';
    *gap++ = '\n';
    memset(gap, ' ', indent);
    if (literal)
        gap[indent] = '"';
}

void assay_emit_wrap(assay_emit_text *self, size_t from, int indent)
{
    while (self->status == ASSAY_OK && self->buffer.size - from > WIDTH + 2) {
        bool literal;
        const char *line = (const char *)self->buffer.data + from;
        size_t at = break_of(line, self->buffer.size - from, (size_t)indent, &literal);
        if (at <= (size_t)indent + 1)
            return;
        break_at(self, from + at, (size_t)indent, literal);
        from += at + (literal ? 2 : 1);
    }
}

void assay_emit_int64(assay_emit_text *self, int64_t number)
{
    if (number == INT64_MIN)
        assay_emit_print(self, "INT64_MIN");
    else if (number == INT64_MAX)
        assay_emit_print(self, "INT64_MAX");
    else if (number > INT32_MAX || number < -INT32_MAX)
        assay_emit_print(self, "INT64_C(%" PRId64 ")", number);
    else
        assay_emit_print(self, "%" PRId64, number);
}

void assay_emit_double(assay_emit_text *self, double number)
{
    char text[40];

    if (isnan(number) || isinf(number)) {
        assay_emit_print(self, isnan(number) ? "NAN" : number > 0 ? "INFINITY" : "-INFINITY");
        return;
    }
    for (int digits = 1; digits <= 17; digits++) {
        double same = 0;
        snprintf(text, sizeof(text), "%.*g", digits, number);
        if (sscanf(text, "%lf", &same) == 1 && same == number)
            break;
    }
    assay_emit_print(self, "%s%s", text, strpbrk(text, ".e") == NULL ? ".0" : "");
}

/* Of a word: what could end the comment or is no plain text becomes a point. */
static void add_word(assay_emit_text *self, const char *word, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        bool odd = word[i] < ' ' || word[i] > '~' ||
                   (word[i] == '/' && ((i > 0 && word[i - 1] == '*') || word[i + 1] == '*')) ||
                   (word[i] == '?' && i > 0 && word[i - 1] == '?');
        add(self, odd ? "." : &word[i], 1);
    }
}

void assay_emit_comment(assay_emit_text *self, const char *label, const char *text)
{
    size_t column = 3 + strlen(label);

    assay_emit_print(self, " * %s", label);
    while (*(text += strspn(text, " \n")) != 0) {
        size_t size = strcspn(text, " \n");
        if (column + 1 + size > WIDTH) {
            assay_emit_print(self, "\n *  ");
            column = 4;
        }
        add(self, " ", 1);
        add_word(self, text, size);
        column += 1 + size;
        text += size;
    }
    add(self, "\n", 1);
}
