#ifndef ASSAY_REPORT_JOURNAL_H
#define ASSAY_REPORT_JOURNAL_H

#include "runner/run.h"

/* The run as JSON lines, written while it runs: a header, a result for each item as it is done, an
 * end with the totals. A line is there before the call that writes it returns, whatever happens to
 * this process afterwards; a journal without an end is of a run that did not end. */
typedef struct assay_journal {
    int fd;
    const char *path; /* borrowed */
} assay_journal;

/* Replaces what was at path, unless another process has it open as its journal: then IO. *self: the
 * caller's, to close, when OK. */
assay_status assay_journal_open(assay_journal *self, const char *path,
                                assay_error *error) ASSAY_MUST_USE;
assay_status assay_journal_header(assay_journal *self, const assay_run *run,
                                  assay_error *error) ASSAY_MUST_USE;
assay_status assay_journal_item(assay_journal *self, const assay_run *run, size_t item,
                                assay_error *error) ASSAY_MUST_USE;
/* A failure that has become smaller since its result was written. */
assay_status assay_journal_shrunk(assay_journal *self, const assay_run *run, size_t item,
                                  assay_error *error) ASSAY_MUST_USE;
/* A failure of another run that was done once more. */
assay_status assay_journal_saved(assay_journal *self, const assay_run *run, size_t saved,
                                 assay_error *error) ASSAY_MUST_USE;
/* The end, brought to stable storage. */
assay_status assay_journal_end(assay_journal *self, const assay_run *run,
                               assay_error *error) ASSAY_MUST_USE;
void assay_journal_close(assay_journal *self);

#endif
