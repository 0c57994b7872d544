#ifndef ASSAY_HOST_JOB_H
#define ASSAY_HOST_JOB_H

#include "engine/check.h"

/* One thing for a host to do: a check over a scenario, or, with an empty check id, a look at the
 * library (assay_look). */
typedef struct assay_job {
    uint64_t number; /* the submitter's */
    const char *check;
    const assay_scenario *scenario;
    uint64_t seed;
    assay_tier tier;
    assay_profile profile;
    int64_t timeout_ms; /* of the whole job */
    const char *folder; /* scratch of this job; made and removed by the host */
    uint64_t turn;      /* the one attempt of the check to make; 0: all */
    const char *lines;  /* folder that gets line counts (engine/line_counts.h); NULL or "": none */
    const char *tape;   /* path of a file that gets every call (engine/tape.h); NULL or "": none */
    bool shows;         /* a pass brings its evidence home, too */
} assay_job;

/* What a library says of itself. */
typedef struct assay_look {
    assay_finding finding; /* pass; fail: no connector, observed says why (wrong contract, missing
                              symbol, cannot be loaded); crash, timeout, error: as for a check */
    char *name;            /* "" when not known */
    char *version;
    uint32_t offered; /* ASSAY_CAN_* of the largest data set's source and its reader */
} assay_look;
void assay_look_clear(assay_look *self);

#endif
