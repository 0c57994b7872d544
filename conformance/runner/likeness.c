/* Whether two findings are the same failure. */
#include "runner/likeness.h"

#include <ctype.h>
#include <string.h>

/* The next character that counts; 0 at the end, or where something of the data is quoted. */
static char next_of(const char **text)
{
    while (isdigit((unsigned char)**text)) {
        while (isalnum((unsigned char)**text) || (**text != '\0' && strchr(".+-", **text) != NULL))
            (*text)++;
    }
    char now = **text;
    if (now == '\0' || now == '\'' || now == '"' || now == '\\' || (unsigned char)now >= 0x80)
        return 0;
    (*text)++;
    return now == '-' && isdigit((unsigned char)**text) ? next_of(text) : now;
}

static bool alike(const char *a, const char *b)
{
    for (;;) {
        char x = next_of(&a), y = next_of(&b);
        if (x != y)
            return false;
        if (x == 0)
            return true;
    }
}

bool assay_finding_alike(const assay_finding *a, const assay_finding *b)
{
    if (a->verdict != b->verdict)
        return false;
    return a->verdict == ASSAY_FAIL ? alike(a->expected, b->expected) : alike(a->reason, b->reason);
}
