#ifndef ASSAY_ENGINE_RECORDER_H
#define ASSAY_ENGINE_RECORDER_H

#include "engine/pending.h"

/* Keeps what calls change, for a thread that stops on its way into a call and out of it. */

/* On the way in. number: of the call among those that were counted. */
void assay_recorder_enter(const assay_tamper *plan, assay_tracee thread,
                          const assay_tracee_call *call, uint64_t number, assay_entered *entered);
/* On the way out: adds to the log of changes. What cannot be read of a change is left out, so that
 * the log does not come to what is really there. False: out of memory. */
bool assay_recorder_leave(const assay_tamper *plan, assay_tracee thread,
                          const assay_entered *entered, int64_t answer,
                          assay_buffer *changes) ASSAY_MUST_USE;

#endif
