#ifndef ASSAY_RUNNER_REPLAY_FILE_H
#define ASSAY_RUNNER_REPLAY_FILE_H

#include "data/amount.h"
#include "data/digest.h"
#include "engine/check.h"

/* A saved failure: what has to be done to see it again, and what was seen. All is owned. */
typedef struct assay_replay {
    char *connector, *scenario; /* names */
    char *manifest;             /* path, good for opening from here */
    char *check;
    uint64_t seed;
    assay_tier tier;
    assay_profile profile;
    bool whole;         /* over all data sets, as in a run of that many records; else over one */
    uint64_t records;   /* of the full data set */
    bool all;           /* of its records; else those of keep */
    assay_keep keep;    /* the numbers are owned; never one that is not below records */
    assay_digest truth; /* of all that was there, as assay_truth_sum gives it */
    uint64_t turn;      /* the one attempt to make; 0: all */

    assay_verdict verdict; /* fail, crash or timeout */
    char *dataset, *reason, *expected, *observed;
} assay_replay;

/* INVALID: the file is no saved failure, or a damaged one. UNSUPPORTED: it is of another version of
 * Assay or of the contract. Either message names the file. *self: the caller's to clear, when OK.
 */
assay_status assay_replay_read(const char *path, assay_replay *self,
                               assay_error *error) ASSAY_MUST_USE;
void assay_replay_clear(assay_replay *self);

/* Whether a file is a saved failure, of whatever version, and not a manifest. */
bool assay_replay_recognise(const char *path);

/* Writes it as FOLDER/CHECK-HASH.json, where the hash is that of the content: the same failure is
 * one file. The folder is made if it is not there. The manifest is written relative to it, so that
 * both can be moved together. *path: the caller's, to free. */
assay_status assay_replay_write(const assay_replay *self, const char *folder, char **path,
                                assay_error *error) ASSAY_MUST_USE;

/* What to make of the data when it is one set; borrows from self. */
assay_amount assay_replay_amount(const assay_replay *self);

#endif
