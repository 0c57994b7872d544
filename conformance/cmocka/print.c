/* Evidence in the output of cmocka. */
#include "cmocka/print.h"

#include "report/escape.h"
#include "report/text.h"
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* What would end the section of XML into which cmocka writes a message, or is allowed nowhere in
 * XML: U+FFFE and U+FFFF. The rest is escaped before. */
static void defuse(char *text)
{
    static const char *const charges[] = {"]]>", "\xef\xbf\xbe", "\xef\xbf\xbf"};
    for (size_t i = 0; i < sizeof(charges) / sizeof(charges[0]); i++)
        for (char *at = text; (at = strstr(at, charges[i])) != NULL;)
            memset(at, '?', 3);
}

static char *finish(FILE *to, char **text)
{
    if (fclose(to) != 0) {
        free(*text);
        return NULL;
    }
    defuse(*text);
    return *text;
}

char *assay_failure_text(const assay_run *run, const assay_run_item *item, const char *before)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    if (to == NULL)
        return NULL;
    if (before != NULL)
        fprintf(to, "%s\n", before);
    assay_text_failure(to, run, item, false);
    return finish(to, &text);
}

char *assay_reason_text(const assay_run_item *item)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    if (to == NULL)
        return NULL;
    fprintf(to, "%s: ", assay_verdict_name(item->finding.verdict));
    assay_escape_line(to, item->finding.reason);
    return finish(to, &text);
}

bool assay_message_is_whole(void)
{
    const char *output = getenv("CMOCKA_MESSAGE_OUTPUT"); /* cmocka does not tell otherwise */
    return output != NULL && (strcasecmp(output, "XML") == 0 || strcasecmp(output, "TAP") == 0);
}

void assay_print_lines(const char *text, assay_print_fn *print, const char *prefix)
{
    while (*text != '\0') {
        size_t size = strcspn(text, "\n");
        print("%s%.*s\n", prefix, (int)size, text);
        text += size + (text[size] == '\n');
    }
}
