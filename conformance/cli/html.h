#ifndef ASSAY_CLI_HTML_H
#define ASSAY_CLI_HTML_H

#include <assay/status.h>
#include <stdbool.h>

/* Makes pages of a tracefile by genhtml, of lcov, in a folder that appears when they are done;
 * root: paths are shown from there. *made: false when there is no genhtml. */
assay_status assay_html_make(const char *tracefile, const char *folder, const char *root,
                             bool *made, assay_error *error) ASSAY_MUST_USE;
/* Removes the folder with all that is in it; one that is gone is fine. */
assay_status assay_html_remove(const char *folder, assay_error *error) ASSAY_MUST_USE;

#endif
