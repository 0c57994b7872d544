#include "engine/tracee.h"

#include "data/file_path.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

bool assay_tracee_read(assay_tracee thread, uint64_t from, void *to, size_t size)
{
    struct iovec here = {to, size}, there = {(void *)(uintptr_t)from, size};

    if (thread.memory >= 0)
        return pread(thread.memory, to, size, (off_t)from) == (ssize_t)size;
    return process_vm_readv(thread.id, &here, 1, &there, 1, 0) == (ssize_t)size;
}

bool assay_tracee_write(assay_tracee thread, uint64_t to, const void *from, size_t size)
{
    struct iovec here = {(void *)(uintptr_t)from, size}, there = {(void *)(uintptr_t)to, size};

    if (thread.memory >= 0)
        return pwrite(thread.memory, from, size, (off_t)to) == (ssize_t)size;
    return process_vm_writev(thread.id, &here, 1, &there, 1, 0) == (ssize_t)size;
}

/* Up to the end of a page at a time: what follows it may not be there. */
bool assay_tracee_text(assay_tracee thread, uint64_t from, char *to, size_t size)
{
    enum { PAGE = 4096 };

    for (size_t have = 0; have < size - 1;) {
        size_t piece = PAGE - (size_t)((from + have) % PAGE);
        if (piece > size - 1 - have)
            piece = size - 1 - have;
        if (!assay_tracee_read(thread, from + have, to + have, piece))
            return false;
        if (memchr(to + have, 0, piece) != NULL)
            return true;
        have += piece;
    }
    to[size - 1] = 0;
    return true;
}

static bool follow(const char *link, char *to, size_t size)
{
    static const char gone[] = " (deleted)";
    ssize_t got = readlink(link, to, size - 1);

    if (got < 0)
        return false;
    to[got] = 0;
    size_t tail = sizeof(gone) - 1;
    if ((size_t)got > tail && strcmp(to + got - tail, gone) == 0)
        to[(size_t)got - tail] = 0;
    return true;
}

static void link_of(assay_tracee thread, int file, char link[64])
{
    snprintf(link, 64, "/proc/%d/fd/%d", (int)thread.id, file);
}

bool assay_tracee_file(assay_tracee thread, int file, char *to, size_t size)
{
    char link[64];

    link_of(thread, file, link);
    return follow(link, to, size);
}

static bool folder_of(assay_tracee thread, int at, char *to, size_t size)
{
    char link[64];

    if (at != AT_FDCWD)
        return assay_tracee_file(thread, at, to, size);
    snprintf(link, sizeof(link), "/proc/%d/cwd", (int)thread.id);
    return follow(link, to, size);
}

bool assay_tracee_path(assay_tracee thread, int at, const char *path, char *to, size_t size)
{
    char folder[4096] = "";

    if (path[0] != '/' && !folder_of(thread, at, folder, sizeof(folder)))
        return false;
    int wrote = snprintf(to, size, "%s/%s", folder, path);
    if (wrote < 0 || (size_t)wrote >= size || to[0] != '/')
        return false;
    assay_file_path_straighten(to);
    return true;
}

/* A number that the system keeps of a descriptor; base 8 or 10. */
static bool read_info(assay_tracee thread, int file, const char *key, int base,
                      unsigned long long *value)
{
    char path[64], line[128], *end;
    size_t size = strlen(key);
    bool found = false;

    snprintf(path, sizeof(path), "/proc/%d/fdinfo/%d", (int)thread.id, file);
    FILE *info = fopen(path, "re");
    if (info == NULL)
        return false;
    while (!found && fgets(line, sizeof(line), info) != NULL) {
        found = strncmp(line, key, size) == 0;
        *value = found ? strtoull(line + size, &end, base) : 0;
    }
    fclose(info);
    return found;
}

unsigned assay_tracee_flags(assay_tracee thread, int file)
{
    unsigned long long flags = 0;

    return read_info(thread, file, "flags:", 8, &flags) ? (unsigned)flags : 0;
}

bool assay_tracee_place(assay_tracee thread, int file, uint64_t *place)
{
    unsigned long long found = 0;

    if (!read_info(thread, file, "pos:", 10, &found))
        return false;
    *place = found;
    return true;
}

bool assay_tracee_stat(assay_tracee thread, int file, struct stat *about)
{
    char link[64];

    link_of(thread, file, link);
    return stat(link, about) == 0;
}

bool assay_tracee_file_read(assay_tracee thread, int file, uint64_t offset, void *to, size_t size)
{
    char link[64];
    size_t have = 0;
    ssize_t got = 1;

    link_of(thread, file, link);
    int own = open(link, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    while (own >= 0 && have < size && got > 0) {
        got = pread(own, (char *)to + have, size - have, (off_t)(offset + have));
        have += got > 0 ? (size_t)got : 0;
    }
    if (own >= 0)
        close(own);
    return have == size;
}

uint64_t assay_tracee_rest(assay_tracee thread, int file, int64_t offset)
{
    struct stat about;
    uint64_t place = (uint64_t)offset;

    if (!assay_tracee_stat(thread, file, &about) || !S_ISREG(about.st_mode) ||
        (offset < 0 && !assay_tracee_place(thread, file, &place)))
        return UINT64_MAX;
    return place < (uint64_t)about.st_size ? (uint64_t)about.st_size - place : 0;
}
