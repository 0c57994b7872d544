#ifndef ASSAY_ENGINE_REGISTERS_H
#define ASSAY_ENGINE_REGISTERS_H

#include "engine/tracee.h"

/* The call of a thread that is stopped under ptrace. */

/* At a stop by the filter. */
bool assay_registers_call(pid_t thread, assay_tracee_call *call);
bool assay_registers_set_argument(pid_t thread, int i, uint64_t value);
/* The call does not happen and answers that. */
bool assay_registers_skip(pid_t thread, int64_t answer);
/* At the stop behind the call. */
bool assay_registers_answer(pid_t thread, int64_t *answer);
bool assay_registers_set_answer(pid_t thread, int64_t answer);

#endif
