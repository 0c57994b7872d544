#ifndef ASSAY_CMOCKA_PRINT_H
#define ASSAY_CMOCKA_PRINT_H

#include "runner/run.h"

/* print_error or print_message of cmocka. */
typedef void assay_print_fn(const char *format, ...);

/* All that `assay run` shows of a failure, each line behind that prefix. Fit for every output of
 * cmocka, which puts it into XML as it is. */
void assay_print_failure(const assay_run *run, const assay_run_item *item, assay_print_fn *print,
                         const char *prefix);

/* "unproven: reason" */
void assay_print_reason(const assay_run_item *item, assay_print_fn *print, const char *prefix);

#endif
