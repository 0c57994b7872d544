#ifndef ASSAY_CLI_COVERING_H
#define ASSAY_CLI_COVERING_H

#include "cli/options.h"

/* Writes what runs have shown of each clause, in the form and to the place that the options name.
 * one: a run of this program's; NULL: none. The journals are the options' arguments from first on.
 * INVALID: one of them cannot be read. */
assay_status assay_covering_write(const assay_options *options, const assay_run *one, int first,
                                  const char *form, assay_error *error) ASSAY_MUST_USE;

#endif
