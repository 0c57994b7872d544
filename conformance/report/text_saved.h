#ifndef ASSAY_REPORT_TEXT_SAVED_H
#define ASSAY_REPORT_TEXT_SAVED_H

#include "runner/run.h"
#include <stdio.h>

/* Saved failures on a terminal. */

/* One of them: what it has to show, or why it was not run. */
void assay_text_saved_item(FILE *to, const assay_run *run, const assay_run_item *item, bool colour);

/* What became of them, on a line. */
void assay_text_saved(FILE *to, const assay_run *run);

/* In a run: a heading, those that fail or were not run, the line; nothing when there are none. */
void assay_text_saved_blocks(FILE *to, const assay_run *run, bool colour);

/* A failure of the plan that a saved one shows already, on a line. False: none does. */
bool assay_text_shown(FILE *to, const assay_run *run, const assay_run_item *item, bool colour);

/* How many failures of the run were saved, if not all of them. */
void assay_text_newly_saved(FILE *to, const assay_run *run);

#endif
