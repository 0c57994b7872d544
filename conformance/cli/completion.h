#ifndef ASSAY_CLI_COMPLETION_H
#define ASSAY_CLI_COMPLETION_H

#include "cli/verbs.h"

/* Writes what bash completes the words of assay by: verbs, their options and values, checks,
 * clauses, pages and files. */
void assay_completion_write(FILE *to, const assay_usage *usage);

#endif
