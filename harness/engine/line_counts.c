#include "engine/line_counts.h"

#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <link.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { RESCUE_SECONDS = 2, RESCUE_STACK = 1 << 20 };

bool assay_line_counts_wanted(const assay_line_counts *self)
{
    return self->folder != NULL && self->folder[0] != 0;
}

bool assay_line_counts_aim(const assay_line_counts *self, const char *below)
{
    char path[PATH_MAX];
    int size = snprintf(path, sizeof(path), "%s/%s", self->folder, below);

    return size > 0 && size < (int)sizeof(path) && setenv("GCOV_PREFIX", path, 1) == 0 &&
           unsetenv("GCOV_PREFIX_STRIP") == 0;
}

bool assay_line_counts_begin(assay_line_counts *self)
{
    if (!assay_line_counts_wanted(self))
        return true;
    self->before = getenv("GCOV_PREFIX");
    return assay_line_counts_aim(self, ASSAY_LINE_COUNTS_ENDED);
}

void assay_line_counts_end(const assay_line_counts *self)
{
    if (!assay_line_counts_wanted(self))
        return;
    if (self->before != NULL)
        setenv("GCOV_PREFIX", self->before, 1);
    else
        unsetenv("GCOV_PREFIX");
}

bool assay_line_counts_write(const assay_line_counts *self, void *handle)
{
    struct link_map *map = NULL;
    void (*write_all)(void);

    if (self->writer == 0 || dlinfo(handle, RTLD_DI_LINKMAP, &map) != 0)
        return false;
    uintptr_t address = map->l_addr + (uintptr_t)self->writer;
    memcpy(&write_all, &address, sizeof(write_all)); /* ISO C has no cast for it */
    write_all();
    return true;
}

/* What the copy needs. */
typedef struct rescue {
    const assay_line_counts *lines;
    void *handle;
} rescue;

/* Locks of the process may be held for good, and its memory may be damaged: SIGALRM ends that. */
static int be_copy(void *argument)
{
    const rescue *self = argument;
    sigset_t none;

    for (int i = 1; i < NSIG; i++)
        signal(i, SIG_DFL);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    alarm(RESCUE_SECONDS);
    bool done = assay_line_counts_aim(self->lines, ASSAY_LINE_COUNTS_KILLED) &&
                assay_line_counts_write(self->lines, self->handle);
    _exit(done ? 0 : 1);
}

/* The copy gets a stack of its own: that of a signal handler may be in memory that both share. */
bool assay_line_counts_rescue(const assay_line_counts *self, void *handle)
{
    rescue argument = {self, handle};
    int status = 0;

    if (self->writer == 0)
        return false;
    char *stack = mmap(NULL, RESCUE_STACK, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    if (stack == MAP_FAILED)
        return false;
    pid_t copy = clone(be_copy, stack + RESCUE_STACK, SIGCHLD, &argument);
    while (copy > 0 && waitpid(copy, &status, 0) < 0)
        if (errno != EINTR)
            return false;
    return copy > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
