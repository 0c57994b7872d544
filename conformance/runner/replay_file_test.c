#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "data/test_folder.h"
#include "runner/replay_file.h"
#include <assay/version.h>
#include <unistd.h>

static const uint64_t numbers[] = {3, 17, 9999};

static assay_replay sample(void **state)
{
    static char manifest[300];
    snprintf(manifest, sizeof(manifest), "%s/assay.json", (const char *)*state);
    FILE *file = fopen(manifest, "w");
    assert_non_null(file);
    fclose(file);
    return (assay_replay){.connector = "shop",
                          .scenario = "lines",
                          .manifest = manifest,
                          .check = "split.covers",
                          .seed = UINT64_MAX,
                          .tier = ASSAY_EXHAUSTIVE,
                          .profile = ASSAY_PROFILE_BEAM_PYTHON,
                          .records = 10000,
                          .keep = {3, numbers},
                          .truth = {3, 0x123456789abcdef0, 7},
                          .turn = 7,
                          .verdict = ASSAY_CRASH,
                          .dataset = "lines-3 of 10000",
                          .reason = "ended by \xff \xc3\xa9 \x01",
                          .expected = "",
                          .observed = NULL};
}

static void test_comes_back(void **state)
{
    assay_replay wrote = sample(state), got;
    assay_error error = ASSAY_ERROR_INIT;
    char *folder = test_folder_path(state, "out/failures"), *path, *again;
    if (assay_replay_write(&wrote, folder, &path, &error) != ASSAY_OK)
        fail_msg("%s", error.message);
    assert_int_equal(assay_replay_write(&wrote, folder, &again, NULL), ASSAY_OK);
    assert_string_equal(path, again);
    free(again);
    if (assay_replay_read(path, &got, &error) != ASSAY_OK)
        fail_msg("%s", error.message);
    assert_string_equal(got.check, "split.covers");
    assert_true(got.seed == UINT64_MAX);
    assert_int_equal(got.tier, ASSAY_EXHAUSTIVE);
    assert_int_equal(got.profile, ASSAY_PROFILE_BEAM_PYTHON);
    assert_false(got.all);
    assert_int_equal(got.keep.count, 3);
    assert_memory_equal(got.keep.numbers, numbers, sizeof(numbers));
    assert_true(assay_digest_equal(got.truth, wrote.truth));
    assert_int_equal(got.turn, 7);
    assert_int_equal(got.verdict, ASSAY_CRASH);
    assert_string_equal(got.reason, "ended by \\xff \\xc3\\xa9 \x01");
    assert_int_equal(access(got.manifest, R_OK), 0);
    assert_non_null(strstr(got.manifest, "/../../assay.json"));
    assay_replay_clear(&got);
    wrote.turn = 8;
    assert_int_equal(assay_replay_write(&wrote, folder, &again, NULL), ASSAY_OK);
    assert_string_not_equal(path, again);
    assert_true(assay_replay_recognise(again));
    assert_false(assay_replay_recognise(wrote.manifest));
    assert_false(assay_replay_recognise(folder));
    free(again);
    free(path);
    free(folder);
}

/* The file of the sample with one part replaced. */
static assay_status read_changed(void **state, const char *from, const char *to, assay_error *error)
{
    char text[4096] = "", changed[8192];
    assay_replay wrote = sample(state), got;
    char *path;
    assert_int_equal(assay_replay_write(&wrote, *state, &path, NULL), ASSAY_OK);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_true(fread(text, 1, sizeof(text) - 1, file) > 0);
    fclose(file);
    char *at = strstr(text, from);
    if (at == NULL)
        fail_msg("'%s' is not in %s", from, text);
    *at = '\0';
    snprintf(changed, sizeof(changed), "%s%s%s", text, to, at + strlen(from));
    file = fopen(path, "w");
    assert_non_null(file);
    fputs(changed, file);
    fclose(file);
    *error = (assay_error)ASSAY_ERROR_INIT;
    assay_status status = assay_replay_read(path, &got, error);
    if (status == ASSAY_OK)
        assay_replay_clear(&got);
    unlink(path);
    free(path);
    return status;
}

static void test_damaged(void **state)
{
    static const struct {
        const char *from, *to, *says;
    } cases[] = {
        {"\"turn\": 7", "\"turn\": -7", "'turn'"},
        {"\"turn\": 7", "\"turn\": 99999999999999999999999", "too big"},
        {"\"turn\": 7", "\"turn\": 7.5", "'turn'"},
        {"9999\n", "10000\n", "'keep'"},
        {"17,", "2,", "'keep'"},
        {"17,", "\"17\",", "'keep'"},
        {"\"keep\"", "\"kept\"", "'keep'"},
        {"\"one\"", "\"all\"", "'keep'"},
        {"\"truth\"", "\"true\"", "'truth'"},
        {"789abcdef0", "789ABCDEF0", "'truth'"},
        {"789abcdef0", "789", "'truth'"},
        {"\"one\"", "\"two\"", "'data'"},
        {"\"0xffffffffffffffff\"", "\"0xffffffffffffffff0\"", "'seed'"},
        {"\"0xffffffffffffffff\"", "\"0x\"", "'seed'"},
        {"\"crash\"", "\"pass\"", "'verdict'"},
        {"\"exhaustive\"", "\"\"", "'tier'"},
        {"\"shop\"", "3", "a text"},
        {"{", "[", "no saved failure"},
        {"\"assay-replay\"", "\"assay\"", "'assay-replay'"},
        {"}", "", "no saved failure"},
    };
    assay_error error;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assert_int_equal(read_changed(state, cases[i].from, cases[i].to, &error), ASSAY_INVALID);
        if (strstr(error.message, cases[i].says) == NULL)
            fail_msg("'%s' does not say '%s'", error.message, cases[i].says);
        assert_null(strchr(error.message, '\n'));
    }
}

static void test_of_another_version(void **state)
{
    assay_error error;
    assert_int_equal(read_changed(state, "\"" ASSAY_VERSION "\"", "\"0.0.0\"", &error),
                     ASSAY_UNSUPPORTED);
    assert_non_null(strstr(error.message, "saved by assay 0.0.0"));
    assert_int_equal(read_changed(state, "\"assay-replay\": 1", "\"assay-replay\": 2", &error),
                     ASSAY_UNSUPPORTED);
    assert_int_equal(read_changed(state, "\"contract\": ", "\"contract\": 7", &error),
                     ASSAY_UNSUPPORTED);
}

static void test_no_file(void **state)
{
    assay_replay got;
    char *path = test_folder_path(state, "nothing.json");
    assert_int_equal(assay_replay_read(path, &got, NULL), ASSAY_INVALID);
    assert_int_equal(assay_replay_read(*state, &got, NULL), ASSAY_INVALID);
    assert_int_equal(assay_replay_read("/dev/zero", &got, NULL), ASSAY_INVALID);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_comes_back),
        cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_of_another_version),
        cmocka_unit_test(test_no_file),
    };
    return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove);
}
