#include "keyrange.h"

#include "test_store.h"

/* Many keys, far more of them at one end than a share of the bytes of keys would say. */
static void put_skewed(MDB_txn *transaction, MDB_dbi main, void *unused)
{
    char key[20];
    static char value[100];
    (void)unused;
    for (int i = 0; i < 20000; i++) {
        int size = snprintf(key, sizeof(key), "key-%06d", i * (i < 19000 ? 1 : 30));
        store_put(transaction, main, (assay_bytes){key, (size_t)size},
                  (assay_bytes){value, sizeof(value)});
    }
}

typedef struct counted_parts {
    assay_source_emit emit;
    size_t count, least, most, all;
    int64_t size;
} counted_parts;

static assay_status count_part(assay_source_emit *self, assay_source *part)
{
    counted_parts *parts = (counted_parts *)self;
    const assay_size *size = part->ops->query(part, ASSAY_SIZE);
    assay_buffer read = ASSAY_BUFFER_INIT;
    int64_t bytes = -1;
    drive_read(part, &read);
    size_t records = read.size / 108;
    assert_int_equal(size->estimate(part, &bytes, NULL), ASSAY_OK);
    parts->least = parts->count == 0 || records < parts->least ? records : parts->least;
    parts->most = records > parts->most ? records : parts->most;
    parts->count++;
    parts->all += records;
    parts->size += bytes;
    assay_buffer_clear(&read);
    drive_release(part);
    return ASSAY_OK;
}

static void test_parts_are_about_equal(void **state)
{
    (void)state;
    struct stat info;
    int64_t bytes = 0;
    store_change(0, put_skewed, NULL);
    assert_int_equal(stat("env", &info), 0);
    assay_source *source = store_open();
    const assay_split *split = source->ops->query(source, ASSAY_SPLIT);
    const assay_size *size = source->ops->query(source, ASSAY_SIZE);
    assert_int_equal(size->estimate(source, &bytes, NULL), ASSAY_OK);
    assert_true(bytes > info.st_size * 9 / 10 && bytes < info.st_size);
    for (int by_size = 0; by_size <= 1; by_size++) {
        counted_parts parts = {{count_part}, 0, 0, 0, 0, 0};
        assert_int_equal(by_size ? split->by_size(source, (bytes + 9) / 10, &parts.emit, NULL)
                                 : split->by_count(source, 10, &parts.emit, NULL),
                         ASSAY_OK);
        assert_int_equal(parts.count, 10);
        assert_int_equal(parts.all, 20000);
        assert_true(parts.least > 1000 && parts.most < 4000);
        assert_true(parts.size <= bytes && parts.size > bytes - 20);
    }
    drive_release(source);
}

static void expect_start(assay_source *source, assay_status expected, const char *word)
{
    assay_error error = ASSAY_ERROR_INIT;
    assay_reader *reader = drive_reader(source);
    assert_int_equal(reader->ops->start(reader, &error), expected);
    if (strstr(error.message, word) == NULL)
        fail_msg("'%s' does not say '%s'", error.message, word);
    assert_int_equal(reader->ops->advance(reader, NULL), ASSAY_STATE);
    reader->ops->release(reader);
    assert_int_equal(source->ops->validate(source, NULL),
                     expected == ASSAY_CORRUPT ? ASSAY_INVALID : expected);
}

/* Every call answers the same. */
static void expect_bad(assay_status expected, const char *word)
{
    assay_source *source = store_open();
    const assay_size *size = source->ops->query(source, ASSAY_SIZE);
    const assay_split *split = source->ops->query(source, ASSAY_SPLIT);
    drive_parts parts = {{drive_emit}, NULL, 0, 0};
    int64_t bytes;
    expect_start(source, expected, word);
    assert_int_equal(size->estimate(source, &bytes, NULL), expected);
    assert_int_equal(split->by_size(source, 100, &parts.emit, NULL), expected);
    assert_int_equal(split->by_count(source, 2, &parts.emit, NULL), expected);
    assert_int_equal(parts.count, 0);
    drive_release(source);
}

static void write_at(long offset, const void *bytes, size_t size)
{
    FILE *file = fopen("env", "r+");
    assert_non_null(file);
    assert_int_equal(fseek(file, offset, SEEK_SET), 0);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

static void test_what_is_no_environment(void **state)
{
    (void)state;
    static const char text[] = "no environment at all";
    const uint32_t two = 2;
    expect_bad(ASSAY_IO, "cannot open 'env': No such file");
    assert_int_equal(store_entries(), 0);
    assert_int_equal(mkdir("env", 0777), 0);
    expect_bad(ASSAY_IO, "'env' is no file");
    assert_int_equal(rmdir("env"), 0);
    assert_int_equal(mkfifo("env", 0666), 0);
    expect_bad(ASSAY_IO, "'env' is no file");
    assert_int_equal(unlink("env"), 0);
    fclose(fopen("env", "w"));
    expect_bad(ASSAY_CORRUPT, "is no LMDB environment");
    write_at(0, text, sizeof(text));
    expect_bad(ASSAY_CORRUPT, "is no LMDB environment");
    for (long at = 0; at < 10000; at += 10)
        write_at(at, text, 10);
    expect_bad(ASSAY_CORRUPT, "is no LMDB environment");
    assert_int_equal(unlink("env"), 0);
    store_change(0, put_skewed, NULL);
    write_at(20, &two, sizeof(two));
    expect_bad(ASSAY_CORRUPT, "is of another version");
    assert_int_equal(store_entries(), 1);
}

static void put_twice(MDB_txn *transaction, MDB_dbi main, void *unused)
{
    (void)unused;
    store_put(transaction, main, (assay_bytes){"a", 1}, (assay_bytes){"1", 1});
    store_put(transaction, main, (assay_bytes){"a", 1}, (assay_bytes){"2", 1});
}

static void test_several_values_by_key(void **state)
{
    (void)state;
    store_change(MDB_DUPSORT, put_twice, NULL);
    expect_bad(ASSAY_IO, "has several values by key");
}

/* Wherever it is cut off; all pages behind the first two are in use. */
static void test_a_file_that_is_cut_off(void **state)
{
    (void)state;
    struct stat info;
    store_change(0, put_skewed, NULL);
    assert_int_equal(stat("env", &info), 0);
    for (off_t size = info.st_size - 1; size >= 0; size -= size > 30000 ? 9973 : 131) {
        assert_int_equal(truncate("env", size), 0);
        expect_bad(ASSAY_CORRUPT, size < 4096 + 152 ? "is no LMDB environment" : "is cut off");
    }
}

/* LMDB does not write pages at the end that a transaction took and gave back. */
static void test_unwritten_pages_are_fine(void **state)
{
    (void)state;
    static const char *const words[] = {"a", "b", "c", NULL};
    uint64_t last = 3;
    store_make(words);
    for (; last < 10; last++) {
        write_at(4096 + 136, &last, sizeof(last)); /* of the newer state */
        assay_source *source = store_open();
        store_expect(source, "a b c ");
        drive_release(source);
    }
    last = UINT64_MAX;
    write_at(4096 + 136, &last, sizeof(last));
    expect_bad(ASSAY_CORRUPT, "is cut off");
}

static void test_damaged_pages(void **state)
{
    (void)state;
    static const char nothing[4096];
    int64_t bytes;
    store_change(0, put_skewed, NULL);
    for (long at = 8192; at < 600 * 4096; at += 4096)
        write_at(at, nothing, sizeof(nothing));
    static const assay_setting part[] = {{"environment", "env"}, {"start", "6b"}};
    assay_source *source = drive_open(part, 2);
    const assay_size *size = source->ops->query(source, ASSAY_SIZE);
    assert_int_equal(size->estimate(source, &bytes, NULL), ASSAY_CORRUPT);
    drive_release(source);
}

/* The size of a value reaches far behind the end of the file. */
static void test_a_damaged_record(void **state)
{
    (void)state;
    static const char *const words[] = {"a", "b", NULL};
    const long leaf = 2 * 4096;
    uint16_t nodes[2];
    store_make(words);
    FILE *file = fopen("env", "r");
    assert_non_null(file);
    assert_int_equal(fseek(file, leaf + 16, SEEK_SET), 0);
    assert_int_equal(fread(nodes, sizeof(nodes[0]), 2, file), 2);
    fclose(file);
    write_at(leaf + nodes[1] + 2, "\xff\xff", 2);
    assay_source *source = store_open();
    expect_start(source, ASSAY_CORRUPT, "'env' is damaged");
    drive_release(source);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        DRIVE_IN_FOLDER(test_parts_are_about_equal),
        DRIVE_IN_FOLDER(test_what_is_no_environment),
        DRIVE_IN_FOLDER(test_several_values_by_key),
        DRIVE_IN_FOLDER(test_a_file_that_is_cut_off),
        DRIVE_IN_FOLDER(test_unwritten_pages_are_fine),
        DRIVE_IN_FOLDER(test_damaged_pages),
        DRIVE_IN_FOLDER(test_a_damaged_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
