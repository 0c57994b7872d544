#include "../drive_sink.h"

#include "sqlite.h"

static const assay_setting settings[] = {
    {"database", "db"}, {"table", "t"}, {"timestamp", "at"}, {"batch", "3"}};

static assay_sink *open_sink(void)
{
    return drive_sink(settings, 4);
}

static sqlite3 *connect_db(void)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open("db", &db), SQLITE_OK);
    return db;
}

static void run(sqlite3 *db, const char *sql)
{
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db));
}

/* Whether the table holds just that: "id=value;" by id. */
static void expect_rows(const char *expected)
{
    sqlite3 *db = connect_db();
    sqlite3_stmt *row = NULL;
    char got[1000] = "";
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "select id || '=' || value || coalesce('@' || at, '') || "
                                        "';' from t order by id",
                                        -1, &row, NULL),
                     SQLITE_OK);
    while (sqlite3_step(row) == SQLITE_ROW)
        strcat(got, (const char *)sqlite3_column_text(row, 0));
    sqlite3_finalize(row);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    assert_string_equal(got, expected);
}

static assay_status decode(uint64_t format, uint64_t batch)
{
    const assay_connector *connector = assay_connector_entry();
    static const char *const texts[] = {"db", "t", "i", "v", ""};
    assay_buffer encoded = ASSAY_BUFFER_INIT;
    assay_sink *sink = NULL;
    assert_int_equal(assay_put_u64(&encoded.out, format), ASSAY_OK);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        assert_int_equal(assay_put_text(&encoded.out, texts[i]), ASSAY_OK);
    assert_int_equal(assay_put_u64(&encoded.out, batch), ASSAY_OK);
    assay_status status =
        connector->decode_sink(connector, NULL, assay_buffer_bytes(&encoded), &sink, NULL);
    if (status == ASSAY_OK)
        sink->ops->release(sink);
    assay_buffer_clear(&encoded);
    return status;
}

static void test_foreign_bytes(void **state)
{
    (void)state;
    assert_int_equal(decode(SQLITE_CONNECTOR_FORMAT, 1), ASSAY_OK);
    assert_int_equal(decode(SQLITE_CONNECTOR_FORMAT, SQLITE_CONNECTOR_BATCH), ASSAY_OK);
    assert_int_equal(decode(SQLITE_CONNECTOR_FORMAT + 1, 1), ASSAY_INVALID);
    assert_int_equal(decode(SQLITE_CONNECTOR_FORMAT, 0), ASSAY_INVALID);
    assert_int_equal(decode(SQLITE_CONNECTOR_FORMAT, SQLITE_CONNECTOR_BATCH + 1), ASSAY_INVALID);
    assert_int_equal(decode(SQLITE_CONNECTOR_FORMAT, UINT64_MAX), ASSAY_INVALID);
}

static void test_settings(void **state)
{
    (void)state;
    static const assay_setting bad[][3] = {
        {{"database", "db"}, {"id", "i"}, {"value", "v"}},
        {{"table", "t"}, {"id", "i"}, {"value", "v"}},
        {{"database", ""}, {"table", "t"}, {"value", "v"}},
        {{"database", "db"}, {"table", ""}, {"value", "v"}},
        {{"database", "db"}, {"table", "t"}, {"value", ""}},
        {{"database", "db"}, {"table", "t"}, {"batch", "0"}},
        {{"database", "db"}, {"table", "t"}, {"colour", "red"}},
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assay_sink *sink = NULL;
        assay_error error = ASSAY_ERROR_INIT;
        assert_int_equal(drive_try_sink(bad[i], 3, &sink, &error), ASSAY_INVALID);
        assert_true(error.message[0] != '\0');
    }
    assert_true(drive_holds(".", ""));
}

static void test_a_description_travels(void **state)
{
    (void)state;
    assay_sink *sink = open_sink(), *copy = drive_sink_copy(sink);
    assay_buffer text = ASSAY_BUFFER_INIT;
    sink->ops->release(sink);
    assert_int_equal(copy->ops->describe(copy, &text.out, NULL), ASSAY_OK);
    assert_int_equal(text.size, strlen("records by id in table 't' of db"));
    assert_memory_equal(text.data, "records by id in table 't' of db", text.size);
    assert_int_equal(copy->ops->validate(copy, NULL), ASSAY_OK);
    copy->ops->release(copy);
    assay_buffer_clear(&text);
}

static void test_a_place_that_cannot_be(void **state)
{
    (void)state;
    static const assay_setting nowhere[] = {{"database", "no/db"}, {"table", "t"}};
    assay_sink *sink = NULL;
    assert_int_equal(drive_try_sink(nowhere, 2, &sink, NULL), ASSAY_OK);
    assert_int_equal(sink->ops->validate(sink, NULL), ASSAY_INVALID);
    assert_int_equal(sink->ops->initialize(sink, NULL), ASSAY_IO);
    assert_int_equal(sink->ops->commit(sink, NULL, 0, NULL), ASSAY_IO);
    assert_int_equal(sink->ops->cleanup(sink, NULL), ASSAY_OK);
    sink->ops->release(sink);
    FILE *file = fopen("db", "w");
    assert_non_null(file);
    fputs("no database at all, but long enough to be looked at", file);
    fclose(file);
    assert_int_equal(drive_try_sink(settings, 4, &sink, NULL), ASSAY_OK);
    assert_int_equal(sink->ops->validate(sink, NULL), ASSAY_INVALID);
    assert_int_equal(sink->ops->initialize(sink, NULL), ASSAY_CORRUPT);
    sink->ops->release(sink);
}

static void test_any_repetition_is_as_once(void **state)
{
    (void)state;
    assay_sink *sink = open_sink();
    assay_buffer tokens[2];
    for (int i = 0; i < 3; i++) {
        char attempt[] = {'a', (char)('0' + i), '\0'}, other[] = {'b', (char)('0' + i), '\0'};
        assay_record timed = ASSAY_RECORD_INIT;
        timed.id = (assay_bytes){"a", 1};
        timed.value = (assay_bytes){"older", 5};
        timed.timestamp = 17;
        assay_writer *writer = drive_writer(sink, 0, attempt);
        drive_put(writer, "a", "first");
        drive_put(writer, "b", "");
        assert_int_equal(writer->ops->write(writer, &timed, NULL), ASSAY_OK);
        drive_put(writer, "c", "two");
        tokens[0] = drive_prepare(writer);
        tokens[1] = drive_attempt(sink, 1, other, "d", "four");
        for (int again = 0; again < 2; again++) {
            assert_int_equal(sink->ops->initialize(sink, NULL), ASSAY_OK);
            assert_int_equal(drive_commit(sink, tokens, 2, NULL), ASSAY_OK);
            assert_int_equal(sink->ops->cleanup(sink, NULL), ASSAY_OK);
            expect_rows("a=older@17;b=;c=two;d=four;");
        }
        assay_buffer_clear(&tokens[0]);
        assay_buffer_clear(&tokens[1]);
    }
    sink->ops->release(sink);
    assert_true(access("db-journal", F_OK) != 0);
}

static void test_tokens_are_checked(void **state)
{
    (void)state;
    assay_error error = ASSAY_ERROR_INIT;
    assay_sink *sink = open_sink();
    assay_buffer tokens[3] = {drive_attempt(sink, 7, "a", "A", NULL),
                              drive_attempt(sink, 2, "b", "A", NULL),
                              drive_attempt(sink, 7, "c", "A", NULL)};
    assert_int_equal(drive_commit(sink, tokens, 3, &error), ASSAY_INVALID);
    assert_string_equal(error.message, "two tokens of bundle 7");
    assert_int_equal(drive_commit(sink, tokens, 2, NULL), ASSAY_OK);
    assert_int_equal(drive_commit(sink, tokens, 0, NULL), ASSAY_OK);
    size_t size = tokens[0].size;
    for (tokens[0].size = 0; tokens[0].size < size; tokens[0].size++)
        assert_int_equal(drive_commit(sink, tokens, 1, NULL), ASSAY_INVALID);
    for (int i = 0; i < 3; i++)
        assay_buffer_clear(&tokens[i]);
    sink->ops->release(sink);
}

/* The table refuses one value; nothing of its batch may stay, all of the batch before it does. */
static void test_a_failed_batch_leaves_nothing(void **state)
{
    (void)state;
    assay_error error = ASSAY_ERROR_INIT;
    assay_buffer token = ASSAY_BUFFER_INIT;
    assay_sink *sink = open_sink();
    sqlite3 *db = connect_db();
    run(db, "create trigger refuse before insert on t when new.value = cast('bad' as blob)"
            " begin select raise(abort, 'bad value'); end");
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    assay_writer *writer = drive_writer(sink, 0, "a");
    drive_put(writer, "1", "x");
    drive_put(writer, "2", "x");
    drive_put(writer, "3", "x");
    expect_rows("1=x;2=x;3=x;");
    drive_put(writer, "4", "x");
    drive_put(writer, "5", "x");
    assay_record bad = ASSAY_RECORD_INIT;
    bad.id = (assay_bytes){"6", 1};
    bad.value = (assay_bytes){"bad", 3};
    assert_int_equal(writer->ops->write(writer, &bad, &error), ASSAY_IO);
    assert_non_null(strstr(error.message, "bad value"));
    expect_rows("1=x;2=x;3=x;");
    assert_int_equal(drive_write(writer, "7", (assay_bytes){"x", 1}), ASSAY_STATE);
    assert_int_equal(writer->ops->prepare(writer, &token.out, NULL), ASSAY_STATE);
    assert_int_equal(writer->ops->abort(writer, NULL), ASSAY_OK);
    assert_int_equal(writer->ops->abort(writer, NULL), ASSAY_STATE);
    writer->ops->release(writer);
    writer = drive_writer(sink, 0, "b");
    assert_int_equal(drive_write(writer, "", (assay_bytes){"x", 1}), ASSAY_INVALID);
    writer->ops->release(writer);
    expect_rows("1=x;2=x;3=x;");
    sink->ops->release(sink);
    assay_buffer_clear(&token);
}

static void test_abort_and_release_store_no_more(void **state)
{
    (void)state;
    assay_sink *sink = open_sink();
    assay_writer *aborted = drive_writer(sink, 0, "a"), *released = drive_writer(sink, 0, "b");
    drive_put(aborted, "1", "x");
    drive_put(released, "2", "x");
    assert_int_equal(aborted->ops->abort(aborted, NULL), ASSAY_OK);
    aborted->ops->release(aborted);
    released->ops->release(released);
    expect_rows("");
    sink->ops->release(sink);
}

static void *write_many(void *argument)
{
    assay_sink *sink = argument;
    char name[40], id[60];
    snprintf(name, sizeof(name), "%lx", (unsigned long)pthread_self());
    assay_writer *writer = drive_writer(sink, 0, name);
    for (int i = 0; i < 30; i++) {
        snprintf(id, sizeof(id), "%d", i);
        drive_put(writer, id, "x");
    }
    assay_buffer token = drive_prepare(writer);
    assay_buffer_clear(&token);
    return NULL;
}

static void test_writers_wait_for_each_other(void **state)
{
    (void)state;
    pthread_t threads[4];
    sqlite3_stmt *row = NULL;
    assay_sink *sink = open_sink();
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, write_many, sink), 0);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    sqlite3 *db = connect_db();
    assert_int_equal(sqlite3_prepare_v2(db, "select count(*) from t", -1, &row, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(row), SQLITE_ROW);
    assert_int_equal(sqlite3_column_int(row, 0), 30);
    sqlite3_finalize(row);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
    sink->ops->release(sink);
}

static void write_some_and_stop(assay_sink *sink)
{
    assay_writer *writer = drive_writer(sink, 0, "first");
    drive_put(writer, "1", "x");
    drive_put(writer, "2", "x");
    drive_put(writer, "3", "x");
    drive_put(writer, "4", "x");
}

static void test_a_killed_attempt_is_retried(void **state)
{
    (void)state;
    assay_sink *sink = open_sink();
    drive_die_after(write_some_and_stop, sink);
    expect_rows("1=x;2=x;3=x;");
    assay_buffer token = drive_attempt(sink, 0, "second", "4", "x");
    assert_int_equal(drive_commit(sink, &token, 1, NULL), ASSAY_OK);
    assert_int_equal(sink->ops->cleanup(sink, NULL), ASSAY_OK);
    expect_rows("1=x;2=x;3=x;4=x;");
    assay_buffer_clear(&token);
    sink->ops->release(sink);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        DRIVE_IN_FOLDER(test_foreign_bytes),
        DRIVE_IN_FOLDER(test_settings),
        DRIVE_IN_FOLDER(test_a_description_travels),
        DRIVE_IN_FOLDER(test_a_place_that_cannot_be),
        DRIVE_IN_FOLDER(test_any_repetition_is_as_once),
        DRIVE_IN_FOLDER(test_tokens_are_checked),
        DRIVE_IN_FOLDER(test_a_failed_batch_leaves_nothing),
        DRIVE_IN_FOLDER(test_abort_and_release_store_no_more),
        DRIVE_IN_FOLDER(test_writers_wait_for_each_other),
        DRIVE_IN_FOLDER(test_a_killed_attempt_is_retried),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
