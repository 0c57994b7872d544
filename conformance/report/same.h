#ifndef ASSAY_REPORT_SAME_H
#define ASSAY_REPORT_SAME_H

#include "runner/run.h"

/* Whether two failures of a scenario were observed to be the same, so that one cause is likely: the
 * verdict, and of crashes the place, of others what was observed. */
bool assay_item_same(const assay_run_item *a, const assay_run_item *b);

#endif
