/* Makes hostile text harmless on terminals and in XML. */
#include "report/escape.h"

#include "report/utf8.h"
#include <stdint.h>
#include <string.h>

/* What cannot be shown as it is. */
static void put_code(FILE *to, const char *text, uint32_t point)
{
    if (point == ASSAY_UTF8_INVALID)
        fprintf(to, "\\x%02x", (unsigned char)*text);
    else
        fprintf(to, point < 0x100 ? "\\x%02x" : "\\u%04x", (unsigned)point);
}

/* Characters that XML 1.0 allows. */
static bool fit_for_xml(uint32_t point)
{
    if (point == ASSAY_UTF8_INVALID || point == 0xfffe || point == 0xffff)
        return false;
    return point >= 0x20 || point == '\n' || point == '\t' || point == '\r';
}

static bool turns_direction(uint32_t point)
{
    return point == 0x200e || point == 0x200f || (point >= 0x202a && point <= 0x202e) ||
           (point >= 0x2066 && point <= 0x2069);
}

static bool fit_for_terminal(uint32_t point)
{
    return fit_for_xml(point) && point >= 0x20 && !(point >= 0x7f && point < 0xa0) &&
           !turns_direction(point) && point != 0x2028 && point != 0x2029;
}

static size_t size_without_final_newlines(const char *text)
{
    size_t size = strlen(text);
    while (size > 0 && text[size - 1] == '\n')
        size--;
    return size;
}

/* White space is written as a reference: a parser would change it in an attribute. */
static const char *xml_reference(uint32_t point)
{
    switch (point) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\n':
        return "&#10;";
    case '\t':
        return "&#9;";
    case '\r':
        return "&#13;";
    default:
        return NULL;
    }
}

/* A way to escape. */
typedef struct way {
    bool (*fits)(uint32_t point);
    const char *(*reference)(uint32_t point); /* NULL of it: there is none */
    bool lines;                               /* a newline is one, with an indent behind it */
} way;

static const char *no_reference(uint32_t point)
{
    (void)point;
    return NULL;
}

static void put_odd(FILE *to, const char *text, uint32_t point, const way *as, int indent)
{
    const char *reference = as->reference(point);
    if (point == '\n' && as->lines)
        fprintf(to, "\n%*s", indent, "");
    else if (reference != NULL)
        fputs(reference, to);
    else
        put_code(to, text, point);
}

/* What needs nothing goes out in one piece. */
static void escape(FILE *to, const char *text, const char *end, const way *as, int indent)
{
    const char *plain = text;
    for (size_t size; text < end; text += size) {
        uint32_t point = assay_utf8_next(text, &size);
        if (point != '\n' && as->fits(point) && as->reference(point) == NULL)
            continue;
        fwrite(plain, 1, (size_t)(text - plain), to);
        put_odd(to, text, point, as, indent);
        plain = text + size;
    }
    fwrite(plain, 1, (size_t)(text - plain), to);
}

void assay_escape_terminal(FILE *to, const char *text, int indent)
{
    static const way as = {fit_for_terminal, no_reference, true};
    escape(to, text, text + size_without_final_newlines(text), &as, indent);
}

void assay_escape_line(FILE *to, const char *text)
{
    static const way as = {fit_for_terminal, no_reference, false};
    escape(to, text, text + strlen(text), &as, 0);
}

void assay_escape_xml_attribute(FILE *to, const char *text)
{
    static const way as = {fit_for_xml, xml_reference, false};
    escape(to, text, text + strlen(text), &as, 0);
}

void assay_escape_xml_text(FILE *to, const char *text, int indent)
{
    static const way as = {fit_for_xml, xml_reference, true};
    escape(to, text, text + size_without_final_newlines(text), &as, indent);
}

static bool is_noncharacter(uint32_t point)
{
    return (point >= 0xfdd0 && point <= 0xfdef) || (point & 0xfffe) == 0xfffe;
}

static bool fit_for_html(uint32_t point, bool lines)
{
    if (point == '\n' || point == '\t')
        return lines;
    return fit_for_terminal(point) && !is_noncharacter(point);
}

static void put_html(FILE *to, const char *text, size_t size, uint32_t point)
{
    const char *reference = point >= 0x20 ? xml_reference(point) : NULL;
    if (reference != NULL)
        fputs(reference, to);
    else
        fwrite(text, 1, size, to);
}

void assay_escape_html(FILE *to, const char *text, size_t size, bool lines)
{
    const char *end = text + size;
    for (size_t step; text < end; text += step) {
        uint32_t point = assay_utf8_next(text, &step);
        if (fit_for_html(point, lines))
            put_html(to, text, step, point);
        else
            put_code(to, text, point);
    }
}
