#ifndef ASSAY_RUNNER_SHRINK_ITEM_H
#define ASSAY_RUNNER_SHRINK_ITEM_H

#include "runner/shrink.h"
#include "runner/shrink_data.h"

/* Data of one set, made for trials. */
typedef struct assay_cut_data {
    char *folder; /* owned; NULL: made by the run, and the run's */
    assay_dataset dataset;
    assay_scenario scenario; /* a shallow copy that has only this data set */
} assay_cut_data;

void assay_cut_data_clear(assay_cut_data *self);

/* One failure on its way to be a small one. */
typedef struct assay_shrinking {
    assay_bench *bench;
    const assay_run *run;
    const assay_run_item *item;
    const assay_run_scenario *over;
    const assay_manifest *manifest; /* of the scenario */
    size_t index;                   /* in the manifest */
    int64_t deadline;

    /* The smallest so far. */
    bool found;          /* it was seen to fail again */
    bool whole;          /* over all data sets */
    uint64_t records;    /* of the set that it was cut from */
    bool cut;            /* only those that the sieve holds */
    assay_sieve sieve;   /* initialised with cut */
    assay_cut_data data; /* unless whole */
    assay_tier tier;
    uint64_t turn;
    assay_finding finding; /* owned */
} assay_shrinking;

/* From any data set that fails alone, the smallest first, to fewer records, to one attempt. What
 * is found by the deadline is in self. */
assay_status assay_shrinking_run(assay_shrinking *self, assay_error *error) ASSAY_MUST_USE;
void assay_shrinking_clear(assay_shrinking *self);

/* Its parts, in this order. */
assay_status assay_shrinking_find(assay_shrinking *self, assay_error *error) ASSAY_MUST_USE;
assay_status assay_shrinking_sieve(assay_shrinking *self, assay_error *error) ASSAY_MUST_USE;
assay_status assay_shrinking_turns(assay_shrinking *self, assay_error *error) ASSAY_MUST_USE;

/* What they share: a trial of this failure, how much time is left, and the first of some trials
 * that gave the same failure (count: none did). */
assay_trial assay_shrinking_trial(const assay_shrinking *self, const assay_scenario *scenario);
int64_t assay_shrinking_left_ms(const assay_shrinking *self);
bool assay_shrinking_alike(const assay_trial *trial, const void *item);
size_t assay_shrinking_first(const assay_shrinking *self, const assay_trial *trials, size_t count);
/* The trial's finding is the one of the smallest now; it is taken out of the trial. */
void assay_shrinking_take(assay_shrinking *self, assay_trial *trial);

#endif
