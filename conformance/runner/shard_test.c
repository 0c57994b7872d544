#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "runner/sample.h"
#include "runner/shard.h"
#include <string.h>

enum { ITEMS = 100 };

static assay_run_item items[ITEMS];

static assay_run make_run(size_t count, unsigned shards)
{
    memset(items, 0, sizeof(items));
    for (size_t i = 0; i < count; i++)
        items[i].check = &sample_checks[0];
    return (assay_run){
        .item_count = count, .items = items, .settings = {.shard = 1, .shards = shards}};
}

static int64_t load_of(unsigned shard, const int64_t *costs)
{
    int64_t sum = 0;
    for (size_t i = 0; i < ITEMS; i++)
        sum += items[i].shard == shard ? costs[i] : 0;
    return sum;
}

static void test_balanced_by_cost(void **state)
{
    (void)state;
    int64_t costs[ITEMS], all = 0;
    assay_run run = make_run(ITEMS, 7);
    for (size_t i = 0; i < ITEMS; i++)
        all += costs[i] = (int64_t)(i * i % 97) * 1000;
    assert_int_equal(assay_shard_assign(&run, costs), ASSAY_OK);
    for (unsigned shard = 1; shard <= 7; shard++)
        assert_in_range(load_of(shard, costs), all * 95 / 700, all * 105 / 700);
}

static void test_same_every_time(void **state)
{
    (void)state;
    unsigned before[ITEMS];
    assay_run run = make_run(ITEMS, 3);
    assert_int_equal(assay_shard_assign(&run, NULL), ASSAY_OK);
    size_t first = 0;
    for (size_t i = 0; i < ITEMS; i++) {
        before[i] = items[i].shard;
        assert_in_range(before[i], 1, 3);
        first += before[i] == 1;
        assert_true(assay_shard_has(&run, &items[i]) == (before[i] == 1));
    }
    assert_in_range(first, 33, 34);
    assert_int_equal(assay_shard_assign(&run, NULL), ASSAY_OK);
    for (size_t i = 0; i < ITEMS; i++)
        assert_int_equal(items[i].shard, before[i]);
}

/* A dear one is alone; what is not known counts as the mean of what is. */
static void test_unknown_cost(void **state)
{
    (void)state;
    const int64_t costs[4] = {900, 0, -1, 300};
    assay_run run = make_run(4, 2);
    assert_int_equal(assay_shard_assign(&run, costs), ASSAY_OK);
    assert_int_equal(items[0].shard, 1);
    assert_int_equal(items[2].shard, 2);
    assert_int_equal(items[3].shard, 2);
}

static void test_decided_costs_nothing(void **state)
{
    (void)state;
    assay_run run = make_run(4, 2);
    for (size_t i = 0; i < 2; i++)
        items[i].decided = true;
    assert_int_equal(assay_shard_assign(&run, NULL), ASSAY_OK);
    assert_int_not_equal(items[2].shard, items[3].shard);
}

static void test_more_shards_than_items(void **state)
{
    (void)state;
    assay_run run = make_run(2, 5);
    assert_int_equal(assay_shard_assign(&run, NULL), ASSAY_OK);
    assert_int_equal(items[0].shard + items[1].shard, 3);
    run.item_count = 0;
    assert_int_equal(assay_shard_assign(&run, NULL), ASSAY_OK);
}

static void test_whole_run(void **state)
{
    (void)state;
    assay_run run = make_run(2, 0);
    run.settings.shard = 0;
    assert_int_equal(assay_shard_assign(&run, NULL), ASSAY_OK);
    assert_int_equal(items[1].shard, 0);
    assert_true(assay_shard_has(&run, &items[1]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_balanced_by_cost),       cmocka_unit_test(test_same_every_time),
        cmocka_unit_test(test_unknown_cost),           cmocka_unit_test(test_decided_costs_nothing),
        cmocka_unit_test(test_more_shards_than_items), cmocka_unit_test(test_whole_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
