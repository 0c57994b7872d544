#ifndef ASSAY_ENGINE_SIGHT_H
#define ASSAY_ENGINE_SIGHT_H

#include "engine/tamper.h"
#include "engine/tracee.h"

/* What a call that a thread is about to make is to us. Gives its classes of those that the plan
 * asks for; 0: it is not counted. *holes: what it shows that cannot be seen. */
uint32_t assay_sight_of(const assay_tamper *plan, assay_tracee thread,
                        const assay_tracee_call *call, assay_seen *seen, uint32_t *holes);

enum { ASSAY_SIGHT_PATH = 8192 };

/* The absolute path that the arguments `at` (-1: none) and `path` of a call mean. */
bool assay_sight_path(assay_tracee thread, const assay_tracee_call *call, int at, int path,
                      char to[ASSAY_SIGHT_PATH]);
/* The flags of a call that opens. */
uint64_t assay_sight_open_flags(assay_tracee thread, const assay_tracee_call *call);
/* Whether a write does not come back before what it wrote lasts. */
bool assay_sight_lasts(assay_tracee thread, const assay_tracee_call *call);
/* Whether a path is that of the folder or leads below it. */
bool assay_sight_below(const char *folder, const char *path);

#endif
