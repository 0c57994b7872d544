#ifndef ASSAY_RUNNER_BASELINE_H
#define ASSAY_RUNNER_BASELINE_H

#include "data/json_file.h"
#include "runner/run.h"

/* Failures that are known: a file that names them and says why. It is held to be true: what it says
 * of a run and is not so makes the run fail. */

typedef struct assay_baseline_entry {
    const char *id;    /* borrowed of the file; a pattern of checks (runner/selection.h) */
    assay_known known; /* the same */
    unsigned line;
} assay_baseline_entry;

typedef struct assay_baseline {
    char *path; /* owned; as given */
    assay_json_file file;
    size_t count;
    assay_baseline_entry *entries; /* owned */
} assay_baseline;

bool assay_link_valid(const char *text); /* "https://..." */

/* INVALID: it cannot be read or holds something else; the message begins with "FILE:LINE: ". *self:
 * the caller's to clear when OK, or zeroed. */
assay_status assay_baseline_read(const char *path, assay_baseline *self,
                                 assay_error *error) ASSAY_MUST_USE;
void assay_baseline_clear(assay_baseline *self);

/* The entry that is about a check over a scenario; *entry is NULL: none is. INVALID: there are two,
 * which is one reason too many. */
assay_status assay_baseline_find(const assay_baseline *self, const assay_scenario *scenario,
                                 const char *check, const assay_baseline_entry **entry,
                                 assay_error *error) ASSAY_MUST_USE;

/* INVALID: two entries for one check over any of the run's scenarios, or an entry that
 * assay_pattern_verify refuses. Before there is a plan. */
assay_status assay_baseline_verify(const assay_baseline *self, const assay_run *run,
                                   const assay_check_table *tables, size_t table_count,
                                   assay_error *error) ASSAY_MUST_USE;

/* Tells the items of the plan what is known of them; an entry that has expired tells nothing. The
 * run borrows from the baseline then. The day is the one on which the run started. */
assay_status assay_baseline_apply(const assay_baseline *self, assay_run *run,
                                  assay_error *error) ASSAY_MUST_USE;

/* Adds to the problems of the run, which has ended, what the baseline says and is not so: a check
 * that passes or fails otherwise, an entry that has expired or matches no check of the tables over
 * any scenario. Only a check that has a verdict in this run can pass or fail; one that was skipped
 * or is unproven says nothing. */
assay_status assay_baseline_judge(const assay_baseline *self, assay_run *run,
                                  const assay_check_table *tables, size_t table_count,
                                  assay_error *error) ASSAY_MUST_USE;

#endif
