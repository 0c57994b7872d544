/* The system call by which other languages wait. */
#include "host/hooks.h"

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef struct words {
    long at[6];
} words;

static long wait_at(assay_threads *threads, const words *given, bool absolute)
{
    const _Atomic uint32_t *futex = (const _Atomic uint32_t *)(intptr_t)given->at[0];
    const struct timespec *time = (const struct timespec *)(intptr_t)given->at[3];
    int64_t until = ASSAY_FOREVER;

    assay_threads_point(threads, ASSAY_DEED_FUTEX, futex);
    if (atomic_load(futex) != (uint32_t)given->at[2]) {
        errno = EAGAIN;
        return -1;
    }
    if (time != NULL)
        until = absolute ? assay_hook_until(threads, time) : assay_hook_after(threads, time);
    if (assay_threads_wait(threads, ASSAY_DEED_FUTEX, futex, until))
        return 0;
    errno = ETIMEDOUT;
    return -1;
}

static long pass(long number, const words *given)
{
    const long *at = given->at;

    return ASSAY_NEXT(syscall)(number, at[0], at[1], at[2], at[3], at[4], at[5]);
}

static long wake_at(assay_threads *threads, const words *given)
{
    words rest = *given;
    uint32_t most = (uint32_t)given->at[2];

    assay_threads_point(threads, ASSAY_DEED_SIGNAL, (const void *)(intptr_t)given->at[0]);
    size_t woken = assay_threads_wake(threads, (const void *)(intptr_t)given->at[0],
                                      most > INT_MAX ? INT_MAX : most);
    rest.at[2] = (long)(most - woken);
    long others = rest.at[2] > 0 ? pass(SYS_futex, &rest) : 0; /* that are not put in order */
    return (long)woken + (others > 0 ? others : 0);
}

static long order_futex(assay_threads *threads, const words *given)
{
    int what = (int)given->at[1] & FUTEX_CMD_MASK;

    switch (what) {
    case FUTEX_WAIT:
        return wait_at(threads, given, false);
    case FUTEX_WAIT_BITSET:
        return wait_at(threads, given, true);
    case FUTEX_WAKE:
    case FUTEX_WAKE_BITSET:
        return wake_at(threads, given);
    default:
        assay_threads_lose(threads, "a futex is used in a way that cannot be followed: %d", what);
    }
}

ASSAY_EXPORT long syscall(long number, ...)
{
    assay_threads *here = assay_threads_here();
    words given;
    va_list arguments;

    va_start(arguments, number);
    for (int i = 0; i < 6; i++)
        given.at[i] = va_arg(arguments, long); /* those that are not there are never looked at */
    va_end(arguments);
    return here != NULL && number == SYS_futex ? order_futex(here, &given) : pass(number, &given);
}
