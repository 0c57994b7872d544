/* assay docs: the pages; those that are made from tables it makes. */
#include "cli/verbs.h"

#include "cli/docs.h"
#include "cli/prefix.h"
#include "report/escape.h"
#include <assay/toolkit/error.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct page {
    const char *name;
    const char *text;
    void (*write)(FILE *to); /* NULL: it is a file */
} page;

static const page pages[] = {
    {"first-connector", "from an empty folder to a connector that is judged", NULL},
    {"own-data", "data you already have, a format of your own, a store", NULL},
    {"which-interface", "what to offer, and what it costs", NULL},
    {"trackers", "a range tracker of your own, judged alone", NULL},
    {"manifest", "every key of a manifest", assay_docs_manifest},
    {"checks", "every check, and what is typically wrong where it fails", assay_docs_checks},
    {"clauses", "every clause of the contract, and which checks are about it", assay_docs_clauses},
    {"ci", "in GitHub, GitLab, Jenkins, pre-commit; over many machines", NULL},
    {"debugging", "a check fails: gdb, valgrind, sanitizers, a program for a bug report", NULL},
    {"reports", "what a run leaves, and what the page of it shows", NULL},
    {"known-failures", "a connector that is not right yet, in CI all the same", NULL},
    {"line-coverage", "which lines of your connector the checks reach", NULL},
    {"rules", "rule sets: an upgrade that fails nothing, and what comes of it", NULL},
    {"profiles", "judged by the contract of Beam's Java or Python, where it is another one",
     assay_docs_profiles},
    {"cmocka", "the checks in your own test program", NULL},
    {"matrix", "what was shown of each clause with our own connectors, and with ten broken ones",
     NULL},
    {"compared", "which check caught the bugs that Beam's kits miss, and those of real connectors",
     NULL},
    {"contract-map", "where Beam's interfaces are in the contract", NULL},
};
enum { PAGES = sizeof(pages) / sizeof(pages[0]) };

const char *assay_docs_page(size_t i)
{
    return i < PAGES ? pages[i].name : NULL;
}

static int list_pages(const char *folder)
{
    for (size_t i = 0; i < PAGES; i++)
        printf("  assay docs %-16s %s\n", pages[i].name, pages[i].text);
    if (access(folder, R_OK) == 0)
        printf("\nas files: %s\n", folder);
    return 0;
}

static int copy_page(const char *folder, const char *name)
{
    char *path, piece[8192];
    assay_error error = ASSAY_ERROR_INIT;
    if (asprintf(&path, "%s/%s.md", folder, name) < 0)
        return ASSAY_EXIT_HARNESS;
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        assay_status status =
            assay_error_set(&error, ASSAY_IO, "cannot open '%s': %s", path, strerror(errno));
        free(path);
        return assay_complain(status, &error);
    }
    size_t size;
    while ((size = fread(piece, 1, sizeof(piece), file)) > 0)
        fwrite(piece, 1, size, stdout);
    fclose(file);
    free(path);
    return 0;
}

static int print_page(const char *folder, const char *name)
{
    for (size_t i = 0; i < PAGES; i++) {
        if (strcmp(pages[i].name, name) != 0)
            continue;
        if (pages[i].write == NULL)
            return copy_page(folder, name);
        pages[i].write(stdout);
        return 0;
    }
    fputs("assay: no page is called '", stderr);
    assay_escape_line(stderr, name);
    fputs("', see 'assay docs'\n", stderr);
    return ASSAY_EXIT_USAGE;
}

int assay_cmd_docs(const assay_options *options)
{
    char *folder;
    assay_error error = ASSAY_ERROR_INIT;
    assay_status status = assay_prefix_docs(&folder, &error);
    if (status != ASSAY_OK)
        return assay_complain(status, &error);
    int code = options->argument_count == 0 ? list_pages(folder)
                                            : print_page(folder, options->arguments[0]);
    free(folder);
    return code;
}
