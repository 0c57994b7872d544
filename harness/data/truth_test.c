#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "data/test_folder.h"
#include "data/truth.h"
#include <sys/stat.h>
#include <unistd.h>

#define COUNT 100

static assay_record record_of(unsigned i, char *value, char *id)
{
    assay_record record = ASSAY_RECORD_INIT;
    record.value = (assay_bytes){value, i % 7 == 0 ? 0 : (size_t)sprintf(value, "value-%u", i)};
    record.id = (assay_bytes){id, (size_t)sprintf(id, "i%u", i)};
    record.timestamp = -(int64_t)i;
    return record;
}

static void write_truth(const char *path, unsigned count, uint32_t fields)
{
    assay_truth_writer *writer;
    char value[32], id[32];
    assert_int_equal(assay_truth_writer_open(path, fields, &writer, NULL), ASSAY_OK);
    for (unsigned i = 0; i < count; i++) {
        assay_record record = record_of(i, value, id);
        assert_int_equal(assay_truth_writer_add(writer, &record, NULL), ASSAY_OK);
    }
    assert_int_equal(assay_truth_writer_finish(writer, NULL), ASSAY_OK);
}

static void check_truth(const assay_truth *truth, unsigned count, uint32_t fields)
{
    char value[32], id[32];
    assay_digest sum = {0, 0, 0};
    assert_int_equal(assay_truth_count(truth), count);
    assert_int_equal(assay_truth_fields(truth), fields);
    for (unsigned i = 0; i < count; i++) {
        assay_record expected = record_of(i, value, id);
        assay_record record = assay_truth_record(truth, i);
        assert_int_equal(record.value.size, expected.value.size);
        assert_memory_equal(record.value.data, value, expected.value.size);
        assert_int_equal(record.id.size, expected.id.size);
        assert_memory_equal(record.id.data, id, expected.id.size);
        assert_int_equal(record.timestamp, expected.timestamp);
        assert_true(assay_digest_equal(assay_truth_digest(truth, 0, i), sum));
        assert_true(assay_digest_equal(assay_truth_digest(truth, i, i + 1),
                                       assay_digest_of(&expected, fields)));
        assay_digest_add(&sum, assay_digest_of(&expected, fields));
    }
    assert_true(assay_digest_equal(assay_truth_digest(truth, 0, count), sum));
    assert_true(assay_digest_equal(assay_truth_digest(truth, 0, UINT64_MAX), sum));
    assert_int_equal(assay_truth_digest(truth, 5, 3).count, 0);
    assert_int_equal(assay_truth_record(truth, count).value.size, 0);
}

static void test_round_trip(void **state)
{
    static const unsigned counts[] = {0, 1, 2, COUNT};
    char *path = test_folder_path(state, "truth");
    for (uint32_t fields = 0; fields < 4; fields++) {
        for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
            assay_truth *truth;
            write_truth(path, counts[i], fields);
            assert_int_equal(assay_truth_open(path, &truth, NULL), ASSAY_OK);
            check_truth(truth, counts[i], fields);
            assay_truth_close(truth);
        }
    }
    free(path);
}

static void test_what_is_not_whole_is_corrupt(void **state)
{
    char *path = test_folder_path(state, "truth");
    assay_truth *truth = NULL;
    struct stat stat_of;
    write_truth(path, COUNT, 0);
    assert_int_equal(stat(path, &stat_of), 0);
    for (off_t size = stat_of.st_size - 1; size >= 0; size -= 41) {
        assert_int_equal(truncate(path, size), 0);
        assert_int_equal(assay_truth_open(path, &truth, NULL), ASSAY_CORRUPT);
    }
    assert_int_equal(truncate(path, stat_of.st_size), 0);
    assert_int_equal(assay_truth_open(path, &truth, NULL), ASSAY_CORRUPT);
    assert_int_equal(assay_truth_open(*state, &truth, NULL), ASSAY_CORRUPT);
    assert_null(truth);
    free(path);
}

static void test_unfinished_is_corrupt(void **state)
{
    char *path = test_folder_path(state, "truth");
    assay_truth_writer *writer;
    assay_truth *truth;
    assay_record record = ASSAY_RECORD_INIT;
    assert_int_equal(assay_truth_writer_open(path, 0, &writer, NULL), ASSAY_OK);
    assert_int_equal(assay_truth_writer_add(writer, &record, NULL), ASSAY_OK);
    assert_int_equal(assay_truth_open(path, &truth, NULL), ASSAY_CORRUPT);
    assert_int_equal(assay_truth_writer_finish(writer, NULL), ASSAY_OK);
    assert_int_equal(assay_truth_open(path, &truth, NULL), ASSAY_OK);
    assay_truth_close(truth);
    free(path);
}

static void test_no_file(void **state)
{
    assay_truth *truth;
    assay_truth_writer *writer;
    assay_error error = ASSAY_ERROR_INIT;
    (void)state;
    assert_int_equal(assay_truth_open("/none/truth", &truth, &error), ASSAY_IO);
    assert_string_equal(error.message, "cannot open '/none/truth': No such file or directory");
    assert_int_equal(assay_truth_writer_open("/none/truth", 0, &writer, NULL), ASSAY_IO);
}

static void test_full_disk(void **state)
{
    assay_truth_writer *writer;
    (void)state;
    char *path = test_folder_path(state, "full");
    assert_int_equal(symlink("/dev/full", path), 0);
    assert_int_equal(assay_truth_writer_open(path, 0, &writer, NULL), ASSAY_OK);
    assert_int_equal(assay_truth_writer_finish(writer, NULL), ASSAY_IO);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_what_is_not_whole_is_corrupt),
        cmocka_unit_test(test_unfinished_is_corrupt),
        cmocka_unit_test(test_no_file),
        cmocka_unit_test(test_full_disk),
    };
    return cmocka_run_group_tests(tests, test_folder_make, test_folder_remove) == 0 ? 0 : 1;
}
