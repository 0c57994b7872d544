/* A thread that is held in a read, and what another one does meanwhile. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine/gate.h"
#include "engine/test_traced.h"

#include <fcntl.h>
#include <linux/futex.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/syscall.h>

/* What a child is told: it inherits them. */
static assay_gate_words *words;
static void (*other_work)(void);
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *other(void *unused)
{
    atomic_store(&words->caller, (uint32_t)syscall(SYS_gettid));
    while (atomic_load(&words->state) == ASSAY_GATE_OPEN)
        syscall(SYS_futex, &words->state, FUTEX_WAIT, ASSAY_GATE_OPEN, NULL, NULL, 0);
    other_work();
    atomic_store(&words->state, ASSAY_GATE_BACK);
    return unused;
}

/* Reads two bytes under the lock, as a reader that does everything under one. */
static void read_under_lock(void)
{
    char byte;
    pthread_t thread;
    int file = open("data", O_RDONLY);

    if (file < 0 || pthread_create(&thread, NULL, other, NULL) != 0)
        _exit(3);
    while (atomic_load(&words->caller) == 0)
        usleep(100);
    pthread_mutex_lock(&lock);
    if (read(file, &byte, 1) != 1 || read(file, &byte, 1) != 1)
        _exit(4);
    pthread_mutex_unlock(&lock);
    if (pthread_join(thread, NULL) != 0)
        _exit(5);
    _exit(0);
}

static void do_nothing(void)
{
}

static void take_lock(void)
{
    pthread_mutex_lock(&lock);
    pthread_mutex_unlock(&lock);
}

static void *take_lock_aside(void *unused)
{
    take_lock();
    return unused;
}

/* Asleep, but not on the lock itself: a third thread is. */
static void wait_for_third(void)
{
    pthread_t third;

    if (pthread_create(&third, NULL, take_lock_aside, NULL) != 0)
        _exit(6);
    pthread_join(third, NULL);
}

static void read_itself(void)
{
    char byte;
    int file = open("data", O_RDONLY);

    if (file >= 0 && read(file, &byte, 1) != 1)
        _exit(7);
    close(file);
}

static void try_now_and_then(void)
{
    while (pthread_mutex_trylock(&lock) != 0)
        usleep(1000);
    pthread_mutex_unlock(&lock);
}

static void spin(void)
{
    while (pthread_mutex_trylock(&lock) != 0)
        continue;
    pthread_mutex_unlock(&lock);
}

static void write_data(void **state)
{
    char path[300];

    snprintf(path, sizeof(path), "%s/data", (const char *)*state);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fputs("data", file) < 0, 0);
    assert_int_equal(fclose(file), 0);
}

/* Holds the k-th call: 1 is open, 2 and 3 the reads. */
static outcome hold(void **state, void (*meanwhile)(void), uint64_t k, assay_gate *gate)
{
    assay_tamper plan = {
        .classes = ASSAY_CALLS_READ, .how = ASSAY_TAMPER_HOLD, .at = k, .gate = gate};

    write_data(state);
    words = mmap(NULL, sizeof(*words), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(words != MAP_FAILED);
    gate->words = words;
    other_work = meanwhile;
    return run_for(state, read_under_lock, plan, 110);
}

static void expect(void **state, void (*meanwhile)(void), assay_gate_end end, const char *says)
{
    assay_gate gate = ASSAY_GATE_INIT;
    char call[100];
    outcome to = hold(state, meanwhile, 3, &gate);

    assert_int_equal(gate.end, end);
    assay_seen_print(&gate.held, call, sizeof(call));
    assert_string_equal(call, "read 'data', 1 bytes");
    if (strstr(gate.state, says) == NULL)
        fail_msg("'%s' instead of '%s'", gate.state, says);
    assert_int_equal(to.seen.killed, end != ASSAY_GATE_CAME_BACK);
    assert_int_equal(to.end.code, 0);
    assert_int_equal(to.end.signal, end == ASSAY_GATE_CAME_BACK ? 0 : SIGKILL);
    assay_tampered_clear(&to.seen);
    assay_buffer_clear(&gate.stack);
    munmap(words, sizeof(*words));
}

static void test_comes_back(void **state)
{
    expect(state, do_nothing, ASSAY_GATE_CAME_BACK, "");
}

/* ThreadSanitizer has threads of its own in a process, which wake up ten times a second: it is
 * never asleep for good with all of its threads. A gate cannot tell them from threads of the
 * connector. */
static void expect_asleep(void **state, void (*meanwhile)(void))
{
#ifdef __SANITIZE_THREAD__
    expect(state, meanwhile, ASSAY_GATE_UNKNOWN, "a lock, a condition or a thread");
#else
    expect(state, meanwhile, ASSAY_GATE_ASLEEP, "a lock, a condition or a thread");
#endif
}

static void test_asleep_on_lock(void **state)
{
    expect_asleep(state, take_lock);
}

static void test_asleep_behind_another(void **state)
{
    expect_asleep(state, wait_for_third);
}

static void test_reads(void **state)
{
    assay_gate gate = ASSAY_GATE_INIT;
    outcome to = hold(state, read_itself, 2, &gate);
    char call[100];

    assert_int_equal(gate.end, ASSAY_GATE_READS);
    assay_seen_print(&gate.made, call, sizeof(call));
    assert_string_equal(call, "openat 'data'");
    assay_tampered_clear(&to.seen);
    munmap(words, sizeof(*words));
}

/* Neither of them is asleep for good, whatever it waits for. */
static void test_not_known(void **state)
{
    expect(state, try_now_and_then, ASSAY_GATE_UNKNOWN, "");
    expect(state, spin, ASSAY_GATE_UNKNOWN, "running");
}

static void test_no_such_call(void **state)
{
    assay_gate gate = ASSAY_GATE_INIT;
    write_data(state);
    words = mmap(NULL, sizeof(*words), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_true(words != MAP_FAILED);
    atomic_store(&words->state, ASSAY_GATE_OVER);
    gate.words = words;
    other_work = do_nothing;
    assay_tamper plan = {
        .classes = ASSAY_CALLS_READ, .how = ASSAY_TAMPER_HOLD, .at = 2, .gate = &gate};
    outcome to = run(state, read_under_lock, plan);
    assert_int_equal(gate.end, ASSAY_GATE_NONE);
    assert_int_equal(to.end.code, 0);
    assert_int_equal(to.seen.counted, 3);
    assay_tampered_clear(&to.seen);
    munmap(words, sizeof(*words));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_comes_back),
        IN_FOLDER(test_asleep_on_lock),
        IN_FOLDER(test_asleep_behind_another),
        IN_FOLDER(test_reads),
        IN_FOLDER(test_not_known),
        IN_FOLDER(test_no_such_call),
    };
    choose_way(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
