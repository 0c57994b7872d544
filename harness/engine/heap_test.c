#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine/heap.h"
#include "engine/runtime.h"

#include <pthread.h>
#include <stdlib.h>

static void *allocate(void *size)
{
    return malloc(*(const size_t *)size);
}

static void *in_thread(size_t size)
{
    pthread_t thread;
    void *made = NULL;

    assert_int_equal(pthread_create(&thread, NULL, allocate, &size), 0);
    assert_int_equal(pthread_join(thread, &made), 0);
    return made;
}

/* Small ones, one that is mapped by itself, and one out of the arena of another thread. */
static void test_what_is_given_out_is_seen(void **state)
{
    uint64_t before, with, after;
    void *volatile made[3]; /* or the compiler leaves them out */

    (void)state;
    if (assay_runtime_present())
        skip(); /* another allocator, which does not say */
    free(in_thread(1));
    assert_true(assay_heap_now(&before));
    made[0] = malloc(5000);
    made[1] = malloc((size_t)4 << 20);
    made[2] = in_thread(70000);
    assert_true(assay_heap_now(&with));
    assert_true(with - before >= 5000 + (4 << 20) + 70000);
    for (size_t i = 0; i < 3; i++)
        free(made[i]);
    assert_true(assay_heap_now(&after));
    assert_true(with - after >= 5000 + (4 << 20) + 70000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_is_given_out_is_seen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
