#ifndef ASSAY_RUNNER_PROOF_H
#define ASSAY_RUNNER_PROOF_H

#include "runner/proof_file.h"
#include "runner/selection.h"

/* Judges a finished run over clean connectors and mutants of them: does each check catch what it
 * must, and nothing else? Pure questions; everything is borrowed. */

typedef struct assay_mutant {
    const assay_proof *proof;
    size_t first; /* of its scenarios in the run */
    size_t count;
} assay_mutant;

typedef struct assay_self_proof {
    const assay_run *run;
    size_t clean; /* so many scenarios, the first ones, are of clean connectors */
    size_t mutant_count;
    const assay_mutant *mutants;
    const assay_selection *selection;
} assay_self_proof;

typedef enum assay_mutant_state {
    ASSAY_MUTANT_PROVEN,
    ASSAY_MUTANT_NOT_CAUGHT, /* its check never gave the verdict it must */
    ASSAY_MUTANT_DISTURBS,   /* caught, but also by a check that has nothing to do with it */
    ASSAY_MUTANT_NOT_ASKED   /* its check was not selected */
} assay_mutant_state;

assay_mutant_state assay_mutant_judge(const assay_self_proof *self, const assay_mutant *mutant);

/* Whether the item is over one of the mutant's scenarios. */
bool assay_mutant_has(const assay_mutant *mutant, const assay_run_item *item);
/* Whether an item of the mutant's speaks against it though it must not. */
bool assay_mutant_disturbed_by(const assay_mutant *mutant, const assay_run_item *item);
/* Whether an item is of a clean connector and speaks against it: a false alarm. */
bool assay_proof_alarm(const assay_self_proof *self, const assay_run_item *item);

typedef enum assay_check_state {
    ASSAY_CHECK_PROVEN,
    ASSAY_CHECK_NO_MUTANT,       /* no mutant proves it */
    ASSAY_CHECK_NEVER_EXERCISED, /* it passed on no clean connector */
    ASSAY_CHECK_NOT_ASKED        /* not selected, or of a greater tier */
} assay_check_state;

assay_check_state assay_check_judge(const assay_self_proof *self, const assay_check *check);

/* As assay exits: 0 every check is proven and no clean connector gave an alarm, 1 not, 3 Assay
 * failed. */
int assay_proof_exit_code(const assay_self_proof *self, const assay_check_table *tables,
                          size_t table_count);

#endif
