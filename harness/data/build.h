#ifndef ASSAY_DATA_BUILD_H
#define ASSAY_DATA_BUILD_H

#include "data/generator.h"
#include "data/truth.h"
#include <stdio.h>

/* A data set in the making: what the generators share. */
typedef struct assay_build {
    const char *name; /* of the generator */
    const assay_option *table;
    size_t option_count;
    const assay_setting_list *options;
    const assay_amount *amount;
    const char *folder; /* of the data set: exists, empty */
    assay_dataset *dataset;
    assay_truth_writer *truth; /* NULL until opened; finished by run */
    uint64_t records;          /* that are made; set by run */
} assay_build;

/* Starts the data set, lets fill do the rest, finishes the truth; on failure nothing is left of the
 * data set but files. */
assay_status assay_build_run(assay_build *self,
                             assay_status (*fill)(assay_build *self, assay_error *error),
                             assay_error *error) ASSAY_MUST_USE;

assay_status assay_build_open_truth(assay_build *self, uint32_t fields,
                                    assay_error *error) ASSAY_MUST_USE;
/* A record of the truth that is a value and nothing else. */
assay_status assay_build_add_value(assay_build *self, assay_bytes value,
                                   assay_error *error) ASSAY_MUST_USE;
/* The data set's path, also its variables "data" and "data.path". */
assay_status assay_build_set_path(assay_build *self, const char *path) ASSAY_MUST_USE;
assay_status assay_build_set_variable(assay_build *self, const char *name,
                                      int64_t value) ASSAY_MUST_USE;

/* Options: what was given, or their fallback. The text of a needed one is "" when missing. */
const char *assay_build_text(const assay_build *self, const char *name);
int64_t assay_build_number(const assay_build *self, const char *name);
bool assay_build_switch(const assay_build *self, const char *name);

/* A file of the data set: FOLDER/NAME, its path the caller's, to free. */
assay_status assay_build_create(const assay_build *self, const char *name, char **path, FILE **file,
                                assay_error *error) ASSAY_MUST_USE;
/* Closes it; failed writes come out here. Adds its size to the stored bytes. */
assay_status assay_build_close(assay_build *self, const char *path, FILE *file,
                               assay_error *error) ASSAY_MUST_USE;

#endif
