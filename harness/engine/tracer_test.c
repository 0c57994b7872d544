/* Every way to tamper with a call, on a small writer and a small reader. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine/test_traced.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/uio.h>

/* 6 calls: open, two writes, fsync, close, rename; 3, 4, 5 or 6 when one of them fails. */
static void write_file(void)
{
    int file = open("new", O_WRONLY | O_CREAT | O_TRUNC, 0600);

    if (file < 0)
        _exit(3);
    for (int i = 0; i < 2; i++)
        if (write(file, "0123456789", 10) != 10)
            _exit(4);
    if (fsync(file) != 0)
        _exit(5);
    if (close(file) != 0)
        _exit(6);
    if (rename("new", "done") != 0)
        _exit(7);
    _exit(0);
}

static off_t size_of(void **state, const char *name)
{
    char path[300];
    struct stat about;

    snprintf(path, sizeof(path), "%s/%s", (const char *)*state, name);
    return stat(path, &about) == 0 ? about.st_size : -1;
}

static const assay_tamper counting = {.classes = ASSAY_CALLS_CHANGE};

static assay_tamper at(uint64_t k, assay_tamper_how how, int reason)
{
    assay_tamper plan = counting;

    plan.at = k;
    plan.how = how;
    plan.reason = reason;
    return plan;
}

static void test_counts_and_names(void **state)
{
    static const char *const expected[] = {"openat 'new'",          "write 'new', 10 bytes",
                                           "write 'new', 10 bytes", "fsync 'new'",
                                           "close 'new'",           "rename 'done'"};
    char text[200];
    outcome to = run(state, write_file, counting);

    assert_int_equal(to.seen.counted, 6);
    for (size_t i = 0; i < 6; i++) {
        assay_seen_print(assay_tampered_seen(&to.seen, i + 1), text, sizeof(text));
        assert_string_equal(text, expected[i]);
    }
    assert_null(assay_tampered_seen(&to.seen, 7));
    assert_int_equal(to.end.code, 0);
    assert_int_equal(to.seen.fired, 0);
    assert_int_equal(size_of(state, "done"), 20);
    assay_tampered_clear(&to.seen);
}

static void test_kills(void **state)
{
    /* the size of "new" and of "done" after a kill before, in the middle of and after each call */
    static const struct {
        assay_tamper_how how;
        uint64_t at;
        off_t fresh, done;
    } rows[] = {
        {ASSAY_TAMPER_KILL_BEFORE, 1, -1, -1}, {ASSAY_TAMPER_KILL_AFTER, 1, 0, -1},
        {ASSAY_TAMPER_KILL_BEFORE, 3, 10, -1}, {ASSAY_TAMPER_TEAR, 3, 15, -1},
        {ASSAY_TAMPER_KILL_AFTER, 3, 20, -1},  {ASSAY_TAMPER_KILL_BEFORE, 6, 20, -1},
        {ASSAY_TAMPER_KILL_AFTER, 6, -1, 20},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        outcome to = run(state, write_file, at(rows[i].at, rows[i].how, 0));
        assert_int_equal(to.end.signal, SIGKILL);
        assert_true(to.seen.killed);
        assert_int_equal(to.seen.fired, 1);
        assert_int_equal(size_of(state, "new"), rows[i].fresh);
        assert_int_equal(size_of(state, "done"), rows[i].done);
        assay_tampered_clear(&to.seen);
        char path[300];
        snprintf(path, sizeof(path), "%s/new", (const char *)*state);
        unlink(path);
    }
}

static void test_answers(void **state)
{
    static const struct {
        assay_tamper_how how;
        uint64_t at;
        int reason, code;
        off_t fresh;
    } rows[] = {
        {ASSAY_TAMPER_ERROR, 1, ENOSPC, 3, -1}, {ASSAY_TAMPER_ERROR, 2, EIO, 4, 0},
        {ASSAY_TAMPER_SHORT, 2, 0, 4, 5},       {ASSAY_TAMPER_LOST, 2, EIO, 4, 10},
        {ASSAY_TAMPER_ERROR, 4, EIO, 5, 20},    {ASSAY_TAMPER_LOST, 6, EIO, 7, -1},
        {ASSAY_TAMPER_ERROR, 6, EXDEV, 7, 20},  {ASSAY_TAMPER_ERROR, 2, EXDEV, 0, -1},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        outcome to = run(state, write_file, at(rows[i].at, rows[i].how, rows[i].reason));
        assert_int_equal(to.end.code, rows[i].code);
        assert_int_equal(to.seen.fired, rows[i].code != 0); /* no write answers EXDEV */
        assert_int_equal(size_of(state, "new"), rows[i].fresh);
        assay_tampered_clear(&to.seen);
    }
}

/* Files of a run whose names and order are not those of another. */
static void write_numbered(void)
{
    static const char *const names[] = {"other", "temp-17-a", "temp-18-b", "other"};

    for (size_t i = 0; i < 4; i++) {
        int file = open(names[i], O_WRONLY | O_CREAT, 0600);
        if (file < 0)
            _exit(1);
        if (write(file, "0123456789", 10) != 10)
            _exit(2 + (int)i);
        close(file);
    }
    _exit(0);
}

static void test_points_by_name(void **state)
{
    static const struct {
        uint64_t at, fired_at;
        int code;
    } rows[] = {{1, 5, 3}, {2, 8, 4}, {3, 0, 0}};
    assay_seen point = {.classes = ASSAY_CALLS_CHANGE, .name = "temp-2-x"};

    while (strcmp(assay_syscalls[point.row].name, "write") != 0)
        point.row++;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assay_tamper plan = at(rows[i].at, ASSAY_TAMPER_ERROR, EIO);
        plan.point = &point;
        outcome to = run(state, write_numbered, plan);
        assert_int_equal(to.end.code, rows[i].code);
        assert_int_equal(to.seen.fired_at, rows[i].fired_at);
        assay_tampered_clear(&to.seen);
    }
}

static void write_vector(void)
{
    struct iovec pieces[] = {{"abc", 3}, {"defgh", 5}, {"ij", 2}};
    int file = open("new", O_WRONLY | O_CREAT | O_TRUNC, 0600);

    _exit(writev(file, pieces, 3) == 5 && pieces[1].iov_len == 5 ? 0 : 1);
}

static void test_half_a_vector(void **state)
{
    outcome to = run(state, write_vector, at(2, ASSAY_TAMPER_SHORT, 0));

    assert_int_equal(to.end.code, 0);
    assert_int_equal(size_of(state, "new"), 5);
    assay_tampered_clear(&to.seen);
}

static void read_file(void)
{
    char bytes[20];
    int file = open("done", O_RDONLY);
    ssize_t first = read(file, bytes, 20);
    ssize_t second = read(file, bytes, 20);

    _exit(first < 0 || second < 0 ? 100 : (int)(first + second));
}

static void test_reads(void **state)
{
    assay_tamper plan = {.classes = ASSAY_CALLS_READ};
    outcome to = run(state, write_file, counting);
    assay_tampered_clear(&to.seen);

    to = run(state, read_file, plan);
    assert_int_equal(to.seen.counted, 3);
    assert_int_equal(to.end.code, 20);
    assay_tampered_clear(&to.seen);
    plan.at = 2;
    plan.how = ASSAY_TAMPER_SHORT;
    to = run(state, read_file, plan);
    assert_int_equal(to.end.code, 20);
    assert_int_equal(to.seen.fired, 1);
    assay_tampered_clear(&to.seen);
    plan.how = ASSAY_TAMPER_NOTHING;
    to = run(state, read_file, plan);
    assert_int_equal(to.end.code, 20); /* the second read gives what the first one did not */
    assay_tampered_clear(&to.seen);
    plan.lasting = true;
    to = run(state, read_file, plan);
    assert_int_equal(to.end.code, 0);
    assert_int_equal(to.seen.fired, 2);
    assay_tampered_clear(&to.seen);
}

static void close_twice(void)
{
    int file = open("new", O_WRONLY | O_CREAT, 0600);
    bool failed = close(file) != 0 && errno == EIO;

    _exit(failed && close(file) != 0 && errno == EBADF ? 0 : 1);
}

static void test_failed_close_closes(void **state)
{
    outcome to = run(state, close_twice, at(2, ASSAY_TAMPER_ERROR, EIO));

    assert_int_equal(to.end.code, 0);
    assay_tampered_clear(&to.seen);
}

static uint64_t *handed_over; /* by the child of the test below */

static void write_around(void)
{
    int file = open("new", O_WRONLY | O_CREAT, 0600);
    ssize_t first = write(file, "a", 1);
    *handed_over = 1;
    ssize_t second = write(file, "b", 1);

    _exit((first == 1) + 2 * (second == 1));
}

/* Counted are open and write, or the write behind them. */
static void test_before_and_after_what_is_said(void **state)
{
    static const struct {
        bool later, sooner;
        int code;
    } rows[] = {{true, false, 1}, {false, true, 3}, {false, false, 1}};

    handed_over =
        mmap(NULL, sizeof(*handed_over), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    assert_ptr_not_equal(handed_over, MAP_FAILED);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assay_tamper plan = at(rows[i].later ? 1 : 3, ASSAY_TAMPER_ERROR, EIO);
        plan.later = rows[i].later;
        plan.sooner = rows[i].sooner;
        plan.said = handed_over;
        *handed_over = 0;
        outcome to = run(state, write_around, plan);
        assert_int_equal(to.end.code, rows[i].code);
        assay_tampered_clear(&to.seen);
    }
    munmap(handed_over, sizeof(*handed_over));
}

static void write_elsewhere(void)
{
    int file = open("/dev/null", O_WRONLY);
    char path[64];

    if (write(file, "x", 1) != 1)
        _exit(1);
    snprintf(path, sizeof(path), "%s", "./x/../y");
    mkdir("x", 0700); /* counted */
    mkdir(path, 0700);
    int folder = open("x", O_RDONLY | O_DIRECTORY);
    mkdirat(folder, "inside", 0700);
    mkdirat(folder, "../../outside-of-it", 0700);
    _exit(0);
}

static void test_only_below_the_folder(void **state)
{
    char outside[300];
    outcome to = run(state, write_elsewhere, counting);

    assert_int_equal(to.seen.counted, 3);
    assert_string_equal(assay_tampered_seen(&to.seen, 2)->name, "y");
    assert_string_equal(assay_tampered_seen(&to.seen, 3)->name, "inside");
    assay_tampered_clear(&to.seen);
    snprintf(outside, sizeof(outside), "%s/../outside-of-it", (const char *)*state);
    rmdir(outside);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_counts_and_names),
        IN_FOLDER(test_kills),
        IN_FOLDER(test_answers),
        IN_FOLDER(test_points_by_name),
        IN_FOLDER(test_half_a_vector),
        IN_FOLDER(test_reads),
        IN_FOLDER(test_failed_close_closes),
        IN_FOLDER(test_before_and_after_what_is_said),
        IN_FOLDER(test_only_below_the_folder),
    };
    choose_way(argc, argv);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
