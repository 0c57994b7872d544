/* Values as people read them. */
#include "data/tally.h"

#include <stdio.h>
#include <string.h>

#define SHOWN_MAX 48

/* The text of one byte, NUL-terminated. */
static void print_byte(unsigned char byte, char text[5])
{
    if (byte == '\\')
        strcpy(text, "\\\\");
    else if (byte >= ' ' && byte < 0x7f)
        snprintf(text, 5, "%c", byte);
    else
        snprintf(text, 5, "\\x%02x", byte);
}

void assay_value_print(assay_bytes value, char *to, size_t size)
{
    char text[SHOWN_MAX * 4 + 64];
    const unsigned char *bytes = value.data;
    size_t shown = value.size <= SHOWN_MAX ? value.size : SHOWN_MAX;
    char *end = stpcpy(text, "'");
    for (size_t i = 0; i < shown; i++, end += strlen(end))
        print_byte(bytes[i], end);
    end = stpcpy(end, "'");
    if (shown < value.size)
        snprintf(end, 40, "... (%zu bytes)", value.size);
    snprintf(to, size, "%s", text);
}
