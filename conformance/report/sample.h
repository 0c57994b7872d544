#ifndef ASSAY_REPORT_SAMPLE_H
#define ASSAY_REPORT_SAMPLE_H

#include "runner/run.h"

/* For tests of reports. */

extern const assay_scenario sample_lines; /* shop/lines */

/* A run over sample_lines that came to every verdict in turn; each text of the evidence is text.
 * To clear. */
void sample_run(assay_run *run, const char *text);

/* The same with every state that such a run can have, and a problem: one failure is known, one
 * check flaky, one a preview, one was not run. */
void sample_states(assay_run *run, const char *text);

/* Fails unless text is what golden/NAME holds. With ASSAY_GOLDEN_WRITE in the environment it writes
 * the file first, to be looked at before it is committed. */
void sample_expect(const char *name, const char *text);

/* A text of every byte value but 0, and more that is nasty. To free. */
char *sample_hostile_text(void);

#endif
