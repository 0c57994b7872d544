/* The scratch folder, and the process that removes it also when this one is killed. */
#include "session/scratch.h"

#include "data/guard.h"
#include <assay/toolkit/error.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { ATTEMPTS = 50, PAUSE_MS = 100, CLOSE_MS = 60000, LIFE = 3 };

static int remove_entry(const char *path, const struct stat *about, int kind, struct FTW *place)
{
    (void)about, (void)place;
    if (kind == FTW_DNR)
        (void)chmod(path, 0700); /* for the next attempt */
    (void)remove(path);
    return 0;
}

/* Hosts of a run that was killed may still be on their way out: tries for a while. */
static void remove_tree(const char *path)
{
    for (int i = 0; i < ATTEMPTS; i++) {
        (void)nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
        if (access(path, F_OK) != 0)
            return;
        struct timespec pause = {0, PAUSE_MS * 1000000L};
        nanosleep(&pause, NULL);
    }
}

/* Holds on to nothing of the caller's: neither its terminal nor a pipe to or from others may wait
 * for our end. */
static void detach(void)
{
    setsid();
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = 0; fd < 3 && null >= 0; fd++)
        dup2(null, fd);
    close_range(LIFE + 1, ~0U, 0);
}

/* False: nobody is there any more to hear of it. */
static bool tell(int reason, const char *path)
{
    return send(LIFE, &reason, sizeof(reason), 0) == sizeof(reason) &&
           send(LIFE, path, strlen(path), 0) == (ssize_t)strlen(path);
}

/* Until nobody is there to tell any more: neither the process that holds the folder, nor the hosts
 * and their reapers, which have its end, too, and outlive all that could make a file. */
static void wait_for_end(void)
{
    pid_t told, group = 0;
    ssize_t got;
    while ((got = recv(LIFE, &told, sizeof(told), MSG_WAITALL)) > 0 || (got < 0 && errno == EINTR))
        if (got == sizeof(told))
            group = told;
    if (group > 0)
        kill(-group, SIGKILL);
}

static _Noreturn void be_janitor(char *path, int life)
{
    prctl(PR_SET_PDEATHSIG, SIGCONT); /* should it have been stopped, it goes on at the end */
    int kept = fcntl(life, F_DUPFD_CLOEXEC, LIFE + 1); /* life itself may be 0, 1 or 2 */
    if (kept < 0 || dup2(kept, LIFE) < 0)
        _exit(1);
    detach();
    /* Made here and not by the one that may be killed any time. */
    bool made = mkdtemp(path) != NULL;
    if (tell(made ? 0 : errno, path))
        wait_for_end();
    if (made)
        remove_tree(path);
    _exit(0);
}

/* Not a standard descriptor, should those be closed: what is written there would be taken for ours.
 */
static bool raise_end(int *end)
{
    int raised = fcntl(*end, F_DUPFD_CLOEXEC, LIFE);
    close(*end);
    *end = raised;
    return raised >= 0;
}

static assay_status start_janitor(assay_scratch *self, assay_error *error)
{
    int ends[2];
    sigset_t all, before;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return assay_error_set(error, ASSAY_IO, "cannot make a socket: %s", strerror(errno));
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, &before); /* from its first moment on */
    bool raised = raise_end(&ends[0]);
    self->janitor = raised ? fork() : -1;
    if (self->janitor == 0) {
        close(ends[0]);
        be_janitor(self->path, ends[1]);
    }
    int reason = errno;
    sigprocmask(SIG_SETMASK, &before, NULL);
    close(ends[1]);
    self->hold = ends[0];
    if (self->janitor > 0)
        return ASSAY_OK;
    if (raised)
        close(self->hold);
    return assay_error_set(error, ASSAY_IO, "cannot start another process: %s", strerror(reason));
}

static bool receive(int from, void *to, size_t size)
{
    ssize_t got;
    do
        got = recv(from, to, size, MSG_WAITALL);
    while (got < 0 && errno == EINTR);
    return got == (ssize_t)size;
}

static assay_status hear_of_folder(assay_scratch *self, const char *parent, assay_error *error)
{
    int reason = 0;
    if (receive(self->hold, &reason, sizeof(reason)) &&
        receive(self->hold, self->path, strlen(self->path)) && reason == 0)
        return ASSAY_OK;
    return assay_error_set(error, ASSAY_IO, "cannot make a folder in '%s': %s", parent,
                           reason != 0 ? strerror(reason) : "its process has died");
}

static assay_status open_in(assay_scratch *self, const char *parent, assay_error *error)
{
    if (asprintf(&self->path, "%s/assay-XXXXXX", parent) < 0) {
        self->path = NULL;
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    }
    ASSAY_TRY(start_janitor(self, error));
    assay_status status = hear_of_folder(self, parent, error);
    if (status == ASSAY_OK)
        return ASSAY_OK;
    close(self->hold);
    assay_child_see_off(self->janitor, CLOSE_MS, NULL);
    return status;
}

assay_status assay_scratch_open(assay_scratch *self, assay_error *error)
{
    const char *parent = getenv("TMPDIR");
    if (parent == NULL || parent[0] == '\0')
        parent = "/tmp";
    assay_status status = open_in(self, parent, error);
    if (status == ASSAY_OK)
        return ASSAY_OK;
    free(self->path);
    self->path = NULL;
    return status;
}

void assay_scratch_close(assay_scratch *self)
{
    if (self->path == NULL)
        return;
    close(self->hold);
    kill(self->janitor, SIGCONT);
    assay_child_see_off(self->janitor, CLOSE_MS, NULL);
    if (access(self->path, F_OK) == 0)
        remove_tree(self->path); /* somebody has killed it */
    free(self->path);
    self->path = NULL;
}
