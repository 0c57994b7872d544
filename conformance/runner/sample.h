#ifndef ASSAY_RUNNER_SAMPLE_H
#define ASSAY_RUNNER_SAMPLE_H

#include "runner/run.h"

/* For tests: a catalogue of a few checks and clauses, in place of the real one, and scenarios. */
enum { SAMPLE_CHECKS = 8 };
extern const assay_check sample_checks[SAMPLE_CHECKS];
extern const assay_check_table sample_tables[1];

extern const assay_scenario
    sample_lines;                        /* shop/lines: a source that can split and tell its size */
extern const assay_scenario sample_sink; /* shop/out: a sink */

/* As if a look had found what was declared. */
void sample_look(assay_run_scenario *over);

#endif
