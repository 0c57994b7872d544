/* What runs in the proxy has the thread storage of the case's first thread, which it must not
 * touch: no function of the C library, no errno, and nothing that a sanitizer adds. */
#include "engine/proxy.h"

#include <limits.h>
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define BARE __attribute__((no_sanitize("address", "thread", "undefined")))

enum { WAIT_NANOSECONDS = 1000000 };

/* clone by its other name: under that one, the thread sanitizer has one of its own, which forks. */
extern int plain_clone(int (*run)(void *), void *stack, int flags, void *argument,
                       ...) __asm__("__clone");

#if defined(__x86_64__)
BARE static int64_t call(long number, const uint64_t *arguments)
{
    register uint64_t fourth __asm__("r10") = arguments[3];
    register uint64_t fifth __asm__("r8") = arguments[4];
    register uint64_t sixth __asm__("r9") = arguments[5];
    int64_t answer;

    __asm__ volatile("syscall"
                     : "=a"(answer)
                     : "a"(number), "D"(arguments[0]), "S"(arguments[1]), "d"(arguments[2]),
                       "r"(fourth), "r"(fifth), "r"(sixth)
                     : "rcx", "r11", "memory");
    return answer;
}
#elif defined(__aarch64__)
BARE static int64_t call(long number, const uint64_t *arguments)
{
    register int64_t which __asm__("x8") = number;
    register uint64_t first __asm__("x0") = arguments[0];
    register uint64_t second __asm__("x1") = arguments[1];
    register uint64_t third __asm__("x2") = arguments[2];
    register uint64_t fourth __asm__("x3") = arguments[3];
    register uint64_t fifth __asm__("x4") = arguments[4];
    register uint64_t sixth __asm__("x5") = arguments[5];

    __asm__ volatile("svc 0"
                     : "+r"(first)
                     : "r"(which), "r"(second), "r"(third), "r"(fourth), "r"(fifth), "r"(sixth)
                     : "memory");
    return (int64_t)first;
}
#else
#error "say here how this machine makes a call"
#endif

BARE static int64_t call_three(long number, uint64_t first, uint64_t second, uint64_t third)
{
    const uint64_t arguments[6] = {first, second, third, 0, 0, 0};

    return call(number, arguments);
}

BARE static int serve(void *argument)
{
    assay_proxy *self = argument;

    call_three(SYS_prctl, PR_SET_PDEATHSIG, SIGKILL, 0);
    while (call_three(SYS_getppid, 0, 0, 0) == self->parent) {
        uint32_t now = atomic_load(&self->state);
        if (now != ASSAY_PROXY_ASKED) {
            call_three(SYS_futex, (uintptr_t)&self->state, FUTEX_WAIT, now);
            continue;
        }
        self->answer = call(self->number, self->arguments);
        atomic_store(&self->state, ASSAY_PROXY_DONE);
        call_three(SYS_futex, (uintptr_t)&self->state, FUTEX_WAKE, INT_MAX);
    }
    return 0;
}

/* No signal of the case's is to run a handler in it. */
bool assay_proxy_start(assay_proxy *self, pid_t *pid)
{
    sigset_t all, before;

    self->parent = (uint32_t)getppid();
    sigfillset(&all);
    sigprocmask(SIG_SETMASK, &all, &before);
    *pid = plain_clone(serve, self->stack + sizeof(self->stack),
                       CLONE_VM | CLONE_FILES | CLONE_FS | CLONE_PARENT | SIGCHLD, self);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return *pid > 0;
}

void assay_proxy_ask(assay_proxy *self, long number, const uint64_t arguments[6])
{
    self->number = number;
    for (int i = 0; i < 6; i++)
        self->arguments[i] = arguments[i];
    atomic_store(&self->state, ASSAY_PROXY_ASKED);
    syscall(SYS_futex, &self->state, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

bool assay_proxy_answer(assay_proxy *self, int64_t *answer)
{
    const struct timespec little = {0, WAIT_NANOSECONDS};

    if (atomic_load(&self->state) == ASSAY_PROXY_ASKED)
        syscall(SYS_futex, &self->state, FUTEX_WAIT, ASSAY_PROXY_ASKED, &little, NULL, 0);
    if (atomic_load(&self->state) != ASSAY_PROXY_DONE)
        return false;
    atomic_store(&self->state, ASSAY_PROXY_IDLE);
    *answer = self->answer;
    return true;
}
