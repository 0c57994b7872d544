#ifndef ASSAY_CMOCKA_PRINT_H
#define ASSAY_CMOCKA_PRINT_H

#include "runner/run.h"

/* All that `assay run` shows of a failure, behind a line of its own (NULL: none). Fit for every
 * output of cmocka, which puts it into XML as it is. The caller's, to free; NULL: out of memory. */
char *assay_failure_text(const assay_run *run, const assay_run_item *item, const char *before);

/* "unproven: reason"; the same. */
char *assay_reason_text(const assay_run_item *item);

/* Whether cmocka shows all of the message of a test that failed: in XML and TAP. Elsewhere it cuts
 * it off, and evidence is printed before. */
bool assay_message_is_whole(void);

/* By cmocka's print_message or print_error, each line behind that prefix. */
typedef void assay_print_fn(const char *format, ...);
void assay_print_lines(const char *text, assay_print_fn *print, const char *prefix);

#endif
