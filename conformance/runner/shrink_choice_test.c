#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "runner/sample.h"
#include "runner/shrink_choice.h"
#include <stdlib.h>

static assay_dataset sets[] = {{.name = "one", .records = 1}, {.name = "many", .records = 1000}};
static const assay_scenario shop = {.connector = "shop", .dataset_count = 2, .datasets = sets};
static const assay_scenario other = {.connector = "other", .dataset_count = 2, .datasets = sets};
static assay_run_scenario scenarios[] = {
    {.scenario = &shop}, {.scenario = &shop}, {.scenario = &other}};

static assay_run_item failure(const assay_check *check, size_t scenario, char *set, uint64_t calls)
{
    static char expected[] = "more";
    return (assay_run_item){
        .check = check,
        .scenario = scenario,
        .done = true,
        .finding = {.verdict = ASSAY_FAIL, .dataset = set, .at_call = calls, .expected = expected}};
}

static void expect(const assay_run *run, const size_t *wanted, size_t many)
{
    size_t *numbers, count;
    assert_int_equal(assay_shrink_choose(run, &numbers, &count), ASSAY_OK);
    assert_int_equal(count, many);
    for (size_t i = 0; i < many; i++)
        assert_int_equal(numbers[i], wanted[i]);
    free(numbers);
}

static void test_order(void **state)
{
    (void)state;
    const assay_check *a = &sample_checks[0], *b = &sample_checks[1];
    assay_run_item items[] = {
        failure(a, 0, sets[1].name, 5),  /* behind 1, which is of the same check */
        failure(a, 1, sets[0].name, 90), /* few records count more than few calls */
        failure(b, 0, sets[1].name, 7),  failure(a, 2, sets[1].name, 6), /* of another connector */
        failure(b, 1, NULL, 0),                                          /* of no data set */
        failure(b, 2, sets[0].name, 3),  failure(b, 2, sets[0].name, 3),
    };
    items[4].finding.dataset = (char[]){""};
    items[6].finding.verdict = ASSAY_TIMEOUT;
    assay_run run = {.scenarios = scenarios, .scenario_count = 3, .items = items, .item_count = 7};
    static const size_t wanted[] = {5, 1, 3, 2, 0, 4};
    expect(&run, wanted, 6);
    run.saved = &items[2];
    run.saved_count = 1;
    static const size_t without[] = {5, 1, 3, 4, 0};
    expect(&run, without, 5);
    run.item_count = 0;
    expect(&run, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_order)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
