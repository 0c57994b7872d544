#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "host/pool.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* TEST_HOST and TEST_LIBRARY come from the build. */

typedef struct fixture {
    assay_pool *pool;
    char folder[64];
    assay_setting settings[1];
    assay_dataset dataset;
    assay_scenario scenario;
} fixture;

static void open_pool(fixture *self, const assay_guard *guard)
{
    const assay_pool_plan plan = {TEST_HOST, 2, false, guard};

    assert_int_equal(assay_pool_open(&plan, &self->pool, NULL), ASSAY_OK);
}

static int set_up(void **state)
{
    fixture *self = calloc(1, sizeof(*self));

    strcpy(self->folder, "/tmp/assay-pool-XXXXXX");
    assert_non_null(mkdtemp(self->folder));
    self->settings[0] = (assay_setting){"to", "10"};
    self->dataset = (assay_dataset){"ten", 10, 80, "", "", 0, {0, NULL}};
    self->scenario = (assay_scenario){.connector = "test",
                                      .name = "test",
                                      .library = TEST_LIBRARY,
                                      .config = {1, self->settings},
                                      .dataset_count = 1,
                                      .datasets = &self->dataset,
                                      .readback_path = "",
                                      .readback_delimiter = ""};
    open_pool(self, NULL);
    *state = self;
    return 0;
}

static int tear_down(void **state)
{
    fixture *self = *state;

    assay_pool_close(self->pool);
    assert_int_equal(rmdir(self->folder), 0); /* every job's folder is gone */
    free(self);
    return 0;
}

static void submit(fixture *self, const char *check, uint64_t number, int64_t timeout_ms)
{
    char folder[100];
    assay_error error = ASSAY_ERROR_INIT;

    snprintf(folder, sizeof(folder), "%s/%d", self->folder, (int)number);
    assay_job job = {.number = number,
                     .check = check,
                     .scenario = &self->scenario,
                     .seed = 7,
                     .tier = ASSAY_STANDARD,
                     .timeout_ms = timeout_ms,
                     .folder = folder};
    assert_int_equal(assay_pool_submit(self->pool, &job, &error), ASSAY_OK);
}

static assay_answer run(fixture *self, const char *check, int64_t timeout_ms)
{
    assay_answer answer;
    assay_error error = ASSAY_ERROR_INIT;

    submit(self, check, 1, timeout_ms);
    assert_int_equal(assay_pool_wait(self->pool, -1, &answer, &error), ASSAY_OK);
    assert_int_equal(answer.number, 1);
    return answer;
}

/* The verdict, and a text that has to be in the reason or the observation. */
static void expect(fixture *self, const char *check, int64_t timeout_ms, assay_verdict verdict,
                   const char *says)
{
    assay_answer answer = run(self, check, timeout_ms);
    const assay_finding *finding = &answer.look.finding;

    if (finding->verdict != verdict ||
        (strstr(finding->reason, says) == NULL && strstr(finding->observed, says) == NULL))
        fail_msg("%s: %s, reason '%s', observed '%s'", check, assay_verdict_name(finding->verdict),
                 finding->reason, finding->observed);
    assay_look_clear(&answer.look);
}

static void test_verdicts(void **state)
{
    expect(*state, "test.pass", 10000, ASSAY_PASS, "");
    expect(*state, "test.fail", 10000, ASSAY_FAIL, "b\001");
    expect(*state, "test.crash", 10000, ASSAY_CRASH, "");
    expect(*state, "test.overwrite", 10000, ASSAY_CRASH, "overwritten");
    expect(*state, "test.overwrite-and-crash", 10000, ASSAY_CRASH, "");
    expect(*state, "test.crash-in-thread", 10000, ASSAY_CRASH, "signal 6");
    expect(*state, "test.long-message", 10000, ASSAY_PASS, "");
    expect(*state, "test.leave-early", 10000, ASSAY_CRASH, "exit code 0");
    expect(*state, "test.close-everything", 10000, ASSAY_PASS, "");
    expect(*state, "test.die", 10000, ASSAY_PASS, "");
    expect(*state, "test.argument", 10000, ASSAY_PASS, "");
    expect(*state, "test.crash-coordinator", 10000, ASSAY_ERROR, "signal 6");
    expect(*state, "test.after-failure", 10000, ASSAY_FAIL, "b\001");
    expect(*state, "test.pass", 10000, ASSAY_PASS, "");
}

static void test_timeouts_say_what_was_going_on(void **state)
{
    expect(*state, "test.hang", 200, ASSAY_TIMEOUT, "asleep in ");
    expect(*state, "test.stop", 200, ASSAY_TIMEOUT, "stopped by a signal (state T");
    expect(*state, "test.loop", 200, ASSAY_TIMEOUT, "running (state R");
}

/* This host has no assay-stack beside it. */
static void test_a_stack_or_why_not(void **state)
{
    assay_answer answer = run(*state, "test.hang", 200);

    assert_non_null(strstr(answer.look.finding.stack, "(no stack: "));
    assay_look_clear(&answer.look);
    answer = run(*state, "test.fail", 10000);
    assert_string_equal(answer.look.finding.stack, "");
    assay_look_clear(&answer.look);
}

static void test_flood_keeps_the_end(void **state)
{
    assay_answer answer = run(*state, "test.flood", 60000);

    assert_int_equal(answer.look.finding.verdict, ASSAY_PASS);
    assay_look_clear(&answer.look);
}

static void test_counters_come_home(void **state)
{
    assay_answer answer = run(*state, "test.pass", 10000);

    assert_int_equal(answer.look.finding.counters[0], 0);
    assert_int_equal(answer.look.finding.counters[1], 1);
    assert_int_equal(answer.look.finding.cases, 1);
    assay_look_clear(&answer.look);
}

static void test_a_daemon_is_killed(void **state)
{
    assay_answer answer = run(*state, "test.leave-daemon", 10000);
    pid_t pid = (pid_t)atoi(answer.look.finding.reason);

    assert_int_equal(answer.look.finding.verdict, ASSAY_SKIPPED);
    assert_true(pid > 1);
    assert_int_equal(kill(pid, 0), -1);
    assert_int_equal(errno, ESRCH);
    assay_look_clear(&answer.look);
}

static void test_a_look_names_the_connector(void **state)
{
    assay_answer answer = run(*state, "", 10000);

    assert_int_equal(answer.look.finding.verdict, ASSAY_PASS);
    assert_string_equal(answer.look.name, "range");
    assert_true(answer.look.offered & ASSAY_CAN_DYNAMIC_SPLIT);
    assert_false(answer.look.offered & ASSAY_CAN_STREAM);
    assay_look_clear(&answer.look);
}

static void test_what_is_no_connector(void **state)
{
    fixture *self = *state;

    self->scenario.library = "/nowhere/x.so";
    expect(self, "", 10000, ASSAY_FAIL, "cannot load '/nowhere/x.so'");
    self->scenario.library = "libz.so.1";
    expect(self, "", 10000, ASSAY_FAIL, "is no connector");
}

static void test_two_jobs_at_once(void **state)
{
    fixture *self = *state;
    assay_error error = ASSAY_ERROR_INIT;
    assay_answer answer;

    submit(self, "test.pass", 5, 10000);
    submit(self, "test.fail", 6, 10000);
    assert_false(assay_pool_free(self->pool));
    assert_int_equal(assay_pool_busy(self->pool), 2);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(assay_pool_wait(self->pool, -1, &answer, &error), ASSAY_OK);
        assert_int_equal(answer.look.finding.verdict, answer.number == 5 ? ASSAY_PASS : ASSAY_FAIL);
        assay_look_clear(&answer.look);
    }
    assert_int_equal(assay_pool_wait(self->pool, 0, &answer, &error), ASSAY_IDLE);
}

static void test_a_host_that_is_killed_is_replaced(void **state)
{
    char command[200];

    submit(*state, "test.hang", 9, 600000);
    /* So that mostly it dies with the case at work; either way it has to be answered. */
    usleep(20000);
    snprintf(command, sizeof(command), "pkill -KILL -P %d testing_host", (int)getpid());
    assay_answer answer;
    assay_error error = ASSAY_ERROR_INIT;
    assert_int_equal(system(command), 0);
    assert_int_equal(assay_pool_wait(((fixture *)*state)->pool, -1, &answer, &error), ASSAY_OK);
    assert_int_equal(answer.number, 9);
    assert_int_equal(answer.look.finding.verdict, ASSAY_ERROR);
    assay_look_clear(&answer.look);
    snprintf(command, sizeof(command), "rm -rf %s/9", ((fixture *)*state)->folder);
    assert_int_equal(system(command), 0);
    expect(*state, "test.pass", 10000, ASSAY_PASS, "");
}

/* The pids of the hosts, which are this process's children. */
static size_t hosts(pid_t *pids, size_t most)
{
    char path[64];
    size_t count = 0;

    snprintf(path, sizeof(path), "/proc/self/task/%d/children", (int)getpid());
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    for (int pid; count < most && fscanf(file, "%d", &pid) == 1; count++)
        pids[count] = pid;
    fclose(file);
    return count;
}

static void test_a_host_that_died_at_rest_is_replaced(void **state)
{
    siginfo_t info;
    pid_t pids[4];
    size_t count = hosts(pids, 4);

    assert_int_equal(count, 2);
    for (size_t i = 0; i < count; i++) {
        kill(pids[i], SIGKILL);
        assert_int_equal(waitid(P_PID, (id_t)pids[i], &info, WEXITED | WNOWAIT), 0);
    }
    expect(*state, "test.pass", 10000, ASSAY_PASS, "");
    expect(*state, "test.fail", 10000, ASSAY_FAIL, "b\001");
}

/* What falls past the hosts falls to this process. */
static void test_nothing_is_left_when_the_reaper_is_killed(void **state)
{
    pid_t pids[4];
    char path[64];

    prctl(PR_SET_CHILD_SUBREAPER, 1);
    expect(*state, "test.kill-reaper", 10000, ASSAY_ERROR, "watches it");
    size_t count = hosts(pids, 4);
    assert_int_equal(count, 2);
    for (size_t i = 0; i < count; i++) {
        snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)pids[i], (int)pids[i]);
        FILE *file = fopen(path, "r");
        assert_non_null(file);
        assert_int_equal(fgetc(file), EOF);
        fclose(file);
    }
}

static void make_guard(assay_guard *guard, int *ask)
{
    int ends[2];

    assert_int_equal(pipe(ends), 0);
    *guard = (assay_guard){ends[0], -1};
    *ask = ends[1];
}

/* What falls past the hosts falls to this process, which waits for ever where something stays. */
static void expect_nothing_left(fixture *self)
{
    char command[100];

    assay_pool_close(self->pool);
    while (waitpid(-1, NULL, 0) > 0)
        continue;
    assert_int_equal(errno, ECHILD);
    snprintf(command, sizeof(command), "rm -rf %s/*", self->folder);
    assert_int_equal(system(command), 0);
    open_pool(self, NULL);
}

/* What hangs does so for longer than the test may take. */
static void test_a_guard_ends_the_wait(void **state)
{
    fixture *self = *state;
    assay_error error = ASSAY_ERROR_INIT;
    assay_answer answer;
    assay_guard guard;
    int ask;

    prctl(PR_SET_CHILD_SUBREAPER, 1);
    make_guard(&guard, &ask);
    assay_pool_close(self->pool);
    open_pool(self, &guard);
    expect(self, "test.pass", 10000, ASSAY_PASS, "");
    submit(self, "test.hang", 5, 600000);
    submit(self, "test.leave-daemon-and-hang", 6, 600000);
    assert_int_equal(assay_pool_wait(self->pool, 1, &answer, &error), ASSAY_IDLE);
    assert_int_equal(write(ask, "", 1), 1);
    assert_int_equal(assay_pool_wait(self->pool, -1, &answer, &error), ASSAY_END);
    assert_int_equal(assay_pool_wait(self->pool, 0, &answer, &error), ASSAY_END);
    assert_string_equal(error.message, "");
    expect_nothing_left(self);
    close(guard.stop);
    close(ask);
}

/* Asks for the end when the process has been reaped. */
static void ask_after(pid_t pid, int ask)
{
    pid_t asking = fork();

    assert_true(asking >= 0);
    if (asking > 0)
        return;
    while (kill(pid, 0) == 0)
        usleep(1000);
    _exit(write(ask, "", 1) == 1 ? 0 : 1);
}

static void test_a_host_may_get_the_signal_first(void **state)
{
    fixture *self = *state;
    assay_error error = ASSAY_ERROR_INIT;
    assay_answer answer;
    assay_guard guard;
    pid_t pids[4];
    int ask;

    prctl(PR_SET_CHILD_SUBREAPER, 1);
    make_guard(&guard, &ask);
    assay_pool_close(self->pool);
    open_pool(self, &guard);
    assert_int_equal(hosts(pids, 4), 2);
    submit(self, "test.hang", 5, 600000);
    submit(self, "test.hang", 6, 600000);
    ask_after(pids[0], ask);
    kill(pids[0], SIGTERM);
    assert_int_equal(assay_pool_wait(self->pool, -1, &answer, &error), ASSAY_END);
    expect_nothing_left(self);
    close(guard.stop);
    close(ask);
}

/* One is stopped itself, of the other the reaper. */
static void test_what_was_stopped_holds_nothing_up(void **state)
{
    fixture *self = *state;
    assay_error error = ASSAY_ERROR_INIT;
    assay_answer answer;

    prctl(PR_SET_CHILD_SUBREAPER, 1);
    submit(self, "test.stop-host", 5, 0);
    submit(self, "test.stop-reaper", 6, 0);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(assay_pool_wait(self->pool, -1, &answer, &error), ASSAY_OK);
        assert_int_equal(answer.look.finding.verdict, ASSAY_ERROR);
        assert_non_null(strstr(answer.look.finding.reason, "gave no answer and was killed"));
        assay_look_clear(&answer.look);
    }
    expect(self, "test.pass", 10000, ASSAY_PASS, "");
    expect_nothing_left(self);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_verdicts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_timeouts_say_what_was_going_on, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_stack_or_why_not, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_flood_keeps_the_end, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_counters_come_home, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_daemon_is_killed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_look_names_the_connector, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_is_no_connector, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_two_jobs_at_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_host_that_is_killed_is_replaced, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_host_that_died_at_rest_is_replaced, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_nothing_is_left_when_the_reaper_is_killed, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_a_guard_ends_the_wait, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_host_may_get_the_signal_first, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_was_stopped_holds_nothing_up, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
