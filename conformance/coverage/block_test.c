#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "coverage/block.h"
#include "coverage/sample.h"
#include <stdio.h>

/* "error 2-3, other 7-7, " by the numbers of lines */
static void describe(const assay_covered_file *file, char *to, size_t size)
{
    static const char *const names[] = {"function", "error", "other"};
    assay_block block;
    size_t used = 0;
    to[0] = '\0';
    for (size_t at = 0; assay_block_next(file, &at, &block);)
        used += (size_t)snprintf(to + used, size - used, "%s %u-%u, ", names[block.kind],
                                 file->lines[block.first].number, file->lines[block.last].number);
}

static void expect(const char *text, const char *blocks)
{
    char found[500];
    assay_coverage coverage = {.root = "/"};
    assay_covered_file *file = sample_file(&coverage, "/x.c", text);
    describe(file, found, sizeof(found));
    assert_string_equal(found, blocks);
    assay_coverage_clear(&coverage);
}

static void test_blocks_end_with_what_was_reached(void **state)
{
    (void)state;
    expect("", "");
    expect("a /* aw */\nb /* af */\nc /* ak */\n", "");
    expect("a /* aw */\nb /* a- */\n\nc /* a- */\nd /* aw */\ne /* a- */\n",
           "other 2-4, other 6-6, ");
}

static void test_blocks_end_with_the_function(void **state)
{
    (void)state;
    expect("a /* aw */\nb /* a- */\nc /* b- */\nd /* b- */\ne /* c- */\nf /* cw */\n",
           "other 2-2, function 3-4, other 5-5, ");
}

static void test_an_error_is_answered(void **state)
{
    (void)state;
    expect("a /* aw */\nreturn ASSAY_CORRUPT; /* a- */\nb /* aw */\n", "error 2-2, ");
    expect("a /* aw */\nreturn say(error, /* a- */\n  ASSAY_IO, 1);\nb /* a- */\nc /* aw */\n",
           "error 2-4, ");
    expect("a /* aw */\nreturn ASSAY_OK; /* a- */\nb /* aw */\n", "other 2-2, ");
    expect("a /* aw */\nreturn ASSAY_REFUSED; /* a- */\nb /* aw */\n", "other 2-2, ");
}

static void test_a_failure_is_asked_for(void **state)
{
    (void)state;
    expect("if (x == NULL) /* aw */\n  undo(); /* a- */\nb /* aw */\n", "error 2-2, ");
    expect("if (read(x) < 0) /* aw */\n  undo(); /* a- */\nb /* aw */\n", "error 2-2, ");
    expect("if (x != NULL) /* aw */\n  undo(); /* a- */\nb /* aw */\n", "other 2-2, ");
    /* That of another function has nothing to do with it. */
    expect("f = x == NULL; /* bw */\n  undo(); /* a- */\nb /* aw */\n", "other 2-2, ");
}

/* Nothing is known of a file that is gone. */
static void test_without_text(void **state)
{
    char found[100];
    assay_coverage coverage = {.root = "/"};
    (void)state;
    assay_covered_file *file = assay_coverage_file(&coverage, "/nowhere/x.c");
    assert_non_null(file);
    assert_int_equal(assay_covered_file_add(file, 1, "f"), ASSAY_OK);
    assert_int_equal(assay_covered_file_add(file, 2, "f"), ASSAY_OK);
    assert_int_equal(assay_covered_file_count(file, 1, 0, ASSAY_LINE_WELL, 1), ASSAY_OK);
    assay_coverage_finish(&coverage);
    describe(&coverage.files[0], found, sizeof(found));
    assert_string_equal(found, "other 2-2, ");
    assay_coverage_clear(&coverage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_blocks_end_with_what_was_reached),
        cmocka_unit_test(test_blocks_end_with_the_function),
        cmocka_unit_test(test_an_error_is_answered),
        cmocka_unit_test(test_a_failure_is_asked_for),
        cmocka_unit_test(test_without_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
