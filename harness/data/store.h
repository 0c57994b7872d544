#ifndef ASSAY_DATA_STORE_H
#define ASSAY_DATA_STORE_H

#include "data/manifest.h"

/* Adds the variables that the data will have, without values. INVALID: one of the plan's own texts
 * names another. */
assay_status assay_store_variables(const assay_data_plan *plan, assay_setting_list *to,
                                   assay_error *error) ASSAY_MUST_USE;

/* Completes a data set that its generator has made in folder: gives it its names, lets the plan's
 * commands store it and say what is stored, which is the truth from then on. Not OK: a command
 * failed, or what is stored is not what was generated. */
assay_status assay_store_complete(const assay_manifest *manifest, const assay_data_plan *plan,
                                  const char *folder, assay_dataset *dataset,
                                  assay_error *error) ASSAY_MUST_USE;

#endif
