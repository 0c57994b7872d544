#ifndef ASSAY_CLI_LIST_CLAUSES_H
#define ASSAY_CLI_LIST_CLAUSES_H

#include "runner/selection.h"

/* Writes the selected clauses to standard output, by state; those of Beam's that others say come
 * last. How many there were. */
size_t assay_list_clauses_text(const assay_selection *selection);
size_t assay_list_clauses_json(const assay_selection *selection);

#endif
