#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine/case_private.h"
#include "engine/shortage.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static void test_room(void **state)
{
    (void)state;
    assay_case c = {.tape = {.fd = -1}};
    FILE *file = tmpfile();
    assert_non_null(file);
    assay_shortage shortage = assay_shortage_begin(&c, ASSAY_WANT_ROOM);
    assert_int_equal(write(fileno(file), "x", 1), -1);
    assert_int_equal(errno, EFBIG);
    assay_shortage_end(&c, &shortage);
    assert_int_equal(write(fileno(file), "x", 1), 1);
    fclose(file);
}

static void test_descriptors(void **state)
{
    (void)state;
    assay_case c = {.tape = {.fd = -1}};
    assay_shortage shortage = assay_shortage_begin(&c, ASSAY_WANT_DESCRIPTORS);
    assert_int_equal(open("/", O_PATH | O_CLOEXEC), -1);
    assert_int_equal(errno, EMFILE);
    assay_shortage_end(&c, &shortage);
    int file = open("/", O_PATH | O_CLOEXEC);
    assert_true(file >= 0);
    close(file);
}

static void test_alarm_is_given_back(void **state)
{
    (void)state;
    assay_case c = {.tape = {.fd = -1}};
    struct sigaction before, now;
    assert_int_equal(sigaction(SIGXFSZ, NULL, &before), 0);
    assay_shortage shortage = assay_shortage_begin(&c, ASSAY_WANT_ROOM);
    assert_int_equal(sigaction(SIGXFSZ, NULL, &now), 0);
    assert_true(now.sa_handler == SIG_IGN);
    assay_shortage_end(&c, &shortage);
    assert_int_equal(sigaction(SIGXFSZ, NULL, &now), 0);
    assert_true(now.sa_handler == before.sa_handler);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_room),
        cmocka_unit_test(test_descriptors),
        cmocka_unit_test(test_alarm_is_given_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
