#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "report/diff.h"

#include "report/sample.h"
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static char *render(assay_status (*write)(FILE *to, const assay_diff *self, assay_error *error),
                    const assay_diff *diff)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    assert_non_null(to);
    assert_int_equal(write(to, diff, NULL), ASSAY_OK);
    assert_int_equal(fclose(to), 0);
    return text;
}

/* The checks of sample_run come to every verdict in turn, so the same run with its verdicts moved
 * by one has every kind of change. */
static void make(assay_run *before, assay_run *now)
{
    sample_run(before, "x");
    sample_run(now, "x");
    for (size_t i = 0; i < now->item_count; i++)
        now->items[i].finding.verdict = before->items[(i + 1) % now->item_count].finding.verdict;
    now->items[0].finding.microseconds += 5000000;
    assay_run_count(now);
}

static void test_kinds(void **state)
{
    (void)state;
    assay_run before, now;
    assay_diff diff;
    make(&before, &now);
    assert_int_equal(assay_diff_make(&diff, &before, &now), ASSAY_OK);
    /* pass -> fail, fail -> crash, crash -> timeout, timeout -> unproven, unproven -> skipped,
     * skipped -> error, error -> pass */
    assert_int_equal(assay_diff_count(&diff, ASSAY_DIFF_WORSE), 2);
    assert_int_equal(assay_diff_count(&diff, ASSAY_DIFF_BETTER), 2);
    assert_int_equal(assay_diff_count(&diff, ASSAY_DIFF_CHANGED), 3);
    assert_int_equal(diff.same, 0);
    assert_int_equal(diff.cost_count, 6); /* one of them was never run */
    assert_ptr_equal(diff.costs[0].now, &now.items[0]);
    assert_int_equal(diff.cost_now - diff.cost_before, 5000000);
    char *text = render(assay_diff_text, &diff);
    sample_expect("diff.txt", text);
    free(text);
    text = render(assay_diff_json, &diff);
    json_t *value = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    assert_int_equal(json_array_size(json_object_get(value, "changes")), 7);
    assert_int_equal(json_array_size(json_object_get(value, "costs")), 6);
    json_decref(value);
    free(text);
    assay_diff_clear(&diff);
    assay_run_clear(&before);
    assay_run_clear(&now);
}

static void test_added_and_gone(void **state)
{
    (void)state;
    assay_run before, now;
    assay_diff diff;
    sample_run(&before, "x");
    sample_run(&now, "x");
    size_t count = before.item_count;
    before.item_count = count - 1; /* the last one, an error, is new */
    now.items++;                   /* the first one, a pass, has gone */
    now.item_count = count - 1;
    assert_int_equal(assay_diff_make(&diff, &before, &now), ASSAY_OK);
    assert_int_equal(diff.row_count, 2);
    assert_int_equal(diff.rows[0].kind, ASSAY_DIFF_WORSE);
    assert_null(diff.rows[0].before);
    assert_int_equal(diff.rows[1].kind, ASSAY_DIFF_GONE);
    assert_null(diff.rows[1].now);
    assert_int_equal(diff.same, count - 2);
    assay_diff_clear(&diff);
    now.items[count - 2].finding.verdict = ASSAY_PASS;
    assert_int_equal(assay_diff_make(&diff, &before, &now), ASSAY_OK);
    assert_int_equal(diff.rows[0].kind, ASSAY_DIFF_ADDED);
    assay_diff_clear(&diff);
    now.items--;
    now.item_count = before.item_count = count;
    assay_run_clear(&before);
    assay_run_clear(&now);
}

static void test_a_failure_that_went_with_its_check(void **state)
{
    (void)state;
    assay_run before, now;
    assay_diff diff;
    sample_run(&before, "x");
    sample_run(&now, "x");
    size_t count = now.item_count;
    now.item_count = 1;
    assert_int_equal(assay_diff_make(&diff, &before, &now), ASSAY_OK);
    assert_int_equal(assay_diff_count(&diff, ASSAY_DIFF_GONE), count - 1);
    assert_int_equal(assay_diff_count(&diff, ASSAY_DIFF_BETTER), 0);
    assay_diff_clear(&diff);
    assert_int_equal(assay_diff_make(&diff, &before, &before), ASSAY_OK);
    assert_int_equal(diff.row_count, 0);
    assert_int_equal(diff.same, count);
    assay_diff_clear(&diff);
    now.item_count = count;
    assay_run_clear(&before);
    assay_run_clear(&now);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_added_and_gone),
        cmocka_unit_test(test_a_failure_that_went_with_its_check),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
