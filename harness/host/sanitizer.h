#ifndef ASSAY_HOST_SANITIZER_H
#define ASSAY_HOST_SANITIZER_H

#include <assay/status.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

/* Which sanitizers a library is built with, and what its process needs for them. The file is read,
 * never loaded. */

enum {
    ASSAY_SANITIZE_ADDRESS = 1u << 0,
    ASSAY_SANITIZE_THREAD = 1u << 1,
    ASSAY_SANITIZE_LEAK = 1u << 2,
    ASSAY_SANITIZE_UNDEFINED = 1u << 3,
    ASSAY_SANITIZE_MEMORY = 1u << 4
};

typedef struct assay_sanitizer {
    unsigned kinds;
    char preload[PATH_MAX]; /* runtime that has to be loaded first; "": none */
} assay_sanitizer;

/* The kinds a file is built with; 0 also for one that cannot be read or is no ELF file, which is
 * for others to complain of. */
unsigned assay_sanitizer_kinds(const char *file);

/* "address,undefined"; "" for none. */
void assay_sanitizer_names(unsigned kinds, char *to, size_t size);

/* What a process of program needs to load the library. INVALID: its runtime is not to be found, or
 * cannot be in that program. */
assay_status assay_sanitizer_find(const char *library, const char *program, assay_sanitizer *found,
                                  assay_error *error) ASSAY_MUST_USE;

/* The environment of such a process: the caller's, with the runtime and with options of the
 * sanitizers in front of those the caller has. The caller's, to free as one. NULL: out of memory.
 */
char **assay_sanitizer_environment(const assay_sanitizer *self);

#endif
