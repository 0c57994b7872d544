#include "engine/sight.h"

#include <fcntl.h>
#include <linux/openat2.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>

enum { PATH_ROOM = 4096, PIECES = 64, WAITED = 64 };

static const assay_syscall *row_of(const assay_seen *seen)
{
    return &assay_syscalls[seen->row];
}

bool assay_sight_below(const char *folder, const char *path)
{
    size_t size = strlen(folder);

    return strncmp(path, folder, size) == 0 && (path[size] == '/' || path[size] == 0);
}

static bool is_socket(const char *path)
{
    return strncmp(path, "socket:", 7) == 0;
}

static void keep_name(assay_seen *seen, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash != NULL ? slash + 1 : path;
    size_t size = strnlen(name, sizeof(seen->name) - 1);

    memcpy(seen->name, name, size);
    seen->name[size] = 0;
}

bool assay_sight_path(assay_tracee thread, const assay_tracee_call *call, int at, int path,
                      char to[ASSAY_SIGHT_PATH])
{
    char text[PATH_ROOM];

    if (path < 0 || !assay_tracee_text(thread, call->arguments[path], text, sizeof(text)) ||
        text[0] == 0) /* none, or a file that is open: of its errors next to none is real */
        return false;
    int folder = at < 0 ? AT_FDCWD : (int)call->arguments[at];
    return assay_tracee_path(thread, folder, text, to, ASSAY_SIGHT_PATH);
}

/* Whether that path argument leads below the folder. */
static bool path_is_below(const assay_tamper *plan, assay_tracee thread,
                          const assay_tracee_call *call, int at, int path, assay_seen *seen)
{
    char whole[ASSAY_SIGHT_PATH];

    if (!assay_sight_path(thread, call, at, path, whole))
        return false;
    keep_name(seen, whole);
    return assay_sight_below(plan->folder, whole);
}

uint64_t assay_sight_open_flags(assay_tracee thread, const assay_tracee_call *call)
{
    struct open_how how = {0};

    if (call->number == SYS_openat2)
        return assay_tracee_read(thread, call->arguments[2], &how, sizeof(how)) ? how.flags : 0;
#ifdef SYS_open
    if (call->number == SYS_open)
        return call->arguments[1];
    if (call->number == SYS_creat)
        return O_WRONLY | O_CREAT | O_TRUNC;
#endif
    return call->arguments[2];
}

static uint32_t classes_of_open(assay_tracee thread, const assay_tracee_call *call)
{
    uint64_t flags = assay_sight_open_flags(thread, call);
    bool changes = (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)) != 0;

    return changes ? ASSAY_CALLS_CHANGE : ASSAY_CALLS_READ;
}

static uint32_t classes_of_close(assay_tracee thread, int file)
{
    bool changes = (assay_tracee_flags(thread, file) & O_ACCMODE) != O_RDONLY;

    return changes ? ASSAY_CALLS_CHANGE : ASSAY_CALLS_READ;
}

static uint64_t transfer_size(assay_tracee thread, const assay_tracee_call *call,
                              const assay_syscall *row)
{
    struct iovec pieces[PIECES];
    uint64_t size = row->size >= 0 ? call->arguments[row->size] : 0;

    if (row->vector < 0)
        return size;
    size_t count = size < PIECES ? (size_t)size : PIECES;
    if (!assay_tracee_read(thread, call->arguments[row->vector], pieces, count * sizeof(*pieces)))
        return 0;
    size = 0;
    for (size_t i = 0; i < count; i++)
        size += pieces[i].iov_len;
    return size;
}

/* A read gives no more than there is. */
static void cut_to_file(assay_tracee thread, const assay_tracee_call *call, assay_seen *seen)
{
    const assay_syscall *row = row_of(seen);
    bool placed =
        row->number == SYS_pread64 || row->number == SYS_preadv || row->number == SYS_preadv2;
    int64_t offset = placed ? (int64_t)call->arguments[3] : -1;
    uint64_t rest = assay_tracee_rest(thread, (int)call->arguments[row->file], offset);

    if (seen->size > rest)
        seen->size = rest;
}

bool assay_sight_lasts(assay_tracee thread, const assay_tracee_call *call)
{
    const assay_syscall *row = &assay_syscalls[call->data];
    bool asked = row->number == SYS_pwritev2 && (call->arguments[5] & (RWF_DSYNC | RWF_SYNC)) != 0;

    return row->classes == ASSAY_CALLS_CHANGE && row->size >= 0 && row->file >= 0 &&
           (asked || (assay_tracee_flags(thread, (int)call->arguments[row->file]) & O_DSYNC) != 0);
}

static uint32_t classes_of_paths(const assay_tamper *plan, assay_tracee thread,
                                 const assay_tracee_call *call, assay_seen *seen)
{
    const assay_syscall *row = row_of(seen);
    bool first = path_is_below(plan, thread, call, row->at, row->path, seen);
    bool second = path_is_below(plan, thread, call, row->at2, row->path2, seen);

    if (!first && !second)
        return 0;
    bool opens = row->classes == (ASSAY_CALLS_CHANGE | ASSAY_CALLS_READ);
    return opens ? classes_of_open(thread, call) : row->classes;
}

static uint32_t classes_of_file(const assay_tamper *plan, assay_tracee thread,
                                const assay_tracee_call *call, assay_seen *seen, uint32_t *holes)
{
    const assay_syscall *row = row_of(seen);
    char path[PATH_ROOM];
    int file = (int)call->arguments[row->file];

    if (file < 0 || !assay_tracee_file(thread, file, path, sizeof(path)))
        return 0;
    keep_name(seen, path);
    seen->size = transfer_size(thread, call, row);
    seen->lasts = assay_sight_lasts(thread, call);
    if (row->classes == ASSAY_CALLS_READ && row->size >= 0)
        cut_to_file(thread, call, seen);
    if (is_socket(path))
        return ASSAY_CALLS_SOCKET;
    if (!assay_sight_below(plan->folder, path))
        return 0;
    if (row->number == SYS_mmap && (call->arguments[2] & PROT_WRITE) != 0 &&
        (call->arguments[3] & MAP_SHARED) != 0)
        *holes |= ASSAY_HOLE_MAPPING;
    return row->number == SYS_close ? classes_of_close(thread, file) : row->classes;
}

/* A wait is of interest if it is for a socket. */
static uint32_t classes_of_wait(assay_tracee thread, const assay_tracee_call *call,
                                assay_seen *seen)
{
    struct pollfd waited[WAITED];
    char path[PATH_ROOM];
    size_t count = call->arguments[1] < WAITED ? (size_t)call->arguments[1] : WAITED;
    bool polls = call->number != SYS_ppoll;

    if (!assay_tracee_read(thread, call->arguments[0], waited, count * sizeof(*waited)))
        return 0;
    seen->size = polls ? (int)call->arguments[2] >= 0 : call->arguments[2] != 0;
    for (size_t i = 0; i < count; i++)
        if (waited[i].fd >= 0 && assay_tracee_file(thread, waited[i].fd, path, sizeof(path)) &&
            is_socket(path)) {
            keep_name(seen, path);
            return ASSAY_CALLS_SOCKET;
        }
    return 0;
}

static uint32_t classes_of(const assay_tamper *plan, assay_tracee thread,
                           const assay_tracee_call *call, assay_seen *seen, uint32_t *holes)
{
    const assay_syscall *row = row_of(seen);

    if (row->path >= 0)
        return classes_of_paths(plan, thread, call, seen);
    if (row->file >= 0)
        return classes_of_file(plan, thread, call, seen, holes);
    return row->classes == ASSAY_CALLS_SOCKET ? classes_of_wait(thread, call, seen) : row->classes;
}

uint32_t assay_sight_of(const assay_tamper *plan, assay_tracee thread,
                        const assay_tracee_call *call, assay_seen *seen, uint32_t *holes)
{
    memset(seen, 0, sizeof(*seen));
    seen->row = call->data;
    if (call->data >= assay_syscall_count)
        return 0;
    uint32_t classes = classes_of(plan, thread, call, seen, holes);
    seen->classes = classes & plan->classes;
    return seen->classes;
}
