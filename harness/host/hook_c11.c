/* The threads of C11. */
#include "host/hooks.h"

#include <errno.h>
#include <stdlib.h>
#include <threads.h>

static int attempt(void *lock)
{
    int answer = ASSAY_NEXT(mtx_trylock)(lock);

    return answer == thrd_success ? 0 : answer == thrd_busy ? EBUSY : EINVAL;
}

static int alone(void *lock)
{
    (void)lock;
    return EBUSY;
}

static int unlock(void *lock)
{
    return ASSAY_NEXT(mtx_unlock)(lock) == thrd_success ? 0 : EINVAL;
}

static const assay_lock_kind mutex = {attempt, alone, unlock, false, true};

static int answer_of(int code)
{
    switch (code) {
    case 0:
        return thrd_success;
    case EBUSY:
        return thrd_busy;
    case ETIMEDOUT:
        return thrd_timedout;
    case ENOMEM:
        return thrd_nomem;
    default:
        return thrd_error;
    }
}

ASSAY_EXPORT int mtx_lock(mtx_t *lock)
{
    assay_threads *here = assay_threads_here();

    return here == NULL ? ASSAY_NEXT(mtx_lock)(lock)
                        : answer_of(assay_hook_lock(here, &mutex, lock, ASSAY_FOREVER));
}

ASSAY_EXPORT int mtx_trylock(mtx_t *lock)
{
    assay_threads *here = assay_threads_here();

    return here == NULL ? ASSAY_NEXT(mtx_trylock)(lock)
                        : answer_of(assay_hook_try(here, &mutex, lock));
}

ASSAY_EXPORT int mtx_timedlock(mtx_t *restrict lock, const struct timespec *restrict at)
{
    assay_threads *here = assay_threads_here();

    return here == NULL
               ? ASSAY_NEXT(mtx_timedlock)(lock, at)
               : answer_of(assay_hook_lock(here, &mutex, lock, assay_hook_until(here, at)));
}

ASSAY_EXPORT int mtx_unlock(mtx_t *lock)
{
    assay_threads *here = assay_threads_here();

    return here == NULL ? ASSAY_NEXT(mtx_unlock)(lock)
                        : answer_of(assay_hook_unlock(here, &mutex, lock));
}

ASSAY_EXPORT int cnd_wait(cnd_t *condition, mtx_t *lock)
{
    assay_threads *here = assay_threads_here();

    return here == NULL ? ASSAY_NEXT(cnd_wait)(condition, lock)
                        : answer_of(assay_hook_await(here, condition, &mutex, lock, ASSAY_FOREVER));
}

ASSAY_EXPORT int cnd_timedwait(cnd_t *restrict condition, mtx_t *restrict lock,
                               const struct timespec *restrict at)
{
    assay_threads *here = assay_threads_here();

    return here == NULL ? ASSAY_NEXT(cnd_timedwait)(condition, lock, at)
                        : answer_of(assay_hook_await(here, condition, &mutex, lock,
                                                     assay_hook_until(here, at)));
}

ASSAY_EXPORT int cnd_signal(cnd_t *condition)
{
    assay_threads *here = assay_threads_here();

    if (here != NULL)
        assay_hook_signal(here, condition, 1);
    return ASSAY_NEXT(cnd_signal)(condition);
}

ASSAY_EXPORT int cnd_broadcast(cnd_t *condition)
{
    assay_threads *here = assay_threads_here();

    if (here != NULL)
        assay_hook_signal(here, condition, ASSAY_THREADS);
    return ASSAY_NEXT(cnd_broadcast)(condition);
}

typedef struct beginning {
    thrd_start_t start;
    void *argument;
} beginning;

static void *begin(void *argument)
{
    beginning own = *(beginning *)argument;

    free(argument);
    return (void *)(intptr_t)own.start(own.argument);
}

/* One that was made so ends as one of its kind does, by thrd_exit too. */
ASSAY_EXPORT int thrd_create(thrd_t *thread, thrd_start_t start, void *argument)
{
    assay_threads *here = assay_threads_here();

    if (here == NULL)
        return ASSAY_NEXT(thrd_create)(thread, start, argument);
    beginning *own = malloc(sizeof(*own));
    if (own == NULL)
        return thrd_nomem;
    *own = (beginning){start, argument};
    int answer = assay_threads_create(here, ASSAY_NEXT(pthread_create), thread, NULL, begin, own);
    if (answer != 0)
        free(own);
    return answer == EAGAIN ? thrd_nomem : answer_of(answer);
}

ASSAY_EXPORT int thrd_join(thrd_t thread, int *result)
{
    assay_threads *here = assay_threads_here();

    if (here != NULL)
        assay_threads_join(here, thread);
    return ASSAY_NEXT(thrd_join)(thread, result);
}

ASSAY_EXPORT void thrd_yield(void)
{
    assay_threads *here = assay_threads_here();

    if (here == NULL)
        ASSAY_NEXT(thrd_yield)();
    else
        assay_threads_yield(here);
}

ASSAY_EXPORT int thrd_sleep(const struct timespec *span, struct timespec *left)
{
    assay_threads *here = assay_threads_here();

    if (here == NULL)
        return ASSAY_NEXT(thrd_sleep)(span, left);
    assay_hook_sleep(here, assay_hook_after(here, span));
    return 0;
}

ASSAY_EXPORT void call_once(once_flag *flag, void (*routine)(void))
{
    pthread_once((pthread_once_t *)flag, routine); /* they are the same in this C library */
}
