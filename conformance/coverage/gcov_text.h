#ifndef ASSAY_COVERAGE_GCOV_TEXT_H
#define ASSAY_COVERAGE_GCOV_TEXT_H

#include <assay/toolkit/buffer.h>
#include <stdbool.h>

/* What `gcov --json-format --stdout` prints: a document a line, about the lines of one object. */
typedef struct assay_gcov_reader {
    void *context; /* of the two below */
    /* Of that object ("3.gcda", as it was named to gcov) lines of a source file follow, whose path
     * is absolute and straight; *wanted: whether they are to be given. */
    assay_status (*file)(void *context, const char *object, const char *path, bool *wanted,
                         assay_error *error);
    assay_status (*line)(void *context, unsigned number, const char *function, uint64_t count,
                         assay_error *error);
} assay_gcov_reader;

/* CORRUPT: it is not that. Names may have any bytes in them, which gcov prints as they are. */
assay_status assay_gcov_read(const assay_gcov_reader *self, assay_bytes text,
                             assay_error *error) ASSAY_MUST_USE;

#endif
