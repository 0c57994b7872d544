#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "engine/sketch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void expect(const assay_sketch *sketch, const char *wanted)
{
    assert_int_equal(assay_sketch_size(sketch), strlen(wanted));
    assert_memory_equal(sketch->text, wanted, strlen(wanted));
}

static void test_lines(void **state)
{
    assay_sketch *sketch = calloc(1, sizeof(*sketch));

    (void)state;
    assert_non_null(sketch);
    assay_sketch_add(sketch, ASSAY_MARK_RECORDS, 5, 9, NULL);
    assay_sketch_add(sketch, ASSAY_MARK_POINTS, 0, UINT64_MAX, NULL);
    assay_sketch_add(sketch, ASSAY_MARK_REFUSED, 1, 1, NULL);
    assay_sketch_add(sketch, ASSAY_MARK_CALL, 3, 0, "write 'a\nb'");
    assay_sketch_add(sketch, ASSAY_MARK_LANE, 0, 0, "");
    expect(sketch,
           "records 5\npoints 0 18446744073709551615\nrefused\ncall 3 write 'a b'\nlane \n");
    free(sketch);
}

static void test_what_stays(void **state)
{
    assay_sketch *sketch = calloc(1, sizeof(*sketch));

    (void)state;
    assert_non_null(sketch);
    assay_sketch_add(sketch, ASSAY_MARK_RECORDS, 5, 0, NULL);
    assay_sketch_keep(sketch);
    assay_sketch_add(sketch, ASSAY_MARK_READ, 1, 0, NULL);
    assay_sketch_turn(sketch);
    expect(sketch, "records 5\n");
    assay_sketch_add(sketch, ASSAY_MARK_CUT, 1, 0, NULL);
    assay_sketch_add(sketch, ASSAY_MARK_RECORDS, 5, 0, NULL); /* it says so already */
    expect(sketch, "records 5\ncut 1\n");
    assay_sketch_add(sketch, ASSAY_MARK_RECORDS, 6, 0, NULL);
    assay_sketch_turn(sketch);
    expect(sketch, "");
    free(sketch);
}

static void test_no_room(void **state)
{
    char name[1000];
    assay_sketch *sketch = calloc(1, sizeof(*sketch));

    (void)state;
    assert_non_null(sketch);
    memset(name, 'x', sizeof(name) - 1);
    name[sizeof(name) - 1] = 0;
    for (int i = 0; i < 1000; i++) {
        assay_sketch_add(sketch, ASSAY_MARK_CALL, 1, 0, name);
        assay_sketch_keep(sketch);
    }
    size_t size = assay_sketch_size(sketch);
    assert_true(size <= ASSAY_SKETCH_TEXT);
    assert_memory_equal(sketch->text + size - 5, "more\n", 5);
    assert_true(sketch->text[size - 6] == '\n');
    assay_sketch_turn(sketch); /* an attempt has room all the same */
    assay_sketch_add(sketch, ASSAY_MARK_TRIED, 7, 0, "killed before");
    assert_memory_equal(sketch->text + assay_sketch_size(sketch) - 22,
                        "\ntried 7 killed before\n" + 1, 22);
    free(sketch);
}

static void test_written_over(void **state)
{
    assay_sketch *sketch = calloc(1, sizeof(*sketch));

    (void)state;
    assert_non_null(sketch);
    memset(sketch, 0xff, sizeof(*sketch));
    assay_sketch_add(sketch, ASSAY_MARK_READ, 1, 0, NULL);
    assay_sketch_keep(sketch);
    assay_sketch_turn(sketch);
    assert_int_equal(assay_sketch_size(sketch), ASSAY_SKETCH_TEXT);
    free(sketch);
}

static void test_read_back(void **state)
{
    const char *text =
        "records 5\n\nodd 1\ncut\ncut x\ncut 1 2\ncut -1\ncut 1 \nrefused 1\nrefused\n"
        "gave 1 18446744073709551615\ncall 3 write 'a' \ncall 4\nlane the residual\nmor";
    assay_mark mark;

    (void)state;
    assert_true(assay_mark_next(&text, &mark));
    assert_true(mark.kind == ASSAY_MARK_RECORDS && mark.a == 5 && mark.name_size == 0);
    assert_true(assay_mark_next(&text, &mark));
    assert_true(mark.kind == ASSAY_MARK_REFUSED);
    assert_true(assay_mark_next(&text, &mark));
    assert_true(mark.kind == ASSAY_MARK_GAVE && mark.a == 1 && mark.b == UINT64_MAX);
    assert_true(assay_mark_next(&text, &mark));
    assert_true(mark.kind == ASSAY_MARK_CALL && mark.a == 3);
    assert_int_equal(mark.name_size, strlen("write 'a' "));
    assert_memory_equal(mark.name, "write 'a' ", mark.name_size);
    assert_true(assay_mark_next(&text, &mark));
    assert_true(mark.kind == ASSAY_MARK_CALL && mark.a == 4 && mark.name_size == 0);
    assert_true(assay_mark_next(&text, &mark));
    assert_true(mark.kind == ASSAY_MARK_LANE && mark.name_size == strlen("the residual"));
    assert_false(assay_mark_next(&text, &mark));
    assert_string_equal(text, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),     cmocka_unit_test(test_what_stays),
        cmocka_unit_test(test_no_room),   cmocka_unit_test(test_written_over),
        cmocka_unit_test(test_read_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
