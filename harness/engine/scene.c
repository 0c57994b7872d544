#include "engine/scene.h"

#include "engine/runtime.h"

#include <errno.h>
#include <linux/futex.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

/* Longer than whoever looks takes at most. */
enum { PATIENCE_SECONDS = 20 };

static const int deadly[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGSYS, SIGTRAP, SIGXFSZ};
enum { DEADLY = sizeof(deadly) / sizeof(deadly[0]) };

/* A signal handler is given no argument. */
static assay_scene *watched;
static pid_t watched_process;
static void (*last_words)(void *argument);
static void *last_words_argument;

static void wait_to_be_seen(assay_scene *scene)
{
    struct timespec patience = {PATIENCE_SECONDS, 0};

    while (atomic_load(&scene->seen) == 0 &&
           (syscall(SYS_futex, &scene->seen, FUTEX_WAIT, 0, &patience, NULL, 0) == 0 ||
            errno == EINTR))
        continue;
}

/* After a call to where no code is, the frame of the caller is found only from inside of it. */
static void step_back(const siginfo_t *info, void *context)
{
    ucontext_t *at = context;

    (void)info, (void)at;
#if defined(__x86_64__)
    greg_t *registers = at->uc_mcontext.gregs;
    if ((greg_t)info->si_addr != registers[REG_RIP])
        return;
    registers[REG_RIP] = *(const greg_t *)registers[REG_RSP] - 1;
    registers[REG_RSP] += (greg_t)sizeof(greg_t);
#elif defined(__aarch64__)
    if ((uintptr_t)info->si_addr == at->uc_mcontext.pc)
        at->uc_mcontext.pc = at->uc_mcontext.regs[30] - 4;
#endif
}

static void show(int number, siginfo_t *info, void *context)
{
    assay_scene *scene = watched;
    uint32_t none = 0;

    if (getpid() == watched_process) { /* else a child that the connector made */
        if (number == SIGSEGV && info->si_code > 0)
            step_back(info, context);
        if (atomic_compare_exchange_strong(&scene->signal, &none, (uint32_t)number))
            atomic_store(&scene->thread, (uint32_t)syscall(SYS_gettid));
        wait_to_be_seen(scene);
        if (last_words != NULL)
            last_words(last_words_argument);
    }
    signal(number, SIG_DFL);
    /* Arrives when this returns, whatever made the first one. */
    syscall(SYS_tgkill, getpid(), syscall(SYS_gettid), number);
}

void assay_scene_reset(assay_scene *self)
{
    atomic_store(&self->signal, 0);
    atomic_store(&self->thread, 0);
    atomic_store(&self->seen, 0);
}

void assay_scene_watch(assay_scene *self)
{
    struct sigaction action = {.sa_sigaction = show, .sa_flags = SA_SIGINFO | SA_ONSTACK};
    stack_t stack = {.ss_sp = self->stack, .ss_size = sizeof(self->stack)};

    prctl(PR_SET_PTRACER, getppid(), 0, 0, 0);
    if (assay_runtime_present())
        return;
    watched = self;
    watched_process = getpid();
    sigfillset(&action.sa_mask);
    sigaltstack(&stack, NULL);
    for (size_t i = 0; i < DEADLY; i++)
        sigaction(deadly[i], &action, NULL);
}

void assay_scene_last_words(void (*say)(void *argument), void *argument)
{
    last_words = say;
    last_words_argument = argument;
}

bool assay_scene_expects(int signal)
{
    for (size_t i = 0; i < DEADLY; i++)
        if (signal == deadly[i])
            return true;
    return false;
}

int assay_scene_signal(const assay_scene *self)
{
    uint32_t signal = atomic_load(&self->signal);

    return signal < NSIG && assay_scene_expects((int)signal) ? (int)signal : 0;
}

void assay_scene_release(assay_scene *self)
{
    atomic_store(&self->seen, 1);
    syscall(SYS_futex, &self->seen, FUTEX_WAKE, INT32_MAX, NULL, NULL, 0);
}
