/* Semaphores, barriers, and what is done once. */
#include "host/hooks.h"

#include <errno.h>
#include <semaphore.h>
#include <stdatomic.h>

static int take(assay_threads *threads, sem_t *semaphore, int64_t until)
{
    assay_threads_point(threads, ASSAY_DEED_TAKE, semaphore);
    while (ASSAY_NEXT(sem_trywait)(semaphore) != 0) {
        if (errno != EAGAIN)
            return -1;
        if (!assay_threads_wait(threads, ASSAY_DEED_TAKE, semaphore, until)) {
            errno = ETIMEDOUT;
            return -1;
        }
    }
    return 0;
}

ASSAY_EXPORT int sem_wait(sem_t *semaphore)
{
    assay_threads *here = assay_threads_here();

    return here == NULL ? ASSAY_NEXT(sem_wait)(semaphore) : take(here, semaphore, ASSAY_FOREVER);
}

ASSAY_EXPORT int sem_trywait(sem_t *semaphore)
{
    assay_threads *here = assay_threads_here();

    if (here != NULL)
        assay_threads_point(here, ASSAY_DEED_TAKE, semaphore);
    return ASSAY_NEXT(sem_trywait)(semaphore);
}

ASSAY_EXPORT int sem_timedwait(sem_t *semaphore, const struct timespec *at)
{
    assay_threads *here = assay_threads_here();

    return here == NULL ? ASSAY_NEXT(sem_timedwait)(semaphore, at)
                        : take(here, semaphore, assay_hook_until(here, at));
}

ASSAY_EXPORT int sem_clockwait(sem_t *semaphore, clockid_t clock, const struct timespec *at)
{
    assay_threads *here = assay_threads_here();

    return here == NULL ? ASSAY_NEXT(sem_clockwait)(semaphore, clock, at)
                        : take(here, semaphore, assay_hook_until(here, at));
}

ASSAY_EXPORT int sem_post(sem_t *semaphore)
{
    assay_threads *here = assay_threads_here();

    if (here != NULL)
        assay_threads_point(here, ASSAY_DEED_POST, semaphore);
    int answer = ASSAY_NEXT(sem_post)(semaphore);
    if (here != NULL && answer == 0)
        assay_threads_wake(here, semaphore, 1);
    return answer;
}

/* What cannot be asked of a barrier: how many have to come. Noted for all of them, whoever makes
 * them and when. */
enum { BARRIERS = 256 };

typedef struct barrier {
    const void *_Atomic object; /* NULL: free */
    unsigned count, arrived;
} barrier;

static barrier barriers[BARRIERS];

static barrier *find_barrier(const void *object)
{
    for (size_t i = 0; i < BARRIERS; i++)
        if (atomic_load(&barriers[i].object) == object)
            return &barriers[i];
    return NULL;
}

static void note_barrier(const void *object, unsigned count)
{
    for (size_t i = 0; i < BARRIERS; i++) {
        const void *none = NULL;
        if (!atomic_compare_exchange_strong(&barriers[i].object, &none, object))
            continue;
        barriers[i].count = count;
        barriers[i].arrived = 0;
        return;
    }
}

ASSAY_EXPORT int pthread_barrier_init(pthread_barrier_t *object,
                                      const pthread_barrierattr_t *attributes, unsigned count)
{
    int answer = ASSAY_NEXT(pthread_barrier_init)(object, attributes, count);

    if (answer == 0)
        note_barrier(object, count);
    return answer;
}

ASSAY_EXPORT int pthread_barrier_destroy(pthread_barrier_t *object)
{
    barrier *noted = find_barrier(object);

    if (noted != NULL)
        atomic_store(&noted->object, NULL);
    return ASSAY_NEXT(pthread_barrier_destroy)(object);
}

ASSAY_EXPORT int pthread_barrier_wait(pthread_barrier_t *object)
{
    assay_threads *here = assay_threads_here();
    barrier *noted = find_barrier(object);

    if (here == NULL)
        return ASSAY_NEXT(pthread_barrier_wait)(object);
    if (noted == NULL)
        assay_threads_lose(here, "more than %d barriers at a time", BARRIERS);
    assay_threads_point(here, ASSAY_DEED_MEET, object);
    if (++noted->arrived < noted->count) {
        assay_threads_wait(here, ASSAY_DEED_MEET, object, ASSAY_FOREVER);
        return 0;
    }
    noted->arrived = 0;
    assay_threads_wake(here, object, ASSAY_THREADS);
    return PTHREAD_BARRIER_SERIAL_THREAD;
}

/* What is being done once just now; by threads in order only, so that one of them changes it. */
enum { ONCES = 32 };

typedef struct once {
    const void *control; /* NULL: free */
} once;

static once onces[ONCES];

static once *find_once(const void *control)
{
    for (size_t i = 0; i < ONCES; i++)
        if (onces[i].control == control)
            return &onces[i];
    return NULL;
}

/* It is the thread's to do now, or done already, as the C library knows. */
static once *begin_once(assay_threads *threads, const void *control)
{
    assay_threads_point(threads, ASSAY_DEED_ONCE, control);
    while (find_once(control) != NULL)
        assay_threads_wait(threads, ASSAY_DEED_ONCE, control, ASSAY_FOREVER);
    once *own = find_once(NULL);
    if (own == NULL)
        assay_threads_lose(threads, "more than %d things to do once at a time", ONCES);
    own->control = control;
    return own;
}

static void end_once(assay_threads *threads, once *own, const void *control)
{
    own->control = NULL;
    assay_threads_wake(threads, control, ASSAY_THREADS);
}

ASSAY_EXPORT int pthread_once(pthread_once_t *control, void (*routine)(void))
{
    assay_threads *here = assay_threads_here();

    if (here == NULL)
        return ASSAY_NEXT(pthread_once)(control, routine);
    once *own = begin_once(here, control);
    int answer = ASSAY_NEXT(pthread_once)(control, routine);
    end_once(here, own, control);
    return answer;
}
