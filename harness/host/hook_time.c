/* Sleeps, and the time. */
#include "host/hooks.h"

#include <errno.h>
#include <sys/time.h>
#include <unistd.h>

enum { BILLION = 1000000000 };

static struct timespec timespec_of(int64_t nanoseconds)
{
    return (struct timespec){nanoseconds / BILLION, nanoseconds % BILLION};
}

int64_t assay_hook_until(assay_threads *threads, const struct timespec *at)
{
    int64_t real, steady;

    if (at == NULL)
        return ASSAY_FOREVER;
    real = assay_threads_until(threads, CLOCK_REALTIME, at);
    steady = assay_threads_until(threads, CLOCK_MONOTONIC, at);
    /* One clock counts from 1970, the other from the start of the machine. */
    int64_t far_real = real < 0 ? -real : real, far_steady = steady < 0 ? -steady : steady;
    return far_real < far_steady ? real : steady;
}

int64_t assay_hook_after(assay_threads *threads, const struct timespec *span)
{
    struct timespec now = timespec_of(assay_threads_now(threads, CLOCK_MONOTONIC));
    struct timespec at = {0, now.tv_nsec + span->tv_nsec};

    if (__builtin_add_overflow(now.tv_sec, span->tv_sec, &at.tv_sec))
        return ASSAY_FOREVER - 1;
    return assay_threads_until(threads, CLOCK_MONOTONIC, &at);
}

void assay_hook_sleep(assay_threads *threads, int64_t until)
{
    (void)assay_threads_wait(threads, ASSAY_DEED_SLEEP, NULL, until);
}

static int sleep_for(assay_threads *threads, const struct timespec *span, struct timespec *left)
{
    if (span->tv_sec < 0 || span->tv_nsec < 0 || span->tv_nsec >= BILLION)
        return EINVAL;
    assay_hook_sleep(threads, assay_hook_after(threads, span));
    if (left != NULL)
        *left = (struct timespec){0, 0};
    return 0;
}

ASSAY_EXPORT int nanosleep(const struct timespec *span, struct timespec *left)
{
    assay_threads *here = assay_threads_here();

    if (here == NULL)
        return ASSAY_NEXT(nanosleep)(span, left);
    int answer = sleep_for(here, span, left);
    if (answer != 0)
        errno = answer;
    return answer == 0 ? 0 : -1;
}

ASSAY_EXPORT int clock_nanosleep(clockid_t clock, int flags, const struct timespec *at,
                                 struct timespec *left)
{
    assay_threads *here = assay_threads_here();

    if (here == NULL)
        return ASSAY_NEXT(clock_nanosleep)(clock, flags, at, left);
    if ((flags & TIMER_ABSTIME) == 0)
        return sleep_for(here, at, left);
    assay_hook_sleep(here, assay_hook_until(here, at));
    return 0;
}

ASSAY_EXPORT int usleep(useconds_t span)
{
    assay_threads *here = assay_threads_here();
    struct timespec own = {span / 1000000, span % 1000000 * 1000L};

    return here == NULL ? ASSAY_NEXT(usleep)(span) : sleep_for(here, &own, NULL);
}

ASSAY_EXPORT unsigned sleep(unsigned seconds)
{
    assay_threads *here = assay_threads_here();
    struct timespec own = {seconds, 0};

    if (here == NULL)
        return ASSAY_NEXT(sleep)(seconds);
    sleep_for(here, &own, NULL);
    return 0;
}

/* Clocks that count something else than time stay what they are. */
static bool counts_time(clockid_t clock)
{
    return clock == CLOCK_REALTIME || clock == CLOCK_MONOTONIC;
}

ASSAY_EXPORT int clock_gettime(clockid_t clock, struct timespec *now)
{
    assay_threads *here = assay_threads_here();

    if (here == NULL || !counts_time(clock))
        return ASSAY_NEXT(clock_gettime)(clock, now);
    *now = timespec_of(assay_threads_now(here, clock));
    return 0;
}

ASSAY_EXPORT int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
    assay_threads *here = assay_threads_here();

    if (here == NULL)
        return ASSAY_NEXT(gettimeofday)(now, zone);
    struct timespec exact = timespec_of(assay_threads_now(here, CLOCK_REALTIME));
    *now = (struct timeval){exact.tv_sec, exact.tv_nsec / 1000};
    return 0;
}

ASSAY_EXPORT time_t time(time_t *now)
{
    assay_threads *here = assay_threads_here();

    if (here == NULL)
        return ASSAY_NEXT(time)(now);
    time_t seconds = assay_threads_now(here, CLOCK_REALTIME) / BILLION;
    if (now != NULL)
        *now = seconds;
    return seconds;
}
