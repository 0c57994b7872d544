#ifndef ASSAY_RUNNER_BASELINE_UPDATE_H
#define ASSAY_RUNNER_BASELINE_UPDATE_H

#include "runner/baseline.h"
#include "runner/fact.h"

/* A file of known failures made to fit what runs have shown. */

/* What became of an entry, or of a failure that had none. */
typedef struct assay_baseline_step {
    const char *what; /* "dropped", "narrowed", "kept", "added", "not added" */
    char *id;         /* owned */
    char *why;        /* owned */
} assay_baseline_step;

typedef struct assay_baseline_update {
    json_t *root;               /* owned; what the file is to hold */
    size_t kept, added;         /* entries */
    size_t step_count;          /* what is to be said: not of entries that simply stay */
    assay_baseline_step *steps; /* owned */
} assay_baseline_update;

/* Of the entries, in their order: those whose checks all fail as they say, or of which the facts
 * tell nothing, stay as they are; one none of whose checks fails so is dropped; of a pattern where
 * some do not, an entry for each that does is left. Then the failures that count and have no entry,
 * with the reason, link and day of added. The day is today's. INVALID: two entries for one check.
 */
assay_status assay_baseline_update_make(const assay_baseline *from, const assay_fact_list *facts,
                                        const assay_known *added, const char *day,
                                        assay_baseline_update *self,
                                        assay_error *error) ASSAY_MUST_USE;
void assay_baseline_update_clear(assay_baseline_update *self);

#endif
