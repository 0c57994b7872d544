#ifndef ASSAY_REPORT_HTML_PUT_H
#define ASSAY_REPORT_HTML_PUT_H

#include "runner/run.h"
#include <stdio.h>

/* The small parts of a page. Texts may be any bytes, and of any length: what is too long is cut,
 * and says so. Also good for attributes, but for blocks. */

void assay_html_text(FILE *to, const char *text); /* a name or a line */
/* The same, broken at its slashes where it is too long; not for attributes. */
void assay_html_path(FILE *to, const char *text);
void assay_html_block(FILE *to, const char *text); /* lines; the middle of a long one is left out */
/* "connector/scenario", "connector/scenario:check" */
void assay_html_scenario(FILE *to, const assay_run *run, size_t scenario);
void assay_html_name(FILE *to, const assay_run *run, const assay_run_item *item);
/* As a link where it is one of the web, else as a text. */
void assay_html_link(FILE *to, const char *address);
void assay_html_time(FILE *to, int64_t microseconds); /* "3.1 s" */

/* Icon and word in the state's colour; the word by default as it stands behind a number. */
void assay_html_state(FILE *to, assay_state state, const char *word);
/* The icon alone, the symbols that icons are made of. */
void assay_html_icon(FILE *to, assay_state state);
void assay_html_symbols(FILE *to);

/* "12 passed, 1 failed", with icons or without. */
void assay_html_counts(FILE *to, const size_t counts[ASSAY_STATES], bool icons);
/* A bar of the states, each as long as it is frequent. */
void assay_html_bar(FILE *to, const size_t counts[ASSAY_STATES]);
/* A bar of a part of the whole, which is not 0. */
void assay_html_share(FILE *to, int64_t part, int64_t whole);

#endif
