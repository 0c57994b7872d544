#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "data/generator_plan.h"

#define XXH_INLINE_ALL
#include <signal.h>
#include <xxhash.h>

static bool has_value(const assay_truth *truth, const char *value, size_t size)
{
    for (uint64_t i = 0; i < assay_truth_count(truth); i++) {
        assay_bytes found = assay_truth_record(truth, i).value;
        if (found.size == size && (size == 0 || memcmp(found.data, value, size) == 0))
            return true;
    }
    return false;
}

static bool has_size(const assay_truth *truth, size_t size)
{
    for (uint64_t i = 0; i < assay_truth_count(truth); i++)
        if (assay_truth_record(truth, i).value.size == size)
            return true;
    return false;
}

static void test_hard_cases_are_in(void **state)
{
    static const struct plan plan = {"lines", {"delimiter=|+%", "huge=true", NULL}};
    struct made made = make(state, &plan, 200, 3);
    static const char partial[] = "|+";
    bool ends_in_prefix = false;
    uint64_t ties = 0;
    for (uint64_t i = 0; i < 200; i++) {
        assay_bytes value = assay_truth_record(made.truth, i).value;
        const char *end = (const char *)value.data + value.size;
        ends_in_prefix |= value.size > 2 && memcmp(end - 2, partial, 2) == 0;
        ties += value.size == 27 && memcmp(value.data, "the same", 8) == 0;
    }
    assert_true(ends_in_prefix);
    assert_true(ties > 10);
    assert_true(has_value(made.truth, "", 0));
    assert_true(has_value(made.truth, "\0", 1));
    assert_true(has_value(made.truth, "\xff", 1));
    assert_true(has_size(made.truth, 65535));
    assert_true(has_size(made.truth, 65536));
    assert_true(has_size(made.truth, 65537));
    assert_true(has_size(made.truth, 204800));
    drop(&made);
}

/* These numbers never change: failures are replayed from a seed. */
static void test_same_bytes_for_ever(void **state)
{
    static const struct {
        struct plan plan;
        uint64_t low;
    } golden[] = {
        {{"lines", {NULL}}, UINT64_C(0x64aec4d45c30d62c)},
        {{"lines", {"crlf=true", "bom=true", "header-lines=2", NULL}},
         UINT64_C(0x205c61dbfc01a357)},
        {{"lines", {"delimiter=|+", "huge=true", NULL}}, UINT64_C(0x15674408170fd9f7)},
        {{"records", {"ids=true", NULL}}, UINT64_C(0xab99f47c07acbd75)},
        {{"integers", {"unbounded=true", "time-disorder=50", NULL}}, UINT64_C(0xd29360e6a9bfb477)},
        {{"gzip-lines", {NULL}}, UINT64_C(0x64aec4d45c30d62c)},
        {{"bgzf-lines", {"block=100", NULL}}, UINT64_C(0x64aec4d45c30d62c)},
    };
    for (size_t i = 0; i < sizeof(golden) / sizeof(golden[0]); i++) {
        struct made made = make(state, &golden[i].plan, 100, 42);
        uint64_t low = assay_truth_digest(made.truth, 0, 100).low;
        if (made.dataset.path[0] != '\0') {
            size_t size;
            char *bytes = load(made.dataset.path, &size);
            low = XXH3_64bits(bytes, size);
            free(bytes);
        }
        if (low != golden[i].low)
            fail_msg("%s: 0x%016llx", golden[i].plan.generator, (unsigned long long)low);
        drop(&made);
    }
}

static void test_seeds_differ(void **state)
{
    static const struct plan plan = {"records", {NULL}};
    struct made one = make(state, &plan, 50, 1);
    struct made two = make(state, &plan, 50, 2);
    assert_false(assay_digest_equal(assay_truth_digest(one.truth, 0, 50),
                                    assay_truth_digest(two.truth, 0, 50)));
    drop(&one);
    drop(&two);
}

static void check_range(void **state, const char *first, uint64_t records, const char *from,
                        const char *to, const char *last)
{
    char text[64];
    snprintf(text, sizeof(text), "first=%s", first);
    struct plan plan = {"integers", {text, NULL}};
    struct made made = make(state, &plan, records, 1);
    assert_string_equal(assay_setting_list_find(&made.dataset.variables, "data.from"), from);
    assert_string_equal(assay_setting_list_find(&made.dataset.variables, "data.to"), to);
    assert_int_equal(made.dataset.stored_bytes, records * 8);
    if (records > 0)
        assert_true(has_value(made.truth, last, strlen(last)));
    drop(&made);
}

static void test_integers(void **state)
{
    check_range(state, "0", 0, "0", "0", NULL);
    check_range(state, "-3", 5, "-3", "2", "1");
    check_range(state, "min", 2, "-9223372036854775808", "-9223372036854775806",
                "-9223372036854775807");
    check_range(state, "end", 0, "9223372036854775807", "9223372036854775807", NULL);
    check_range(state, "end", 1, "9223372036854775807", "max", "9223372036854775807");
    check_range(state, "end", 5, "9223372036854775803", "max", "9223372036854775807");
    check_range(state, "9223372036854775806", 1, "9223372036854775806", "9223372036854775807",
                "9223372036854775806");
}

static void test_stream_of_integers(void **state)
{
    static const struct plan plan = {"integers",
                                     {"unbounded=true", "first=-1", "time-base=100", "time-step=10",
                                      "time-disorder=6", "idle-every=4", NULL}};
    struct made made = make(state, &plan, 3, 1);
    assay_record record = assay_truth_record(made.truth, 0);
    assert_int_equal(assay_truth_fields(made.truth), ASSAY_DIGEST_TIMES);
    assert_int_equal(record.id.size, 0);
    assert_int_equal(record.timestamp, 100);
    assert_int_equal(assay_truth_record(made.truth, 1).timestamp, 110 - 7919 % 7);
    assert_int_equal(assay_truth_record(made.truth, 2).timestamp, 120 - 15838 % 7);
    assert_string_equal(assay_setting_list_find(&made.dataset.variables, "data.idle-every"), "4");
    drop(&made);
}

static void test_records_have_their_own_ids(void **state)
{
    static const struct plan plan = {"records", {"ids=true", "delimiter=|+", NULL}};
    struct made made = make(state, &plan, 300, 5);
    assert_int_equal(assay_truth_fields(made.truth), ASSAY_DIGEST_IDS);
    assert_int_equal(made.dataset.stored_bytes, -1);
    for (uint64_t i = 0; i < 300; i++) {
        assay_record record = assay_truth_record(made.truth, i);
        const unsigned char *value = record.value.data;
        assert_in_range(record.id.size, 8, 20);
        assert_null(memmem(value, record.value.size, "|+", 2));
        assert_true(record.value.size == 0 || value[record.value.size - 1] != '\r');
        for (uint64_t j = 0; j < i; j++)
            assert_memory_not_equal(record.id.data, assay_truth_record(made.truth, j).id.data, 8);
    }
    drop(&made);
}

static void test_command(void **state)
{
    char *path = test_folder_path(state, "stored");
    char option[512];
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("12345", file);
    fclose(file);
    snprintf(option, sizeof(option), "path=%s", path);
    struct plan plan = {"command",
                        {"command=printf\x1f%b\x1f"
                         "a b\\r\\n\\n\\nc\\r",
                         option, NULL}};
    struct made made = make(state, &plan, 0, 1);
    assert_int_equal(made.dataset.records, 4);
    assert_string_equal(made.dataset.name, "command-4");
    assert_int_equal(made.dataset.stored_bytes, 5);
    assert_true(has_value(made.truth, "a b", 3));
    assert_true(has_value(made.truth, "c\r", 2));
    drop(&made);
    free(path);
}

static void check_refused(void **state, const struct plan *plan, uint64_t records,
                          const char *message)
{
    struct made made;
    assay_error error = ASSAY_ERROR_INIT;
    assert_int_not_equal(try_make(state, plan, records, 1, &made, &error), ASSAY_OK);
    assert_null(made.dataset.name);
    assert_null(made.dataset.truth);
    assert_non_null(strstr(error.message, message));
    free(made.folder);
}

static void test_what_cannot_be_made(void **state)
{
    static const struct {
        struct plan plan;
        uint64_t records;
        const char *message;
    } refused[] = {
        {{"lines", {"delimiter=||", NULL}}, 1, "delimiter"},
        {{"lines", {"delimiter=", NULL}}, 1, "delimiter"},
        {{"lines", {"delimiter=;", "crlf=true", NULL}}, 1, "option 'crlf' needs"},
        {{"records", {"delimiter=aa", NULL}}, 1, "delimiter"},
        {{"integers", {"first=x", NULL}}, 1, "option 'first' is 'x'"},
        {{"integers", {"first=9223372036854775807", NULL}}, 2, "leaves no room for 2 records"},
        {{"integers", {"unbounded=true", "time-base=9223372036854775807", NULL}},
         2,
         "the time of record 1 is out of range"},
        {{"command", {"command=true", "path=/none", NULL}}, 0, "no file matches '/none'"},
        {{"command", {"command=/none/x", "path=/", NULL}},
         0,
         "cannot run command '/none/x': No such"},
        {{"command",
          {"command=sh\x1f-c\x1f"
           "echo a; exit 3",
           "path=/", NULL}},
         0,
         "command 'sh' failed with exit code 3"},
        {{"command", {"command=sh\x1f-c\x1fkill -PIPE $$$$", "path=/", NULL}},
         0,
         "command 'sh' was ended by signal 13"},
        {{"command", {"command=sh\x1f-c\x1fkill -9 $$$$", "path=/", NULL}},
         0,
         "command 'sh' was ended by signal 9"},
    };
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
        check_refused(state, &refused[i].plan, refused[i].records, refused[i].message);
    assert_null(assay_generator_find("line"));
}

/* The table says which variables there are; a data set has these and no others. */
static void test_variables_of_the_table(void **state)
{
    static const struct plan plans[] = {
        {"integers", {NULL}},   {"lines", {NULL}},   {"gzip-lines", {NULL}},
        {"bgzf-lines", {NULL}}, {"records", {NULL}}, {"command", {"command=true", "path=/", NULL}},
    };
    assert_int_equal(sizeof(plans) / sizeof(plans[0]), assay_generator_count);
    for (size_t i = 0; i < assay_generator_count; i++) {
        struct made made = make(state, &plans[i], 3, 1);
        const assay_generator *generator = assay_generator_find(plans[i].generator);
        const assay_setting_list *list = &made.dataset.variables;
        assert_int_equal(list->count, generator->variable_count);
        for (size_t v = 0; v < generator->variable_count; v++)
            assert_non_null(assay_setting_list_find(list, generator->variables[v].name));
        drop(&made);
    }
}

static void test_no_folder(void **state)
{
    static const char *const names[] = {"integers", "lines", "gzip-lines", "bgzf-lines", "records"};
    assay_setting_list none = {0, NULL};
    const assay_amount amount = {1, 1, NULL, 0, NULL};
    assay_dataset dataset;
    (void)state;
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(
            assay_generator_find(names[i])->make(&none, &amount, "/none", &dataset, NULL),
            ASSAY_IO);
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN); /* as in assay; commands do not see it */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hard_cases_are_in),
        cmocka_unit_test(test_same_bytes_for_ever),
        cmocka_unit_test(test_seeds_differ),
        cmocka_unit_test(test_integers),
        cmocka_unit_test(test_stream_of_integers),
        cmocka_unit_test(test_records_have_their_own_ids),
        cmocka_unit_test(test_command),
        cmocka_unit_test(test_what_cannot_be_made),
        cmocka_unit_test(test_variables_of_the_table),
        cmocka_unit_test(test_no_folder),
    };
    return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove) == 0 ? 0 : 1;
}
