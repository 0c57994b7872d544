#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "report/picture.h"
#include "report/sample.h"
#include <stdlib.h>
#include <string.h>

static char *draw(const char *sketch, bool drawn)
{
    char *text = NULL;
    size_t size;
    FILE *to = open_memstream(&text, &size);
    assert_non_null(to);
    assert_int_equal(assay_picture_write(to, sketch), drawn);
    assert_int_equal(fclose(to), 0);
    assert_int_equal(size > 0, drawn);
    return text;
}

static const struct {
    const char *name, *sketch;
} pictures[] = {
    {"a split that loses a record", "records 5\npoints 0 5\nread 1\ncut 3\nmade 600000\ncut "
                                    "3\nmade 600000\nexpected 0 5\nlost 3 4\n"
                                    "lane the reader\ngave 0 3\nlane the residual\ngave 4 5\n"},
    {"a split that gives one twice, among records that are no split points",
     "records 8\npoints 0 1\npoints 4 6\nread 2\nfraction 500000\nmade 480000\nexpected 0 8\n"
     "repeated 4 5\nlane the reader\ngave 0 5\nlane the residual\ngave 4 8\n"},
    {"a rung of a ladder", "records 5\nread 0\ncut 4\nmade 1\ncut 3\nmade 1\ncut 2\nmade 1\n"
                           "expected 2 3\nmisplaced 3 4\nlane the residual of a split\ngave 2 4\n"},
    {"a window of many records",
     "records 5000\nread 4000\ncut 4007\nmade 800000\nexpected 0 5000\nlost 4007 4009\n"
     "lane the reader\ngave 0 4007\nlane the residual\ngave 4009 5000\n"},
    {"all of many records",
     "records 200\nread 1\ncut 199\nexpected 0 200\nrepeated 199 200\nlane the reader\ngave 0 200\n"
     "lane the residual\ngave 199 200\n"},
    {"many parts",
     "records 9\nexpected 0 9\nlost 4 5\nrepeated 6 7\nstrange 2\nlane part 0\ngave 0 2\n"
     "lane part 1\nlane part 2\ngave 2 3\nlane part 3\ngave 3 4\nlane part 4\nlane part 5\n"
     "gave 5 7\nlane part 6\ngave 6 8\nlane part 7\ngave 8 9\n"},
    {"a checkpoint", "records 6\ncheckpoint 3\nlane read before the mark\ngave 0 3\nexpected 3 6\n"
                     "misplaced 2 3\nlane a restored reader\ngave 2 6\n"},
    {"a crash point", "records 2\ncall 1 openat 'a'\ncall 2 write 'a', 10 bytes\ncall 3 close "
                      "'a'\ncall 4 rename 'b'\n"
                      "survived 1 killed before it\nsurvived 2 killed before it\nsurvived 2 killed "
                      "in the middle of it\n"
                      "tried 3 killed before it\nexpected 0 2\nlost 0 2\nlane the output\nwhole\n"},
    {"two kills", "records 2\ncall 1 openat 'a'\ncall 2 write 'a'\ntried 1 killed before it\n"
                  "tried 2 killed before it, in the next process\nmore\n"},
};

static void test_golden(void **state)
{
    (void)state;
    char *all = NULL;
    size_t size;
    FILE *to = open_memstream(&all, &size);
    assert_non_null(to);
    for (size_t i = 0; i < sizeof(pictures) / sizeof(pictures[0]); i++) {
        fprintf(to, "<!-- %s -->\n", pictures[i].name);
        assert_true(assay_picture_write(to, pictures[i].sketch));
    }
    assert_int_equal(fclose(to), 0);
    sample_expect("pictures.html", all);
    free(all);
}

static void test_long_lists_of_calls(void **state)
{
    (void)state;
    char *sketch = NULL;
    size_t size;
    FILE *to = open_memstream(&sketch, &size);
    assert_non_null(to);
    for (int k = 1; k <= 60; k++)
        fprintf(to, "call %d write 'x'\n", k);
    for (int k = 1; k < 30; k++)
        fprintf(to, "survived %d killed before it\n", k);
    fputs("tried 30 killed before it\n", to);
    assert_int_equal(fclose(to), 0);
    char *text = draw(sketch, true);
    assert_non_null(strstr(text, ">calls 1 to 24: 24 attempts survived<"));
    assert_non_null(strstr(text, ">calls 36 to 60: not tried<"));
    assert_null(strstr(text, ">24<"));
    assert_non_null(strstr(text, ">25<"));
    assert_non_null(strstr(text, "Call 30: killed before it. 29 other attempts"));
    free(text);
    free(sketch);
}

static void test_nothing_to_draw(void **state)
{
    (void)state;
    static const char *const sketches[] = {"",
                                           "x",
                                           "records 5\n",
                                           "cut 3\nlost 1 2\n",
                                           "records 5\nread 1\nfraction 1\n",
                                           "more\n",
                                           "records 5\ncut 6\n", /* there is no such record */
                                           "records 0\nlane x\n"};
    for (size_t i = 0; i < sizeof(sketches) / sizeof(sketches[0]); i++)
        free(draw(sketches[i], false));
}

/* Whatever the numbers are, there is no drawing of any size, and none of nothing. */
static void test_odd_numbers(void **state)
{
    (void)state;
    static const char *const sketches[] = {
        "records 18446744073709551615\ncut 18446744073709551615\nlost 0 18446744073709551615\nlane "
        "x\n",
        "records 18446744073709551615\ncheckpoint 9223372036854775808\nlane x\ngave 1 2\n",
        "records 18446744073709551615\npoints 0 18446744073709551614\ncut 5\nlane x\n",
        "records 5\nlost 4 3\nlane x\ngave 3 3\n",
        "records 1000000\npoints 0 999999\ncut 500000\nlane x\ngave 0 1\n",
        "tried 18446744073709551615 x\ncall 18446744073709551615 y\n",
        "call 5 y\ncall 0 y\ncall 3 y\ntried 0 x\n",
        "records 3\ngave 0 1\nlane x\ngave 0 1\ngave 0 1\nlane \n"};
    for (size_t i = 0; i < sizeof(sketches) / sizeof(sketches[0]); i++) {
        char *text = draw(sketches[i], true);
        assert_true(strlen(text) < 200000);
        assert_null(strstr(text, "nan"));
        assert_null(strstr(text, "inf"));
        free(text);
    }
}

static void test_hostile(void **state)
{
    (void)state;
    char *hostile = sample_hostile_text(), *sketch = NULL;
    size_t size;
    FILE *to = open_memstream(&sketch, &size);
    assert_non_null(to);
    fprintf(to, "records 5\nlane %s\nlane <script>\"'&\ngave 0 1\ncall 1 %s\ntried 1 <b>\n",
            hostile, hostile);
    for (int i = 0; i < 100000; i++)
        fputs("lane x\ngave 0 5\n", to);
    assert_int_equal(fclose(to), 0);
    char *text = draw(sketch, true);
    assert_null(strstr(text, "<script"));
    assert_null(strstr(text, "<b>"));
    assert_non_null(strstr(text, "Not all of it is shown."));
    assert_true(strlen(text) < (1 << 20));
    for (const char *at = text; *at != '\0'; at++)
        assert_true(((unsigned char)*at >= 0x20 && *at != 0x7f) || *at == '\n');
    free(text);
    free(sketch);
    free(hostile);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_golden),          cmocka_unit_test(test_long_lists_of_calls),
        cmocka_unit_test(test_nothing_to_draw), cmocka_unit_test(test_odd_numbers),
        cmocka_unit_test(test_hostile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
