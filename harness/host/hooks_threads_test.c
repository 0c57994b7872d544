/* Threads that come, end and give way, other ways to wait, and what cannot be followed. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "host/test_hooks.h"

static pthread_mutex_t first = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
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

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void set_up(void)
{
    note('o');
    sched_yield();
    note('O');
}

static void *set_up_once(void *unused)
{
    pthread_once(&once, set_up);
    note('d');
    return unused;
}

static void do_once(void)
{
    pthread_t other = start(set_up_once);

    set_up_once(NULL);
    join(other);
}

static void test_once(void **state)
{
    (void)state;
    expect(do_once, 0, "oOdd");
}

static pthread_spinlock_t spin;

static void *spin_aside(void *unused)
{
    pthread_spin_lock(&spin);
    note('s');
    pthread_spin_unlock(&spin);
    return unused;
}

static void spin_and_yield(void)
{
    MUST(pthread_spin_init(&spin, PTHREAD_PROCESS_PRIVATE) == 0);
    MUST(pthread_spin_lock(&spin) == 0 && pthread_spin_trylock(&spin) == EBUSY);
    pthread_t other = start(spin_aside);
    for (int i = 0; i < 3; i++)
        sched_yield();
    note('m');
    pthread_spin_unlock(&spin);
    while (course_size < 2)
        sched_yield(); /* who gives way does not keep the others from going on */
    join(other);
}

static void test_spin_locks_and_yields(void **state)
{
    (void)state;
    expect(spin_and_yield, 0, "ms");
}

static void *sleep_long(void *unused)
{
    struct timespec span = {20, 0};

    nanosleep(&span, NULL);
    note('l');
    return unused;
}

static void *sleep_short(void *unused)
{
    struct timespec span = {10, 0};

    clock_nanosleep(CLOCK_MONOTONIC, 0, &span, NULL);
    note('s');
    return unused;
}

static void sleep_both(void)
{
    pthread_t one = start(sleep_long), other = start(sleep_short);

    usleep(5000000);
    note('m');
    join(one);
    join(other);
}

static void test_sleepers_wake_in_order(void **state)
{
    (void)state;
    expect(sleep_both, 0, "msl");
}

static _Atomic uint32_t word;

static void *wake_word(void *unused)
{
    atomic_store(&word, 1);
    MUST(syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0) == 1);
    note('k');
    return unused;
}

static void use_futex(void)
{
    struct timespec span = {5, 0};

    MUST(syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 7, NULL, NULL, 0) != 0 && errno == EAGAIN);
    MUST(syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 0, &span, NULL, 0) != 0 &&
         errno == ETIMEDOUT);
    pthread_t other = start(wake_word);
    MUST(syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 0, NULL, NULL, 0) == 0);
    note('w');
    join(other);
    MUST(syscall(SYS_getpid) == getpid());
    syscall(SYS_futex, &word, FUTEX_CMP_REQUEUE_PRIVATE, 1, 1, &word, 0);
}

static void test_futexes(void **state)
{
    (void)state;
    expect(use_futex, LOST, "a futex is used in a way that cannot be followed: 4");
}

static mtx_t c11_lock;
static cnd_t c11_changed;

static int give_in_c11(void *unused)
{
    (void)unused;
    mtx_lock(&c11_lock);
    ready = true;
    note('g');
    cnd_broadcast(&c11_changed);
    mtx_unlock(&c11_lock);
    thrd_exit(7);
}

static void use_c11(void)
{
    thrd_t thread;
    int code = 0;
    struct timespec at, span = {3, 0};

    MUST(mtx_init(&c11_lock, mtx_timed) == thrd_success && cnd_init(&c11_changed) == thrd_success);
    MUST(thrd_create(&thread, give_in_c11, NULL) == thrd_success);
    mtx_lock(&c11_lock);
    MUST(mtx_trylock(&c11_lock) == thrd_busy);
    while (!ready)
        cnd_wait(&c11_changed, &c11_lock);
    at = in_seconds(9);
    MUST(cnd_timedwait(&c11_changed, &c11_lock, &at) == thrd_timedout);
    mtx_unlock(&c11_lock);
    MUST(thrd_join(thread, &code) == thrd_success && code == 7);
    MUST(thrd_sleep(&span, NULL) == 0);
    note('e');
}

static void test_c11(void **state)
{
    (void)state;
    expect(use_c11, 0, "ge");
}

static void *leave_early(void *value)
{
    pthread_exit(value);
}

static void *make_another(void *unused)
{
    join(start(note_twice));
    return unused;
}

/* Many threads, one after the other and in each other. */
static void make_threads(void)
{
    void *got;

    for (int i = 0; i < 100; i++) {
        pthread_t thread;
        MUST(pthread_create(&thread, NULL, leave_early, &word) == 0);
        MUST(pthread_join(thread, &got) == 0 && got == &word);
    }
    join(start(make_another));
    pthread_attr_t detached;
    pthread_t thread;
    MUST(pthread_attr_init(&detached) == 0);
    MUST(pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED) == 0);
    MUST(pthread_create(&thread, &detached, note_twice, NULL) == 0);
    usleep(1);
    MUST(course_size == 4);
}

static void *wait_for_ever(void *unused)
{
    pthread_mutex_lock(&first);
    pthread_cond_wait(&changed, &first);
    return unused;
}

static void make_too_many(void)
{
    for (int i = 0; i < ASSAY_THREADS; i++)
        start(wait_for_ever);
}

static void test_threads_come_and_go(void **state)
{
    (void)state;
    expect(make_threads, 0, "bbbb");
    expect(make_too_many, LOST, "more than 32 threads at a time");
}

/* A child of a fork is none of them. */
static void fork_one(void)
{
    int status;

    start(note_twice);
    pid_t child = fork();
    if (child == 0) {
        pthread_mutex_lock(&first);
        usleep(1);
        _exit(assay_threads_here() == NULL ? 5 : 6);
    }
    MUST(waitpid(child, &status, 0) == child && WEXITSTATUS(status) == 5);
    usleep(1);
    note('f');
}

static void test_fork(void **state)
{
    (void)state;
    expect(fork_one, 0, "bbf");
}

static _Atomic bool flag;
static int ends[2];

static void *set_flag(void *unused)
{
    flag = true;
    MUST(write(ends[1], "x", 1) == 1);
    return unused;
}

static void spin_on_flag(void)
{
    MUST(pipe(ends) == 0);
    start(set_flag);
    while (!flag)
        continue;
}

static void wait_in_kernel(void)
{
    char byte;

    MUST(pipe(ends) == 0);
    start(set_flag);
    MUST(read(ends[0], &byte, 1) == 1);
}

static void test_what_cannot_be_followed(void **state)
{
    (void)state;
    expect(
        spin_on_flag, LOST,
        "thread 1 goes on without a call that can be followed, while others wait: it may spin on "
        "a value in memory");
    result got = run(wait_in_kernel);
    assert_int_equal(got.code, LOST);
    assert_non_null(strstr(got.text, "thread 1 sleeps in the kernel (system call "));
}

static void test_exported(void **state)
{
    (void)state;
    assert_true(assay_threads_possible());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_once),
        cmocka_unit_test(test_spin_locks_and_yields),
        cmocka_unit_test(test_sleepers_wake_in_order),
        cmocka_unit_test(test_futexes),
        cmocka_unit_test(test_c11),
        cmocka_unit_test(test_threads_come_and_go),
        cmocka_unit_test(test_fork),
        cmocka_unit_test(test_what_cannot_be_followed),
        cmocka_unit_test(test_exported),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
