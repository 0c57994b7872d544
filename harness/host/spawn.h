#ifndef ASSAY_HOST_SPAWN_H
#define ASSAY_HOST_SPAWN_H

#include "host/sanitizer.h"

#include <sys/types.h>

/* Descriptors of a host: its end of the channel, and what is closed when it is gone and, with its
 * reaper, all that it has started. */
enum { ASSAY_HOST_CHANNEL = 3, ASSAY_HOST_LIFE = 4 };

/* How a host is started. */
typedef struct assay_spawn {
    const char *program;
    bool in_process;
    const assay_sanitizer *needs;
    int life; /* -1: none */
} assay_spawn;

/* channel: close-on-exec, and above ASSAY_HOST_LIFE. */
assay_status assay_spawn_host(const assay_spawn *self, int channel, pid_t *pid,
                              assay_error *error) ASSAY_MUST_USE;

#endif
