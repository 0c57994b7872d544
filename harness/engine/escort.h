#ifndef ASSAY_ENGINE_ESCORT_H
#define ASSAY_ENGINE_ESCORT_H

#include "engine/process.h"

/* Looks at a process that dies of a signal without a word, since the connector ignores or blocks
 * it: it is traced, and stopped where the signal comes. Only the first thread is. */

/* In the child, before it does anything: waits to be escorted. */
void assay_escort_wait(void);

/* From outside: lets the process go on until it dies of a signal or ends, at most until the
 * monotonic deadline in microseconds. *to: where it was, or one line on why that is not known.
 * Discards it. */
void assay_escort(assay_process *process, int64_t deadline, assay_buffer *to);

#endif
