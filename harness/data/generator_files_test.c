#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "data/generator_plan.h"
#include <glob.h>

static const char *option(const struct plan *plan, const char *name, const char *fallback)
{
    for (size_t i = 0; plan->options[i] != NULL; i++)
        if (strncmp(plan->options[i], name, strlen(name)) == 0 &&
            plan->options[i][strlen(name)] == '=')
            return plan->options[i] + strlen(name) + 1;
    return fallback;
}

/* Cuts a file in the plainest way; every record must be the next one of the truth. */
static uint64_t check_file(const struct plan *plan, const char *path, const assay_truth *truth,
                           uint64_t next)
{
    const char *delimiter = option(plan, "delimiter", "\n");
    bool crlf = strcmp(option(plan, "crlf", "false"), "true") == 0;
    long headers = strtol(option(plan, "header-lines", "0"), NULL, 10);
    size_t size;
    char *bytes = load(path, &size);
    char *at = bytes;
    char *end = bytes + size;
    if (size >= 3 && strcmp(option(plan, "bom", "false"), "true") == 0) {
        assert_memory_equal(at, "\xef\xbb\xbf", 3);
        at += 3;
    }
    bool none = at == end;
    while (at < end) {
        char *stop = memmem(at, (size_t)(end - at), delimiter, strlen(delimiter));
        char *after = stop != NULL ? stop + strlen(delimiter) : end;
        size_t length = (size_t)((stop != NULL ? stop : end) - at);
        if (crlf && stop != NULL) {
            assert_true(length > 0 && at[length - 1] == '\r');
            length--;
        }
        if (strcmp(delimiter, "\n") == 0 && length > 0)
            assert_int_not_equal(at[length - 1], '\r');
        if (headers-- <= 0) {
            assay_record record = assay_truth_record(truth, next++);
            assert_int_equal(record.value.size, length);
            assert_memory_equal(record.value.data, at, length);
        }
        at = after;
    }
    if (!none && strcmp(option(plan, "final-delimiter", "true"), "true") == 0)
        assert_memory_equal(end - strlen(delimiter), delimiter, strlen(delimiter));
    free(bytes);
    return next;
}

static void check_files(void **state, const struct plan *plan, uint64_t records)
{
    struct made made = make(state, plan, records, 7);
    glob_t found;
    uint64_t next = 0;
    int64_t stored = 0;
    struct stat stat_of;
    assert_string_equal(assay_setting_list_find(&made.dataset.variables, "data"),
                        made.dataset.path);
    assert_string_equal(assay_setting_list_find(&made.dataset.variables, "data.path"),
                        made.dataset.path);
    assert_int_equal(glob(made.dataset.path, 0, NULL, &found), 0);
    assert_int_equal(found.gl_pathc, strtol(option(plan, "files", "1"), NULL, 10));
    for (size_t i = 0; i < found.gl_pathc; i++) {
        assert_int_equal(stat(found.gl_pathv[i], &stat_of), 0);
        stored += stat_of.st_size;
        next = check_file(plan, found.gl_pathv[i], made.truth, next);
    }
    globfree(&found);
    assert_int_equal(next, records);
    assert_int_equal(stored, made.dataset.stored_bytes);
    drop(&made);
}

static const struct plan file_plans[] = {
    {"lines", {NULL}},
    {"lines", {"crlf=true", "bom=true", "header-lines=2", NULL}},
    {"lines", {"delimiter=|+", "bom=true", NULL}},
    {"lines", {"delimiter=\r\n", "header-lines=1", NULL}},
    {"lines", {"delimiter=<=>\n", "final-delimiter=false", NULL}},
    {"lines", {"delimiter=e", NULL}},
    {"lines", {"delimiter=x", "final-delimiter=false", NULL}},
    {"lines", {"final-delimiter=false", "header-lines=1", NULL}},
    {"lines", {"huge=true", "crlf=true", NULL}},
    {"lines", {"files=2", NULL}},
    {"lines", {"files=5", "final-delimiter=false", "header-lines=1", "bom=true", NULL}},
    {"gzip-lines", {NULL}},
    {"gzip-lines", {"members=1", "final-delimiter=false", NULL}},
    {"gzip-lines",
     {"members=7", "empty-member=true", "padding=700", "crlf=true", "bom=true", NULL}},
    {"gzip-lines", {"members=10000", "empty-member=true", "padding=1", NULL}},
    {"gzip-lines", {"huge=true", "delimiter=|+", NULL}},
    {"bgzf-lines", {NULL}},
    {"bgzf-lines", {"block=1", "final-delimiter=false", NULL}},
    {"bgzf-lines", {"block=77", "empty-blocks=true", "header-lines=2", "bom=true", NULL}},
    {"bgzf-lines", {"huge=true", "crlf=true", NULL}},
};

static void test_files_hold_the_truth(void **state)
{
    static const uint64_t counts[] = {0, 1, 2, 3, 5, 17, 200};
    for (size_t i = 0; i < sizeof(file_plans) / sizeof(file_plans[0]); i++)
        for (size_t j = 0; j < sizeof(counts) / sizeof(counts[0]); j++)
            check_files(state, &file_plans[i], counts[j]);
}

static bool have_bgzip(void)
{
    return system("command -v bgzip >/dev/null") == 0;
}

/* What bgzip of Debian's tabix makes of a file of blocks: the plain bytes, and no complaint. */
static void check_with_bgzip(void **state, const struct plan *plan, uint64_t records)
{
    struct made made = make(state, plan, records, 11);
    size_t size;
    char *bytes = load(made.dataset.path, &size), *command = NULL, *got = malloc(size + 1);
    assert_non_null(got);
    assert_true(asprintf(&command, "bgzip -dc '%s' 2>&1", made.dataset.path) > 0);
    FILE *plain = popen(command, "r");
    assert_non_null(plain);
    assert_int_equal(fread(got, 1, size + 1, plain), size);
    assert_int_equal(pclose(plain), 0);
    assert_memory_equal(got, bytes, size);
    free(got);
    free(bytes);
    free(command);
    drop(&made);
}

static void test_bgzip_reads_blocks(void **state)
{
    if (!have_bgzip())
        skip();
    for (size_t i = 0; i < sizeof(file_plans) / sizeof(file_plans[0]); i++)
        if (strcmp(file_plans[i].generator, "bgzf-lines") == 0) {
            check_with_bgzip(state, &file_plans[i], 0);
            check_with_bgzip(state, &file_plans[i], 200);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_files_hold_the_truth),
                                       cmocka_unit_test(test_bgzip_reads_blocks)};
    return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove) == 0 ? 0 : 1;
}
