#ifndef ASSAY_COVERAGE_BLOCK_H
#define ASSAY_COVERAGE_BLOCK_H

#include "coverage/coverage.h"

/* Lines of one function, one after the other, that nothing reached. */

typedef enum assay_block_kind {
    ASSAY_BLOCK_FUNCTION, /* all of a function, which was never called */
    ASSAY_BLOCK_ERROR,    /* an error path: by its text it answers or sets an error, or the line
                             before it, the condition, asks whether something failed */
    ASSAY_BLOCK_OTHER
} assay_block_kind;

typedef struct assay_block {
    assay_block_kind kind;
    size_t first, last; /* places in the lines of the file */
} assay_block;

/* The next one from place *at on, which is moved behind it; false: there is none. */
bool assay_block_next(const assay_covered_file *file, size_t *at, assay_block *block);

#endif
