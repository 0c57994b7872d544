#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine/escort.h"
#include "engine/exhausted.h"
#include "engine/process_private.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SECONDS = 1000000, TRIES = 20000 };

static void wait_for_signal(void)
{
    for (;;)
        pause();
}

static void lock_twice(void)
{
    pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

    pthread_mutex_lock(&lock);
    pthread_mutex_lock(&lock);
}

static void stop(void)
{
    raise(SIGSTOP);
}

static void spin(void)
{
    for (volatile unsigned i = 0;; i++)
        continue;
}

/* The state of a process, once it says so. */
static void expect_state(void (*act)(void), const char *says)
{
    char text[256] = "";

    pid_t child = fork();
    if (child == 0) {
        act();
        _exit(0);
    }
    for (int i = 0; i < TRIES && strstr(text, says) == NULL; i++) {
        assay_process_state(child, text, sizeof(text));
        usleep(500);
    }
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, NULL, 0), child);
    if (strstr(text, says) == NULL)
        fail_msg("'%s' instead of '%s'", text, says);
}

static void test_states(void **state)
{
    (void)state;
    expect_state(wait_for_signal, "asleep in p"); /* pause or poll, as the machine has it */
    expect_state(lock_twice, "asleep in futex, waiting for a lock, a condition or a thread");
    expect_state(stop, "stopped by a signal (state T");
    expect_state(spin, "running (state R");
}

static void act_under_escort(void *argument)
{
    void (*const *act)(void) = argument;

    assay_escort_wait();
    (*act)();
}

static void escort(void (*act)(void), assay_buffer *to)
{
    assay_error error = ASSAY_ERROR_INIT;
    assay_process process = {.kept = -1};
    assay_scene *scene =
        mmap(NULL, sizeof(*scene), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    assert_true(scene != MAP_FAILED);
    assert_int_equal(assay_process_start(act_under_escort, &act, scene, &process, &error),
                     ASSAY_OK);
    assay_escort(&process, assay_clock_now() + 60 * (int64_t)SECONDS, to);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(assay_buffer_append(&to->out, "", 1), ASSAY_OK);
    munmap(scene, sizeof(*scene));
}

static void crash_ignored(void)
{
    int *volatile nowhere = (int *)8;

    signal(SIGSEGV, SIG_IGN);
    *nowhere = 1;
}

static void crash_blocked(void)
{
    sigset_t all;
    int *volatile nowhere = (int *)8;

    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    *nowhere = 1;
}

static void end(void)
{
}

/* There is no assay-stack beside this program: that it was asked is all there is to see. */
static void test_escort(void **state)
{
    void (*const crashes[])(void) = {crash_ignored, crash_blocked};
    assay_buffer stack = ASSAY_BUFFER_INIT;

    (void)state;
    unsetenv("ASSAY_STACK");
    unsetenv("ASSAY_LIBEXEC");
    for (size_t i = 0; i < 2; i++) {
        escort(crashes[i], &stack);
        assert_non_null(strstr((const char *)stack.data, "there is no assay-stack beside"));
    }
    escort(end, &stack);
    assert_non_null(strstr((const char *)stack.data, "did not crash again"));
    assay_buffer_clear(&stack);
}

static int exhausted_after(void (*act)(void))
{
    int status;

    pid_t child = fork();
    if (child == 0) {
        act();
        const char *what = assay_exhausted();
        _exit(what == NULL ? 0 : what[0]);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void open_until_full(void)
{
    const struct rlimit few = {100, 100};

    setrlimit(RLIMIT_NOFILE, &few);
    while (open("/dev/null", O_RDONLY) >= 0)
        continue;
}

static void map_until_full(void)
{
    while (mmap(NULL, (size_t)1 << 40, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1,
                0) != MAP_FAILED)
        continue;
    for (size_t size = (size_t)1 << 39; size >= 4096; size /= 2)
        while (mmap(NULL, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0) !=
               MAP_FAILED)
            continue;
}

static void test_exhausted(void **state)
{
    (void)state;
    assert_int_equal(exhausted_after(end), 0);
    assert_int_equal(exhausted_after(open_until_full), 'd');
    assert_int_equal(exhausted_after(map_until_full), 'm');
}

static void pause_for_ever(void *unused)
{
    (void)unused;
    for (;;)
        pause();
}

/* Of a process that never ends. */
static assay_process_end end_of(int64_t deadline, int64_t latest)
{
    assay_scene *scene =
        mmap(NULL, sizeof(*scene), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assay_process_trail trail = {ASSAY_BUFFER_INIT, ASSAY_BUFFER_INIT};
    assay_error error = ASSAY_ERROR_INIT;
    assay_process process = {.kept = -1};
    assay_process_end end;

    assert_true(scene != MAP_FAILED);
    assert_int_equal(assay_process_start(pause_for_ever, NULL, scene, &process, &error), ASSAY_OK);
    process.latest = latest;
    assay_process_wait(&process, deadline, &trail, &end);
    assay_buffer_clear(&trail.tail);
    assay_buffer_clear(&trail.stack);
    munmap(scene, sizeof(*scene));
    return end;
}

/* A deadline that has not come, as far as it can be put off, or has: only the first is no verdict.
 */
static void test_latest(void **state)
{
    (void)state;
    assay_process_end busy = end_of(INT64_MAX / 2, 0);
    assert_true(busy.late && busy.busy);
    assay_process_end late = end_of(0, 0);
    assert_true(late.late && !late.busy);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_states),
        cmocka_unit_test(test_escort),
        cmocka_unit_test(test_exhausted),
        cmocka_unit_test(test_latest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
