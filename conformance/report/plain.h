#ifndef ASSAY_REPORT_PLAIN_H
#define ASSAY_REPORT_PLAIN_H

#include "runner/run.h"
#include <stdio.h>

/* Texts made harmless, as on a terminal, in memory: for forms that have a code of their own for
 * what they give a meaning to. Each is the caller's, to free; NULL: out of memory. */
char *assay_plain_line(const char *text);  /* on one; newlines at the end are dropped */
char *assay_plain_block(const char *text); /* lines, without a newline at the end */
char *assay_plain_name(const assay_run *run, const assay_run_item *item);
char *assay_plain_evidence(const assay_run *run, const assay_run_item *item);

/* What stands for a character in a form; NULL: it does itself. */
typedef const char *assay_code(char c);

/* The text, which it takes over, with at most so many of its bytes, cut between characters; "..."
 * says that it was. NULL: NULL, or out of memory. */
char *assay_plain_cut(char *text, size_t most);

/* Writes a plain text in a code, cut in the same way. Takes the text over. False: there is none. */
bool assay_plain_write(FILE *to, char *text, assay_code *code, size_t most);

#endif
