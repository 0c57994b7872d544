/* The scratch folder, and the process that removes it also when this one is killed. */
#include "session/scratch.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ATTEMPTS = 50, PAUSE_MS = 100, LIFE = 3 };

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

static _Noreturn void be_janitor(const char *path, int life)
{
    int kept = fcntl(life, F_DUPFD_CLOEXEC, LIFE + 1); /* life itself may be 0, 1 or 2 */
    if (kept < 0 || dup2(kept, LIFE) < 0)
        _exit(1);
    detach();
    char byte;
    while (read(LIFE, &byte, 1) < 0 && errno == EINTR)
        continue;
    remove_tree(path);
    _exit(0);
}

static assay_status start_janitor(assay_scratch *self, assay_error *error)
{
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
        return assay_error_set(error, ASSAY_IO, "cannot make a pipe: %s", strerror(errno));
    /* Not a standard descriptor, should those be closed: what is written there would end it. */
    int hold = fcntl(ends[1], F_DUPFD_CLOEXEC, LIFE);
    close(ends[1]);
    if (hold < 0) {
        close(ends[0]);
        return assay_error_set(error, ASSAY_IO, "cannot make a pipe: %s", strerror(errno));
    }
    self->janitor = fork();
    if (self->janitor == 0) {
        close(hold);
        be_janitor(self->path, ends[0]);
    }
    close(ends[0]);
    self->hold = hold;
    if (self->janitor > 0)
        return ASSAY_OK;
    close(hold);
    return assay_error_set(error, ASSAY_IO, "cannot fork: %s", strerror(errno));
}

static assay_status make_folder(char **path, assay_error *error)
{
    const char *parent = getenv("TMPDIR");
    if (parent == NULL || parent[0] == '\0')
        parent = "/tmp";
    if (asprintf(path, "%s/assay-XXXXXX", parent) < 0) {
        *path = NULL;
        assay_error_set(error, ASSAY_MEMORY, "out of memory");
        return ASSAY_MEMORY;
    }
    if (mkdtemp(*path) != NULL)
        return ASSAY_OK;
    assay_error_set(error, ASSAY_IO, "cannot make a folder in '%s': %s", parent, strerror(errno));
    free(*path);
    *path = NULL;
    return ASSAY_IO;
}

assay_status assay_scratch_open(assay_scratch *self, assay_error *error)
{
    ASSAY_TRY(make_folder(&self->path, error));
    assay_status status = start_janitor(self, error);
    if (status == ASSAY_OK)
        return ASSAY_OK;
    rmdir(self->path);
    free(self->path);
    self->path = NULL;
    return status;
}

void assay_scratch_close(assay_scratch *self)
{
    if (self->path == NULL)
        return;
    close(self->hold);
    while (waitpid(self->janitor, NULL, 0) < 0 && errno == EINTR)
        continue;
    free(self->path);
    self->path = NULL;
}
