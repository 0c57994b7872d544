#ifndef ASSAY_REPORT_SAME_H
#define ASSAY_REPORT_SAME_H

#include "runner/run.h"

/* Whether two failures of a scenario were observed to be the same, so that one cause is likely: the
 * verdict, and of crashes the place, of others what was observed. */
bool assay_item_same(const assay_run_item *a, const assay_run_item *b);

/* Whether a failure of the plan before it has what it has to show. */
bool assay_item_shown_before(const assay_run *run, const assay_run_item *item);

/* The next failure of the plan that looks as item does, behind at; NULL: none. */
const assay_run_item *assay_item_next_same(const assay_run *run, const assay_run_item *item,
                                           const assay_run_item *at);

#endif
