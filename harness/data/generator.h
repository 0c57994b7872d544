#ifndef ASSAY_DATA_GENERATOR_H
#define ASSAY_DATA_GENERATOR_H

#include "data/amount.h"
#include "data/scenario.h"

/* Makes data with its truth from a seed; the same bytes for the same seed and options, for ever.
 * Every record has an identity, a sequence and a checksum where its format has room; the hard cases
 * of the format are always in. */

typedef enum assay_option_type {
    ASSAY_OPTION_NUMBER,
    ASSAY_OPTION_TEXT,
    ASSAY_OPTION_SWITCH,
    ASSAY_OPTION_WORDS /* a list of texts */
} assay_option_type;

typedef struct assay_option {
    const char *name;
    assay_option_type type;
    const char *text; /* what it means, one line */
    int64_t minimum, maximum;
    const char *fallback; /* NULL: needed */
} assay_option;

/* What ${NAME} stands for in configurations. */
typedef struct assay_variable {
    const char *name;
    const char *text; /* what it is, one line */
} assay_variable;

/* Values of options, checked against the table by who parsed them. Words: separated by 0x1f. */
typedef struct assay_generator {
    const char *name;
    const char *text;
    const assay_option *options;
    size_t option_count;
    /* Makes the data set of that amount, which has been checked, below folder (which exists and is
     * empty), fills *dataset, the caller's to clear with assay_dataset_clear. A record has the same
     * value and id whatever is left out beside it, except where the format does not allow that.
     * END: given up because the amount's guard asks to stop. */
    assay_status (*make)(const assay_setting_list *options, const assay_amount *amount,
                         const char *folder, assay_dataset *dataset, assay_error *error);
    assay_subset subsets;            /* that it can make */
    bool fixed;                      /* makes one data set whatever is asked for: existing data */
    const assay_variable *variables; /* those that each of its data sets has */
    size_t variable_count;
} assay_generator;

extern const assay_generator assay_generators[];
extern const size_t assay_generator_count;

/* Makes nothing: for data that is there, and whose truth comes from a command. Not in the table. */
extern const assay_generator assay_existing_data;

/* For what needs none, as a tracker: no data set. Not in the table. */
extern const assay_generator assay_no_data;

const assay_generator *assay_generator_find(const char *name); /* or NULL */
void assay_dataset_clear(assay_dataset *self);
/* From few records to many; those of as many stay in order. */
void assay_datasets_sort(assay_dataset *sets, size_t count);

#endif
