#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "data/generator.h"
#include "data/readback.h"
#include "data/test_folder.h"
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

static char *store(void **state, const char *name, const void *bytes, size_t size)
{
    char *path = test_folder_path(state, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    return path;
}

static assay_truth *make_truth(void **state, const char *const *values, const char *const *ids)
{
    char *path = test_folder_path(state, "truth");
    assay_truth_writer *writer;
    assay_truth *truth;
    uint32_t fields = ids != NULL ? ASSAY_DIGEST_IDS : 0;
    assert_int_equal(assay_truth_writer_open(path, fields, &writer, NULL), ASSAY_OK);
    for (size_t i = 0; values[i] != NULL; i++) {
        assay_record record = ASSAY_RECORD_INIT;
        record.value = (assay_bytes){values[i], strlen(values[i])};
        if (ids != NULL)
            record.id = (assay_bytes){ids[i], strlen(ids[i])};
        assert_int_equal(assay_truth_writer_add(writer, &record, NULL), ASSAY_OK);
    }
    assert_int_equal(assay_truth_writer_finish(writer, NULL), ASSAY_OK);
    assert_int_equal(assay_truth_open(path, &truth, NULL), ASSAY_OK);
    free(path);
    return truth;
}

/* Reads what matches and says how it differs from the truth. */
static void check(void **state, assay_readback how, const char *pattern, const assay_truth *truth,
                  uint64_t expected_files, const char *expected)
{
    char words[512];
    uint64_t files;
    assay_error error = ASSAY_ERROR_INIT;
    char *path = test_folder_path(state, pattern);
    assay_tally *tally = assay_tally_new(truth, true);
    if (assay_readback_read(how, path, "\n", tally, &files, &error) != ASSAY_OK)
        fail_msg("%s", error.message);
    assert_int_equal(files, expected_files);
    assay_tally_explain(tally, 0, assay_truth_count(truth), words, sizeof(words));
    assert_string_equal(words, expected);
    assay_tally_free(tally);
    free(path);
}

static void check_corrupt(void **state, assay_readback how, const char *name, const void *bytes,
                          size_t size, const char *message)
{
    static const char *const none[] = {NULL};
    uint64_t files;
    assay_error error = ASSAY_ERROR_INIT;
    char *path = store(state, name, bytes, size);
    assay_truth *truth = make_truth(state, none, NULL);
    assay_tally *tally = assay_tally_new(truth, false);
    assert_int_equal(assay_readback_read(how, path, "\n", tally, &files, &error), ASSAY_CORRUPT);
    assert_non_null(strstr(error.message, message));
    assay_tally_free(tally);
    assay_truth_close(truth);
    assert_int_equal(unlink(path), 0);
    free(path);
}

static void test_lines(void **state)
{
    static const char *const values[] = {"a", "", "b\r", "last", NULL};
    assay_truth *truth = make_truth(state, values, NULL);
    free(store(state, "part-0", "a\n\n", 3));
    free(store(state, "part-1", "", 0));
    free(store(state, "part-2", "b\r\nlast", 7));
    char *folder = test_folder_path(state, "part-3");
    assert_int_equal(mkdir(folder, 0700), 0);
    check(state, ASSAY_READBACK_LINES, "part-*", truth, 3, "no difference");
    free(store(state, "part-4", "a\n", 2));
    check(state, ASSAY_READBACK_LINES, "part-*", truth, 4,
          "duplicated: 1 (record 0 'a', from file 'part-0' and file 'part-4')");
    check(state, ASSAY_READBACK_LINES, "none/*", truth, 0,
          "lost: 4 (record 0 'a', record 1 '', record 2 'b\\x0d', ...)");
    check(state, ASSAY_READBACK_NONE, "part-*", truth, 0,
          "lost: 4 (record 0 'a', record 1 '', record 2 'b\\x0d', ...)");
    free(folder);
    assay_truth_close(truth);
}

static void test_files_are_records(void **state)
{
    static const char *const values[] = {"x", "", NULL};
    static const char *const ids[] = {"\xff\x01", "A", NULL};
    assay_truth *truth = make_truth(state, values, ids);
    char *folder = test_folder_path(state, "keyed");
    assert_int_equal(mkdir(folder, 0700), 0);
    free(store(state, "keyed/ff01", "x", 1));
    free(store(state, "keyed/41", "", 0));
    check(state, ASSAY_READBACK_FILES, "keyed/*", truth, 2, "no difference");
    check_corrupt(state, ASSAY_READBACK_FILES, "keyed/414", "", 0, "is no id in hex");
    check_corrupt(state, ASSAY_READBACK_FILES, "keyed/4G", "", 0, "is no id in hex");
    check_corrupt(state, ASSAY_READBACK_FILES, "keyed/FF", "", 0, "is no id in hex");
    free(folder);
    assay_truth_close(truth);
}

/* A member of size bytes, in bytes; the size of the member. */
static size_t pack(const void *data, size_t size, unsigned char *bytes, size_t room)
{
    z_stream stream = {.next_in = (Bytef *)data, .avail_in = (unsigned)size};
    assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_out = bytes;
    stream.avail_out = (unsigned)room;
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    deflateEnd(&stream);
    return room - stream.avail_out;
}

static void test_gzip(void **state)
{
    static const char *const values[] = {"a", "bc", "d", NULL};
    assay_truth *truth = make_truth(state, values, NULL);
    unsigned char bytes[512] = {0};
    size_t size = pack("a\nb", 3, bytes, 100);
    size_t first = size;
    size += pack("", 0, bytes + size, 100);
    size += pack("c\nd", 3, bytes + size, 100);
    free(store(state, "x.gz", bytes, size));
    check(state, ASSAY_READBACK_GZIP, "x.gz", truth, 1, "no difference");
    free(store(state, "x.gz", bytes, size + 17));
    check(state, ASSAY_READBACK_GZIP, "x.gz", truth, 1, "no difference");
    for (size_t cut = 1; cut < first; cut++)
        check_corrupt(state, ASSAY_READBACK_GZIP, "y.gz", bytes, cut, "cut off");
    check_corrupt(state, ASSAY_READBACK_GZIP, "y.gz", "", 0, "empty");
    check_corrupt(state, ASSAY_READBACK_GZIP, "y.gz", "a\n", 2, "incorrect header");
    bytes[size + 3] = 'x';
    check_corrupt(state, ASSAY_READBACK_GZIP, "y.gz", bytes, size + 4, "bytes after the last");
    bytes[first - 5] ^= 1;
    check_corrupt(state, ASSAY_READBACK_GZIP, "y.gz", bytes, size, "incorrect");
    assay_truth_close(truth);
}

static void test_much_from_little(void **state)
{
    unsigned char bytes[8192];
    size_t size = 1 << 20;
    char *big = calloc(1, size + 1);
    memset(big, 'z', size);
    const char *values[] = {big, NULL};
    assay_truth *truth = make_truth(state, values, NULL);
    free(store(state, "big.gz", bytes, pack(big, size, bytes, sizeof(bytes))));
    check(state, ASSAY_READBACK_GZIP, "big.gz", truth, 1, "no difference");
    assay_truth_close(truth);
    free(big);
}

/* What the gzip generator writes is read back as its truth. */
static void test_generated_gzip(void **state)
{
    assay_setting settings[] = {
        {"members", "50"}, {"empty-member", "true"}, {"padding", "70000"}, {"huge", "true"}};
    assay_setting_list options = {4, settings};
    const assay_amount amount = {200, 9, NULL, 0, NULL};
    assay_dataset dataset;
    assay_truth *truth;
    uint64_t files;
    assert_int_equal(assay_generator_find("gzip-lines")
                         ->make(&options, &amount, (const char *)*state, &dataset, NULL),
                     ASSAY_OK);
    assert_int_equal(assay_truth_open(dataset.truth, &truth, NULL), ASSAY_OK);
    assay_tally *tally = assay_tally_new(truth, false);
    assert_int_equal(
        assay_readback_read(ASSAY_READBACK_GZIP, dataset.path, "\n", tally, &files, NULL),
        ASSAY_OK);
    assert_true(assay_tally_matches(tally, 0, 200));
    assay_tally_free(tally);
    assay_truth_close(truth);
    assay_dataset_clear(&dataset);
}

static void test_folder_count(void **state)
{
    uint64_t files = 7;
    char *folder = test_folder_path(state, "count");
    assert_int_equal(assay_folder_count(folder, &files, NULL), ASSAY_OK);
    assert_int_equal(files, 0);
    assert_int_equal(mkdir(folder, 0700), 0);
    assert_int_equal(assay_folder_count(folder, &files, NULL), ASSAY_OK);
    assert_int_equal(files, 0);
    free(store(state, "count/a", "", 0));
    free(store(state, "count/.hidden", "", 0));
    char *deeper = test_folder_path(state, "count/.d");
    assert_int_equal(mkdir(deeper, 0700), 0);
    free(store(state, "count/.d/x", "", 0));
    char *link = test_folder_path(state, "count/link");
    assert_int_equal(symlink("a", link), 0);
    assert_int_equal(assay_folder_count(folder, &files, NULL), ASSAY_OK);
    assert_int_equal(files, 3);
    free(link);
    free(deeper);
    free(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),          cmocka_unit_test(test_files_are_records),
        cmocka_unit_test(test_gzip),           cmocka_unit_test(test_much_from_little),
        cmocka_unit_test(test_generated_gzip), cmocka_unit_test(test_folder_count),
    };
    return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove) == 0 ? 0 : 1;
}
