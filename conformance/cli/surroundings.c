/* What the process gets from whoever starts it. */
#include "cli/surroundings.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

static bool open_descriptors(void)
{
    /* Read only, where output is expected: a run without a report must not look like one with. */
    static const int modes[] = {O_RDONLY, O_RDONLY, O_WRONLY};
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", modes[fd]) != fd)
            return false;
    return true;
}

bool assay_surroundings_settle(void)
{
    signal(SIGCHLD, SIG_DFL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    return open_descriptors();
}
