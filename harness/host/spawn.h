#ifndef ASSAY_HOST_SPAWN_H
#define ASSAY_HOST_SPAWN_H

#include "host/sanitizer.h"

#include <sys/types.h>

enum { ASSAY_HOST_CHANNEL = 3 }; /* the descriptor of a host's end of its channel */

/* How a host is started. */
typedef struct assay_spawn {
    const char *program;
    bool in_process;
    const assay_sanitizer *needs;
} assay_spawn;

/* channel: close-on-exec, and not number ASSAY_HOST_CHANNEL. */
assay_status assay_spawn_host(const assay_spawn *self, int channel, pid_t *pid,
                              assay_error *error) ASSAY_MUST_USE;

#endif
