#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine/stragglers.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

_Noreturn static void wait_for_ever(const char *name, int ready)
{
    prctl(PR_SET_NAME, name);
    if (write(ready, "", 1) != 1)
        _exit(1);
    for (;;)
        pause();
}

/* In a child: two that go on, one of them in a session of its own with a child of its own, and one
 * that has ended. */
_Noreturn static void abandon_three(int ready)
{
    if (fork() == 0)
        wait_for_ever("plain", ready);
    if (fork() == 0) {
        setsid();
        signal(SIGTERM, SIG_IGN);
        if (fork() == 0)
            wait_for_ever("its child", ready);
        wait_for_ever("session", ready);
    }
    siginfo_t info;
    pid_t third = fork();
    if (third == 0)
        _exit(0);
    waitid(P_PID, (id_t)third, &info, WEXITED | WNOWAIT);
    _exit(0);
}

static void run(void (*act)(int ready), size_t signs)
{
    int ends[2];
    char sign;

    assay_stragglers_inherit();
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0)
        act(ends[1]);
    close(ends[1]);
    for (size_t i = 0; i < signs; i++)
        assert_int_equal(read(ends[0], &sign, 1), 1);
    assert_int_equal(waitpid(child, NULL, 0), child);
    close(ends[0]);
}

static void test_all_are_killed_and_named(void **state)
{
    assay_left left = {.said = 0};

    (void)state;
    run(abandon_three, 3);
    assay_stragglers_kill(0, &left);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
    assert_int_equal(left.processes, 2); /* the third was not yet ours */
    assert_non_null(strstr(left.text, "processes: 2 at work when all was released, 1 of them in a "
                                      "session of their own; killed: '"));
    assert_non_null(strstr(left.text, "'plain'"));
    assert_non_null(strstr(left.text, "'session'"));
}

static void test_nobody_asks(void **state)
{
    (void)state;
    run(abandon_three, 3);
    assay_stragglers_kill(0, NULL);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

_Noreturn static void abandon_none(int ready)
{
    (void)ready;
    _exit(0);
}

static void test_none_is_left(void **state)
{
    assay_left left = {.said = 0};

    (void)state;
    run(abandon_none, 0);
    assay_stragglers_kill(0, &left);
    assert_int_equal(left.processes, 0);
    assert_string_equal(left.text, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_are_killed_and_named),
        cmocka_unit_test(test_nobody_asks),
        cmocka_unit_test(test_none_is_left),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
