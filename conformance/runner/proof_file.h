#ifndef ASSAY_RUNNER_PROOF_FILE_H
#define ASSAY_RUNNER_PROOF_FILE_H

#include "engine/verdict.h"

/* What a mutant proves: the check that must catch it, and how. */
typedef struct assay_proof {
    char *name;
    char *library;  /* absolute path */
    char *manifest; /* absolute path; its scenarios are run with the mutant's library */
    size_t scenario_count;
    char **scenarios; /* names; none: all of the manifest's */
    char *breaks;     /* clause */
    char *check;
    assay_verdict verdict;
    size_t may_fail_count;
    char **may_fail; /* families whose checks may fail beside it */
} assay_proof;

typedef struct assay_proof_list {
    size_t count;
    assay_proof *items; /* owned, as is all that they point to */
} assay_proof_list;

/* Reads every NAME.json of a folder, in the order of their names. INVALID, with a message that
 * names the file: one is wrong, two have one name, or there is none. *list: the caller's to clear,
 * also when not OK. */
assay_status assay_proof_list_read(const char *folder, assay_proof_list *list,
                                   assay_error *error) ASSAY_MUST_USE;
void assay_proof_list_clear(assay_proof_list *list);

#endif
