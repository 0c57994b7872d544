/* Time as the threads see it. */
#include "engine/threads_private.h"

enum { TICK = 1000 };

static int64_t nanoseconds(const struct timespec *at)
{
    const int64_t most = INT64_MAX / 1000000000 - 1;

    return at->tv_sec > most ? INT64_MAX - 1 : (int64_t)at->tv_sec * 1000000000 + at->tv_nsec;
}

int64_t assay_threads_now(assay_threads *self, clockid_t clock)
{
    self->passed += TICK; /* so that who waits by looking at the clock comes to an end */
    return self->began[clock == CLOCK_MONOTONIC] + self->passed;
}

int64_t assay_threads_until(const assay_threads *self, clockid_t clock, const struct timespec *at)
{
    return nanoseconds(at) - self->began[clock == CLOCK_MONOTONIC];
}
