#ifndef ASSAY_DATA_TRUTH_LINES_H
#define ASSAY_DATA_TRUTH_LINES_H

#include "data/command.h"

/* Runs a command that prints records as lines of JSON and writes them to a truth file. fields: what
 * the truth has beside values when not one record is printed. command: without take. */
assay_status assay_truth_print(const assay_command *command, const char *path, uint32_t fields,
                               assay_error *error) ASSAY_MUST_USE;

#endif
