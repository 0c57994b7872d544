#ifndef ASSAY_EMIT_REHEARSAL_H
#define ASSAY_EMIT_REHEARSAL_H

#include "data/manifest.h"
#include "engine/exam_private.h"

/* For tests: one check over one scenario, with a tape, without a run around it. */
typedef struct rehearsal {
    const char *manifest;
    const char *scenario;
    const char *check;
    const char *library; /* in place of the manifest's, unless NULL */
    uint64_t records;    /* at most; 0: as the manifest says */
    uint64_t turn;
} rehearsal;

typedef struct rehearsed {
    assay_finding finding;
    assay_buffer tape;
    char connector[64];
} rehearsed;

/* 0, or a message on stderr; *to is the caller's, to clear. folder: an empty one, that is left with
 * the data in it. */
int rehearse(const rehearsal *what, const char *folder, rehearsed *to);
void rehearsed_clear(rehearsed *self);

#endif
