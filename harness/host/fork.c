/* A host that is a fork of the process it serves: for test programs, whose connector may be linked
 * in. */
#include "host/fork.h"

#include "engine/case_private.h"
#include "engine/process.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { CHANNEL = 3 };

static bool arrange_descriptors(int channel)
{
    int kept = fcntl(channel, F_DUPFD_CLOEXEC, CHANNEL + 1);

    close(channel);
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) != fd)
            return false;
    if (kept < 0 || dup2(kept, CHANNEL) < 0)
        return false;
    close_range(CHANNEL + 1, ~0U, 0);
    return true;
}

_Noreturn static void be_host(assay_server server, int channel)
{
    assay_error error = ASSAY_ERROR_INIT;

    /* Should it have been stopped, it has to leave all the same. */
    prctl(PR_SET_PDEATHSIG, SIGCONT);
    setsid(); /* signals of the terminal are for the test program, which takes its host with it */
    assay_process_signals(); /* cmocka jumps out of a handler, which would hide a crash */
    server.channel = CHANNEL;
    if (!arrange_descriptors(channel))
        assay_process_leave(3);
    assay_process_leave(assay_serve(&server, &error) == ASSAY_OK ? 0 : 3);
}

assay_status assay_fork_host(const assay_server *server, int channel, pid_t *pid,
                             assay_error *error)
{
    fflush(NULL); /* or the child writes it again */
    *pid = fork();
    if (*pid == 0)
        be_host(*server, channel);
    if (*pid > 0)
        return ASSAY_OK;
    return assay_error_set(error, ASSAY_IO, "cannot fork: %s", strerror(errno));
}
