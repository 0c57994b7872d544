#ifndef ASSAY_REPORT_ESCAPE_H
#define ASSAY_REPORT_ESCAPE_H

#include <stdbool.h>
#include <stdio.h>

/* Texts of a connector may be any bytes. These write them so that they cannot act on what reads
 * them: a byte that is no UTF-8 and a control character become "\xNN", a code point above 0xff that
 * is not allowed becomes "\uNNNN". */

/* For a terminal: also C1 controls and the characters that turn the direction of writing. Each line
 * after the first begins with that many blanks; newlines at the end are dropped. */
void assay_escape_terminal(FILE *to, const char *text, int indent);

/* The same on one line: a newline is a control character too. */
void assay_escape_line(FILE *to, const char *text);

/* For an XML attribute, and for the text of an element, with an indent as above. */
void assay_escape_xml_attribute(FILE *to, const char *text);
void assay_escape_xml_text(FILE *to, const char *text, int indent);

/* For HTML, in text and in attributes that are in double quotes: the first size bytes. Like the
 * terminal's, and no code point that is none; lines: a newline and a tab stay. */
void assay_escape_html(FILE *to, const char *text, size_t size, bool lines);

#endif
