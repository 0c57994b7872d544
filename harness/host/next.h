#ifndef ASSAY_HOST_NEXT_H
#define ASSAY_HOST_NEXT_H

/* The C library's own functions, of those that the host exports under the same names: a connector
 * that is loaded finds the host's first. */

#define ASSAY_NEXT_NAMES(NAME)                                                                     \
    NAME(pthread_mutex_lock)                                                                       \
    NAME(pthread_mutex_trylock)                                                                    \
    NAME(pthread_mutex_timedlock)                                                                  \
    NAME(pthread_mutex_clocklock)                                                                  \
    NAME(pthread_mutex_unlock)                                                                     \
    NAME(pthread_rwlock_rdlock)                                                                    \
    NAME(pthread_rwlock_tryrdlock)                                                                 \
    NAME(pthread_rwlock_timedrdlock)                                                               \
    NAME(pthread_rwlock_clockrdlock)                                                               \
    NAME(pthread_rwlock_wrlock)                                                                    \
    NAME(pthread_rwlock_trywrlock)                                                                 \
    NAME(pthread_rwlock_timedwrlock)                                                               \
    NAME(pthread_rwlock_clockwrlock)                                                               \
    NAME(pthread_rwlock_unlock)                                                                    \
    NAME(pthread_spin_lock)                                                                        \
    NAME(pthread_spin_trylock)                                                                     \
    NAME(pthread_spin_unlock)                                                                      \
    NAME(pthread_cond_wait)                                                                        \
    NAME(pthread_cond_timedwait)                                                                   \
    NAME(pthread_cond_clockwait)                                                                   \
    NAME(pthread_cond_signal)                                                                      \
    NAME(pthread_cond_broadcast)                                                                   \
    NAME(sem_wait)                                                                                 \
    NAME(sem_trywait)                                                                              \
    NAME(sem_timedwait)                                                                            \
    NAME(sem_clockwait)                                                                            \
    NAME(sem_post)                                                                                 \
    NAME(pthread_barrier_init)                                                                     \
    NAME(pthread_barrier_destroy)                                                                  \
    NAME(pthread_barrier_wait)                                                                     \
    NAME(pthread_once)                                                                             \
    NAME(pthread_create)                                                                           \
    NAME(pthread_join)                                                                             \
    NAME(sched_yield)                                                                              \
    NAME(nanosleep)                                                                                \
    NAME(clock_nanosleep)                                                                          \
    NAME(usleep)                                                                                   \
    NAME(sleep)                                                                                    \
    NAME(clock_gettime)                                                                            \
    NAME(gettimeofday)                                                                             \
    NAME(time)                                                                                     \
    NAME(syscall)                                                                                  \
    NAME(mtx_lock)                                                                                 \
    NAME(mtx_trylock)                                                                              \
    NAME(mtx_timedlock)                                                                            \
    NAME(mtx_unlock)                                                                               \
    NAME(cnd_wait)                                                                                 \
    NAME(cnd_timedwait)                                                                            \
    NAME(cnd_signal)                                                                               \
    NAME(cnd_broadcast)                                                                            \
    NAME(thrd_create)                                                                              \
    NAME(thrd_join)                                                                                \
    NAME(thrd_yield)                                                                               \
    NAME(thrd_sleep)                                                                               \
    NAME(call_once)

#define ASSAY_NEXT_INDEX(name) ASSAY_NEXT_##name,
typedef enum assay_next_index {
    ASSAY_NEXT_NAMES(ASSAY_NEXT_INDEX) ASSAY_NEXT_COUNT
} assay_next_index;

void *assay_next(assay_next_index i);

/* The function itself, of its own type. */
#define ASSAY_NEXT(name) ((__typeof__(&name))(intptr_t)assay_next(ASSAY_NEXT_##name))

#endif
