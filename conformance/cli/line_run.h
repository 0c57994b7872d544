#ifndef ASSAY_CLI_LINE_RUN_H
#define ASSAY_CLI_LINE_RUN_H

#include "cli/judgement.h"
#include "coverage/gcov.h"

/* A run of the suite over libraries that count their lines, up to what was reached. */
typedef struct assay_line_run {
    assay_judgement judgement;
    assay_coverage coverage;
    assay_sources sources;
    size_t library_count;
    assay_gcov_library *libraries; /* owned */
    char *root;                    /* owned; the current folder */
    char *lines, *work;            /* owned; folders in the scratch */
    size_t flaw_count;
    char *flaw; /* owned; the first one; NULL: none */
} assay_line_run;

/* *self: the caller's to clear, also when not OK. */
assay_status assay_line_run_init(assay_line_run *self, const assay_options *options,
                                 assay_error *error) ASSAY_MUST_USE;
void assay_line_run_clear(assay_line_run *self);

/* Reads the manifests and looks at their libraries. INVALID: one does not count its lines. */
assay_status assay_line_run_read(assay_line_run *self, assay_error *error) ASSAY_MUST_USE;
/* Makes the data, runs everything, and fills coverage. INVALID: nothing was run. When a signal
 * ended it early, as run.ended_by says, coverage is of no use. */
assay_status assay_line_run_work(assay_line_run *self, assay_error *error) ASSAY_MUST_USE;

#endif
