#include "keyrange.h"

#include "test_store.h"

static const assay_setting settings[] = {{"environment", "env"}, {"batch", "3"}};

static assay_sink *open_sink(void)
{
    return drive_sink(settings, 2);
}

/* Whether the environment holds just that: "id=value;" by id; and nothing is beside it. */
static void expect_records(const char *expected)
{
    keyrange_snapshot snapshot;
    char got[1000] = "", *to = got;
    assert_int_equal(keyrange_snapshot_open("env", &snapshot, NULL), ASSAY_OK);
    for (assay_status status = keyrange_snapshot_seek(&snapshot, (assay_bytes){0}, NULL);
         status == ASSAY_OK; status = keyrange_snapshot_next(&snapshot, NULL))
        to += sprintf(to, "%.*s=%.*s;", (int)snapshot.key.mv_size, (char *)snapshot.key.mv_data,
                      (int)snapshot.value.mv_size, (char *)snapshot.value.mv_data);
    keyrange_snapshot_close(&snapshot);
    assert_string_equal(got, expected);
    assert_int_equal(store_entries(), 1);
}

static void test_settings(void **state)
{
    (void)state;
    static const assay_setting bad[][2] = {
        {{"batch", "1"}, {"batch", "2"}},
        {{"environment", ""}, {"batch", "2"}},
        {{"environment", "env"}, {"batch", "0"}},
        {{"environment", "env"}, {"batch", "1000001"}},
        {{"environment", "env"}, {"colour", "red"}},
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assay_sink *sink = NULL;
        assay_error error = ASSAY_ERROR_INIT;
        assert_int_equal(drive_try_sink(bad[i], 2, &sink, &error), ASSAY_INVALID);
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
    assert_int_equal(text.size, strlen("records by id in env"));
    assert_memory_equal(text.data, "records by id in env", text.size);
    assert_int_equal(copy->ops->validate(copy, NULL), ASSAY_OK);
    copy->ops->release(copy);
    assay_buffer_clear(&text);
}

/* Nothing in a folder that is not there. */
static void test_no_folder(void **state)
{
    (void)state;
    static const assay_setting nowhere[] = {{"environment", "no/env"}};
    assay_sink *sink = NULL;
    assert_int_equal(drive_try_sink(nowhere, 1, &sink, NULL), ASSAY_OK);
    assert_int_equal(sink->ops->validate(sink, NULL), ASSAY_INVALID);
    assert_int_equal(sink->ops->initialize(sink, NULL), ASSAY_IO);
    assert_int_equal(sink->ops->commit(sink, NULL, 0, NULL), ASSAY_IO);
    assert_int_equal(sink->ops->cleanup(sink, NULL), ASSAY_OK);
    assay_writer *writer = drive_writer(sink, 0, "a");
    assay_buffer token = ASSAY_BUFFER_INIT;
    drive_put(writer, "1", "x");
    assert_int_equal(writer->ops->prepare(writer, &token.out, NULL), ASSAY_IO);
    writer->ops->release(writer);
    sink->ops->release(sink);
    assay_buffer_clear(&token);
    assert_true(drive_holds(".", ""));
}

/* What is there and no environment stays as it is. */
static void expect_left_alone(const char *content)
{
    char holds[100];
    assay_sink *sink = NULL;
    assay_buffer token = ASSAY_BUFFER_INIT;
    FILE *file = fopen("env", "w");
    assert_non_null(file);
    fputs(content, file);
    fclose(file);
    snprintf(holds, sizeof(holds), "env=%s;", content);
    assert_int_equal(drive_try_sink(settings, 2, &sink, NULL), ASSAY_OK);
    assert_int_equal(sink->ops->validate(sink, NULL), ASSAY_INVALID);
    assert_int_equal(sink->ops->initialize(sink, NULL), ASSAY_CORRUPT);
    assay_writer *writer = drive_writer(sink, 0, "a");
    drive_put(writer, "1", "x");
    assert_int_equal(writer->ops->prepare(writer, &token.out, NULL), ASSAY_CORRUPT);
    writer->ops->release(writer);
    assert_int_equal(sink->ops->commit(sink, NULL, 0, NULL), ASSAY_CORRUPT);
    assert_int_equal(sink->ops->cleanup(sink, NULL), ASSAY_OK);
    sink->ops->release(sink);
    assert_true(drive_holds(".", holds));
}

static void test_what_is_no_environment(void **state)
{
    (void)state;
    expect_left_alone("");
    expect_left_alone("no environment at all");
}

static void test_any_repetition_is_as_once(void **state)
{
    (void)state;
    assay_sink *sink = open_sink();
    assay_buffer tokens[2];
    for (int i = 0; i < 3; i++) {
        char attempt[] = {'a', (char)('0' + i), '\0'}, other[] = {'b', (char)('0' + i), '\0'};
        assay_writer *writer = drive_writer(sink, 0, attempt);
        drive_put(writer, "a", "first");
        drive_put(writer, "b", "");
        drive_put(writer, "a", "older");
        drive_put(writer, "c", "two");
        tokens[0] = drive_prepare(writer);
        tokens[1] = drive_attempt(sink, 1, other, "d", "four");
        for (int again = 0; again < 2; again++) {
            assert_int_equal(sink->ops->initialize(sink, NULL), ASSAY_OK);
            assert_int_equal(drive_commit(sink, tokens, 2, NULL), ASSAY_OK);
            assert_int_equal(sink->ops->cleanup(sink, NULL), ASSAY_OK);
            expect_records("a=older;b=;c=two;d=four;");
        }
        assay_buffer_clear(&tokens[0]);
        assay_buffer_clear(&tokens[1]);
    }
    sink->ops->release(sink);
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

static assay_status write_id(assay_writer *writer, size_t size, assay_error *error)
{
    static char id[KEYRANGE_KEY_MAX + 1];
    assay_record record = ASSAY_RECORD_INIT;
    memset(id, 'k', sizeof(id));
    record.id = (assay_bytes){id, size};
    return writer->ops->write(writer, &record, error);
}

static void test_keys_have_a_size(void **state)
{
    (void)state;
    assay_sink *sink = open_sink();
    static const size_t bad[] = {0, KEYRANGE_KEY_MAX + 1};
    for (size_t i = 0; i < 2; i++) {
        assay_error error = ASSAY_ERROR_INIT;
        assay_writer *writer = drive_writer(sink, 0, "a");
        assay_buffer token = ASSAY_BUFFER_INIT;
        assert_int_equal(write_id(writer, bad[i], &error), ASSAY_INVALID);
        assert_non_null(strstr(error.message, "an id of 1 to 511 bytes"));
        assert_int_equal(drive_write(writer, "7", (assay_bytes){"x", 1}), ASSAY_STATE);
        assert_int_equal(writer->ops->prepare(writer, &token.out, NULL), ASSAY_STATE);
        assert_int_equal(writer->ops->abort(writer, NULL), ASSAY_OK);
        assert_int_equal(writer->ops->abort(writer, NULL), ASSAY_STATE);
        writer->ops->release(writer);
    }
    assay_writer *writer = drive_writer(sink, 0, "b");
    assert_int_equal(write_id(writer, KEYRANGE_KEY_MAX, NULL), ASSAY_OK);
    assay_buffer token = drive_prepare(writer);
    assay_buffer_clear(&token);
    sink->ops->release(sink);
}

/* Each value is larger than the map would be without them. */
static void test_the_map_grows(void **state)
{
    (void)state;
    static char value[3 << 20];
    char id[2] = "";
    struct stat info;
    assay_sink *sink = open_sink();
    assay_writer *writer = drive_writer(sink, 0, "a");
    for (id[0] = 'a'; id[0] < 'j'; id[0]++)
        assert_int_equal(drive_write(writer, id, (assay_bytes){value, sizeof(value)}), ASSAY_OK);
    assay_buffer token = drive_prepare(writer);
    assay_buffer_clear(&token);
    writer = drive_writer(sink, 1, "b");
    for (int i = 0; i < 3; i++)
        drive_put(writer, "k", "small");
    token = drive_prepare(writer);
    assay_buffer_clear(&token);
    assert_int_equal(stat("env", &info), 0);
    assert_true(info.st_size > 9 * (off_t)sizeof(value));
    sink->ops->release(sink);
}

static void test_a_full_disk_fails_the_batch(void **state)
{
    (void)state;
    static char value[100000];
    assay_error error = ASSAY_ERROR_INIT;
    assay_sink *sink = open_sink();
    assay_writer *writer = drive_writer(sink, 0, "a");
    assay_record record = ASSAY_RECORD_INIT;
    record.id = (assay_bytes){"2", 1};
    record.value = (assay_bytes){value, sizeof(value)};
    drive_put(writer, "0", "x");
    drive_put(writer, "1", "x");
    drive_limit_file_size(50000);
    assert_int_equal(writer->ops->write(writer, &record, &error), ASSAY_IO);
    drive_limit_file_size(RLIM_INFINITY);
    assert_non_null(strstr(error.message, "cannot access 'env'"));
    writer->ops->release(writer);
    expect_records("");
    assay_buffer token = drive_attempt(sink, 0, "b", "0", "y");
    assay_buffer_clear(&token);
    expect_records("0=y;");
    sink->ops->release(sink);
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
    expect_records("");
    sink->ops->release(sink);
}

static void *write_many(void *argument)
{
    assay_sink *sink = argument;
    char name[40], id[60];
    snprintf(name, sizeof(name), "%lx", (unsigned long)pthread_self());
    assay_writer *writer = drive_writer(sink, 0, name);
    for (int i = 0; i < 30; i++) {
        snprintf(id, sizeof(id), "%02d", i);
        drive_put(writer, id, "");
    }
    assay_buffer token = drive_prepare(writer);
    assay_buffer_clear(&token);
    return NULL;
}

static void *initialize_many(void *argument)
{
    assay_sink *sink = argument;
    for (int i = 0; i < 30; i++)
        assert_int_equal(sink->ops->initialize(sink, NULL), ASSAY_OK);
    return NULL;
}

static void test_writers_wait_for_each_other(void **state)
{
    (void)state;
    pthread_t threads[6];
    char expected[30 * 4 + 1] = "";
    assay_sink *sink = open_sink();
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(
            pthread_create(&threads[i], NULL, i < 4 ? write_many : initialize_many, sink), 0);
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    for (int i = 0; i < 30; i++)
        sprintf(expected + 4 * i, "%02d=;", i);
    expect_records(expected);
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
    expect_records("1=x;2=x;3=x;");
    assay_buffer token = drive_attempt(sink, 0, "second", "4", "x");
    assert_int_equal(drive_commit(sink, &token, 1, NULL), ASSAY_OK);
    assert_int_equal(sink->ops->cleanup(sink, NULL), ASSAY_OK);
    expect_records("1=x;2=x;3=x;4=x;");
    assay_buffer_clear(&token);
    sink->ops->release(sink);
}

static void leave_unfinished(void)
{
    FILE *file = fopen("env.new", "w");
    assert_non_null(file);
    fputs("half of it", file);
    fclose(file);
}

static void test_an_unfinished_environment_is_no_obstacle(void **state)
{
    (void)state;
    leave_unfinished();
    assay_sink *sink = open_sink();
    expect_records("");
    leave_unfinished();
    assert_int_equal(sink->ops->cleanup(sink, NULL), ASSAY_OK);
    expect_records("");
    sink->ops->release(sink);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        DRIVE_IN_FOLDER(test_settings),
        DRIVE_IN_FOLDER(test_a_description_travels),
        DRIVE_IN_FOLDER(test_no_folder),
        DRIVE_IN_FOLDER(test_what_is_no_environment),
        DRIVE_IN_FOLDER(test_any_repetition_is_as_once),
        DRIVE_IN_FOLDER(test_tokens_are_checked),
        DRIVE_IN_FOLDER(test_keys_have_a_size),
        DRIVE_IN_FOLDER(test_the_map_grows),
        DRIVE_IN_FOLDER(test_a_full_disk_fails_the_batch),
        DRIVE_IN_FOLDER(test_abort_and_release_store_no_more),
        DRIVE_IN_FOLDER(test_writers_wait_for_each_other),
        DRIVE_IN_FOLDER(test_a_killed_attempt_is_retried),
        DRIVE_IN_FOLDER(test_an_unfinished_environment_is_no_obstacle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
