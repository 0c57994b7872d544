#ifndef ASSAY_ENGINE_SURROUNDINGS_H
#define ASSAY_ENGINE_SURROUNDINGS_H

#include "engine/left.h"

#include <assay/toolkit/buffer.h>
#include <sys/stat.h>

/* What belongs to a process as a whole, so that no connector may change it: the working directory,
 * the mask of file modes, the environment. */
typedef struct assay_surroundings {
    dev_t device; /* of the working directory */
    ino_t inode;
    mode_t mask;
    assay_buffer environment; /* the entries one after the other, each with its zero */
} assay_surroundings;

/* Of this process. *self: the caller's, to clear. */
assay_status assay_surroundings_note(assay_surroundings *self) ASSAY_MUST_USE;
void assay_surroundings_clear(assay_surroundings *self);

/* Says what is different now, and counts it. Of variables only the names are said. */
void assay_surroundings_compare(const assay_surroundings *before, assay_left *to);

#endif
