#ifndef ASSAY_HOST_FORK_H
#define ASSAY_HOST_FORK_H

#include "host/serve.h"
#include <sys/types.h>

/* Forks a host off this process, which serves at the channel until that is closed; the channel
 * stays the caller's, too. It holds on to nothing else of the process but its memory, stdin,
 * stdout, stderr and life (ASSAY_HOST_LIFE; -1: none). */
assay_status assay_fork_host(const assay_server *server, int channel, int life, pid_t *pid,
                             assay_error *error) ASSAY_MUST_USE;

#endif
