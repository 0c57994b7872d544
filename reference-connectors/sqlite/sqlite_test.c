#include "../scratch.h"

#include "sqlite.h"

/* Runs statements on the database of the test. */
static void run(void **state, const char *sql)
{
    sqlite3 *db = NULL;
    char *path = scratch_path(state, "db");
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    free(path);
}

/* Opens the database of the test with more settings, ended by NULL. */
static assay_status try_open(void **state, const char *const *more, assay_source **source,
                             assay_error *error)
{
    const assay_connector *connector = assay_connector_entry();
    assay_setting settings[10];
    char *path = scratch_path(state, "db");
    assay_config config = {sizeof(config), 1, settings};
    settings[0] = (assay_setting){"database", path};
    for (; more[0] != NULL; more += 2)
        settings[config.count++] = (assay_setting){more[0], more[1]};
    assay_status status = connector->open_source(connector, NULL, &config, source, error);
    free(path);
    return status;
}

static assay_source *open_with(void **state, const char *const *more)
{
    assay_source *source = NULL;
    assay_error error = ASSAY_ERROR_INIT;
    if (try_open(state, more, &source, &error) != ASSAY_OK)
        fail_msg("%s", error.message);
    return source;
}

static const char *const by_key[] = {"table", "t", "key", "k", "value", "v", NULL};
static const char *const by_text[] = {"table", "t",        "key",  "k", "value",
                                      "v",     "key-type", "text", NULL};
static const char *const by_blob[] = {"table", "t",        "key",  "k", "value",
                                      "v",     "key-type", "blob", NULL};

/* Whether the values are these, each ended by a space. */
static void expect_values(assay_source *source, const char *expected)
{
    assay_buffer read = ASSAY_BUFFER_INIT, values = ASSAY_BUFFER_INIT;
    drive_read(source, &read);
    assay_decoder from = {assay_buffer_bytes(&read), false};
    while (from.rest.size > 0) {
        assay_bytes value = assay_take_bytes(&from);
        assert_int_equal(assay_buffer_append(&values.out, value.data, value.size), ASSAY_OK);
        assert_int_equal(assay_buffer_append(&values.out, " ", 1), ASSAY_OK);
    }
    assert_int_equal(assay_buffer_append(&values.out, "", 1), ASSAY_OK);
    assert_string_equal((const char *)values.data, expected);
    assay_buffer_clear(&read);
    assay_buffer_clear(&values);
}

static void expect_open_values(void **state, const char *const *more, const char *expected)
{
    assay_source *source = open_with(state, more);
    assay_source *copy = drive_copy(source);
    drive_release(source);
    assert_int_equal(copy->ops->validate(copy, NULL), ASSAY_OK);
    expect_values(copy, expected);
    drive_release(copy);
}

static assay_status try_cut(assay_source *source, assay_bytes start, assay_bytes end,
                            assay_source **part)
{
    const assay_range *range = source->ops->query(source, ASSAY_RANGE);
    return range->part(source, start, end, part, NULL);
}

/* Cuts at a position: both parts together are the whole. */
static void expect_cut(assay_source *source, assay_bytes at, const assay_buffer *whole)
{
    assay_source *low = NULL, *high = NULL;
    assay_buffer read = ASSAY_BUFFER_INIT;
    assert_int_equal(try_cut(source, (assay_bytes){"", 0}, at, &low), ASSAY_OK);
    assert_int_equal(try_cut(source, at, (assay_bytes){"", 0}, &high), ASSAY_OK);
    drive_read(low, &read);
    drive_read(high, &read);
    assert_true(drive_same(&read, whole));
    drive_release(low);
    drive_release(high);
    assay_buffer_clear(&read);
}

/* Cuts at all positions with at most two of a few bytes before the key. */
static void expect_cuts(assay_source *source)
{
    static const unsigned char bytes[] = {0, 1, 2, 0x61, 0x7f, 0x80, 0xff};
    assay_buffer whole = ASSAY_BUFFER_INIT;
    unsigned char at[12] = {0};
    drive_read(source, &whole);
    for (size_t a = 0; a < sizeof(bytes); a++)
        for (size_t b = 0; b < sizeof(bytes); b++)
            for (size_t size = 1; size <= sizeof(at); size++) {
                at[0] = bytes[a];
                at[1] = bytes[b];
                memset(at + 2, bytes[b], sizeof(at) - 2);
                expect_cut(source, (assay_bytes){at, size}, &whole);
            }
    assay_buffer_clear(&whole);
}

/* Reads and cuts in all ways. */
static void expect_all_ways(void **state, const char *const *more, const char *expected)
{
    assay_source *source = open_with(state, more);
    assay_buffer whole = ASSAY_BUFFER_INIT, read = ASSAY_BUFFER_INIT;
    const assay_split *split = source->ops->query(source, ASSAY_SPLIT);
    expect_values(source, expected);
    expect_cuts(source);
    drive_marks(source);
    drive_states(source);
    drive_read(source, &whole);
    for (uint32_t count = 1; count <= 20; count++)
        for (int by_size = 0; by_size <= 1; by_size++) {
            drive_parts parts = {{drive_emit}, &read, 0, 0};
            assay_buffer_reset(&read);
            assert_int_equal(by_size ? split->by_size(source, count, &parts.emit, NULL)
                                     : split->by_count(source, count, &parts.emit, NULL),
                             ASSAY_OK);
            assert_true(drive_same(&read, &whole));
            assert_true(parts.count >= 1);
        }
    drive_release(source);
    assay_buffer_clear(&whole);
    assay_buffer_clear(&read);
}

static void test_integer_keys(void **state)
{
    run(state, "create table t (k integer, v);"
               "insert into t values (7, 'g'), (null, 'b'), (7, 'f'), (-1, 'e'), (null, 'a'),"
               "(0x7fffffffffffffff, 'i'), (-0x7fffffffffffffff - 1, 'd'), (null, 'c'),"
               "(10, 'h')");
    expect_all_ways(state, by_key, "a b c d e f g h i ");
    run(state, "create index i on t (k)");
    expect_all_ways(state, by_key, "a b c d e f g h i ");
}

static void test_text_keys(void **state)
{
    run(state, "create table t (k text collate nocase, v);"
               "insert into t values ('a', 'f'), ('B', 'e'), ('', 'b'), (null, 'a'), ('10', 'c'),"
               "('9', 'd'), ('a' || char(0), 'g'), ('ab', 'h'), ('\xc3\xa4', 'j'), ('b', 'i')");
    expect_all_ways(state, by_text, "a b c d e f g h i j ");
}

static void test_blob_keys(void **state)
{
    run(state, "create table t (k blob, v);"
               "insert into t values (x'ff', 'f'), (x'00', 'c'), (x'', 'b'), (null, 'a'),"
               "(x'0000', 'd'), (x'61', 'e'), (x'ffff', 'g')");
    expect_all_ways(state, by_blob, "a b c d e f g ");
}

static void test_only_null(void **state)
{
    run(state, "create table t (k integer, v); insert into t values (null, 'a'), (null, 'b')");
    expect_all_ways(state, by_key, "a b ");
    run(state, "delete from t");
    expect_all_ways(state, by_key, "");
}

/* With every number of records read, splits at every position; a refusal changes nothing. */
static void expect_split(assay_source *source, size_t records, assay_bytes at,
                         const assay_buffer *whole, size_t *accepted)
{
    assay_reader *reader = drive_reader(source);
    const assay_split_at *split = reader->ops->query(reader, ASSAY_SPLIT_AT);
    assay_split_result result = {.struct_size = sizeof(result)};
    assay_buffer read = ASSAY_BUFFER_INIT;
    assert_int_equal(reader->ops->start(reader, NULL), ASSAY_OK);
    drive_collect(reader, &read);
    for (size_t i = 1; i < records; i++) {
        assert_int_equal(reader->ops->advance(reader, NULL), ASSAY_OK);
        drive_collect(reader, &read);
    }
    assay_status status = split->split(reader, at, &result, NULL);
    assert_int_equal(drive_rest(reader, &read), ASSAY_END);
    if (status == ASSAY_OK) {
        assert_true(result.fraction >= 0 && result.fraction <= 1);
        drive_read(result.residual, &read);
        drive_release(result.primary);
        drive_release(result.residual);
        ++*accepted;
    } else {
        assert_int_equal(status, ASSAY_REFUSED);
    }
    assert_true(drive_same(&read, whole));
    reader->ops->release(reader);
    assay_buffer_clear(&read);
}

static void test_splits_between_ties_only(void **state)
{
    run(state, "create table t (k blob, v);"
               "insert into t values (null, '0'), (null, '1'), (x'61', '2'), (x'61', '3'),"
               "(x'61', '4'), (x'6161', '5'), (x'63', '6'), (x'63', '7')");
    assay_source *source = open_with(state, by_blob);
    assay_buffer whole = ASSAY_BUFFER_INIT;
    size_t accepted = 0;
    drive_read(source, &whole);
    for (size_t records = 1; records <= 8; records++)
        for (unsigned tag = 0; tag < 3; tag++)
            for (unsigned key = 0x60; key < 0x65; key++) {
                unsigned char at[] = {(unsigned char)tag, (unsigned char)key, 0x61};
                expect_split(source, records, (assay_bytes){at, 1}, &whole, &accepted);
                expect_split(source, records, (assay_bytes){at, 2}, &whole, &accepted);
                expect_split(source, records, (assay_bytes){at, 3}, &whole, &accepted);
            }
    assert_true(accepted > 50);
    drive_release(source);
    assay_buffer_clear(&whole);
}

static void test_one_state_is_seen(void **state)
{
    assay_buffer read = ASSAY_BUFFER_INIT, whole = ASSAY_BUFFER_INIT;
    run(state, "pragma journal_mode = wal; create table t (k integer, v);"
               "insert into t values (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd')");
    assay_source *source = open_with(state, by_key);
    drive_read(source, &whole);
    assay_reader *reader = drive_reader(source);
    assert_int_equal(reader->ops->start(reader, NULL), ASSAY_OK);
    drive_collect(reader, &read);
    run(state, "update t set v = 'x' where k = 3; delete from t where k = 4;"
               "insert into t values (2, 'c')");
    assert_int_equal(drive_rest(reader, &read), ASSAY_END);
    assert_true(drive_same(&read, &whole));
    reader->ops->release(reader);
    expect_values(source, "a b c x ");
    drive_release(source);
    assay_buffer_clear(&read);
    assay_buffer_clear(&whole);
}

static void expect_points(assay_reader *reader, int64_t expected)
{
    const assay_split_points *points = reader->ops->query(reader, ASSAY_SPLIT_POINTS);
    int64_t consumed, remaining;
    assert_int_equal(points->counts(reader, &consumed, &remaining, NULL), ASSAY_OK);
    assert_int_equal(consumed, expected);
}

static void test_a_mark_outlives_its_rows(void **state)
{
    static const struct {
        const char *sql;
        char left;
    } changes[] = {
        {"delete from t where k = 2", 'e'},
        {"delete from t where k <= 2", 'e'},
        {"insert into t values (1, 'x'); delete from t where v = 'b'", 'e'},
        {"delete from t where k = 3", '\0'},
        {"delete from t where v in ('e', 'b'); insert into t values (9, 'z')", 'z'},
        {"delete from t", '\0'},
    };
    for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
        assay_buffer read = ASSAY_BUFFER_INIT;
        run(state, "drop table if exists t; create table t (k integer, v);"
                   "insert into t values (1, 'a'), (2, 'b'), (2, 'c'), (2, 'd'), (3, 'e')");
        assay_source *source = open_with(state, by_key);
        assay_reader *reader = drive_reader(source);
        assert_int_equal(reader->ops->start(reader, NULL), ASSAY_OK);
        for (int more = 0; more < 3; more++)
            assert_int_equal(reader->ops->advance(reader, NULL), ASSAY_OK);
        assay_reader *restored = drive_restore(source, reader);
        reader->ops->release(reader);
        run(state, changes[i].sql);
        assert_int_equal(drive_whole(restored, &read), ASSAY_END);
        expect_points(restored, changes[i].left == '\0' ? 2 : 3);
        assert_int_equal(read.size, changes[i].left == '\0' ? 0 : 9);
        assert_true(read.size == 0 || read.data[8] == changes[i].left);
        restored->ops->release(restored);
        drive_release(source);
        assay_buffer_clear(&read);
    }
}

typedef struct raw_mark {
    uint64_t format, any, ties, points;
    unsigned char tag; /* of the key 0; 0: no key */
    assay_status expected;
} raw_mark;

static void expect_mark(assay_source *source, const raw_mark *raw)
{
    const unsigned char key[9] = {raw->tag, 0x80};
    const assay_checkpoint *checkpoint = source->ops->query(source, ASSAY_CHECKPOINT);
    const uint64_t numbers[] = {raw->format, raw->any, raw->ties, raw->points};
    assay_buffer mark = ASSAY_BUFFER_INIT;
    assay_reader *reader = NULL;
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(assay_put_u64(&mark.out, numbers[i]), ASSAY_OK);
    assert_int_equal(assay_put_bytes(&mark.out, (assay_bytes){key, raw->tag == 0 ? 0 : 9}),
                     ASSAY_OK);
    assay_status status = checkpoint->restore(source, assay_buffer_bytes(&mark), &reader, NULL);
    if (status == ASSAY_OK)
        reader->ops->release(reader);
    assert_int_equal(status, raw->expected);
    assay_buffer_clear(&mark);
}

static void test_foreign_marks(void **state)
{
    enum { FORMAT = SQLITE_CONNECTOR_FORMAT };
    static const raw_mark marks[] = {
        {FORMAT, 0, 0, 0, 0, ASSAY_OK},
        {FORMAT, 1, 1, 1, 1, ASSAY_OK},
        {FORMAT + 1, 1, 1, 1, 1, ASSAY_INVALID},
        {FORMAT, 2, 1, 1, 1, ASSAY_INVALID},
        {FORMAT, 1, 0, 1, 1, ASSAY_INVALID},
        {FORMAT, 1, 1, 0, 1, ASSAY_INVALID},
        {FORMAT, 1, 1, UINT64_MAX, 1, ASSAY_INVALID},
        {FORMAT, 1, 1, 1, 0, ASSAY_INVALID},
        {FORMAT, 1, 1, 1, 9, ASSAY_INVALID},
        {FORMAT, 0, 1, 0, 0, ASSAY_INVALID},
        {FORMAT, 0, 0, 1, 0, ASSAY_INVALID},
        {FORMAT, 0, 0, 0, 1, ASSAY_INVALID},
    };
    run(state, "create table t (k integer, v); insert into t values (0, 'a'), (1, 'b')");
    assay_source *source = open_with(state, by_key);
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
        expect_mark(source, &marks[i]);
    drive_release(source);
}

static void test_description(void **state)
{
    run(state, "create table t (k integer, v); insert into t values (0, 'a')");
    assay_source *source = open_with(state, by_key);
    assay_buffer words = ASSAY_BUFFER_INIT;
    char *path = scratch_path(state, "db"), *expected = NULL;
    assert_int_equal(source->ops->describe(source, &words.out, NULL), ASSAY_OK);
    assert_true(asprintf(&expected, "rows of 't' in %s by k", path) > 0);
    assert_int_equal(words.size, strlen(expected));
    assert_memory_equal(words.data, expected, words.size);
    free(path);
    free(expected);
    drive_release(source);
    assay_buffer_clear(&words);
}

static void test_names_and_columns(void **state)
{
    static const char *const odd[] = {"table", "o\"d'd", "key",       "k k", "value", "v\"",
                                      "id",    "i",      "timestamp", "t",   NULL};
    run(state, "create table \"o\"\"d'd\" (\"k k\" integer, \"v\"\"\", i blob, t integer);"
               "insert into \"o\"\"d'd\" values (1, 'a', x'00', 5), (2, null, 'id', null)");
    assay_source *source = open_with(state, odd);
    assay_reader *reader = drive_reader(source);
    assay_record record = ASSAY_RECORD_INIT;
    assert_int_equal(reader->ops->start(reader, NULL), ASSAY_OK);
    assert_int_equal(reader->ops->current(reader, &record, NULL), ASSAY_OK);
    assert_int_equal(record.timestamp, 5);
    assert_int_equal(record.id.size, 1);
    assert_int_equal(*(const char *)record.id.data, 0);
    assert_int_equal(reader->ops->advance(reader, NULL), ASSAY_OK);
    assert_int_equal(reader->ops->current(reader, &record, NULL), ASSAY_OK);
    assert_true(record.timestamp == ASSAY_TIMESTAMP_MIN);
    assert_int_equal(record.value.size, 0);
    assert_memory_equal(record.id.data, "id", 2);
    reader->ops->release(reader);
    drive_release(source);
}

static void test_queries(void **state)
{
    static const char *const query[] = {
        "query", "select a as k, upper(b) as v from t where live", "key", "k", "value", "v", NULL};
    static const char *const whole[] = {"query", "select b from t where live", "value", "b", NULL};
    static const char *const no_column[] = {"table", "t", "key", "a", "value", "c", NULL};
    static const char *const no_table[] = {"table", "u", "value", "c", NULL};
    static const char *const change[] = {"query", "delete from t returning b", "value", "b", NULL};
    run(state, "create table t (a integer, b, live);"
               "insert into t values (2, 'b', 1), (1, 'a', 1), (3, 'c', 0)");
    expect_open_values(state, query, "A B ");
    expect_open_values(state, whole, "b a ");
    const char *const *const bad[] = {no_column, no_table, change};
    for (size_t i = 0; i < 3; i++) {
        assay_error error = ASSAY_ERROR_INIT;
        assay_source *source = open_with(state, bad[i]);
        assert_int_equal(source->ops->validate(source, &error), ASSAY_IO);
        assert_true(error.message[0] != '\0');
        drive_release(source);
    }
    assay_source *source = open_with(state, whole);
    assert_null(source->ops->query(source, ASSAY_SPLIT));
    drive_release(source);
}

static void expect_start(assay_source *source, assay_status expected, const char *word)
{
    assay_error error = ASSAY_ERROR_INIT;
    assay_reader *reader = drive_reader(source);
    assert_int_equal(reader->ops->start(reader, &error), expected);
    assert_non_null(strstr(error.message, word));
    assert_int_equal(reader->ops->advance(reader, NULL), ASSAY_STATE);
    reader->ops->release(reader);
}

/* The bytes of the key, the value, the id and the time of each row; small tables are looked at
 * whole.
 */
static void test_sizes(void **state)
{
    static const char *const columns[] = {"table", "t", "key",       "k", "value", "v",
                                          "id",    "i", "timestamp", "t", NULL};
    static const char *const key_and_value[] = {"table", "t",        "key",     "k", "value",
                                                "v",     "key-type", "integer", NULL};
    run(state, "create table t (k integer, v, i, t integer);"
               "insert into t values (1, 'four', x'0102', 5), (2, x'01', 'abc', 6)");
    static const struct {
        const char *const *settings;
        int64_t bytes;
    } cases[] = {{columns, 2 * 16 + 5 + 5}, {key_and_value, 2 * 8 + 5}};
    for (size_t i = 0; i < 2; i++) {
        assay_source *source = open_with(state, cases[i].settings);
        const assay_size *size = source->ops->query(source, ASSAY_SIZE);
        int64_t bytes;
        assert_int_equal(size->estimate(source, &bytes, NULL), ASSAY_OK);
        assert_int_equal(bytes, cases[i].bytes);
        drive_release(source);
    }
}

static void test_bad_stores(void **state)
{
    assay_source *source = open_with(state, by_key);
    expect_start(source, ASSAY_IO, "unable to open");
    assert_int_equal(source->ops->validate(source, NULL), ASSAY_IO);
    scratch_write(state, "db", "no database at all, but long enough to be looked at", 51);
    expect_start(source, ASSAY_CORRUPT, "not a database");
    assert_int_equal(source->ops->validate(source, NULL), ASSAY_INVALID);
    scratch_write(state, "db", "", 0);
    run(state, "create table t (k, v); insert into t values (1, 'a'), (1.5, 'b')");
    expect_start(source, ASSAY_CORRUPT, "key");
    drive_release(source);
}

static void test_settings(void **state)
{
    static const struct {
        const char *words, *settings[11];
    } bad[] = {
        {"'table' and 'query'", {"value", "v", NULL}},
        {"'value'", {"table", "t", NULL}},
        {"'table' and 'query'", {"table", "t", "query", "select 1", "value", "v", NULL}},
        {"'table' is empty", {"table", "", "value", "v", NULL}},
        {"'value' is empty", {"table", "t", "value", "", NULL}},
        {"'key' is empty", {"table", "t", "value", "v", "key", "", NULL}},
        {"not 'real'", {"table", "t", "value", "v", "key", "k", "key-type", "real", NULL}},
        {"not 'none'", {"table", "t", "value", "v", "key", "k", "key-type", "none", NULL}},
        {"'key-type' needs 'key'", {"table", "t", "value", "v", "key-type", "text", NULL}},
        {"'colour'", {"table", "t", "value", "v", "colour", "red", NULL}},
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assay_source *source = NULL;
        assay_error error = ASSAY_ERROR_INIT;
        assert_int_equal(try_open(state, bad[i].settings, &source, &error), ASSAY_INVALID);
        if (strstr(error.message, bad[i].words) == NULL)
            fail_msg("'%s' does not say %s", error.message, bad[i].words);
    }
}

static void test_bounds_are_checked(void **state)
{
    assay_source *source = open_with(state, by_key), *part = NULL, *inner = NULL;
    assay_bytes a = {"\1a", 2}, b = {"\1b", 2}, c = {"\1c", 2}, none = {"", 0};
    assert_int_equal(try_cut(source, b, a, &part), ASSAY_INVALID);
    assert_int_equal(try_cut(source, a, b, &part), ASSAY_OK);
    assert_int_equal(try_cut(part, none, b, &inner), ASSAY_INVALID);
    assert_int_equal(try_cut(part, a, c, &inner), ASSAY_INVALID);
    assert_int_equal(try_cut(part, c, none, &inner), ASSAY_INVALID);
    drive_release(part);
    drive_release(source);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, scratch_make, scratch_remove)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        IN_FOLDER(test_integer_keys),
        IN_FOLDER(test_text_keys),
        IN_FOLDER(test_blob_keys),
        IN_FOLDER(test_only_null),
        IN_FOLDER(test_splits_between_ties_only),
        IN_FOLDER(test_one_state_is_seen),
        IN_FOLDER(test_a_mark_outlives_its_rows),
        IN_FOLDER(test_foreign_marks),
        IN_FOLDER(test_description),
        IN_FOLDER(test_names_and_columns),
        IN_FOLDER(test_queries),
        IN_FOLDER(test_sizes),
        IN_FOLDER(test_bad_stores),
        IN_FOLDER(test_settings),
        IN_FOLDER(test_bounds_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
