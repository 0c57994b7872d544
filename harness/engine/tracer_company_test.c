/* Calls of more than one thread, and of processes that go their own way. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine/test_traced.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <sys/syscall.h>

static const assay_tamper counting = {.classes = ASSAY_CALLS_CHANGE};

static assay_tamper at(uint64_t k, assay_tamper_how how)
{
    assay_tamper plan = counting;

    plan.at = k;
    plan.how = how;
    return plan;
}

static void *write_in_thread(void *name)
{
    int file = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    for (int i = 0; i < 5; i++)
        if (write(file, "x", 1) != 1)
            _exit(1);
    close(file);
    return NULL;
}

/* A thread and a child, each with seven calls. */
static void write_in_company(void)
{
    pthread_t thread;

    if (pthread_create(&thread, NULL, write_in_thread, "a") != 0)
        _exit(2);
    pid_t child = fork();
    if (child == 0) {
        write_in_thread("b");
        _exit(0);
    }
    pthread_join(thread, NULL);
    waitpid(child, NULL, 0);
    _exit(0);
}

/* What came of a call of a child process is not seen in every way. */
static void expect_kill_or_hole(const outcome *to)
{
    bool hole = (to->seen.holes & ASSAY_HOLE_BEHIND) != 0;

    assert_true(!hole || tested == ASSAY_TRACING_NOTIFY);
    assert_int_equal(to->seen.fired, hole ? 0 : 1);
    assert_int_equal(to->end.signal, hole ? 0 : SIGKILL);
}

static void test_threads_and_children(void **state)
{
    outcome to = run(state, write_in_company, counting);

    assert_int_equal(to.seen.counted, 14);
    assert_int_equal(to.end.code, 0);
    assay_tampered_clear(&to.seen);
    for (uint64_t k = 1; k <= 14; k++) {
        to = run(state, write_in_company, at(k, ASSAY_TAMPER_KILL_BEFORE));
        assert_int_equal(to.end.signal, SIGKILL);
        assert_int_equal(to.seen.fired, 1);
        assay_tampered_clear(&to.seen);
        to = run(state, write_in_company, at(k, ASSAY_TAMPER_KILL_AFTER));
        expect_kill_or_hole(&to);
        assay_tampered_clear(&to.seen);
    }
}

static void leave_child(void)
{
    if (fork() == 0) {
        setsid();
        pause();
    }
    _exit(0);
}

static void test_leaves_nothing_running(void **state)
{
    outcome to = run(state, leave_child, counting); /* comes back, with nobody left to wait for */

    assert_int_equal(to.end.code, 0);
    assay_tampered_clear(&to.seen);
}

/* Whoever else is in its group, as a proxy is. */
static void kill_company(void)
{
    struct dirent *entry;
    DIR *processes = opendir("/proc");

    while (processes != NULL && (entry = readdir(processes)) != NULL) {
        pid_t pid = (pid_t)atoi(entry->d_name);
        if (pid > 0 && pid != getpid() && getpgid(pid) == getpid())
            kill(pid, SIGKILL);
    }
    int file = open("new", O_WRONLY | O_CREAT, 0600);
    _exit(write(file, "0", 1) == 1 ? 0 : 1);
}

static void test_killed_company(void **state)
{
    outcome to = run(state, kill_company, at(2, ASSAY_TAMPER_KILL_AFTER));

    assert_int_equal(to.seen.holes, tested == ASSAY_TRACING_NOTIFY ? ASSAY_HOLE_BEHIND : 0);
    assert_true(to.seen.killed);
    assert_int_equal(to.end.signal, SIGKILL);
    assay_tampered_clear(&to.seen);
}

static void listen_too(void)
{
    struct sock_filter all = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
    const struct sock_fprog program = {1, &all};

    syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0UL, &program);
    syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
    _exit(0);
}

static void test_second_listener(void **state)
{
    outcome to = run(state, listen_too, counting);

    assert_int_equal(to.seen.holes, ASSAY_HOLE_LISTENER);
    assert_true(to.seen.killed);
    assert_int_equal(to.end.signal, SIGKILL);
    assay_tampered_clear(&to.seen);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_threads_and_children),
        IN_FOLDER(test_leaves_nothing_running),
        IN_FOLDER(test_killed_company),
        IN_FOLDER(test_second_listener),
    };
    choose_way(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
