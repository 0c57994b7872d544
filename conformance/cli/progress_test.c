#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "cli/progress.h"
#include <stdlib.h>
#include <string.h>

static void test_line(void **state)
{
    (void)state;
    assay_run_item items[4] = {{.decided = true, .done = true}, {.done = true}, {0}, {0}};
    assay_run run = {.item_count = 4, .items = items, .done = 2};
    char line[160];
    assay_progress_line(&run, "split.parts", 2100000, line, sizeof(line));
    assert_string_equal(line, "2/4  split.parts  2.1 s  ~4 s left");
    run.totals[ASSAY_FAIL] = 1;
    run.totals[ASSAY_CRASH] = 1;
    assay_progress_line(&run, "split.parts", 2100000, line, sizeof(line));
    assert_string_equal(line, "2/4  split.parts  2.1 s  ~4 s left  2 failed");
    char tiny[5];
    assay_progress_line(&run, "split.parts", 2100000, tiny, sizeof(tiny));
    assert_string_equal(tiny, "2/4 ");
}

static void test_nothing_done(void **state)
{
    (void)state;
    assay_run_item items[1] = {{0}};
    assay_run run = {.item_count = 1, .items = items};
    char line[160];
    assay_progress_line(&run, "", 0, line, sizeof(line));
    assert_string_equal(line, "0/1  0.0 s");
}

static void test_shown_and_cleared(void **state)
{
    (void)state;
    assay_run run = {.item_count = 0};
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    assert_non_null(to);
    assay_progress progress;
    assay_progress_start(&progress, to);
    assay_progress_show(&progress, &run);
    assay_progress_clear(&progress);
    assay_progress_clear(&progress);
    assay_progress_show(&progress, &run);
    assert_int_equal(fclose(to), 0);
    assert_int_equal(strncmp(text, "\r\x1b[K0/0", 7), 0);
    assert_string_equal(text + size - 4, "\r\x1b[K");
    free(text);
    assay_progress_start(&progress, NULL);
    assay_progress_show(&progress, &run);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_line),
        cmocka_unit_test(test_nothing_done),
        cmocka_unit_test(test_shown_and_cleared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
