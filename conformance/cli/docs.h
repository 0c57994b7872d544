#ifndef ASSAY_CLI_DOCS_H
#define ASSAY_CLI_DOCS_H

#include <stdio.h>

/* The pages that are made from tables, as Markdown. */
void assay_docs_checks(FILE *to);   /* docs/checks.md */
void assay_docs_manifest(FILE *to); /* docs/manifest.md */

#endif
