/* Locks, conditions, semaphores and barriers of threads in order. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "host/test_hooks.h"

/* What the threads share. */
static pthread_mutex_t first = PTHREAD_MUTEX_INITIALIZER, second = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static pthread_rwlock_t table = PTHREAD_RWLOCK_INITIALIZER;
static pthread_barrier_t gathering;
static sem_t tokens;
static bool ready;

static void *note_twice(void *unused)
{
    for (int i = 0; i < 2; i++) {
        pthread_mutex_lock(&first);
        note('b');
        pthread_mutex_unlock(&first);
    }
    return unused;
}

static void two_threads(void)
{
    pthread_t other = start(note_twice);

    for (int i = 0; i < 2; i++) {
        pthread_mutex_lock(&first);
        note('a');
        pthread_mutex_unlock(&first);
    }
    join(other);
}

/* Choices of the first thread: after it has made the other one, before and after each lock. */
static void test_order_is_chosen(void **state)
{
    (void)state;
    expect(two_threads, 0, "aabb");
    stop_at[0] = 1;
    expect(two_threads, 0, "bbaa");
    stop_at[0] = 4;
    expect(two_threads, 0, "abba");
    stop_at[1] = 6;
    expect(two_threads, 0, "abab");
    memset(stop_at, 0, sizeof(stop_at));
}

static void *lock_backwards(void *unused)
{
    pthread_mutex_lock(&second);
    pthread_mutex_lock(&first);
    pthread_mutex_unlock(&first);
    pthread_mutex_unlock(&second);
    return unused;
}

static void lock_in_two_orders(void)
{
    pthread_t other = start(lock_backwards);

    pthread_mutex_lock(&first);
    pthread_mutex_lock(&second);
    pthread_mutex_unlock(&second);
    pthread_mutex_unlock(&first);
    join(other);
}

static void test_deadlock(void **state)
{
    (void)state;
    expect(lock_in_two_orders, 0, "");
    stop_at[0] = 3; /* before the second lock */
    expect(lock_in_two_orders, STUCK,
           "thread 1 waits for lock 1, which thread 2 has; "
           "thread 2 waits for lock 2, which thread 1 has");
    stop_at[0] = 0;
}

static void lock_twice(void)
{
    pthread_mutex_lock(&first);
    pthread_mutex_lock(&first);
}

static void lock_kinds(void)
{
    pthread_mutexattr_t kind;
    pthread_mutex_t lock;

    MUST(pthread_mutexattr_init(&kind) == 0);
    MUST(pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_ERRORCHECK) == 0);
    MUST(pthread_mutex_init(&lock, &kind) == 0);
    MUST(pthread_mutex_lock(&lock) == 0);
    MUST(pthread_mutex_lock(&lock) == EDEADLK);
    MUST(pthread_mutex_unlock(&lock) == 0);
    MUST(pthread_mutex_unlock(&lock) == EPERM);
    MUST(pthread_mutexattr_settype(&kind, PTHREAD_MUTEX_RECURSIVE) == 0);
    MUST(pthread_mutex_init(&lock, &kind) == 0);
    MUST(pthread_mutex_lock(&lock) == 0 && pthread_mutex_lock(&lock) == 0);
    MUST(pthread_mutex_unlock(&lock) == 0 && pthread_mutex_unlock(&lock) == 0);
    MUST(pthread_rwlock_wrlock(&table) == 0);
    MUST(pthread_rwlock_wrlock(&table) == EDEADLK && pthread_rwlock_rdlock(&table) == EDEADLK);
    MUST(pthread_rwlock_unlock(&table) == 0);
}

static void give_back_twice(void)
{
    char text[100];
    pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    pthread_spinlock_t spin;

    lock_kinds();
    MUST(pthread_mutex_lock(&lock) == 0 && pthread_mutex_unlock(&lock) == 0);
    MUST(!assay_threads_misused(threads, text, sizeof(text)));
    MUST(pthread_rwlock_unlock(&table) == 0);
    MUST(assay_threads_misused(threads, text, sizeof(text)));
    MUST(strcmp(text, "thread 1 gave back lock 1, which nobody had") == 0);
    MUST(pthread_rwlock_wrlock(&table) == 0 && pthread_rwlock_unlock(&table) == 0);
    MUST(pthread_mutex_unlock(&lock) == 0 && pthread_mutex_trylock(&lock) == 0);
    MUST(pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE) == 0);
    MUST(pthread_spin_unlock(&spin) == 0 && pthread_spin_trylock(&spin) == 0);
}

static void test_given_back_twice(void **state)
{
    (void)state;
    expect(give_back_twice, 0, "");
}

/* In the place of a lock that is gone, taken, there is a new one. */
static void *leave_locked(void *unused)
{
    pthread_mutex_lock(&first);
    return unused;
}

static void make_lock_anew(void)
{
    join(start(leave_locked));
    MUST(pthread_mutex_init(&first, NULL) == 0);
    pthread_mutex_lock(&first);
    note('l');
    pthread_mutex_unlock(&first);
    join(start(leave_locked));
    pthread_mutex_lock(&first);
}

static void test_lock_that_is_gone(void **state)
{
    (void)state;
    expect(make_lock_anew, STUCK, "thread 1 waits for lock 1, which thread 2 has");
}

static void test_lock_of_its_own(void **state)
{
    (void)state;
    expect(lock_twice, STUCK, "thread 1 waits for lock 1, which thread 1 has");
    expect(lock_kinds, 0, "");
}

static void *hold_for_an_hour(void *unused)
{
    pthread_mutex_lock(&first);
    pthread_rwlock_wrlock(&table);
    note('h');
    sleep(3600);
    note('H');
    pthread_rwlock_unlock(&table);
    pthread_mutex_unlock(&first);
    return unused;
}

/* An hour of virtual time. */
static void wait_for_some_time(void)
{
    struct timespec at;
    int64_t began = seconds();
    pthread_t other = start(hold_for_an_hour);

    sched_yield();
    at = in_seconds(60);
    MUST(pthread_mutex_timedlock(&first, &at) == ETIMEDOUT);
    at = in_seconds(60);
    MUST(pthread_rwlock_timedrdlock(&table, &at) == ETIMEDOUT);
    MUST(pthread_mutex_trylock(&first) == EBUSY && pthread_rwlock_tryrdlock(&table) == EBUSY);
    MUST(seconds() >= began + 120 && seconds() < began + 3600);
    note('w');
    at = in_seconds(7200);
    MUST(pthread_mutex_timedlock(&first, &at) == 0);
    note('l');
    MUST(seconds() >= began + 3600 && time(NULL) < began + 3700);
    pthread_mutex_unlock(&first);
    join(other);
}

static void test_time_is_virtual(void **state)
{
    (void)state;
    expect(wait_for_some_time, 0, "hwHl");
}

static void *give(void *unused)
{
    pthread_mutex_lock(&first);
    ready = true;
    pthread_cond_signal(&changed);
    note('g');
    pthread_mutex_unlock(&first);
    return unused;
}

static void wait_for_condition(void)
{
    pthread_t other = start(give);

    pthread_mutex_lock(&first);
    while (!ready)
        pthread_cond_wait(&changed, &first);
    note('w');
    struct timespec at = in_seconds(10);
    MUST(pthread_cond_timedwait(&changed, &first, &at) == ETIMEDOUT);
    MUST(pthread_mutex_trylock(&first) == EBUSY); /* it has the lock again */
    pthread_mutex_unlock(&first);
    join(other);
}

static void signal_lost(void)
{
    pthread_t other = start(give);

    join(other);
    pthread_mutex_lock(&first);
    pthread_cond_wait(&changed, &first);
}

static void test_conditions(void **state)
{
    (void)state;
    expect(wait_for_condition, 0, "gw");
    stop_at[0] = 1; /* the other thread first */
    expect(wait_for_condition, 0, "gw");
    stop_at[0] = 0;
    expect(signal_lost, STUCK, "thread 1 waits for condition 1");
}

static void *post(void *unused)
{
    note('p');
    sem_post(&tokens);
    return unused;
}

static void use_semaphore(void)
{
    MUST(sem_init(&tokens, 0, 1) == 0);
    MUST(sem_wait(&tokens) == 0);
    MUST(sem_trywait(&tokens) != 0 && errno == EAGAIN);
    struct timespec at = in_seconds(10);
    MUST(sem_timedwait(&tokens, &at) != 0 && errno == ETIMEDOUT);
    pthread_t other = start(post);
    MUST(sem_wait(&tokens) == 0);
    note('t');
    join(other);
    MUST(sem_wait(&tokens) == 0);
}

static void test_semaphores(void **state)
{
    (void)state;
    expect(use_semaphore, STUCK, "thread 1 waits for semaphore 1");
}

static void *read_table(void *unused)
{
    pthread_rwlock_rdlock(&table);
    note('r');
    pthread_barrier_wait(&gathering); /* the other reader has the lock, too */
    note('R');
    pthread_rwlock_unlock(&table);
    return unused;
}

static void read_and_write(void)
{
    MUST(pthread_barrier_init(&gathering, NULL, 2) == 0);
    pthread_t one = start(read_table), other = start(read_table);

    sched_yield();
    pthread_rwlock_wrlock(&table);
    note('w');
    pthread_rwlock_unlock(&table);
    join(one);
    join(other);
}

static void test_readers_share(void **state)
{
    (void)state;
    expect(read_and_write, 0, "rrRRw");
}

static void *meet(void *unused)
{
    note('m');
    if (pthread_barrier_wait(&gathering) == PTHREAD_BARRIER_SERIAL_THREAD)
        note('S');
    return unused;
}

static void gather(void)
{
    MUST(pthread_barrier_init(&gathering, NULL, 3) == 0);
    for (int i = 0; i < 2; i++) {
        pthread_t one = start(meet), other = start(meet);
        meet(NULL);
        join(one);
        join(other);
    }
    MUST(pthread_barrier_destroy(&gathering) == 0);
}

static void test_barriers(void **state)
{
    (void)state;
    expect(gather, 0, "mmmSmmmS");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order_is_chosen),  cmocka_unit_test(test_deadlock),
        cmocka_unit_test(test_given_back_twice), cmocka_unit_test(test_lock_that_is_gone),
        cmocka_unit_test(test_lock_of_its_own),  cmocka_unit_test(test_time_is_virtual),
        cmocka_unit_test(test_conditions),       cmocka_unit_test(test_semaphores),
        cmocka_unit_test(test_readers_share),    cmocka_unit_test(test_barriers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
