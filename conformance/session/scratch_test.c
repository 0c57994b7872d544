#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "session/scratch.h"

#include "data/command.h"
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static void fill(const char *folder)
{
    char path[256];
    snprintf(path, sizeof(path), "%s/sub", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof(path), "%s/sub/file", folder);
    int fd = open(path, O_CREAT | O_WRONLY, 0400);
    assert_true(fd >= 0);
    close(fd);
    snprintf(path, sizeof(path), "%s/link", folder);
    assert_int_equal(symlink("/", path), 0);
    snprintf(path, sizeof(path), "%s/closed", folder);
    assert_int_equal(mkdir(path, 0), 0);
}

static void test_made_and_removed(void **state)
{
    (void)state;
    assay_scratch scratch = {.path = NULL};
    assay_scratch_close(&scratch);
    assert_int_equal(assay_scratch_open(&scratch, NULL), ASSAY_OK);
    char path[256];
    snprintf(path, sizeof(path), "%s", scratch.path);
    fill(path);
    assay_scratch_close(&scratch);
    assert_int_not_equal(access(path, F_OK), 0);
    assert_int_equal(access("/tmp", F_OK), 0);
    assay_scratch_close(&scratch);
}

static _Noreturn void die_with_scratch(int to)
{
    assay_scratch scratch;
    if (assay_scratch_open(&scratch, NULL) != ASSAY_OK)
        _exit(1);
    fill(scratch.path);
    if (write(to, scratch.path, strlen(scratch.path)) < 0)
        _exit(1);
    raise(SIGKILL);
    _exit(1);
}

static void test_removed_when_killed(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        die_with_scratch(ends[1]);
    close(ends[1]);
    char path[256];
    ssize_t size = read(ends[0], path, sizeof(path) - 1);
    assert_true(size > 0);
    path[size] = '\0';
    close(ends[0]);
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status));
    assert_true(waitpid(-1, &status, 0) > 0); /* the janitor, now ours */
    assert_int_not_equal(access(path, F_OK), 0);
}

/* Neither is it in the way, nor is anything left of the folder. */
static void test_janitor_stopped_or_killed(void **state)
{
    (void)state;
    static const int signals[] = {SIGSTOP, SIGKILL, SIGTERM, SIGINT, SIGHUP};
    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
        assay_scratch scratch;
        char path[256];
        assert_int_equal(assay_scratch_open(&scratch, NULL), ASSAY_OK);
        snprintf(path, sizeof(path), "%s", scratch.path);
        fill(path);
        assert_int_equal(kill(scratch.janitor, signals[i]), 0);
        assay_scratch_close(&scratch);
        assert_int_not_equal(access(path, F_OK), 0);
    }
}

static assay_status die(void *context, assay_bytes piece, assay_error *error)
{
    (void)context, (void)piece, (void)error;
    raise(SIGKILL);
    return ASSAY_IO;
}

/* Ends while a command runs, of which a process is left then. */
static _Noreturn void die_with_command(void)
{
    assay_scratch scratch;
    if (assay_scratch_open(&scratch, NULL) != ASSAY_OK)
        _exit(1);
    const assay_guard guard = {-1, scratch.hold};
    char *const words[] = {(char *)"sh", (char *)"-c",
                           (char *)"trap '' TERM HUP; sleep 1000 & echo; wait", NULL};
    const assay_command command = {
        .words = words, .title = "a line", .timeout_ms = 600000, .guard = &guard, .take = die};
    _exit(assay_command_run(&command, NULL, NULL) == ASSAY_OK ? 0 : 1);
}

static void test_command_is_killed_with_it(void **state)
{
    (void)state;
    assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0)
        die_with_command();
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status));
    while (waitpid(-1, &status, 0) > 0) /* for ever, if something stays */
        continue;
    assert_int_equal(errno, ECHILD);
}

static void test_no_place(void **state)
{
    (void)state;
    assay_scratch scratch;
    assay_error error = ASSAY_ERROR_INIT;
    assert_int_equal(setenv("TMPDIR", "/nonexistent", 1), 0);
    assert_int_equal(assay_scratch_open(&scratch, &error), ASSAY_IO);
    unsetenv("TMPDIR");
    assert_string_equal(error.message,
                        "cannot make a folder in '/nonexistent': No such file or directory");
    assay_scratch_close(&scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_made_and_removed),
        cmocka_unit_test(test_removed_when_killed),
        cmocka_unit_test(test_janitor_stopped_or_killed),
        cmocka_unit_test(test_command_is_killed_with_it),
        cmocka_unit_test(test_no_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
