#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "data/tally.h"
#include "data/test_folder.h"

static const char *const values[] = {"alpha", "beta", "same", "same", "", "omega"};
#define COUNT (sizeof(values) / sizeof(values[0]))

static assay_record record_of(const char *value)
{
    assay_record record = ASSAY_RECORD_INIT;
    record.value = (assay_bytes){value, strlen(value)};
    return record;
}

static assay_truth *make_truth(void **state, uint32_t fields)
{
    char *path = test_folder_path(state, "truth");
    assay_truth_writer *writer;
    assay_truth *truth = NULL;
    assert_int_equal(assay_truth_writer_open(path, fields, &writer, NULL), ASSAY_OK);
    for (size_t i = 0; i < COUNT; i++) {
        assay_record record = record_of(values[i]);
        record.timestamp = (int64_t)i;
        assert_int_equal(assay_truth_writer_add(writer, &record, NULL), ASSAY_OK);
    }
    assert_int_equal(assay_truth_writer_finish(writer, NULL), ASSAY_OK);
    assert_int_equal(assay_truth_open(path, &truth, NULL), ASSAY_OK);
    free(path);
    return truth;
}

static void add(assay_tally *tally, const char *value)
{
    assay_record record = record_of(value);
    assay_tally_add(tally, &record);
}

/* Adds the values that text names by their index and says the difference to [first, end). */
static void check(void **state, const char *indexes, const char *stranger, uint64_t first,
                  uint64_t end, const char *expected)
{
    char words[512];
    assay_truth *truth = make_truth(state, 0);
    assay_tally *tally = assay_tally_new(truth, true);
    assert_non_null(tally);
    for (unsigned part = 1; *indexes != '\0'; indexes++, part++) {
        assay_tally_origin(tally, "part %u", part);
        add(tally, values[*indexes - '0']);
    }
    if (stranger != NULL)
        add(tally, stranger);
    assay_tally_explain(tally, first, end, words, sizeof(words));
    assert_string_equal(words, expected);
    assert_int_equal(assay_tally_matches(tally, first, end),
                     strcmp(expected, "no difference") == 0);
    assay_tally_free(tally);
    assay_truth_close(truth);
}

static void put_gave(void *context, const char *origin, uint64_t first, uint64_t end)
{
    fprintf(context, "[%s] %d-%d ", origin, (int)first, (int)end);
}

static void put_lost(void *context, uint64_t first, uint64_t end)
{
    fprintf(context, "lost %d-%d ", (int)first, (int)end);
}

static void put_repeated(void *context, uint64_t first, uint64_t end)
{
    fprintf(context, "repeated %d-%d ", (int)first, (int)end);
}

static void put_misplaced(void *context, uint64_t first, uint64_t end)
{
    fprintf(context, "misplaced %d-%d ", (int)first, (int)end);
}

static void put_strange(void *context, uint64_t count)
{
    fprintf(context, "strange %d ", (int)count);
}

/* Each part of parts is a lane; the values are named by their index, x is none of the truth. */
static void look(void **state, const char *parts, uint64_t first, uint64_t end, bool ended,
                 const char *expected)
{
    char *said = NULL;
    size_t size;
    FILE *to = open_memstream(&said, &size);
    assert_non_null(to);
    assay_tally_view view = {to, put_gave, put_lost, put_repeated, put_misplaced, put_strange};
    assay_truth *truth = make_truth(state, 0);
    assay_tally *tally = assay_tally_new(truth, true);
    assert_non_null(tally);
    for (; *parts != '\0'; parts++) {
        if (*parts >= 'a' && *parts <= 'c')
            assay_tally_origin(tally, "%c", *parts);
        else
            add(tally, *parts == 'x' ? "zeta" : values[*parts - '0']);
    }
    assay_tally_look(tally, first, end, ended, &view);
    assert_int_equal(fclose(to), 0);
    assert_string_equal(said, expected);
    free(said);
    assay_tally_free(tally);
    assay_truth_close(truth);
}

static void test_differences_have_places(void **state)
{
    look(state, "", 0, 0, true, "");
    look(state, "012345", 0, COUNT, true, "[] 0-6 ");
    /* 2 and 3 are the same */
    look(state, "a01b345", 0, COUNT, true, "lost 3-4 [a] 0-2 [b] 2-3 [b] 4-6 ");
    look(state, "a01bc45", 0, COUNT, true, "lost 2-4 [a] 0-2 [b] 0-0 [c] 4-6 ");
    look(state, "a01b45", 0, COUNT, false, "[a] 0-2 [b] 4-6 ");
    look(state, "a01b1145", 0, 2, true, "repeated 1-2 misplaced 4-6 [a] 0-2 [b] 1-2 [b] 4-6 ");
    look(state, "b5a0xx", 0, 2, true, "lost 1-2 misplaced 5-6 strange 2 [b] 5-6 [a] 0-1 ");
    assay_truth *truth = make_truth(state, 0);
    assay_tally *tally = assay_tally_new(truth, false);
    assert_non_null(tally);
    assay_tally_look(tally, 0, COUNT, true, &(assay_tally_view){.context = NULL}); /* nothing */
    assay_tally_free(tally);
    assay_truth_close(truth);
}

static void test_differences_have_names(void **state)
{
    check(state, "012345", NULL, 0, COUNT, "no difference");
    check(state, "543210", NULL, 0, COUNT, "no difference");
    check(state, "", NULL, 2, 2, "no difference");
    check(state, "01245", NULL, 0, COUNT, "lost: 1 (record 3 'same')");
    check(state, "01235", NULL, 0, COUNT, "lost: 1 (record 4 '')");
    check(state, "0", NULL, 0, 2, "lost: 1 (record 1 'beta')");
    check(state, "0101", NULL, 0, 1,
          "duplicated: 1 (record 0 'alpha', from part 1 and part 3); "
          "unexpected: 2 (record 1 'beta', from part 2, ...)");
    check(state, "01", "zeta", 0, 2, "unexpected: 1 ('zeta', from part 2)");
    check(state, "01234", "meg", 0, COUNT,
          "lost: 1 (record 5 'omega'); corrupt: 1 ('meg', a part of record 5, from part 5)");
    check(state, "01234", "ga", 0, COUNT,
          "lost: 1 (record 5 'omega'); corrupt: 1 ('ga', a part of record 5, from part 5)");
    check(state, "01234", "omega\n", 0, COUNT,
          "lost: 1 (record 5 'omega'); unexpected: 1 ('omega\\x0a', from part 5)");
}

static void test_time_counts_where_the_truth_has_it(void **state)
{
    char words[512];
    assay_truth *truth = make_truth(state, ASSAY_DIGEST_TIMES);
    assay_tally *tally = assay_tally_new(truth, true);
    assay_record record = record_of("beta");
    record.timestamp = 2;
    assay_tally_add(tally, &record);
    assert_false(assay_tally_matches(tally, 1, 2));
    assay_tally_explain(tally, 1, 2, words, sizeof(words));
    assert_string_equal(words,
                        "lost: 1 (record 1 'beta'); corrupt: 1 ('beta', the value of record 1)");
    assay_tally_free(tally);
    assay_truth_close(truth);
}

static void test_long_values(void **state)
{
    char *path = test_folder_path(state, "long");
    char *big = malloc(200000);
    char words[512];
    assay_truth_writer *writer;
    assay_truth *truth;
    assay_record record = ASSAY_RECORD_INIT;
    memset(big, 'x', 200000);
    big[77] = 'y';
    record.value = (assay_bytes){big, 200000};
    assert_int_equal(assay_truth_writer_open(path, 0, &writer, NULL), ASSAY_OK);
    assert_int_equal(assay_truth_writer_add(writer, &record, NULL), ASSAY_OK);
    assert_int_equal(assay_truth_writer_finish(writer, NULL), ASSAY_OK);
    assert_int_equal(assay_truth_open(path, &truth, NULL), ASSAY_OK);
    assay_tally *tally = assay_tally_new(truth, true);
    record.value.size = 65536;
    assay_tally_add(tally, &record);
    assay_tally_explain(tally, 0, 1, words, sizeof(words));
    assert_non_null(strstr(words, "corrupt: 1"));
    assert_non_null(strstr(words, "of 65536 bytes, a part of record 0"));
    assay_tally_free(tally);
    assay_truth_close(truth);
    free(big);
    free(path);
}

static void test_without_naming(void **state)
{
    char words[512];
    assay_truth *truth = make_truth(state, 0);
    assay_tally *tally = assay_tally_new(truth, false);
    assay_tally_origin(tally, "nowhere");
    add(tally, "alpha");
    assert_int_equal(assay_tally_count(tally), 1);
    assay_tally_explain(tally, 0, 2, words, sizeof(words));
    assert_string_equal(words, "1 records instead of 2");
    assay_tally_explain(tally, 1, 2, words, sizeof(words));
    assert_string_equal(words, "1 records, as many as expected, but not the same");
    assert_true(assay_tally_matches(tally, 0, 1));
    assay_tally_free(tally);
    assay_truth_close(truth);
}

static void test_any_room_is_enough(void **state)
{
    char words[64];
    assay_truth *truth = make_truth(state, 0);
    assay_tally *tally = assay_tally_new(truth, true);
    for (int i = 0; i < 3000; i++)
        add(tally, "stranger");
    for (size_t size = 1; size < sizeof(words); size++) {
        memset(words, 1, sizeof(words));
        assay_tally_explain(tally, 0, COUNT, words, size);
        assert_true(strlen(words) < size);
        assert_int_equal(words[size], 1);
    }
    assay_tally_free(tally);
    assay_truth_close(truth);
}

static void test_values_in_print(void **state)
{
    (void)state;
    char text[256], small[8];
    char longer[100];
    memset(longer, 'a', sizeof(longer));
    assay_value_print((assay_bytes){"a\\b\0\xff", 5}, text, sizeof(text));
    assert_string_equal(text, "'a\\\\b\\x00\\xff'");
    assay_value_print((assay_bytes){NULL, 0}, text, sizeof(text));
    assert_string_equal(text, "''");
    assay_value_print((assay_bytes){longer, 48}, text, sizeof(text));
    assert_int_equal(strlen(text), 50);
    assay_value_print((assay_bytes){longer, 49}, text, sizeof(text));
    assert_string_equal(text + 50, "... (49 bytes)");
    memset(longer, 0xff, sizeof(longer));
    assay_value_print((assay_bytes){longer, 100}, text, sizeof(text));
    assert_int_equal(strlen(text), 2 + 4 * 48 + strlen("... (100 bytes)"));
    assay_value_print((assay_bytes){longer, 100}, small, sizeof(small));
    assert_int_equal(strlen(small), 7);
}

static void test_what_was_wrong_before_the_end(void **state)
{
    (void)state;
    char words[512];
    assay_truth *truth = make_truth(state, 0);
    assay_tally *tally = assay_tally_new(truth, true);
    assert_non_null(tally);
    add(tally, values[0]);
    assay_tally_explain_begun(tally, 0, COUNT, words, sizeof(words));
    assert_string_equal(words, "");
    assay_tally_origin(tally, "part 2");
    add(tally, "stranger");
    add(tally, values[0]);
    assay_tally_explain_begun(tally, 0, COUNT, words, sizeof(words));
    assert_string_equal(words, "duplicated: 1 (record 0 'alpha' and part 2); "
                               "unexpected: 1 ('stranger', from part 2)");
    assay_tally_free(tally);
    assay_truth_close(truth);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_differences_have_names),
        cmocka_unit_test(test_differences_have_places),
        cmocka_unit_test(test_time_counts_where_the_truth_has_it),
        cmocka_unit_test(test_long_values),
        cmocka_unit_test(test_without_naming),
        cmocka_unit_test(test_what_was_wrong_before_the_end),
        cmocka_unit_test(test_any_room_is_enough),
        cmocka_unit_test(test_values_in_print),
    };
    return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove) == 0 ? 0 : 1;
}
