/* A host that is a fork of the process it serves: for test programs, whose connector may be linked
 * in. */
#include "host/fork.h"

#include "engine/case_private.h"
#include "engine/process.h"
#include "host/spawn.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

static bool arrange_descriptors(int channel, int life)
{
    int kept = fcntl(channel, F_DUPFD_CLOEXEC, ASSAY_HOST_LIFE + 1);
    int held = life >= 0 ? fcntl(life, F_DUPFD_CLOEXEC, ASSAY_HOST_LIFE + 1) : -1;

    close(channel);
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) != fd)
            return false;
    if (kept < 0 || dup2(kept, ASSAY_HOST_CHANNEL) < 0)
        return false;
    if (life >= 0 && (held < 0 || dup3(held, ASSAY_HOST_LIFE, O_CLOEXEC) < 0))
        return false;
    close_range(life >= 0 ? ASSAY_HOST_LIFE + 1 : ASSAY_HOST_LIFE, ~0U, 0);
    return true;
}

_Noreturn static void be_host(assay_server server, int channel, int life)
{
    assay_error error = ASSAY_ERROR_INIT;

    /* Should it have been stopped, it has to leave all the same. */
    prctl(PR_SET_PDEATHSIG, SIGCONT);
    setsid(); /* signals of the terminal are for the test program, which takes its host with it */
    assay_process_signals(); /* cmocka jumps out of a handler, which would hide a crash */
    server.channel = ASSAY_HOST_CHANNEL;
    if (!arrange_descriptors(channel, life))
        assay_process_leave(3);
    assay_process_leave(assay_serve(&server, &error) == ASSAY_OK ? 0 : 3);
}

assay_status assay_fork_host(const assay_server *server, int channel, int life, pid_t *pid,
                             assay_error *error)
{
    fflush(NULL); /* or the child writes it again */
    *pid = fork();
    if (*pid == 0)
        be_host(*server, channel, life);
    if (*pid > 0)
        return ASSAY_OK;
    return assay_error_set(error, ASSAY_IO, "cannot fork: %s", strerror(errno));
}
