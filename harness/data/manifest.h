#ifndef ASSAY_DATA_MANIFEST_H
#define ASSAY_DATA_MANIFEST_H

#include "data/amount.h"
#include "data/command.h"
#include "data/scenario.h"

/* A command of a manifest; what is known when the manifest is read is put in its words. */
typedef struct assay_command_text {
    char *words; /* owned, as assay_words_expand takes them; NULL: there is none */
    char *title; /* owned; as the manifest has it, so without secrets */
} assay_command_text;

/* What makes and takes away what a run or a scenario needs around it. */
typedef struct assay_hooks {
    assay_command_text setup;
    assay_command_text teardown;
    assay_command_text leftovers; /* prints what is there still, a line each */
} assay_hooks;

/* A manifest as it was read: checked in full, but no data made yet. */
typedef struct assay_data_plan {
    const struct assay_generator *generator;
    assay_setting_list options;
    uint64_t records;             /* of the largest data set */
    assay_command_text store;     /* stores what the generator made */
    assay_command_text truth;     /* prints what is stored */
    assay_hooks hooks;            /* of the scenario */
    size_t path_count;            /* 0: no files are known of; several: a data set for each */
    char *paths[ASSAY_DATA_SETS]; /* owned; absolute patterns of files of the store */
    const char *held_back; /* why nothing may be run or made for the scenario; NULL: it may */
    bool unneeded;         /* nothing has to be: no check over it is asked for */
} assay_data_plan;

typedef struct assay_manifest {
    char *path;
    char *name;
    char *folder; /* absolute; where its commands run */
    char *run;    /* a name that no other reading of a manifest has, "assay_" and hex digits */
    size_t scenario_count;
    assay_scenario *scenarios; /* owned; without data sets until they are made */
    assay_data_plan *data;     /* owned; one for each scenario */
    size_t secret_count;
    char **secrets;           /* owned; values of ${env:NAME}, to be masked in every output */
    int64_t timeout_ms;       /* of a check; 0: not said */
    int64_t command_ms;       /* of a command */
    assay_hooks hooks;        /* of a run */
    bool read_only;           /* nothing is written to a store that Assay did not make */
    const assay_guard *guard; /* borrowed; of its commands and the making of its data; NULL: none */
} assay_manifest;

/* INVALID, with one message "FILE:LINE: key.path: what is wrong, what was expected", for the first
 * thing that is wrong; the line is left out where it is not known. *manifest is written only on OK,
 * then the caller's to clear. */
assay_status assay_manifest_read(const char *path, assay_manifest *manifest,
                                 assay_error *error) ASSAY_MUST_USE;
/* The same, with another library than that of the manifest, an absolute path; NULL: with that. */
assay_status assay_manifest_read_with(const char *path, const char *library,
                                      assay_manifest *manifest, assay_error *error) ASSAY_MUST_USE;
void assay_manifest_clear(assay_manifest *self);

/* Makes it read-only, as its key of that name does; scenarios that would write are held back. */
void assay_manifest_make_read_only(assay_manifest *self);

/* Whether nothing is run or made for a scenario, or for none of a manifest. */
bool assay_data_plan_idle(const assay_data_plan *self);
bool assay_manifest_idle(const assay_manifest *self);

/* The records of each data set that is made: 0, 1 and 5 and the number the manifest asks for
 * (limit, if that is smaller and not 0). How many; of existing data the numbers mean nothing. */
size_t assay_data_plan_sizes(const assay_data_plan *self, uint64_t limit,
                             uint64_t sizes[ASSAY_DATA_SETS]);

/* INVALID: a configuration names a variable that the data will not have; the message names both. */
assay_status assay_manifest_check_variables(const assay_manifest *self,
                                            assay_error *error) ASSAY_MUST_USE;

/* Checks the variables and makes these data sets below folder, of every scenario that is not idle.
 * END: given up because the guard asks to stop. */
assay_status assay_manifest_make_data(assay_manifest *self, const char *folder, uint64_t seed,
                                      uint64_t limit, assay_error *error) ASSAY_MUST_USE;

/* What of the scenario's data can be left out. */
assay_subset assay_manifest_subsets(const assay_manifest *self, size_t scenario);
/* Makes one data set for a scenario in folder, which exists and is empty. INVALID: the amount is
 * none that its generator can make. END: as above. The guard is the manifest's. *dataset: the
 * caller's, to clear. */
assay_status assay_manifest_make_dataset(const assay_manifest *self, size_t scenario,
                                         const assay_amount *amount, const char *folder,
                                         assay_dataset *dataset, assay_error *error) ASSAY_MUST_USE;

#endif
