#include "engine/exhausted.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/mman.h>
#include <unistd.h>

#define NEEDED ((size_t)1 << 20)

static bool has_descriptor(void)
{
    int file = open("/", O_PATH | O_CLOEXEC);

    if (file < 0)
        return errno != EMFILE;
    close(file);
    return true;
}

static bool has_memory(void)
{
    void *some = mmap(NULL, NEEDED, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (some == MAP_FAILED)
        return false;
    munmap(some, NEEDED);
    return true;
}

const char *assay_exhausted(void)
{
    if (!has_descriptor())
        return "descriptor";
    return has_memory() ? NULL : "memory";
}
