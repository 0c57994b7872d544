/* Which orders are run, over two toy threads that count. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine/search.h"

#include <stdlib.h>
#include <string.h>

enum { STEPS = 4, RUNS = 4000 };

typedef struct toy {
    assay_search *search;
    const void *locks[STEPS]; /* of each step; NULL: none */
    char course[RUNS][2 * STEPS + 1];
    size_t count;
} toy;

static const char shared_lock, own_lock;

/* Two threads of four steps: "00001111" is one after the other. */
static void run_once(toy *self)
{
    unsigned done[2] = {0, 0};
    unsigned running = 2; /* nobody */
    char *course = self->course[self->count++];

    for (int i = 0; i < 2 * STEPS; i++) {
        uint32_t options = (done[0] < STEPS) | (done[1] < STEPS) << 1;
        bool can = running < 2 && done[running] < STEPS;
        assay_choice choice = {options,
                               can               ? running
                               : done[0] < STEPS ? 0
                                                 : 1,
                               can, can ? self->locks[done[running]] : NULL, ASSAY_DEED_LOCK};
        running = (options & (options - 1)) != 0 ? assay_search_choose(self->search, &choice)
                                                 : choice.usual;
        course[i] = (char)('0' + running);
        done[running]++;
    }
}

static bool matters(const void *context, const void *lock)
{
    (void)context;
    return lock != &own_lock;
}

static void run_all(toy *self, assay_effort effort, uint32_t most)
{
    self->count = 0;
    assay_search_begin(self->search, &effort, 7);
    while (assay_search_next(self->search, most)) {
        assert_true(self->count < RUNS);
        run_once(self);
        assay_search_sift(self->search, matters, NULL);
    }
}

static unsigned preemptions(const char *course)
{
    unsigned count = 0, done[2] = {0, 0};

    for (int i = 0; i < 2 * STEPS; i++) {
        int now = course[i] - '0';
        done[now]++;
        count += i > 0 && course[i - 1] != course[i] && done[course[i - 1] - '0'] < STEPS;
    }
    return count;
}

static size_t count_with(const toy *self, unsigned wanted)
{
    size_t count = 0;

    for (size_t i = 0; i < self->count; i++)
        count += preemptions(self->course[i]) == wanted;
    return count;
}

static void expect_different(const toy *self, size_t end)
{
    for (size_t i = 0; i < end; i++)
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(self->course[i], self->course[k]);
}

static toy *make_toy(void)
{
    toy *self = calloc(1, sizeof(*self));

    assert_non_null(self);
    self->search = assay_search_new();
    assert_non_null(self->search);
    return self;
}

static void free_toy(toy *self)
{
    assay_search_free(self->search);
    free(self);
}

/* With one stop a thread is left after 1, 2 or 3 of its 4 steps: 3 places, 2 threads; with two, the
 * other one is left after 1, 2 or 3 as well. */
static void test_all_orders_by_preemptions(void **state)
{
    toy *self = make_toy();
    (void)state;

    run_all(self, (assay_effort){3, 0, RUNS}, 0);
    assert_int_equal(self->count, 2);
    run_all(self, (assay_effort){3, 0, RUNS}, 1);
    assert_int_equal(self->count, 2 + 6);
    run_all(self, (assay_effort){3, 0, RUNS}, 2);
    assert_int_equal(self->count, 2 + 6 + 18);
    expect_different(self, self->count);
    for (size_t i = 1; i < self->count; i++)
        assert_true(preemptions(self->course[i - 1]) <= preemptions(self->course[i]));
    assert_int_equal(count_with(self, 1), 6);
    assert_int_equal(count_with(self, 2), 18);
    assert_false(assay_search_incomplete(self->search));
    free_toy(self);
}

/* First with few, then with more: none is run twice. */
static void test_goes_on_with_more(void **state)
{
    toy *self = make_toy();
    const assay_effort effort = {2, 0, RUNS};
    (void)state;

    assay_search_begin(self->search, &effort, 7);
    while (assay_search_next(self->search, 1))
        run_once(self);
    assert_int_equal(self->count, 8);
    while (assay_search_next(self->search, 2))
        run_once(self);
    assert_int_equal(self->count, 26);
    expect_different(self, self->count);
    free_toy(self);
}

static void test_walks_are_seeded(void **state)
{
    toy *self = make_toy();
    char first[RUNS / 100][2 * STEPS + 1];
    (void)state;

    run_all(self, (assay_effort){0, 20, RUNS}, 0);
    assert_int_equal(self->count, 2 + 20);
    assert_true(assay_search_walks(self->search));
    memcpy(first, self->course, sizeof(first[0]) * self->count);
    run_all(self, (assay_effort){0, 20, RUNS}, 0);
    assert_memory_equal(first, self->course, sizeof(first[0]) * self->count);
    assert_true(count_with(self, 0) < self->count);
    free_toy(self);
}

static void test_same_order_again(void **state)
{
    toy *self = make_toy();
    assay_order order;
    (void)state;

    run_all(self, (assay_effort){0, 9, RUNS}, 0);
    order = *assay_search_order(self->search);
    assert_true(order.count > 0);
    assay_search_only(self->search, &order);
    assert_true(assay_search_next(self->search, 3));
    run_once(self);
    assert_string_equal(self->course[self->count - 1], self->course[self->count - 2]);
    assay_search_repeat(self->search);
    run_once(self);
    assert_string_equal(self->course[self->count - 1], self->course[self->count - 2]);
    assert_false(assay_search_next(self->search, 3));
    free_toy(self);
}

/* No thread is stopped at a lock that is its own. */
static void test_own_locks_do_not_count(void **state)
{
    toy *self = make_toy();
    (void)state;

    self->locks[1] = self->locks[3] = &own_lock;
    self->locks[2] = &shared_lock;
    run_all(self, (assay_effort){1, 0, RUNS}, 1);
    assert_int_equal(self->count, 2 + 2);
    free_toy(self);
}

static void test_says_what_is_left_out(void **state)
{
    toy *self = make_toy();
    (void)state;

    run_all(self, (assay_effort){2, 0, 10}, 2);
    assert_int_equal(self->count, 10);
    assert_true(assay_search_incomplete(self->search));
    free_toy(self);
}

static void test_order_in_words(void **state)
{
    assay_order order = {0, 0, {{0, 0, 0}}};
    char text[100];
    (void)state;

    assay_order_print(&order, text, sizeof(text));
    assert_string_equal(text, "one thread after the other");
    assay_order_add(&order, (assay_switch){3, 1, 1});
    assay_order_add(&order, (assay_switch){7, 0, 0});
    assay_order_add(&order, (assay_switch){9, 1, 1});
    assert_int_equal(order.preemptions, 2);
    assay_order_print(&order, text, sizeof(text));
    assert_string_equal(text,
                        "at step 3 to thread 2, at step 7 to thread 1, at step 9 to thread 2");
    assay_order_remove(&order, 0);
    assert_int_equal(order.preemptions, 1);
    assay_order_print(&order, text, 12);
    assert_string_equal(text, "at step 7 t");
    assert_int_equal(assay_order_size(&order), 4 + 2 * 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_orders_by_preemptions),
        cmocka_unit_test(test_goes_on_with_more),
        cmocka_unit_test(test_walks_are_seeded),
        cmocka_unit_test(test_same_order_again),
        cmocka_unit_test(test_own_locks_do_not_count),
        cmocka_unit_test(test_says_what_is_left_out),
        cmocka_unit_test(test_order_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
