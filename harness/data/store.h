#ifndef ASSAY_DATA_STORE_H
#define ASSAY_DATA_STORE_H

#include "data/manifest.h"

/* Adds the variables that the data will have, without values. INVALID: one of the plan's own texts
 * names another. */
assay_status assay_store_variables(const assay_data_plan *plan, assay_setting_list *to,
                                   assay_error *error) ASSAY_MUST_USE;

typedef struct assay_store_place {
    const char *folder; /* of the data set */
    size_t path;        /* which of the plan's, if it has any */
} assay_store_place;

/* Completes a data set that its generator has made: gives it its names, lets the plan's
 * commands store it and say what is stored, which is the truth from then on. Not OK: a command
 * failed, or what is stored is not what was generated. */
assay_status assay_store_complete(const assay_manifest *manifest, const assay_data_plan *plan,
                                  const assay_store_place *place, assay_dataset *dataset,
                                  assay_error *error) ASSAY_MUST_USE;

#endif
