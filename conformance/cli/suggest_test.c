#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli/suggest.h"
#include <string.h>

static void test_distance(void **state)
{
    (void)state;
    assert_int_equal(assay_edit_distance("", ""), 0);
    assert_int_equal(assay_edit_distance("", "abc"), 3);
    assert_int_equal(assay_edit_distance("abc", ""), 3);
    assert_int_equal(assay_edit_distance("kitten", "sitting"), 3);
    assert_int_equal(assay_edit_distance("split.parts", "split.part"), 1);
    char longer[400];
    memset(longer, 'x', sizeof(longer) - 1);
    longer[399] = '\0';
    assert_int_equal(assay_edit_distance(longer, ""), 127);
    assert_int_equal(assay_edit_distance(longer, longer), 0);
}

static void test_best_first(void **state)
{
    (void)state;
    static const char *const ids[] = {"size.about",   "split.pairs", "split.part", "DYN-03",
                                      "split.partss", "split.parts", "sink.once"};
    assay_suggestion suggestion = {.word = "split.partz"};
    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
        assay_suggestion_offer(&suggestion, ids[i]);
    assert_string_equal(suggestion.near[0], "split.part");
    assert_string_equal(suggestion.near[1], "split.parts");
    assert_string_equal(suggestion.near[2], "split.partss");
}

static void test_part_and_case(void **state)
{
    (void)state;
    assay_suggestion suggestion = {.word = "dyn-03"};
    assay_suggestion_offer(&suggestion, "far-from-everything");
    assert_null(suggestion.near[0]);
    assay_suggestion_offer(&suggestion, "DYN-03");
    assert_string_equal(suggestion.near[0], "DYN-03");
    suggestion = (assay_suggestion){.word = "pairs"};
    assay_suggestion_offer(&suggestion, "dynamic-split.pairs");
    assert_string_equal(suggestion.near[0], "dynamic-split.pairs");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_distance),
        cmocka_unit_test(test_best_first),
        cmocka_unit_test(test_part_and_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
