#ifndef ASSAY_CLI_HTML_H
#define ASSAY_CLI_HTML_H

#include "data/guard.h"
#include <assay/status.h>

/* Pages of a tracefile. */
typedef struct assay_html {
    const char *tracefile, *folder;
    const char *root;         /* paths are shown from there */
    const assay_guard *guard; /* END is the answer when it asks to stop; NULL: none */
} assay_html;

/* Has them made by genhtml, of lcov; the folder appears when they are done. *made: false when there
 * is no genhtml. */
assay_status assay_html_make(const assay_html *self, bool *made, assay_error *error) ASSAY_MUST_USE;
/* Removes the folder with all that is in it; one that is gone is fine. */
assay_status assay_html_remove(const char *folder, assay_error *error) ASSAY_MUST_USE;

#endif
