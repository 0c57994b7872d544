#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "coverage/coverage.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void test_lines_are_sorted_and_once(void **state)
{
    static const unsigned numbers[] = {7, 3, 9, 3, 1, 7};
    static const unsigned sorted[] = {1, 3, 7, 9};
    assay_coverage coverage = {.root = "/"};
    (void)state;
    assay_covered_file *file = assay_coverage_file(&coverage, "/x.c");
    assert_non_null(file);
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        assert_int_equal(assay_covered_file_add(file, numbers[i], i < 2 ? "f" : "g"), ASSAY_OK);
    assert_int_equal(file->line_count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(file->lines[i].number, sorted[i]);
    assert_int_equal(file->function_count, 2);
    assert_string_equal(file->functions[file->lines[1].function], "f");
    assert_string_equal(file->functions[file->lines[3].function], "g");
    assert_ptr_equal(assay_coverage_file(&coverage, "/x.c"), file);
    assert_null(assay_coverage_find(&coverage, "/y.c"));
    assay_coverage_clear(&coverage);
}

static void test_hits_add_up_by_test(void **state)
{
    size_t one, other, again;
    assay_coverage coverage = {.root = "/"};
    (void)state;
    assay_covered_file *file = assay_coverage_file(&coverage, "/x.c");
    assert_non_null(file);
    for (unsigned number = 1; number <= 3; number++)
        assert_int_equal(assay_covered_file_add(file, number, "f"), ASSAY_OK);
    assert_int_equal(assay_coverage_test_find(&coverage, "one", &one), ASSAY_OK);
    assert_int_equal(assay_coverage_test_find(&coverage, "other", &other), ASSAY_OK);
    assert_int_equal(assay_coverage_test_find(&coverage, "one", &again), ASSAY_OK);
    assert_int_equal(one, again);
    assert_int_equal(assay_covered_file_count(file, 2, one, ASSAY_LINE_WELL, 5), ASSAY_OK);
    assert_int_equal(assay_covered_file_count(file, 2, other, ASSAY_LINE_KILLED, 1), ASSAY_OK);
    assert_int_equal(assay_covered_file_count(file, 2, one, ASSAY_LINE_WELL, 2), ASSAY_OK);
    assert_int_equal(assay_covered_file_count(file, 3, one, ASSAY_LINE_WELL, 0), ASSAY_OK);
    assert_int_equal(assay_covered_file_count(file, 4, one, ASSAY_LINE_WELL, 9), ASSAY_OK);
    assert_int_equal(file->hit_count, 2);
    assert_int_equal(file->hits[0].hits[1], 7);
    assert_int_equal(file->hits[1].hits[1], 1);
    assert_int_equal(file->lines[1].hits, 8);
    assert_int_equal(file->lines[1].ways, ASSAY_LINE_WELL | ASSAY_LINE_KILLED);
    assert_int_equal(file->lines[2].ways, 0);
    assay_line_sum sum = assay_coverage_sum(&coverage);
    assert_int_equal(sum.lines, 3);
    assert_int_equal(sum.reached, 1);
    assay_coverage_clear(&coverage);
}

static void test_percent(void **state)
{
    (void)state;
    assert_true(assay_line_sum_percent((assay_line_sum){0, 0}) == 100);
    assert_true(assay_line_sum_percent((assay_line_sum){8, 6}) == 75);
}

static void test_shown(void **state)
{
    assay_coverage coverage = {.root = "/shop"}, all = {.root = "/"};
    (void)state;
    assert_string_equal(assay_coverage_shown(&coverage, "/shop/a/b.c"), "a/b.c");
    assert_string_equal(assay_coverage_shown(&coverage, "/shopping/b.c"), "/shopping/b.c");
    assert_string_equal(assay_coverage_shown(&all, "/b.c"), "/b.c");
}

static void expect_text(const assay_covered_file *file, unsigned number, const char *text)
{
    size_t size;
    const char *found = assay_covered_file_text(file, number, &size);
    assert_int_equal(size, strlen(text));
    assert_memory_equal(found, text, size);
}

static void test_texts(void **state)
{
    char path[] = "/tmp/assay-coverage-XXXXXX";
    assay_coverage coverage = {.root = "/tmp"};
    (void)state;
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, "\t one \r\n\nlast", 13), 13);
    close(fd);
    assert_non_null(assay_coverage_file(&coverage, path));
    assert_non_null(assay_coverage_file(&coverage, "/nowhere.c"));
    assay_coverage_finish(&coverage);
    unlink(path);
    assert_string_equal(coverage.files[0].path, "/nowhere.c"); /* sorted */
    expect_text(&coverage.files[0], 1, "");
    expect_text(&coverage.files[1], 1, "one");
    expect_text(&coverage.files[1], 2, "");
    expect_text(&coverage.files[1], 3, "last");
    expect_text(&coverage.files[1], 4, "");
    assay_coverage_clear(&coverage);
}

static void test_left_out_once(void **state)
{
    assay_coverage coverage = {.root = "/"};
    (void)state;
    for (int i = 0; i < 3; i++)
        assert_int_equal(assay_coverage_leave_out(&coverage, i == 1 ? "/b" : "/a"), ASSAY_OK);
    assert_int_equal(coverage.left_out_count, 2);
    assay_coverage_clear(&coverage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines_are_sorted_and_once),
        cmocka_unit_test(test_hits_add_up_by_test),
        cmocka_unit_test(test_percent),
        cmocka_unit_test(test_shown),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_left_out_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
