/* Breaks paragraphs into lines. */
#include "report/paragraph.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 98 };

void assay_paragraph_write(FILE *to, const char *text, int start, int indent)
{
    int column = start;
    const char *between = "";
    while (*text != '\0') {
        int size = (int)strcspn(text, " ");
        if (column + 1 + size > WIDTH && *between != '\0') {
            fprintf(to, "\n%*s", indent, "");
            column = indent;
            between = "";
        }
        column += fprintf(to, "%s%.*s", between, size, text);
        between = " ";
        text += size;
        text += strspn(text, " ");
    }
    fputc('\n', to);
}

void assay_paragraph_item(FILE *to, const char *format, ...)
{
    char *text = NULL;
    va_list values;
    va_start(values, format);
    int size = vasprintf(&text, format, values);
    va_end(values);
    if (size < 0)
        return;
    fputs("- ", to);
    assay_paragraph_write(to, text, 2, 2);
    free(text);
}
