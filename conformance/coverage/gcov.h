#ifndef ASSAY_COVERAGE_GCOV_H
#define ASSAY_COVERAGE_GCOV_H

#include "coverage/coverage.h"
#include "coverage/sources.h"
#include "data/guard.h"
#include "host/counted.h"

/* Reads line counts through gcov, the program that belongs to the compiler. */
typedef struct assay_gcov {
    const char *program; /* "gcov" */
    const char *folder;  /* an existing one, to work in */
    const assay_sources *sources;
    assay_coverage *coverage;
    const assay_guard *guard; /* END is the answer when it asks to stop; NULL: none */
} assay_gcov;

/* The objects of a library, and which of them have lines of sources that count. */
typedef struct assay_gcov_library {
    const char *path; /* borrowed */
    assay_counted_objects objects;
    bool *wanted; /* owned; one for each object */
} assay_gcov_library;

/* Looks at the library, which is a path that stays the caller's. INVALID: it is built without
 * counters, or the notes that the compiler wrote beside its objects are gone. *library: the
 * caller's to clear, also when not OK. */
assay_status assay_gcov_library_open(const char *path, assay_gcov_library *library,
                                     assay_error *error) ASSAY_MUST_USE;
void assay_gcov_library_clear(assay_gcov_library *self);

/* Adds the files and lines of the library to the coverage, none of them reached. INVALID: gcov
 * cannot be run, or is not that of the compiler. */
assay_status assay_gcov_note(const assay_gcov *self, assay_gcov_library *library,
                             assay_error *error) ASSAY_MUST_USE;

/* Adds the counts of a folder, below which each object has its file under its whole path; a folder
 * that is not there has none. *flaw: what gcov complains of, the caller's to free; NULL: nothing.
 */
assay_status assay_gcov_count(const assay_gcov *self, const assay_gcov_library *library,
                              const char *counts, size_t test, unsigned ways, char **flaw,
                              assay_error *error) ASSAY_MUST_USE;

#endif
