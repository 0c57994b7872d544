#ifndef ASSAY_CHECKS_READER_WALK_H
#define ASSAY_CHECKS_READER_WALK_H

#include "checks/races.h"

/* A reader under way over few records, call by call, and what must be true of it: what each call
 * answers is known from the records that were read and the splits that were made before. */

enum { ASSAY_WALK_RECORDS = 5, ASSAY_WALK_LENGTH = 7 };

typedef struct assay_walk {
    assay_ground *ground;
    uint32_t can; /* ASSAY_CAN_* */
    uint32_t
        sound; /* those of them that are judged: what they show is right where nothing is odd */
    /* Of the records from one up to another. */
    assay_digest known[ASSAY_WALK_RECORDS + 1][ASSAY_WALK_RECORDS + 1];
    assay_driven_reader r;
    uint64_t read, end; /* records: moved over, and in its current source */
    bool at_end;
    uint64_t accepted, refused; /* splits */
    assay_driven_source source; /* current, as the last split gave it; NULL handle: the first one */
    const char *expected;       /* what was not so, the first time; NULL: all was right */
    char got[200];
} assay_walk;

/* Of records in their order; false: it is none. */
bool assay_walk_init(assay_case *c, assay_walk *self, assay_ground *ground);

/* Opens a reader; closes it. */
void assay_walk_begin(assay_case *c, assay_walk *self);
void assay_walk_finish(assay_case *c, assay_walk *self);

/* A call; gives whether it has changed anything. */
typedef bool assay_walk_fn(assay_case *c, assay_walk *self);
assay_walk_fn assay_walk_advance;
assay_walk_fn assay_walk_split_next, assay_walk_split_last;
assay_walk_fn assay_walk_split_current, assay_walk_split_half;
/* These only where they are judged. */
assay_walk_fn assay_walk_progress, assay_walk_counts, assay_walk_source, assay_walk_mark;
assay_walk_fn assay_walk_look; /* the first three of them */

#endif
