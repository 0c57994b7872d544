#include "engine/tracee.h"

#include "data/file_path.h"

#include <elf.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <unistd.h>

/* The one thing that differs between machines: in which registers a call is. */
#if defined(__x86_64__)
typedef struct user_regs_struct registers;

static unsigned long long *argument_of(registers *self, int i)
{
    unsigned long long *const all[] = {&self->rdi, &self->rsi, &self->rdx,
                                       &self->r10, &self->r8,  &self->r9};
    return all[i];
}

static unsigned long long *answer_of(registers *self)
{
    return &self->rax;
}

static bool drop_call(pid_t thread, registers *self)
{
    (void)thread;
    self->orig_rax = (unsigned long long)-1;
    return true;
}
#elif defined(__aarch64__)
typedef struct user_regs_struct registers;

static unsigned long long *argument_of(registers *self, int i)
{
    return &self->regs[i];
}

static unsigned long long *answer_of(registers *self)
{
    return &self->regs[0];
}

static bool drop_call(pid_t thread, registers *self)
{
    int none = -1;
    struct iovec place = {&none, sizeof(none)};

    (void)self;
    return ptrace(PTRACE_SETREGSET, thread, NT_ARM_SYSTEM_CALL, &place) == 0;
}
#else
#error "say here in which registers this machine keeps the arguments and the answer of a call"
#endif

static bool get_registers(pid_t thread, registers *to)
{
    struct iovec place = {to, sizeof(*to)};

    return ptrace(PTRACE_GETREGSET, thread, NT_PRSTATUS, &place) == 0;
}

static bool set_registers(pid_t thread, registers *from)
{
    struct iovec place = {from, sizeof(*from)};

    return ptrace(PTRACE_SETREGSET, thread, NT_PRSTATUS, &place) == 0;
}

bool assay_tracee_call_get(pid_t thread, assay_tracee_call *call)
{
    struct __ptrace_syscall_info info;

    memset(&info, 0, sizeof(info));
    if (ptrace(PTRACE_GET_SYSCALL_INFO, thread, sizeof(info), &info) <= 0 ||
        info.op != PTRACE_SYSCALL_INFO_SECCOMP)
        return false;
    call->number = (long)info.seccomp.nr;
    for (size_t i = 0; i < 6; i++)
        call->arguments[i] = info.seccomp.args[i];
    call->data = info.seccomp.ret_data;
    return true;
}

bool assay_tracee_argument_set(pid_t thread, int i, uint64_t value)
{
    registers all;

    if (!get_registers(thread, &all))
        return false;
    *argument_of(&all, i) = value;
    return set_registers(thread, &all);
}

bool assay_tracee_answer_get(pid_t thread, int64_t *answer)
{
    registers all;

    if (!get_registers(thread, &all))
        return false;
    *answer = (int64_t)*answer_of(&all);
    return true;
}

bool assay_tracee_answer_set(pid_t thread, int64_t answer)
{
    registers all;

    if (!get_registers(thread, &all))
        return false;
    *answer_of(&all) = (unsigned long long)answer;
    return set_registers(thread, &all);
}

bool assay_tracee_call_skip(pid_t thread, int64_t answer)
{
    registers all;

    if (!get_registers(thread, &all) || !drop_call(thread, &all))
        return false;
    *answer_of(&all) = (unsigned long long)answer;
    return set_registers(thread, &all);
}

bool assay_tracee_read(pid_t thread, uint64_t from, void *to, size_t size)
{
    struct iovec here = {to, size}, there = {(void *)(uintptr_t)from, size};

    return process_vm_readv(thread, &here, 1, &there, 1, 0) == (ssize_t)size;
}

bool assay_tracee_write(pid_t thread, uint64_t to, const void *from, size_t size)
{
    struct iovec here = {(void *)(uintptr_t)from, size}, there = {(void *)(uintptr_t)to, size};

    return process_vm_writev(thread, &here, 1, &there, 1, 0) == (ssize_t)size;
}

/* Up to the end of a page at a time: what follows it may not be there. */
bool assay_tracee_text(pid_t thread, uint64_t from, char *to, size_t size)
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

static void link_of(pid_t thread, int file, char link[64])
{
    snprintf(link, 64, "/proc/%d/fd/%d", (int)thread, file);
}

bool assay_tracee_file(pid_t thread, int file, char *to, size_t size)
{
    char link[64];

    link_of(thread, file, link);
    return follow(link, to, size);
}

static bool folder_of(pid_t thread, int at, char *to, size_t size)
{
    char link[64];

    if (at != AT_FDCWD)
        return assay_tracee_file(thread, at, to, size);
    snprintf(link, sizeof(link), "/proc/%d/cwd", (int)thread);
    return follow(link, to, size);
}

bool assay_tracee_path(pid_t thread, int at, const char *path, char *to, size_t size)
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
static bool read_info(pid_t thread, int file, const char *key, int base, unsigned long long *value)
{
    char path[64], line[128], *end;
    size_t size = strlen(key);
    bool found = false;

    snprintf(path, sizeof(path), "/proc/%d/fdinfo/%d", (int)thread, file);
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

unsigned assay_tracee_flags(pid_t thread, int file)
{
    unsigned long long flags = 0;

    return read_info(thread, file, "flags:", 8, &flags) ? (unsigned)flags : 0;
}

bool assay_tracee_place(pid_t thread, int file, uint64_t *place)
{
    unsigned long long found = 0;

    if (!read_info(thread, file, "pos:", 10, &found))
        return false;
    *place = found;
    return true;
}

bool assay_tracee_stat(pid_t thread, int file, struct stat *about)
{
    char link[64];

    link_of(thread, file, link);
    return stat(link, about) == 0;
}

bool assay_tracee_file_read(pid_t thread, int file, uint64_t offset, void *to, size_t size)
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

uint64_t assay_tracee_rest(pid_t thread, int file, int64_t offset)
{
    struct stat about;
    uint64_t place = (uint64_t)offset;

    if (!assay_tracee_stat(thread, file, &about) || !S_ISREG(about.st_mode) ||
        (offset < 0 && !assay_tracee_place(thread, file, &place)))
        return UINT64_MAX;
    return place < (uint64_t)about.st_size ? (uint64_t)about.st_size - place : 0;
}
