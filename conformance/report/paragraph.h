#ifndef ASSAY_REPORT_PARAGRAPH_H
#define ASSAY_REPORT_PARAGRAPH_H

#include <stdio.h>

/* Writes a paragraph of our own words in lines of at most 98 columns, with a newline at the end.
 * The first line begins where the caller stopped, at column start; the others after indent blanks.
 */
void assay_paragraph_write(FILE *to, const char *text, int start, int indent);

/* The same as an item of a list: begins at the left with a dash. Nothing when memory is short. */
void assay_paragraph_item(FILE *to, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
