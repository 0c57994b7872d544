#ifndef ASSAY_RUNNER_HASH_H
#define ASSAY_RUNNER_HASH_H

#include <stddef.h>

/* Writes the XXH3_128 of a file in hex, or "" when it cannot be read. */
void assay_hash_file(const char *path, char hex[33]);

#endif
