#include "engine/registers.h"

#include <elf.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/uio.h>
#include <sys/user.h>

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

bool assay_registers_call(pid_t thread, assay_tracee_call *call)
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

bool assay_registers_set_argument(pid_t thread, int i, uint64_t value)
{
    registers all;

    if (!get_registers(thread, &all))
        return false;
    *argument_of(&all, i) = value;
    return set_registers(thread, &all);
}

bool assay_registers_answer(pid_t thread, int64_t *answer)
{
    registers all;

    if (!get_registers(thread, &all))
        return false;
    *answer = (int64_t)*answer_of(&all);
    return true;
}

bool assay_registers_set_answer(pid_t thread, int64_t answer)
{
    registers all;

    if (!get_registers(thread, &all))
        return false;
    *answer_of(&all) = (unsigned long long)answer;
    return set_registers(thread, &all);
}

bool assay_registers_skip(pid_t thread, int64_t answer)
{
    registers all;

    if (!get_registers(thread, &all) || !drop_call(thread, &all))
        return false;
    *answer_of(&all) = (unsigned long long)answer;
    return set_registers(thread, &all);
}
