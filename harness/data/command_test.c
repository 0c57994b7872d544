#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "data/command.h"
#include "data/test_folder.h"
#include <assay/toolkit/error.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define LONG_MS 60000

typedef struct exchange {
    size_t given, limit;
    size_t taken;
    size_t wrong_after; /* take fails then; 0: never */
    bool same;          /* all that was taken are 'x' */
} exchange;

static assay_status feed(void *context, assay_buffer *to, assay_error *error)
{
    exchange *self = context;
    size_t size = self->limit - self->given < 7000 ? self->limit - self->given : 7000;
    (void)error;
    void *room = assay_buffer_reserve(to, size + 1);
    assert_non_null(room);
    memset(room, 'x', size);
    to->size += size;
    self->given += size;
    return ASSAY_OK;
}

static assay_status take(void *context, assay_bytes piece, assay_error *error)
{
    exchange *self = context;
    for (size_t i = 0; i < piece.size; i++)
        self->same = self->same && ((const char *)piece.data)[i] == 'x';
    self->taken += piece.size;
    if (self->wrong_after != 0 && self->taken >= self->wrong_after)
        return assay_error_set(error, ASSAY_CORRUPT, "line 1: wrong");
    return ASSAY_OK;
}

/* Runs a line of sh. */
static assay_status run(const char *line, exchange *with, bool feeds, int64_t limit,
                        assay_command_tail *tail, assay_error *error)
{
    char *const words[] = {(char *)"sh", (char *)"-c", (char *)line, NULL};
    const assay_command command = {.words = words,
                                   .title = "a line",
                                   .timeout_ms = limit,
                                   .feed = feeds ? feed : NULL,
                                   .take = with != NULL ? take : NULL,
                                   .context = with};
    *error = (assay_error)ASSAY_ERROR_INIT;
    return assay_command_run(&command, tail, error);
}

static void expect_failure(const char *line, const char *message)
{
    assay_error error;
    assay_command_tail tail;
    assert_int_equal(run(line, NULL, false, LONG_MS, &tail, &error), ASSAY_IO);
    assert_string_equal(error.message, message);
}

static void test_exit(void **state)
{
    (void)state;
    assay_error error;
    assert_int_equal(run("true", NULL, false, LONG_MS, NULL, &error), ASSAY_OK);
    assert_string_equal(error.message, "");
    expect_failure("exit 3", "command 'a line' failed with exit code 3");
    expect_failure("echo one; echo two >&2; exit 1",
                   "command 'a line' failed with exit code 1: one / two");
    expect_failure("printf half; exit 1", "command 'a line' failed with exit code 1: half");
    expect_failure("kill -9 $$", "command 'a line' was ended by signal 9");
    expect_failure("kill -PIPE $$", "command 'a line' was ended by signal 13");
    expect_failure("printf 'a\\033[2J\\n'; exit 1",
                   "command 'a line' failed with exit code 1: a?[2J");
}

static void test_not_started(void **state)
{
    char *const words[] = {(char *)"/none/such", NULL};
    assay_command command = {.words = words, .title = "none", .timeout_ms = LONG_MS};
    assay_error error = ASSAY_ERROR_INIT;
    (void)state;
    assert_int_equal(assay_command_run(&command, NULL, &error), ASSAY_IO);
    assert_string_equal(error.message, "cannot run command 'none': No such file or directory");
    command.folder = "/none/folder";
    error = (assay_error)ASSAY_ERROR_INIT;
    assert_int_equal(assay_command_run(&command, NULL, &error), ASSAY_IO);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* no child is left */
}

static void test_folder(void **state)
{
    char *const words[] = {(char *)"sh", (char *)"-c", (char *)"test \"$(pwd -P)\" = \"$0\"",
                           *state, NULL};
    assay_command command = {
        .words = words, .title = "pwd", .timeout_ms = LONG_MS, .folder = *state};
    assert_int_equal(assay_command_run(&command, NULL, NULL), ASSAY_OK);
    command.folder = "/";
    assert_int_equal(assay_command_run(&command, NULL, NULL), ASSAY_IO);
}

static void test_exchange(void **state)
{
    static const size_t sizes[] = {0, 1, 17, 4095, 4096, 4097, 3000000};
    assay_error error;
    (void)state;
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        exchange with = {.limit = sizes[i], .same = true};
        assert_int_equal(run("cat", &with, true, LONG_MS, NULL, &error), ASSAY_OK);
        assert_int_equal(with.taken, sizes[i]);
        assert_true(with.same);
    }
}

static void test_input_not_read(void **state)
{
    assay_error error;
    exchange little = {.limit = 5}, much = {.limit = 1000000}, closed = {.limit = 1000000};
    const char *message = "command 'a line' did not read all of its input";
    (void)state;
    assert_int_equal(run("true", &little, true, LONG_MS, NULL, &error), ASSAY_IO);
    assert_string_equal(error.message, message);
    assert_int_equal(run("head -c 10 >/dev/null", &much, true, LONG_MS, NULL, &error), ASSAY_IO);
    assert_string_equal(error.message, message);
    assert_int_equal(run("exec <&-; exit 4", &closed, true, LONG_MS, NULL, &error), ASSAY_IO);
    assert_string_equal(error.message, "command 'a line' failed with exit code 4");
}

static void test_floods(void **state)
{
    assay_error error;
    assay_command_tail tail;
    exchange with = {.same = true};
    (void)state;
    assert_int_equal(
        run("yes | head -n 1000000; echo last; exit 1", NULL, false, LONG_MS, &tail, &error),
        ASSAY_IO);
    assert_true(tail.size > 1000 && tail.size < sizeof(tail.text));
    assert_string_equal(tail.text + tail.size - 4, "last");
    assert_memory_equal(tail.text, "y\n", 2);
    assert_int_equal(run("head -c 5000000 /dev/zero | tr '\\0' x; yes | head -n 100000 >&2", &with,
                         false, LONG_MS, &tail, &error),
                     ASSAY_OK);
    assert_int_equal(with.taken, 5000000);
    assert_true(with.same);
}

/* Whether a process with that number, from a file, is there. */
static bool alive(const char *path)
{
    int number = 0;
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_int_equal(fscanf(file, "%d", &number), 1);
    fclose(file);
    return kill(number, 0) == 0;
}

static void expect_dead(const char *path)
{
    for (int i = 0; i < 1000 && alive(path); i++)
        usleep(10000); /* it is init's to bury */
    assert_false(alive(path));
}

static void test_late(void **state)
{
    char *line, *path = test_folder_path(state, "pid");
    assay_error error;
    assert_true(asprintf(&line, "trap '' TERM; sleep 1000 & echo $! >%s; echo said; wait", path) >
                0);
    assert_int_equal(run(line, NULL, false, 700, NULL, &error), ASSAY_IO);
    assert_string_equal(error.message, "command 'a line' did not end within 700 ms: said");
    expect_dead(path);
    free(line);
    free(path);
}

static void test_pipe_held_open(void **state)
{
    char *line, *path = test_folder_path(state, "pid");
    exchange with = {.same = true};
    assay_error error;
    assert_true(asprintf(&line, "sleep 1000 & echo $! >%s; printf xx", path) > 0);
    assert_int_equal(run(line, &with, false, LONG_MS, NULL, &error), ASSAY_OK);
    assert_int_equal(with.taken, 2);
    expect_dead(path);
    free(line);
    free(path);
}

static void test_take_fails(void **state)
{
    assay_error error;
    exchange with = {.wrong_after = 3};
    (void)state;
    assert_int_equal(run("printf abc; sleep 1000", &with, false, LONG_MS, NULL, &error),
                     ASSAY_CORRUPT);
    assert_string_equal(error.message, "command 'a line': line 1: wrong");
}

static void test_words(void **state)
{
    assay_setting items[] = {{"a", "x y"}, {"b", "\x1f"}};
    const assay_setting_list variables = {2, items};
    assay_error error = ASSAY_ERROR_INIT;
    char **words;
    (void)state;
    assert_int_equal(assay_words_expand("cp\x1f${a}\x1f\x1f$${b}${b}", &variables, &words, &error),
                     ASSAY_OK);
    assert_string_equal(words[0], "cp");
    assert_string_equal(words[1], "x y");
    assert_string_equal(words[2], "");
    assert_string_equal(words[3], "${b}\x1f");
    assert_null(words[4]);
    assay_words_free(words);
    assert_int_equal(assay_words_expand("cp\x1f${c}", &variables, &words, &error), ASSAY_INVALID);
    assert_null(words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_exit),
        cmocka_unit_test(test_not_started),
        cmocka_unit_test_setup_teardown(test_folder, test_folder_make, test_folder_remove),
        cmocka_unit_test(test_exchange),
        cmocka_unit_test(test_input_not_read),
        cmocka_unit_test(test_floods),
        cmocka_unit_test_setup_teardown(test_late, test_folder_make, test_folder_remove),
        cmocka_unit_test_setup_teardown(test_pipe_held_open, test_folder_make, test_folder_remove),
        cmocka_unit_test(test_take_fails),
        cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
