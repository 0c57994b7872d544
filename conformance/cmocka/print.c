/* Evidence in the output of cmocka. */
#include "cmocka/print.h"

#include "report/escape.h"
#include "report/text.h"
#include <stdlib.h>
#include <string.h>

/* cmocka writes messages into a section of XML that this would end. */
static void defuse(char *text)
{
    for (char *at = text; (at = strstr(at, "]]>")) != NULL; at += 3)
        at[1] = '?';
}

/* cmocka takes a message of any length, line by line: it cuts a long one. */
static void print_lines(char *text, assay_print_fn *print, const char *prefix)
{
    char *rest = text;
    char *line;
    defuse(text);
    while ((line = strsep(&rest, "\n")) != NULL)
        if (rest != NULL || line[0] != '\0')
            print("%s%s\n", prefix, line);
}

void assay_print_failure(const assay_run *run, const assay_run_item *item, assay_print_fn *print,
                         const char *prefix)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    if (to != NULL) {
        assay_text_failure(to, run, item, false);
        if (fclose(to) == 0)
            print_lines(text, print, prefix);
    }
    free(text);
}

void assay_print_reason(const assay_run_item *item, assay_print_fn *print, const char *prefix)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    if (to != NULL) {
        fprintf(to, "%s: ", assay_verdict_name(item->finding.verdict));
        assay_escape_line(to, item->finding.reason);
        if (fclose(to) == 0)
            print_lines(text, print, prefix);
    }
    free(text);
}
