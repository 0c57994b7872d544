#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "data/command.h"
#include "data/generator.h"
#include "data/guard.h"
#include "data/test_folder.h"
#include <errno.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct stopping {
    assay_guard guard;
    int ask;
} stopping;

static stopping make_stopping(bool asked)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    stopping made = {{ends[0], -1}, ends[1]};
    if (asked)
        assert_int_equal(write(made.ask, "", 1), 1);
    return made;
}

static void close_stopping(stopping *self)
{
    close(self->guard.stop);
    close(self->ask);
}

static void test_asked(void **state)
{
    const assay_guard none = ASSAY_GUARD_NONE;
    stopping quiet = make_stopping(false), asked = make_stopping(true);
    (void)state;
    assert_false(assay_guard_stopped(NULL));
    assert_false(assay_guard_stopped(&none));
    assert_false(assay_guard_stopped(&quiet.guard));
    assert_true(assay_guard_stopped(&asked.guard));
    assert_true(assay_guard_stopped(&asked.guard)); /* it stays so */
    assay_guard_tell(NULL, 1);
    assay_guard_tell(&none, 1);
    close_stopping(&quiet);
    close_stopping(&asked);
}

static pid_t start_child(bool leaves)
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0 && leaves)
        _exit(7);
    while (pid == 0)
        pause();
    return pid;
}

static void test_children(void **state)
{
    int status;
    (void)state;
    assert_true(assay_child_wait(start_child(true), 600000, &status));
    assert_int_equal(WEXITSTATUS(status), 7);
    pid_t pid = start_child(false);
    assert_false(assay_child_wait(pid, 10, &status));
    assay_child_see_off(pid, 10, &status);
    assert_int_equal(WTERMSIG(status), SIGKILL);
    pid = start_child(false);
    kill(pid, SIGSTOP);
    assay_child_see_off(pid, 10, NULL);
    assert_int_equal(waitpid(pid, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
}

/* A line of sh, whose output asks for the end. */
static assay_status ask(void *context, assay_bytes piece, assay_error *error)
{
    (void)piece, (void)error;
    assert_int_equal(write(((stopping *)context)->ask, "", 1), 1);
    return ASSAY_OK;
}

static assay_status run(const char *line, stopping *with, assay_error *error)
{
    char *const words[] = {(char *)"sh", (char *)"-c", (char *)line, NULL};
    const assay_command command = {.words = words,
                                   .title = "a line",
                                   .timeout_ms = 600000,
                                   .guard = &with->guard,
                                   .take = ask,
                                   .context = with};
    return assay_command_run(&command, NULL, error);
}

static void test_command_is_killed(void **state)
{
    assay_error error = ASSAY_ERROR_INIT;
    char line[200];
    stopping with = make_stopping(false);
    snprintf(line, sizeof(line), "trap '' TERM; echo $$ >%s/pid; echo; sleep 1000; echo x >%s/late",
             (char *)*state, (char *)*state);
    assert_int_equal(run(line, &with, &error), ASSAY_END);
    assert_string_equal(error.message, "");
    snprintf(line, sizeof(line), "%s/pid", (char *)*state);
    FILE *file = fopen(line, "r");
    int pid = 0;
    assert_non_null(file);
    assert_int_equal(fscanf(file, "%d", &pid), 1);
    fclose(file);
    assert_int_equal(kill(pid, 0), -1);
    assert_int_equal(errno, ESRCH);
    close_stopping(&with);
}

static void test_command_is_not_started(void **state)
{
    char line[200];
    stopping with = make_stopping(true);
    snprintf(line, sizeof(line), "echo >%s/begun", (char *)*state);
    assert_int_equal(run(line, &with, NULL), ASSAY_END);
    snprintf(line, sizeof(line), "%s/begun", (char *)*state);
    assert_int_not_equal(access(line, F_OK), 0);
    close_stopping(&with);
}

/* The group is told before the program can have started anything, its end before its number is
 * free. */
static void test_janitor_is_told(void **state)
{
    int ends[2];
    pid_t told[3] = {-1, -1, -1};
    char *const words[] = {(char *)"true", NULL}, *const none[] = {(char *)"/none/such", NULL};
    (void)state;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
    const assay_guard guard = {-1, ends[0]};
    assay_command command = {
        .words = words, .title = "true", .timeout_ms = 600000, .guard = &guard};
    assert_int_equal(assay_command_run(&command, NULL, NULL), ASSAY_OK);
    assert_int_equal(recv(ends[1], told, sizeof(told), MSG_DONTWAIT), 2 * sizeof(pid_t));
    assert_true(told[0] > 1);
    assert_int_equal(told[1], 0);
    command.words = none;
    assert_int_equal(assay_command_run(&command, NULL, NULL), ASSAY_IO);
    assert_int_equal(recv(ends[1], told, sizeof(told), MSG_DONTWAIT), 2 * sizeof(pid_t));
    assert_int_equal(told[1], 0);
    close(ends[1]); /* nobody listens: no signal, no failure */
    command.words = words;
    assert_int_equal(assay_command_run(&command, NULL, NULL), ASSAY_OK);
    close(ends[0]);
}

static void test_data_is_given_up(void **state)
{
    static const char *const names[] = {"integers", "lines", "gzip-lines", "records"};
    stopping asked = make_stopping(true), quiet = make_stopping(false);
    assay_setting_list options = {0, NULL};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        assay_dataset dataset;
        const assay_generator *generator = assay_generator_find(names[i]);
        assay_amount amount = {UINT64_MAX / 4096, 1, NULL, 0, &asked.guard};
        assert_int_equal(generator->make(&options, &amount, *state, &dataset, NULL), ASSAY_END);
        amount = (assay_amount){0, 1, NULL, 0, &asked.guard};
        assert_int_equal(generator->make(&options, &amount, *state, &dataset, NULL), ASSAY_END);
        amount = (assay_amount){100, 1, NULL, 0, &quiet.guard};
        assert_int_equal(generator->make(&options, &amount, *state, &dataset, NULL), ASSAY_OK);
        assay_dataset_clear(&dataset);
    }
    close_stopping(&asked);
    close_stopping(&quiet);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_asked),
        cmocka_unit_test(test_children),
        cmocka_unit_test_setup_teardown(test_command_is_killed, test_folder_make,
                                        test_folder_remove),
        cmocka_unit_test_setup_teardown(test_command_is_not_started, test_folder_make,
                                        test_folder_remove),
        cmocka_unit_test(test_janitor_is_told),
        cmocka_unit_test_setup_teardown(test_data_is_given_up, test_folder_make,
                                        test_folder_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
