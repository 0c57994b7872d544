/* Texts made harmless, in memory. */
#include "report/plain.h"

#include "report/escape.h"
#include "report/evidence.h"
#include <stdlib.h>
#include <string.h>

/* Closes a stream over *text; the text, or NULL. */
static char *taken(FILE *to, char **text)
{
    bool failed = ferror(to) != 0;
    if (fclose(to) == 0 && !failed)
        return *text;
    free(*text);
    return NULL;
}

static char *escaped(const char *text, void (*escape)(FILE *to, const char *text))
{
    char *made = NULL;
    size_t size;
    FILE *to = open_memstream(&made, &size);
    if (to == NULL)
        return NULL;
    escape(to, text);
    return taken(to, &made);
}

static void escape_block(FILE *to, const char *text)
{
    assay_escape_terminal(to, text, 0);
}

char *assay_plain_line(const char *text)
{
    size_t size = strlen(text);
    while (size > 0 && text[size - 1] == '\n')
        size--;
    char *copy = strndup(text, size);
    char *line = copy != NULL ? escaped(copy, assay_escape_line) : NULL;
    free(copy);
    return line;
}

char *assay_plain_block(const char *text)
{
    return escaped(text, escape_block);
}

char *assay_plain_name(const assay_run *run, const assay_run_item *item)
{
    char *made = NULL;
    size_t size;
    FILE *to = open_memstream(&made, &size);
    if (to == NULL)
        return NULL;
    assay_item_name_write(to, run, item, assay_escape_terminal);
    char *name = taken(to, &made);
    char *line = name != NULL ? assay_plain_line(name) : NULL; /* a name may have lines */
    free(name);
    return line;
}

char *assay_plain_evidence(const assay_run *run, const assay_run_item *item)
{
    char *made = NULL;
    size_t size;
    FILE *to = open_memstream(&made, &size);
    if (to == NULL)
        return NULL;
    assay_evidence_write(to, run, item, assay_escape_terminal);
    return taken(to, &made);
}

static bool continues(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

char *assay_plain_cut(char *text, size_t most)
{
    size_t size = text != NULL ? strlen(text) : 0, kept = most;
    if (size <= most)
        return text;
    while (kept > 0 && continues(text[kept]))
        kept--;
    char *cut = realloc(text, kept + sizeof("..."));
    if (cut == NULL)
        free(text);
    else
        memcpy(cut + kept, "...", sizeof("..."));
    return cut;
}

bool assay_plain_write(FILE *to, char *text, assay_code *code, size_t most)
{
    text = assay_plain_cut(text, most);
    if (text == NULL)
        return false;
    const char *plain = text, *at;
    for (at = text; *at != '\0'; at++) {
        const char *coded = code(*at);
        if (coded == NULL)
            continue;
        fwrite(plain, 1, (size_t)(at - plain), to);
        fputs(coded, to);
        plain = at + 1;
    }
    fwrite(plain, 1, (size_t)(at - plain), to);
    free(text);
    return true;
}
