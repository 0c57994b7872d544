#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "data/generator.h"
#include "data/manifest_reader.h"
#include "data/test_folder.h"
#include <sys/stat.h>

static const char source[] =
    "\"source\": {\"config\": {\"path\": \"${data}\", \"password\": \"$$a${env:ASSAY_SECRET}b\"},\n"
    "\"data\": {\"generator\": \"lines\", \"records\": 40, \"crlf\": true, \"header-lines\": 2},\n"
    "\"abilities\": [\"size\", \"position\"], \"refuse\": [{}, {\"path\": \"\"}],\n"
    "\"guarantees\": {\"order\": \"within-reader\", \"damage\": \"detected\",\n"
    "\"size-tolerance\": 0.5}}";
static const char sink[] =
    "\"sink\": {\"config\": {\"directory\": \"${out}\"}, \"bundles\": 7, \"shards\": 4,\n"
    "\"data\": {\"generator\": \"records\", \"records\": 3, \"ids\": true},\n"
    "\"guarantee\": \"idempotent-by-id\",\n"
    "\"readback\": {\"format\": \"files\", \"path\": \"${out}/*\"}}";

/* Writes FOLDER/x.json around these parts, and its library, and reads it. */
static assay_status read_parts(void **state, const char *first, const char *second,
                               assay_manifest *manifest, assay_error *error)
{
    char *path = test_folder_path(state, "x.json");
    char *library = test_folder_path(state, "x.so");
    FILE *file = fopen(library, "w");
    assert_non_null(file);
    fclose(file);
    file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file,
            "{\"assay\": 1, \"name\": \"c\", \"library\": \"x.so\", \"$schema\": \"s\",\n"
            "\"limits\": {\"timeout-ms\": 1234},\n%s%s%s}\n",
            first, second[0] != '\0' ? "," : "", second);
    fclose(file);
    assay_status status = assay_manifest_read(path, manifest, error);
    free(library);
    free(path);
    return status;
}

static void test_everything_arrives(void **state)
{
    assay_manifest manifest;
    assay_error error = ASSAY_ERROR_INIT;
    setenv("ASSAY_SECRET", "p$w", 1);
    if (read_parts(state, source, sink, &manifest, &error) != ASSAY_OK)
        fail_msg("%s", error.message);
    assert_int_equal(manifest.scenario_count, 2);
    assert_int_equal(manifest.timeout_ms, 1234);
    assert_int_equal(manifest.secret_count, 1);
    assert_string_equal(manifest.secrets[0], "p$w");
    const assay_scenario *one = &manifest.scenarios[0];
    assert_string_equal(one->connector, "c");
    assert_string_equal(one->name, "source");
    assert_int_equal(one->library[0], '/');
    assert_int_equal(one->kind, ASSAY_KIND_SOURCE);
    assert_int_equal(one->declared, ASSAY_CAN_SIZE | ASSAY_CAN_POSITION);
    assert_int_equal(one->promises, ASSAY_PROMISE_ORDER | ASSAY_PROMISE_DAMAGE);
    assert_true(one->size_tolerance > 0.49 && one->size_tolerance < 0.51);
    assert_int_equal(one->refuse_count, 2);
    assert_int_equal(one->refuse[0].count, 0);
    assert_string_equal(assay_setting_list_find(&one->refuse[1], "path"), "");
    assert_string_equal(assay_setting_list_find(&one->config, "path"), "${data}");
    assert_string_equal(assay_setting_list_find(&one->config, "password"), "$$ap$$wb");
    assert_string_equal(assay_setting_list_find(&manifest.data[0].options, "crlf"), "true");
    assert_string_equal(assay_setting_list_find(&manifest.data[0].options, "header-lines"), "2");
    const assay_scenario *two = &manifest.scenarios[1];
    assert_string_equal(two->name, "sink");
    assert_int_equal(two->kind, ASSAY_KIND_SINK);
    assert_int_equal(two->promises, ASSAY_PROMISE_BY_ID | ASSAY_PROMISE_FIXED_SHARDS);
    assert_int_equal(two->bundles, 7);
    assert_int_equal(two->shards, 4);
    assert_int_equal(two->readback, ASSAY_READBACK_FILES);
    assert_string_equal(two->readback_path, "${out}/*");
    assay_manifest_clear(&manifest);
    assert_int_equal(manifest.scenario_count, 0);
}

static void check_sizes(const assay_scenario *scenario, size_t count, const uint64_t *sizes)
{
    assert_int_equal(scenario->dataset_count, count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(scenario->datasets[i].records, sizes[i]);
}

static void check_data(void **state, const char *name, uint64_t limit, size_t counts[2],
                       const uint64_t *sizes)
{
    assay_manifest manifest;
    assay_error error = ASSAY_ERROR_INIT;
    char *folder = test_folder_path(state, name);
    setenv("ASSAY_SECRET", "s", 1);
    assert_int_equal(mkdir(folder, 0700), 0);
    assert_int_equal(read_parts(state, source, sink, &manifest, NULL), ASSAY_OK);
    if (assay_manifest_make_data(&manifest, folder, 1, limit, &error) != ASSAY_OK)
        fail_msg("%s", error.message);
    check_sizes(&manifest.scenarios[0], counts[0], sizes);
    check_sizes(&manifest.scenarios[1], counts[1], sizes + counts[0]);
    assay_manifest_clear(&manifest);
    free(folder);
}

static void test_tracker(void **state)
{
    assay_manifest manifest;
    assay_error error = ASSAY_ERROR_INIT;
    uint64_t sizes[ASSAY_DATA_SETS];
    if (read_parts(state,
                   "\"tracker\": {\"config\": {\"from\": \"${start}\", \"to\": \"<${end}>\"},\n"
                   "\"positions\": \"key\", \"open-end\": \"infinite\", \"refuse\": [{}]}",
                   sink, &manifest, &error) != ASSAY_OK)
        fail_msg("%s", error.message);
    assert_int_equal(manifest.scenario_count, 2);
    const assay_scenario *tracker = &manifest.scenarios[1];
    assert_string_equal(tracker->name, "tracker");
    assert_int_equal(tracker->kind, ASSAY_KIND_TRACKER);
    assert_int_equal(tracker->promises,
                     ASSAY_PROMISE_KEYS | ASSAY_PROMISE_OPEN_END | ASSAY_PROMISE_CUTS_OPEN_END);
    assert_string_equal(assay_setting_list_find(&tracker->config, "to"), "<${end}>");
    assert_int_equal(tracker->refuse_count, 1);
    assert_int_equal(assay_data_plan_sizes(&manifest.data[1], 0, sizes), 0);
    assert_int_equal(assay_manifest_check_variables(&manifest, &error), ASSAY_OK);
    assay_manifest_clear(&manifest);
}

static void test_data_of_every_size(void **state)
{
    check_data(state, "all", 0, (size_t[]){4, 3}, (const uint64_t[]){0, 1, 5, 40, 0, 1, 3});
    check_data(state, "five", 5, (size_t[]){3, 3}, (const uint64_t[]){0, 1, 5, 0, 1, 3});
    check_data(state, "one", 1, (size_t[]){2, 2}, (const uint64_t[]){0, 1, 0, 1});
}

static void check_no_data(void **state, const char *name, const char *part, const char *message)
{
    assay_manifest manifest;
    assay_error error = ASSAY_ERROR_INIT;
    char *folder = test_folder_path(state, name);
    assert_int_equal(mkdir(folder, 0700), 0);
    assert_int_equal(read_parts(state, part, "", &manifest, NULL), ASSAY_OK);
    assert_int_equal(assay_manifest_make_data(&manifest, folder, 1, 0, &error), ASSAY_INVALID);
    assert_non_null(strstr(error.message, "x.json: data of scenario 'source': "));
    assert_non_null(strstr(error.message, message));
    assay_manifest_clear(&manifest);
    free(folder);
}

static void test_what_only_the_data_shows(void **state)
{
    check_no_data(state, "variable",
                  "\"source\": {\"config\": {\"path\": \"${data.from}\"},\n"
                  "\"data\": {\"generator\": \"lines\", \"records\": 1}}",
                  "unknown variable '${data.from}'");
    check_no_data(state, "delimiter",
                  "\"source\": {\"config\": {\"path\": \"${data}\"},\n"
                  "\"data\": {\"generator\": \"lines\", \"records\": 1, \"delimiter\": \"aa\"}}",
                  "delimiter");
}

static void test_secret_that_is_not_set(void **state)
{
    assay_manifest manifest;
    assay_error error = ASSAY_ERROR_INIT;
    unsetenv("ASSAY_SECRET");
    assert_int_equal(read_parts(state, source, "", &manifest, &error), ASSAY_INVALID);
    assert_non_null(strstr(error.message, "x.json:3: source.config.password: "));
    setenv("ASSAY_SECRET", "", 1);
    assert_int_equal(read_parts(state, source, "", &manifest, &error), ASSAY_OK);
    assert_int_equal(manifest.secret_count, 0);
    assay_manifest_clear(&manifest);
}

static void test_no_file(void **state)
{
    assay_manifest manifest;
    assay_error error = ASSAY_ERROR_INIT;
    (void)state;
    assert_int_equal(assay_manifest_read("/none/x.json", &manifest, &error), ASSAY_INVALID);
    assert_string_equal(error.message, "/none/x.json: cannot open: No such file or directory");
}

static void test_lines_of_paths(void **state)
{
    static const char text[] = "{\n \"a\": [1,\n  {\"b\\\"]\": 2, \"c\": \"}\\\\\"},\n"
                               "  []\n ], \"d\":\n  {\"a\": {}}\n}";
    (void)state;
    assert_int_equal(assay_manifest_line(text, ""), 1);
    assert_int_equal(assay_manifest_line(text, "a"), 2);
    assert_int_equal(assay_manifest_line(text, "a[0]"), 2);
    assert_int_equal(assay_manifest_line(text, "a[1]"), 3);
    assert_int_equal(assay_manifest_line(text, "a[1].c"), 3);
    assert_int_equal(assay_manifest_line(text, "a[2]"), 4);
    assert_int_equal(assay_manifest_line(text, "d"), 5);
    assert_int_equal(assay_manifest_line(text, "d.a"), 6);
    assert_int_equal(assay_manifest_line(text, "d.b"), 0);
    assert_int_equal(assay_manifest_line(text, "a[3]"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_everything_arrives),
        cmocka_unit_test(test_tracker),
        cmocka_unit_test(test_data_of_every_size),
        cmocka_unit_test(test_what_only_the_data_shows),
        cmocka_unit_test(test_secret_that_is_not_set),
        cmocka_unit_test(test_no_file),
        cmocka_unit_test(test_lines_of_paths),
    };
    return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove) == 0 ? 0 : 1;
}
