#ifndef ASSAY_REPORT_OUTCOME_H
#define ASSAY_REPORT_OUTCOME_H

#include "runner/run.h"
#include <stdio.h>

/* What a run comes to as a whole, in words. */

/* Whether it has run to its end. */
bool assay_outcome_finished(const assay_run *run);

/* "conformant", "not conformant", "not finished", "failed itself", "nothing ran". */
const char *assay_outcome_word(const assay_run *run);

/* The items of this run: all but those of other shards. */
size_t assay_outcome_items(const assay_run *run);

/* How many items of this run are in a state; of NOT_RUN, too, which is never counted as done. */
size_t assay_outcome_count(const assay_run *run, assay_state state);

/* "87 checks: 53 passed, 34 skipped" */
void assay_outcome_write(FILE *to, const assay_run *run);

/* What a failure shows on one line: what was observed, or else the reason, or the verdict. Borrowed
 * from the item. */
const char *assay_item_message(const assay_run_item *item);

/* Whether the item is shown as a failure but makes nobody fail: a SHOULD, a preview. */
bool assay_item_tolerated(const assay_run *run, const assay_run_item *item);

#endif
