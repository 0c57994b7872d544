/* The states of a small disk after a loss of power, by a log made by hand. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "data/test_folder.h"
#include "engine/disk.h"

#include <sys/stat.h>

enum { FOLDER = 7, FILE_1 = 8, FILE_2 = 9 };

static void add(assay_buffer *log, assay_change change)
{
    if (change.path == NULL)
        change.path = "";
    if (change.other == NULL)
        change.other = "";
    assert_int_equal(assay_change_append(log, &change), ASSAY_OK);
}

static void make(assay_buffer *log, const char *path, uint64_t file, uint64_t folder, uint32_t mode)
{
    add(log, (assay_change){.kind = ASSAY_CHANGE_MAKE,
                            .path = path,
                            .file = file,
                            .folder = folder,
                            .mode = mode | 0700});
}

static void put(assay_buffer *log, uint64_t file, uint64_t offset, const char *text)
{
    add(log, (assay_change){.kind = ASSAY_CHANGE_WRITE,
                            .file = file,
                            .offset = offset,
                            .data = {text, strlen(text)}});
}

static void sync_it(assay_buffer *log, uint64_t file)
{
    add(log, (assay_change){.kind = ASSAY_CHANGE_SYNC, .file = file});
}

/* A disk as one text: "folder/ file=content ". */
static void print(const assay_disk *disk, void **state, char *to, size_t size)
{
    assay_error error = ASSAY_ERROR_INIT;
    char command[300];
    size_t got = 0;

    assert_int_equal(assay_disk_store(disk, *state, &error), ASSAY_OK);
    snprintf(command, sizeof(command),
             "cd '%s' && LC_ALL=C; for f in $(find . -mindepth 1 | sort); do "
             "if [ -d $f ]; then printf '%%s/ ' ${f#./}; else "
             "printf '%%s=' ${f#./}; tr '\\0' 0 <$f; printf ' '; fi; done",
             (const char *)*state);
    FILE *out = popen(command, "r");
    assert_non_null(out);
    got = fread(to, 1, size - 1, out);
    to[got] = 0;
    assert_int_equal(pclose(out), 0);
}

typedef struct row {
    size_t count;
    assay_power_loss loss;
    const char *expected;
} row;

static void expect_rows(void **state, const assay_buffer *log, const row *rows, size_t count)
{
    assay_changes changes;
    assay_disk *disk = assay_disk_new();
    char text[400];

    assert_non_null(disk);
    assert_int_equal(assay_changes_read(assay_buffer_bytes(log), &changes), ASSAY_OK);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(assay_disk_replay(disk, &changes, rows[i].count, &rows[i].loss), ASSAY_OK);
        print(disk, state, text, sizeof(text));
        assert_string_equal(text, rows[i].expected);
    }
    assay_disk_free(disk);
    assay_changes_clear(&changes);
}

#define DROPPED                                                                                    \
    {                                                                                              \
        "", ASSAY_DATA_DROPPED, 0                                                                  \
    }
#define ZEROED                                                                                     \
    {                                                                                              \
        "", ASSAY_DATA_ZEROED, 0                                                                   \
    }
#define HALVED                                                                                     \
    {                                                                                              \
        "", ASSAY_DATA_HALVED, 0                                                                   \
    }
#define KEPT                                                                                       \
    {                                                                                              \
        "", ASSAY_DATA_KEPT, 0                                                                     \
    }
#define LAST_NAME                                                                                  \
    {                                                                                              \
        "", ASSAY_DATA_KEPT, 1                                                                     \
    }
#define ALL_NAMES                                                                                  \
    {                                                                                              \
        "", ASSAY_DATA_KEPT, SIZE_MAX                                                              \
    }

static void test_data(void **state)
{
    static const row rows[] = {
        {2, KEPT, "f=abcd "},        {2, DROPPED, "f= "},        {2, ZEROED, "f=0000 "},
        {2, HALVED, "f=ab "},        {3, DROPPED, "f=abcd "},    {4, DROPPED, "f=abcd "},
        {4, ZEROED, "f=abcd00 "}, /* what was there before is never zeros */
        {4, HALVED, "f=abxy "},      {4, KEPT, "f=abxyzw "},     {5, DROPPED, "f=a "},
        {6, DROPPED, "f=a "},        {6, ZEROED, "f=a0000000 "}, {6, KEPT, "f=a0000000 "},
        {8, DROPPED, "f=a0000000 "},
    };
    assay_buffer log = ASSAY_BUFFER_INIT;

    make(&log, "f", FILE_1, ASSAY_FILE_ROOT, S_IFREG);
    put(&log, FILE_1, 0, "abcd");
    sync_it(&log, FILE_1);
    put(&log, FILE_1, 2, "xyzw");
    add(&log, (assay_change){.kind = ASSAY_CHANGE_SIZE, .file = FILE_1, .offset = 1});
    add(&log, (assay_change){.kind = ASSAY_CHANGE_SIZE, .file = FILE_1, .offset = 8});
    sync_it(&log, FILE_2); /* nobody's */
    sync_it(&log, FILE_1);
    expect_rows(state, &log, rows, sizeof(rows) / sizeof(rows[0]));
    assay_buffer_clear(&log);
}

static void test_names(void **state)
{
    static const row rows[] = {
        {1, ALL_NAMES, ""},
        {4, LAST_NAME, "t/ t/f=abcd "}, /* in a folder that was not synced, but what is in it was */
        {4, ALL_NAMES, "t/ t/f=abcd "},
        {5, KEPT, "g=abcd t/ "},
        {5, LAST_NAME, "t/ t/f=abcd "},
        {6, KEPT, "g=abcd h= t/ "},
        {6, LAST_NAME, "g=abcd t/ "},
        {6, ALL_NAMES, "t/ t/f=abcd "},
        {7, ALL_NAMES, "g=abcd h= t/ "},
        {8, LAST_NAME, "g=abcd h= t/ "},
        {8, KEPT, "h= t/ "},
        {9, LAST_NAME, "h= t/ "}, /* g is another one by now */
        {9, KEPT, "g= h= t/ "},
        {9, ALL_NAMES, "g=abcd h= t/ "},
    };
    assay_buffer log = ASSAY_BUFFER_INIT;

    make(&log, "t", FOLDER, ASSAY_FILE_ROOT, S_IFDIR);
    make(&log, "t/f", FILE_1, FOLDER, S_IFREG);
    put(&log, FILE_1, 0, "abcd");
    sync_it(&log, FOLDER);
    add(&log,
        (assay_change){
            .kind = ASSAY_CHANGE_RENAME, .path = "g", .other = "t/f", .folder = ASSAY_FILE_ROOT});
    make(&log, "h", FILE_2, ASSAY_FILE_ROOT, S_IFREG);
    sync_it(&log, ASSAY_FILE_ROOT);
    add(&log, (assay_change){.kind = ASSAY_CHANGE_REMOVE, .path = "g", .folder = ASSAY_FILE_ROOT});
    make(&log, "g", FILE_1, ASSAY_FILE_ROOT, S_IFREG); /* the system gives its number again */
    expect_rows(state, &log, rows, sizeof(rows) / sizeof(rows[0]));
    assay_buffer_clear(&log);
}

static assay_disk *disk_of(const assay_buffer *log, assay_changes *changes)
{
    const assay_power_loss loss = KEPT;
    assay_disk *disk = assay_disk_new();

    assert_int_equal(assay_changes_read(assay_buffer_bytes(log), changes), ASSAY_OK);
    assert_int_equal(assay_disk_replay(disk, changes, changes->count, &loss), ASSAY_OK);
    return disk;
}

static void test_compares(void **state)
{
    assay_buffer log = ASSAY_BUFFER_INIT, other = ASSAY_BUFFER_INIT;
    assay_changes changes, others;
    assay_disk_change change;

    (void)state;
    make(&log, "part-1", FILE_1, ASSAY_FILE_ROOT, S_IFREG);
    make(&other, ".part-2", FILE_2, ASSAY_FILE_ROOT, S_IFREG);
    make(&other, "part-1", FILE_1, ASSAY_FILE_ROOT, S_IFREG);
    assay_disk *one = disk_of(&log, &changes), *two = disk_of(&other, &others);
    assert_string_equal(assay_disk_difference(one, two), ".part-2");
    assert_null(assay_disk_unlike(one, two, "/x", "/x/part-*"));
    assert_int_not_equal(assay_disk_hash_of(one).low, assay_disk_hash_of(two).low);
    assert_string_equal(assay_disk_changed(one, two, &change), ".part-2");
    assert_int_equal(change, ASSAY_DISK_MORE);
    assert_string_equal(assay_disk_changed(two, one, &change), ".part-2");
    assert_int_equal(change, ASSAY_DISK_LESS);
    assay_disk_free(two);
    assay_changes_clear(&others);
    put(&other, FILE_1, 0, "x");
    put(&other, FILE_2, 0, "y");
    two = disk_of(&other, &others);
    assert_string_equal(assay_disk_unlike(one, two, "/x", "/x/part-*"), "part-1");
    assert_null(assay_disk_unlike(one, two, "/x", "/x/*/part-*"));
    assert_string_equal(assay_disk_changed(one, two, &change), "part-1");
    assert_int_equal(change, ASSAY_DISK_OTHER);
    assert_null(assay_disk_changed(two, two, &change));
    assay_disk_free(one);
    assay_disk_free(two);
    assay_changes_clear(&changes);
    assay_changes_clear(&others);
    assay_buffer_clear(&log);
    assay_buffer_clear(&other);
}

static void touch(void **state, const char *name)
{
    char *path = test_folder_path(state, name);
    FILE *file = fopen(path, "we");

    assert_non_null(file);
    assert_int_equal(fclose(file), 0);
    free(path);
}

static void test_scans_until(void **state)
{
    const struct timespec never = {0, 0}, always = {INT64_MAX, 0};
    assay_disk *all = assay_disk_new(), *some = assay_disk_new();

    touch(state, "a");
    touch(state, "b");
    assert_int_equal(assay_disk_scan(all, *state, NULL), ASSAY_OK);
    assert_int_equal(assay_disk_scan_until(some, *state, &always, NULL), ASSAY_OK);
    assert_null(assay_disk_difference(all, some));
    assert_int_equal(assay_disk_scan_until(some, *state, &never, NULL), ASSAY_OK);
    assert_string_equal(assay_disk_difference(all, some), "a");
    assay_disk_free(all);
    assay_disk_free(some);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, test_folder_make, test_folder_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_data),
        IN_FOLDER(test_names),
        IN_FOLDER(test_scans_until),
        cmocka_unit_test(test_compares),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
