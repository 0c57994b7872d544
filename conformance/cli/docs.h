#ifndef ASSAY_CLI_DOCS_H
#define ASSAY_CLI_DOCS_H

#include <stdio.h>

/* The pages that are made from tables, as Markdown. */
void assay_docs_checks(FILE *to);   /* docs/checks.md */
void assay_docs_clauses(FILE *to);  /* docs/clauses.md */
void assay_docs_manifest(FILE *to); /* docs/manifest.md */
void assay_docs_profiles(FILE *to); /* docs/profiles.md */

/* The name of page number i; NULL: there are no more. */
const char *assay_docs_page(size_t i);

#endif
