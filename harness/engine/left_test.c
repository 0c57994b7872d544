#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine/surroundings.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a process finds in itself, that has 0, 1 and 2 and then does something. */
static assay_left *found_after(void (*act)(void))
{
    assay_surroundings before;
    assay_left *left =
        mmap(NULL, sizeof(*left), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

    assert_true(left != MAP_FAILED);
    assert_int_equal(assay_surroundings_note(&before), ASSAY_OK);
    pid_t child = fork();
    if (child == 0) {
        close_range(3, ~0U, 0);
        act();
        assay_surroundings_compare(&before, left);
        assay_left_find(left, true);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assay_surroundings_clear(&before);
    return left;
}

static void forget(assay_left *left)
{
    munmap(left, sizeof(*left));
}

static void do_nothing(void)
{
}

static void test_nothing_is_left(void **state)
{
    assay_left *left = found_after(do_nothing);

    (void)state;
    assert_string_equal(left->text, "");
    assert_int_equal(left->descriptors + left->closed + left->threads + left->changes, 0);
    forget(left);
}

static void open_some(void)
{
    for (int i = 0; i < 3; i++)
        if (open(i < 2 ? "/dev/null" : "/dev/zero", O_RDONLY) < 0)
            _exit(1);
    close(0);
}

static void test_descriptors(void **state)
{
    assay_left *left = found_after(open_some);

    (void)state;
    assert_int_equal(left->descriptors, 3);
    assert_int_equal(left->closed, 1);
    assert_string_equal(left->text, "descriptors: 3 open that were not: /dev/null, /dev/zero\n"
                                    "descriptors: 1 of 0, 1 and 2 closed, which are not its own\n");
    forget(left);
}

static void *wait_for_ever(void *unused)
{
    for (;;)
        pause();
    return unused;
}

static void *end_at_once(void *unused)
{
    return unused;
}

/* One goes on; the other one is joined, but may not be quite gone. */
static void start_two(void)
{
    pthread_t one, two;

    if (pthread_create(&one, NULL, wait_for_ever, NULL) != 0 ||
        pthread_create(&two, NULL, end_at_once, NULL) != 0 || pthread_join(two, NULL) != 0)
        _exit(1);
}

static void test_threads(void **state)
{
    (void)state;
    for (int i = 0; i < 50; i++) {
        assay_left *left = found_after(start_two);
        assert_int_equal(left->threads, 1);
        assert_string_equal(left->text, "threads: 1 still runs\n");
        forget(left);
    }
}

static void change_all(void)
{
    umask(027);
    if (setenv("LEFT_TEST_NEW", "secret", 1) != 0 || setenv("LEFT_TEST_OLD", "other", 1) != 0 ||
        unsetenv("LEFT_TEST_GONE") != 0 || chdir("/") != 0)
        _exit(1);
}

static void test_surroundings(void **state)
{
    mode_t mask = umask(022);

    (void)state;
    setenv("LEFT_TEST_OLD", "one", 1);
    setenv("LEFT_TEST_GONE", "one", 1);
    assert_int_equal(chdir("/proc"), 0);
    assay_left *left = found_after(change_all);
    umask(mask);
    assert_int_equal(left->changes, 3);
    assert_string_equal(left->text, "working directory: was changed to '/'\n"
                                    "umask: was changed from 0022 to 0027\n"
                                    "environment: LEFT_TEST_OLD was changed, LEFT_TEST_NEW was "
                                    "set, LEFT_TEST_GONE was removed\n");
    forget(left);
}

static void set_many(void)
{
    char name[40];

    for (int i = 0; i < 9; i++) {
        snprintf(name, sizeof(name), "LEFT_TEST_%d", i);
        if (setenv(name, "", 1) != 0)
            _exit(1);
    }
}

static void test_many_variables(void **state)
{
    assay_left *left = found_after(set_many);

    (void)state;
    assert_non_null(strstr(left->text, "LEFT_TEST_4 was set, and 4 more\n"));
    assert_null(strstr(left->text, "LEFT_TEST_5"));
    forget(left);
}

static void test_a_text_is_cut(void **state)
{
    assay_left left = {.said = 0};

    (void)state;
    for (int i = 0; i < ASSAY_LEFT_TEXT; i++)
        assay_left_say(&left, "%d,", i);
    assert_int_equal(strlen(left.text), ASSAY_LEFT_TEXT - 1);
    assert_int_equal(left.said, ASSAY_LEFT_TEXT - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_is_left), cmocka_unit_test(test_descriptors),
        cmocka_unit_test(test_threads),         cmocka_unit_test(test_surroundings),
        cmocka_unit_test(test_many_variables),  cmocka_unit_test(test_a_text_is_cut),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
