#include "engine/filter.h"

#include "engine/tamper.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
#define FOREIGN_BIT 0x40000000u
#elif defined(__aarch64__)
#define MACHINE AUDIT_ARCH_AARCH64
#define FOREIGN_BIT 0x40000000u
#endif

#define CHANGING_FLAGS (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)
#define ROOM 512

typedef struct program {
    struct sock_filter code[ROOM];
    unsigned short size;
    uint32_t hold; /* the answer for calls that are to be held */
} program;

static void put(program *self, struct sock_filter step)
{
    self->code[self->size++] = step;
}

static void load(program *self, size_t offset)
{
    put(self, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset));
}

static void answer(program *self, uint32_t what)
{
    put(self, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, what));
}

/* The next `steps` are passed over unless the value loaded last is that number. */
static void unless_equal(program *self, uint32_t value, uint8_t steps)
{
    put(self, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, steps));
}

static void unless_any_bit(program *self, uint32_t bits, uint8_t steps)
{
    put(self, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, 0, steps));
}

/* Low half of the i-th argument: all machines here are little-endian. */
static size_t argument(int i)
{
    return offsetof(struct seccomp_data, args) + (size_t)i * sizeof(uint64_t);
}

static void when_bits(program *self, uint32_t number, int i, uint32_t bits, uint32_t what)
{
    unless_equal(self, number, 4);
    load(self, argument(i));
    unless_any_bit(self, bits, 1);
    answer(self, what);
    answer(self, SECCOMP_RET_ALLOW);
}

static void when(program *self, uint32_t number, uint32_t what)
{
    unless_equal(self, number, 1);
    answer(self, what);
}

static void add_machine(program *self)
{
    load(self, offsetof(struct seccomp_data, arch));
    put(self, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0));
    answer(self, self->hold | ASSAY_FILTER_FOREIGN);
    load(self, offsetof(struct seccomp_data, nr));
    unless_any_bit(self, FOREIGN_BIT, 1);
    answer(self, self->hold | ASSAY_FILTER_FOREIGN);
}

/* Opening to read is of no interest where only changes are counted: it is most of what is opened.
 */
static void add_row(program *self, size_t i, uint32_t classes)
{
    const assay_syscall *row = &assay_syscalls[i];
    uint32_t what = self->hold | (uint32_t)i;
    uint32_t number = (uint32_t)row->number;

    if (row->number == SYS_openat && (classes & ASSAY_CALLS_READ) == 0)
        when_bits(self, number, 2, CHANGING_FLAGS, what);
#ifdef SYS_open
    else if (row->number == SYS_open && (classes & ASSAY_CALLS_READ) == 0)
        when_bits(self, number, 1, CHANGING_FLAGS, what);
#endif
    else
        when(self, number, what);
}

/* Sockets are also read, written and closed by the calls of files. */
static uint32_t classes_of_rows(uint32_t classes)
{
    uint32_t of_files = ASSAY_CALLS_CHANGE | ASSAY_CALLS_READ;

    return (classes & ASSAY_CALLS_SOCKET) != 0 ? classes | of_files : classes;
}

/* What it says besides is not given to who listens, see assay_filter_says. */
static void write_program(program *self, uint32_t classes)
{
    uint32_t wanted = classes_of_rows(classes);

    add_machine(self);
    for (size_t i = 0; i < assay_syscall_count; i++)
        if ((assay_syscalls[i].classes & wanted) != 0)
            add_row(self, i, wanted);
    when(self, SYS_clone3, SECCOMP_RET_ERRNO | ENOSYS);
    when_bits(self, SYS_clone, 0, CLONE_UNTRACED, self->hold | ASSAY_FILTER_CLONE);
    when_bits(self, SYS_seccomp, 1, SECCOMP_FILTER_FLAG_NEW_LISTENER,
              self->hold | ASSAY_FILTER_LISTENER);
    when(self, SYS_io_uring_setup, self->hold | ASSAY_FILTER_RING);
    when(self, SYS_io_setup, self->hold | ASSAY_FILTER_AIO);
    answer(self, SECCOMP_RET_ALLOW);
}

static int install(uint32_t classes, uint32_t hold, unsigned flags)
{
    program self = {.hold = hold};

    write_program(&self, classes);
    struct sock_fprog whole = {self.size, self.code};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return -1;
    return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &whole);
}

bool assay_filter_install(uint32_t classes)
{
    return install(classes, SECCOMP_RET_TRACE, 0) == 0;
}

int assay_filter_listen(uint32_t classes)
{
    return install(classes, SECCOMP_RET_USER_NOTIF,
                   SECCOMP_FILTER_FLAG_NEW_LISTENER | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV);
}

static uint32_t special_of(long number)
{
    switch (number) {
    case SYS_io_uring_setup:
        return ASSAY_FILTER_RING;
    case SYS_io_setup:
        return ASSAY_FILTER_AIO;
    case SYS_seccomp:
        return ASSAY_FILTER_LISTENER;
    default:
        return ASSAY_FILTER_CLONE;
    }
}

uint32_t assay_filter_says(uint32_t machine, long number)
{
    if (machine != MACHINE || ((uint32_t)number & FOREIGN_BIT) != 0)
        return ASSAY_FILTER_FOREIGN;
    for (size_t i = 0; i < assay_syscall_count; i++)
        if (assay_syscalls[i].number == number)
            return (uint32_t)i;
    return special_of(number);
}
