#ifndef ASSAY_ENGINE_PROFILE_H
#define ASSAY_ENGINE_PROFILE_H

#include <stddef.h>
#include <stdint.h>

/* Whose contract a connector is judged by, where Beam's SDKs differ from each other or from this
 * contract: docs/profiles.md. */
typedef enum assay_profile {
    ASSAY_PROFILE_ASSAY = 0,
    ASSAY_PROFILE_BEAM_JAVA = 1,
    ASSAY_PROFILE_BEAM_PYTHON = 2,
} assay_profile;
enum { ASSAY_PROFILES = 3 };

const char *assay_profile_name(assay_profile profile); /* "beam-java" */
/* The profile of that name; ASSAY_PROFILES: there is none. */
size_t assay_profile_find(const char *name);

/* What differs. Each has a number for each profile, which a check that is about it works with. */
typedef enum assay_difference {
    ASSAY_EARLY_SPLITS,    /* how many splits before start may be accepted: 0, or any number */
    ASSAY_UNKNOWN_SIZE,    /* the size that means unknown, besides -1 */
    ASSAY_LEFT_AT_END,     /* split points that are not consumed at the end */
    ASSAY_PERCENT_AT_END,  /* progress at the end is no less */
    ASSAY_ASKED_AFTER_END, /* how often a reader that answered END is asked for more */
    ASSAY_TIMES_FINALIZED, /* how often a mark is finalized */
} assay_difference;
enum { ASSAY_DIFFERENCES = 6 };

typedef struct assay_variant {
    int64_t value;
    const char *words; /* part of a table */
} assay_variant;

typedef struct assay_difference_row {
    const char *clauses; /* ids, separated by a blank */
    const char *checks;  /* likewise */
    const char *what;
    assay_variant variants[ASSAY_PROFILES];
} assay_difference_row;

extern const assay_difference_row assay_differences[ASSAY_DIFFERENCES];

int64_t assay_profile_value(assay_profile profile, assay_difference difference);

#endif
