#ifndef ASSAY_ENGINE_SIGHT_H
#define ASSAY_ENGINE_SIGHT_H

#include "engine/tamper.h"
#include "engine/tracee.h"

/* What a call that a thread is about to make is to us. Gives its classes of those that the plan
 * asks for; 0: it is not counted. *holes: what it shows that cannot be seen. */
uint32_t assay_sight_of(const assay_tamper *plan, pid_t thread, const assay_tracee_call *call,
                        assay_seen *seen, uint32_t *holes);

#endif
