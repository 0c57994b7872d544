#ifndef ASSAY_REPORT_FAMILY_H
#define ASSAY_REPORT_FAMILY_H

#include "runner/run.h"

/* The checks of one family over one scenario, counted. The items of a scenario lie side by side,
 * those of a family too. */
typedef struct assay_family {
    const char *id; /* of its first check; borrowed, as the reason */
    size_t counts[ASSAY_STATES];
    const char *reason; /* of the first that was skipped */
    bool one_reason;    /* for all of them */
} assay_family;

/* The next family of a scenario from *at on, which begins as 0. False: there is none. What is
 * another shard's is no part of it. */
bool assay_family_next(const assay_run *run, size_t scenario, size_t *at, assay_family *to);

size_t assay_family_others_than_skipped(const assay_family *self);

/* Whether nothing of it ran for want of an ability; *ability: its name, in the reason. */
bool assay_family_undeclared(const assay_family *self, const char **ability, size_t *size);

#endif
