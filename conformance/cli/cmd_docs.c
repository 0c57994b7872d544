/* assay docs: the pages that are made from tables. */
#include "cli/verbs.h"

#include "cli/docs.h"
#include "report/escape.h"
#include <string.h>

typedef struct page {
    const char *name;
    void (*write)(FILE *to);
} page;

static const page pages[] = {{"checks", assay_docs_checks}, {"manifest", assay_docs_manifest}};

int assay_cmd_docs(const assay_options *options)
{
    const char *name = options->arguments[0];
    for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
        if (strcmp(pages[i].name, name) == 0) {
            pages[i].write(stdout);
            return 0;
        }
    fputs("assay: no page is called '", stderr);
    assay_escape_line(stderr, name);
    fputs("', expected checks or manifest\n", stderr);
    return ASSAY_EXIT_USAGE;
}
