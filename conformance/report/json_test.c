#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "report/json.h"
#include "report/sample.h"
#include <jansson.h>
#include <stdlib.h>

static void test_document(void **state)
{
    (void)state;
    assay_run run;
    char *hostile = sample_hostile_text();
    sample_run(&run, hostile);
    run.items[2].done = false;
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    assert_non_null(to);
    assert_int_equal(assay_json_write(to, &run, NULL), ASSAY_OK);
    assert_int_equal(fclose(to), 0);
    json_t *value = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(value);
    assert_string_equal(json_string_value(json_object_get(value, "type")), "run");
    assert_string_equal(json_string_value(json_object_get(value, "seed")), "0x7c1f9a");
    assert_int_equal(json_array_size(json_object_get(value, "plan")), ASSAY_VERDICTS);
    const json_t *results = json_object_get(value, "results");
    assert_int_equal(json_array_size(results), ASSAY_VERDICTS - 1);
    const json_t *failed = json_array_get(results, 1);
    assert_string_equal(json_string_value(json_object_get(failed, "verdict")), "fail");
    const json_t *counters = json_object_get(failed, "counters");
    assert_int_equal(json_integer_value(json_object_get(counters, "split accepted")), 3);
    const json_t *totals = json_object_get(value, "totals");
    assert_int_equal(json_integer_value(json_object_get(totals, "pass")), 1);
    json_decref(value);
    free(text);
    free(hostile);
    assay_run_clear(&run);
}

static void test_full_disk(void **state)
{
    (void)state;
    assay_run run;
    sample_run(&run, "x");
    FILE *to = fopen("/dev/full", "w");
    assert_non_null(to);
    setvbuf(to, NULL, _IONBF, 0);
    assert_int_equal(assay_json_write(to, &run, NULL), ASSAY_IO);
    fclose(to);
    assay_run_clear(&run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_document),
        cmocka_unit_test(test_full_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
