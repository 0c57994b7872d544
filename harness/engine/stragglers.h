#ifndef ASSAY_ENGINE_STRAGGLERS_H
#define ASSAY_ENGINE_STRAGGLERS_H

#include "engine/left.h"

#include <sys/types.h>

/* Processes that work has started and abandoned: those of the calling process, a subreaper with one
 * thread, to which they fall also when they have changed group and session. */

/* From now on they fall to this process. */
void assay_stragglers_inherit(void);

/* How many children a process has. */
size_t assay_stragglers_count(pid_t parent);

/* Kills and reaps all children, until none is left. group: a process group that is theirs alone;
 * 0: none is known to be. *left: counts and names those that were still at work; NULL: nobody asks.
 */
void assay_stragglers_kill(pid_t group, assay_left *left);

#endif
