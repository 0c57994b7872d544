/* Mutexes, locks to read and write, spin locks. */
#include "host/hooks.h"

#include <errno.h>

/* At first, so that who may not wait is not kept from trying. */
static assay_deed deed_of(const assay_lock_kind *kind, int64_t until)
{
    if (until != ASSAY_FOREVER)
        return ASSAY_DEED_TRY;
    return kind->shared ? ASSAY_DEED_SHARE : ASSAY_DEED_LOCK;
}

static int attempt(assay_threads *threads, const assay_lock_kind *kind, void *lock)
{
    int answer = kind->attempt(lock);

    if (answer == EBUSY && assay_threads_holds(threads, lock))
        answer = kind->alone(lock);
    if (answer == 0 || answer == EOWNERDEAD)
        assay_threads_hold(threads, lock, kind->shared);
    return answer;
}

static int take(assay_threads *threads, const assay_lock_kind *kind, void *lock, int64_t until)
{
    int answer = attempt(threads, kind, lock);

    while (answer == EBUSY) {
        if (!assay_threads_wait(threads, deed_of(kind, until), lock, until))
            return ETIMEDOUT;
        answer = attempt(threads, kind, lock);
    }
    return answer;
}

int assay_hook_lock(assay_threads *threads, const assay_lock_kind *kind, void *lock, int64_t until)
{
    assay_threads_point(threads, deed_of(kind, until), lock);
    return take(threads, kind, lock, until);
}

int assay_hook_try(assay_threads *threads, const assay_lock_kind *kind, void *lock)
{
    assay_threads_point(threads, ASSAY_DEED_TRY, lock);
    int answer = kind->attempt(lock);
    if (answer == 0 || answer == EOWNERDEAD)
        assay_threads_hold(threads, lock, kind->shared);
    return answer;
}

/* One that nobody has can be taken; given back as it is, one that does not refuse it is damaged. */
static int give_back(assay_threads *threads, const assay_lock_kind *kind, void *lock)
{
    bool nobody = !assay_threads_may_hold(threads, lock) && kind->attempt(lock) == 0;

    if (nobody && kind->refuses)
        (void)kind->unlock(lock);
    int answer = kind->unlock(lock);
    if (nobody && answer == 0)
        assay_threads_misuse(threads, lock);
    if (answer != 0)
        return answer;
    assay_threads_drop(threads, lock);
    assay_threads_wake(threads, lock, ASSAY_THREADS);
    return 0;
}

int assay_hook_unlock(assay_threads *threads, const assay_lock_kind *kind, void *lock)
{
    int answer = give_back(threads, kind, lock);
    if (answer == 0)
        assay_threads_point(threads, ASSAY_DEED_UNLOCK, lock);
    return answer;
}

int assay_hook_await(assay_threads *threads, const void *condition, const assay_lock_kind *kind,
                     void *lock, int64_t until)
{
    assay_threads_point(threads, ASSAY_DEED_AWAIT, condition);
    int answer = give_back(threads, kind, lock);
    if (answer != 0)
        return answer;
    bool woken = assay_threads_wait(threads, ASSAY_DEED_AWAIT, condition, until);
    answer = take(threads, kind, lock, ASSAY_FOREVER);
    return answer == 0 && !woken ? ETIMEDOUT : answer;
}

void assay_hook_signal(assay_threads *threads, const void *condition, size_t most)
{
    assay_threads_point(threads, ASSAY_DEED_SIGNAL, condition);
    assay_threads_wake(threads, condition, most);
}

/* A kind of lock from its calls. A time long ago makes the C library say at once what it thinks of
 * a thread that has the lock already: EDEADLK, or nothing. */
#define KIND(name, type, call, timed, release, sharing, refusing)                                  \
    static int name##_attempt(void *lock)                                                          \
    {                                                                                              \
        return ASSAY_NEXT(call)((type *)lock);                                                     \
    }                                                                                              \
    static int name##_alone(void *lock)                                                            \
    {                                                                                              \
        const struct timespec past = {0, 0};                                                       \
        int answer = ASSAY_NEXT(timed)((type *)lock, &past);                                       \
        return answer == ETIMEDOUT ? EBUSY : answer;                                               \
    }                                                                                              \
    static int name##_unlock(void *lock)                                                           \
    {                                                                                              \
        return ASSAY_NEXT(release)((type *)lock);                                                  \
    }                                                                                              \
    static const assay_lock_kind name = {name##_attempt, name##_alone, name##_unlock, sharing,     \
                                         refusing};

KIND(mutex, pthread_mutex_t, pthread_mutex_trylock, pthread_mutex_timedlock, pthread_mutex_unlock,
     false, true)
KIND(reading, pthread_rwlock_t, pthread_rwlock_tryrdlock, pthread_rwlock_timedrdlock,
     pthread_rwlock_unlock, true, false)
KIND(writing, pthread_rwlock_t, pthread_rwlock_trywrlock, pthread_rwlock_timedwrlock,
     pthread_rwlock_unlock, false, false)

static int spin_attempt(void *lock)
{
    return ASSAY_NEXT(pthread_spin_trylock)((pthread_spinlock_t *)lock);
}

static int spin_alone(void *lock)
{
    (void)lock;
    return EBUSY;
}

static int spin_unlock(void *lock)
{
    return ASSAY_NEXT(pthread_spin_unlock)((pthread_spinlock_t *)lock);
}

static const assay_lock_kind spinning = {spin_attempt, spin_alone, spin_unlock, false, false};

/* The calls of one kind: to wait, to try, to wait until a time, to give back. */
#define LOCK(call, kind, type)                                                                     \
    ASSAY_EXPORT int call(type *lock)                                                              \
    {                                                                                              \
        assay_threads *here = assay_threads_here();                                                \
        return here == NULL ? ASSAY_NEXT(call)(lock)                                               \
                            : assay_hook_lock(here, &kind, (void *)lock, ASSAY_FOREVER);           \
    }
#define TRY(call, kind, type)                                                                      \
    ASSAY_EXPORT int call(type *lock)                                                              \
    {                                                                                              \
        assay_threads *here = assay_threads_here();                                                \
        return here == NULL ? ASSAY_NEXT(call)(lock) : assay_hook_try(here, &kind, (void *)lock);  \
    }
#define TIMED(call, kind, type)                                                                    \
    ASSAY_EXPORT int call(type *lock, const struct timespec *at)                                   \
    {                                                                                              \
        assay_threads *here = assay_threads_here();                                                \
        return here == NULL ? ASSAY_NEXT(call)(lock, at)                                           \
                            : assay_hook_lock(here, &kind, lock, assay_hook_until(here, at));      \
    }
#define CLOCKED(call, kind, type)                                                                  \
    ASSAY_EXPORT int call(type *lock, clockid_t clock, const struct timespec *at)                  \
    {                                                                                              \
        assay_threads *here = assay_threads_here();                                                \
        return here == NULL ? ASSAY_NEXT(call)(lock, clock, at)                                    \
                            : assay_hook_lock(here, &kind, lock, assay_hook_until(here, at));      \
    }
#define UNLOCK(call, kind, type)                                                                   \
    ASSAY_EXPORT int call(type *lock)                                                              \
    {                                                                                              \
        assay_threads *here = assay_threads_here();                                                \
        return here == NULL ? ASSAY_NEXT(call)(lock)                                               \
                            : assay_hook_unlock(here, &kind, (void *)lock);                        \
    }

LOCK(pthread_mutex_lock, mutex, pthread_mutex_t)
TRY(pthread_mutex_trylock, mutex, pthread_mutex_t)
TIMED(pthread_mutex_timedlock, mutex, pthread_mutex_t)
CLOCKED(pthread_mutex_clocklock, mutex, pthread_mutex_t)
UNLOCK(pthread_mutex_unlock, mutex, pthread_mutex_t)

LOCK(pthread_rwlock_rdlock, reading, pthread_rwlock_t)
TRY(pthread_rwlock_tryrdlock, reading, pthread_rwlock_t)
TIMED(pthread_rwlock_timedrdlock, reading, pthread_rwlock_t)
CLOCKED(pthread_rwlock_clockrdlock, reading, pthread_rwlock_t)
LOCK(pthread_rwlock_wrlock, writing, pthread_rwlock_t)
TRY(pthread_rwlock_trywrlock, writing, pthread_rwlock_t)
TIMED(pthread_rwlock_timedwrlock, writing, pthread_rwlock_t)
CLOCKED(pthread_rwlock_clockwrlock, writing, pthread_rwlock_t)
UNLOCK(pthread_rwlock_unlock, writing, pthread_rwlock_t)

LOCK(pthread_spin_lock, spinning, pthread_spinlock_t)
TRY(pthread_spin_trylock, spinning, pthread_spinlock_t)
UNLOCK(pthread_spin_unlock, spinning, pthread_spinlock_t)

ASSAY_EXPORT int pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *lock)
{
    assay_threads *here = assay_threads_here();

    if (here == NULL)
        return ASSAY_NEXT(pthread_cond_wait)(condition, lock);
    return assay_hook_await(here, condition, &mutex, lock, ASSAY_FOREVER);
}

ASSAY_EXPORT int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *lock,
                                        const struct timespec *at)
{
    assay_threads *here = assay_threads_here();

    if (here == NULL)
        return ASSAY_NEXT(pthread_cond_timedwait)(condition, lock, at);
    return assay_hook_await(here, condition, &mutex, lock, assay_hook_until(here, at));
}

ASSAY_EXPORT int pthread_cond_clockwait(pthread_cond_t *condition, pthread_mutex_t *lock,
                                        clockid_t clock, const struct timespec *at)
{
    assay_threads *here = assay_threads_here();

    if (here == NULL)
        return ASSAY_NEXT(pthread_cond_clockwait)(condition, lock, clock, at);
    return assay_hook_await(here, condition, &mutex, lock, assay_hook_until(here, at));
}

ASSAY_EXPORT int pthread_cond_signal(pthread_cond_t *condition)
{
    assay_threads *here = assay_threads_here();

    if (here != NULL)
        assay_hook_signal(here, condition, 1);
    return ASSAY_NEXT(pthread_cond_signal)(condition);
}

ASSAY_EXPORT int pthread_cond_broadcast(pthread_cond_t *condition)
{
    assay_threads *here = assay_threads_here();

    if (here != NULL)
        assay_hook_signal(here, condition, ASSAY_THREADS);
    return ASSAY_NEXT(pthread_cond_broadcast)(condition);
}
