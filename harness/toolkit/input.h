#ifndef ASSAY_TOOLKIT_INPUT_H
#define ASSAY_TOOLKIT_INPUT_H

#include <assay/bytes.h>

/* A stream of bytes that is read forward: a file, or what a decompressor makes of one. */
typedef struct assay_input assay_input;
struct assay_input {
    /* Up to size bytes; *got == 0 is the end of the data, sticky. Fewer than size is no sign of
     * anything. An error of the store is IO, damage is CORRUPT, never an end. */
    assay_status (*read)(assay_input *self, void *to, size_t size, size_t *got,
                         assay_error *error) ASSAY_MUST_USE;
    /* Frees self and what it holds. */
    void (*close)(assay_input *self);
};

/* The file from offset on; IO when it becomes shorter than it is now. *input: the caller's, until
 * its close. */
assay_status assay_input_open_file(const char *path, uint64_t offset, assay_input **input,
                                   assay_error *error) ASSAY_MUST_USE;

#endif
