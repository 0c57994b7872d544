#ifndef ASSAY_COVERAGE_SOURCES_H
#define ASSAY_COVERAGE_SOURCES_H

#include <stdbool.h>
#include <stddef.h>

/* Which source files count. */
typedef struct assay_sources {
    const char *const *patterns; /* as of fnmatch(3), '*' matches '/', too */
    size_t count;                /* 0: all but Assay's own, its toolkit's and the system's */
    const char *root;            /* patterns may also be about a path as it is seen from here */
} assay_sources;

bool assay_sources_take(const assay_sources *self, const char *path);

#endif
