#include "host/spawn.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>

static assay_status prepare(posix_spawn_file_actions_t *actions, posix_spawnattr_t *attributes,
                            const assay_spawn *self, int channel)
{
    if (posix_spawn_file_actions_init(actions) != 0 || posix_spawnattr_init(attributes) != 0)
        return ASSAY_MEMORY;
    if (self->life >= 0 &&
        posix_spawn_file_actions_adddup2(actions, self->life, ASSAY_HOST_LIFE) != 0)
        return ASSAY_MEMORY;
    if (posix_spawn_file_actions_adddup2(actions, channel, ASSAY_HOST_CHANNEL) != 0)
        return ASSAY_MEMORY;
    sigset_t usual;
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    sigaddset(&usual, SIGXFSZ);
    posix_spawnattr_setsigdefault(attributes, &usual); /* whatever assay makes of them */
    /* Signals of the terminal are for assay alone, which takes the hosts with it. */
    posix_spawnattr_setflags(attributes,
                             POSIX_SPAWN_SETSIGDEF | (self->in_process ? 0 : POSIX_SPAWN_SETSID));
    return ASSAY_OK;
}

/* The thread sanitizer does not find its way in memory that the system arranges at random. */
static int arrange_memory(const assay_sanitizer *needs)
{
    int before = personality(0xffffffff);

    if ((needs->kinds & ASSAY_SANITIZE_THREAD) && before >= 0)
        personality((unsigned long)before | ADDR_NO_RANDOMIZE); /* where it may */
    return before;
}

assay_status assay_spawn_host(const assay_spawn *self, int channel, pid_t *pid, assay_error *error)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    char number[16], *program = (char *)(uintptr_t)self->program;

    snprintf(number, sizeof(number), "%d", ASSAY_HOST_CHANNEL);
    char *arguments[] = {program, number, self->in_process ? "in-process" : "isolated", NULL};
    ASSAY_TRY(prepare(&actions, &attributes, self, channel));
    char **environment = assay_sanitizer_environment(self->needs);
    int before = arrange_memory(self->needs);
    int failed = environment == NULL
                     ? ENOMEM
                     : posix_spawn(pid, program, &actions, &attributes, arguments, environment);
    if (before >= 0)
        personality((unsigned long)before);
    free(environment);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    if (failed != 0)
        return assay_error_set(error, ASSAY_IO, "cannot start '%s': %s", program, strerror(failed));
    return ASSAY_OK;
}
