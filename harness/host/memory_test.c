/* Calls for memory of a library, counted and refused; this program's own are neither. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine/memory.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

typedef void *take_fn(size_t size);
typedef void *resize_fn(void *old, size_t size);

static void *symbol(void **state, const char *name)
{
    void *found = dlsym(*state, name);

    assert_non_null(found);
    return found;
}

static take_fn *take(void **state, const char *name)
{
    take_fn *function;
    void *found = symbol(state, name);

    memcpy(&function, &found, sizeof(function));
    return function;
}

static resize_fn *resize(void **state, const char *name)
{
    resize_fn *function;
    void *found = symbol(state, name);

    memcpy(&function, &found, sizeof(function));
    return function;
}

static uint64_t living(void)
{
    uint64_t pieces;

    assert_true(assay_memory_living(&pieces));
    return pieces;
}

static const char *const ways[] = {"plain",       "cleared", "aligned",
                                   "aligned_too", "copied",  "printed"};

static void test_each_call_is_seen_and_refused(void **state)
{
    uint64_t before = living();

    for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
        take_fn *one = take(state, ways[i]);
        assay_memory_refuse(1);
        assay_memory_enter();
        void *none = one(100);
        int number = errno;
        void *some = one(100);
        assay_memory_leave();
        assert_null(none);
        if (i != 2) /* posix_memalign says it by what it gives */
            assert_int_equal(number, ENOMEM);
        assert_non_null(some);
        assert_true(assay_memory_refused());
        assert_true(assay_memory_asked() >= 2);
        assert_int_equal(living(), before + 1);
        free(some); /* by whom is all the same */
        assert_int_equal(living(), before);
    }
}

static void test_what_grows_stays_when_it_is_refused(void **state)
{
    static const char *const names[] = {"resized", "array"};
    uint64_t before = living();

    for (size_t i = 0; i < 2; i++) {
        resize_fn *grow = resize(state, names[i]);
        assay_memory_refuse(2);
        assay_memory_enter();
        char *text = grow(NULL, 10);
        assert_non_null(text);
        strcpy(text, "stays");
        assert_null(grow(text, 100000));
        assert_string_equal(text, "stays");
        text = grow(text, 100000);
        assert_string_equal(text, "stays");
        assay_memory_leave();
        assert_int_equal(living(), before + 1);
        free(text);
        assert_int_equal(living(), before);
    }
}

static void test_only_during_calls_and_only_theirs(void **state)
{
    uint64_t before = living();

    assay_memory_refuse(1);
    void *outside = take(state, "plain")(10);
    assay_memory_enter();
    void *own = malloc(10);
    assay_memory_leave();
    assert_non_null(outside);
    assert_non_null(own);
    assert_int_equal(assay_memory_asked(), 0);
    assert_int_equal(living(), before);
    free(outside);
    free(own);
    assert_int_equal(living(), before);
}

static void test_many_pieces(void **state)
{
    enum { MANY = 20000 };
    static void *pieces[MANY];
    take_fn *one = take(state, "plain");
    uint64_t before = living();

    assay_memory_refuse(0);
    assay_memory_enter();
    for (size_t i = 0; i < MANY; i++)
        pieces[i] = one(i % 300);
    assay_memory_leave();
    assert_int_equal(living(), before + MANY);
    for (size_t i = 0; i < MANY; i++)
        free(pieces[i * 7919 % MANY]);
    assert_int_equal(living(), before);
}

static void test_threads(void **state)
{
    uint64_t before = living();

    assay_memory_refuse(0);
    assay_memory_enter();
    void *left = take(state, "in_threads")(10);
    assay_memory_leave();
    assert_non_null(left);
    assert_true(assay_memory_asked() >= 2003);
    assert_int_equal(living(), before + 1);
    free(left);
    assert_int_equal(living(), before);
}

static int load(void **state)
{
    *state = dlopen(TEST_LIBRARY, RTLD_NOW | RTLD_LOCAL);
    assay_memory_watch();
    return *state == NULL || !assay_memory_announced() ? -1 : 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_call_is_seen_and_refused),
        cmocka_unit_test(test_what_grows_stays_when_it_is_refused),
        cmocka_unit_test(test_only_during_calls_and_only_theirs),
        cmocka_unit_test(test_many_pieces),
        cmocka_unit_test(test_threads),
    };
    return cmocka_run_group_tests(tests, load, NULL);
}
