#ifndef ASSAY_CLI_FAILURES_H
#define ASSAY_CLI_FAILURES_H

#include "cli/judgement.h"

/* The folder of saved failures of a run. */

/* Does those that belong to the plan. What is damaged or of another version is said, not run. */
assay_status assay_failures_again(assay_judgement *judgement, assay_error *error) ASSAY_MUST_USE;
/* Makes new ones small and saves them. */
assay_status assay_failures_shrink(assay_judgement *judgement, assay_error *error) ASSAY_MUST_USE;

#endif
