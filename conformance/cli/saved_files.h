#ifndef ASSAY_CLI_SAVED_FILES_H
#define ASSAY_CLI_SAVED_FILES_H

#include "cli/judgement.h"

/* Saved failures that were named, not found in the folder of a run. */

/* Reads them and their manifests, makes a plan that has their checks, and adds each of them to the
 * judgement's saved ones. INVALID: a file or a manifest is wrong, or they do not fit any more. */
assay_status assay_saved_files_plan(assay_judgement *judgement, char *const *paths, size_t count,
                                    assay_error *error) ASSAY_MUST_USE;

/* Does them; they are all that is in the run then. */
assay_status assay_saved_files_run(assay_judgement *judgement, assay_error *error) ASSAY_MUST_USE;

#endif
