#include "../drive_sink.h"

#include "keyed.h"

static assay_sink *open_sink(void)
{
    static const assay_setting settings[] = {{"directory", "out/deep"}};
    return drive_sink(settings, 1);
}

static void test_settings(void **state)
{
    (void)state;
    static const assay_setting empty[] = {{"directory", ""}};
    static const assay_setting unknown[] = {{"directory", "out"}, {"colour", "red"}};
    assay_error error = ASSAY_ERROR_INIT;
    assay_sink *sink = NULL;
    assert_int_equal(drive_try_sink(NULL, 0, &sink, NULL), ASSAY_INVALID);
    assert_int_equal(drive_try_sink(empty, 1, &sink, NULL), ASSAY_INVALID);
    assert_int_equal(drive_try_sink(unknown, 2, &sink, &error), ASSAY_INVALID);
    assert_string_equal(error.message, "unknown setting 'colour'");
    assert_null(sink);
    assert_true(drive_holds(".", ""));
}

static assay_status decode(uint64_t format, const char *directory)
{
    const assay_connector *connector = assay_connector_entry();
    assay_buffer encoded = ASSAY_BUFFER_INIT;
    assay_sink *sink = NULL;
    assert_int_equal(assay_put_u64(&encoded.out, format), ASSAY_OK);
    assert_int_equal(assay_put_text(&encoded.out, directory), ASSAY_OK);
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
    assert_int_equal(decode(KEYED_FORMAT, "o"), ASSAY_OK);
    assert_int_equal(decode(KEYED_FORMAT, ""), ASSAY_INVALID);
    assert_int_equal(decode(KEYED_FORMAT + 1, "o"), ASSAY_INVALID);
}

static void test_a_description_travels(void **state)
{
    (void)state;
    assay_sink *sink = open_sink(), *copy = drive_sink_copy(sink);
    assay_buffer text = ASSAY_BUFFER_INIT;
    sink->ops->release(sink);
    assert_int_equal(copy->ops->describe(copy, &text.out, NULL), ASSAY_OK);
    assert_int_equal(text.size, strlen("records by id in out/deep"));
    assert_memory_equal(text.data, "records by id in out/deep", text.size);
    assert_int_equal(copy->ops->validate(copy, NULL), ASSAY_OK);
    assert_null(copy->ops->query(copy, "any/0"));
    copy->ops->release(copy);
    assay_buffer_clear(&text);
}

static void test_a_place_that_cannot_be(void **state)
{
    (void)state;
    static const assay_setting settings[] = {{"directory", "file"}};
    assay_sink *sink = NULL;
    assay_writer *writer = NULL;
    FILE *file = fopen("file", "w");
    assert_non_null(file);
    fclose(file);
    assert_int_equal(drive_try_sink(settings, 1, &sink, NULL), ASSAY_OK);
    assert_int_equal(sink->ops->validate(sink, NULL), ASSAY_INVALID);
    assert_int_equal(sink->ops->initialize(sink, NULL), ASSAY_IO);
    writer = drive_writer(sink, 0, "a");
    assert_int_equal(drive_write(writer, "k", (assay_bytes){"v", 1}), ASSAY_IO);
    writer->ops->release(writer);
    assert_int_equal(sink->ops->commit(sink, NULL, 0, NULL), ASSAY_IO);
    sink->ops->release(sink);
}

static void test_any_repetition_is_as_once(void **state)
{
    (void)state;
    static const char expected[] = "00ff=;41=one;4142=two\n\n;";
    assay_sink *sink = open_sink();
    assay_buffer tokens[2];
    for (int i = 0; i < 3; i++) {
        char attempt[] = {'a', (char)('0' + i), '\0'}, other[] = {'b', (char)('0' + i), '\0'};
        assay_record binary = ASSAY_RECORD_INIT;
        binary.id = (assay_bytes){"\0\377", 2};
        assay_writer *writer = drive_writer(sink, 0, attempt);
        assert_int_equal(writer->ops->write(writer, &binary, NULL), ASSAY_OK);
        drive_put(writer, "A", "one");
        drive_put(writer, "A", "one");
        tokens[0] = drive_prepare(writer);
        tokens[1] = drive_attempt(sink, 1, other, "AB", "two\n\n");
        assert_true(drive_holds("out/deep", expected));
        for (int again = 0; again < 2; again++) {
            assert_int_equal(sink->ops->initialize(sink, NULL), ASSAY_OK);
            assert_int_equal(drive_commit(sink, tokens, 2, NULL), ASSAY_OK);
            assert_int_equal(sink->ops->cleanup(sink, NULL), ASSAY_OK);
            assert_true(drive_holds("out/deep", expected));
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
    assert_int_equal(drive_commit(sink, tokens + 1, 2, NULL), ASSAY_OK);
    assert_int_equal(drive_commit(sink, tokens, 0, NULL), ASSAY_OK);
    size_t size = tokens[0].size;
    for (tokens[0].size = 0; tokens[0].size < size; tokens[0].size++)
        assert_int_equal(drive_commit(sink, tokens, 1, NULL), ASSAY_INVALID);
    for (int i = 0; i < 3; i++)
        assay_buffer_clear(&tokens[i]);
    sink->ops->release(sink);
}

static void test_records_that_have_no_place(void **state)
{
    (void)state;
    char id[102];
    assay_sink *sink = open_sink();
    assay_buffer token = ASSAY_BUFFER_INIT;
    memset(id, 'x', sizeof(id));
    id[100] = '\0';
    assay_writer *writer = drive_writer(sink, 0, "a");
    drive_put(writer, id, "longest");
    id[100] = 'x';
    id[101] = '\0';
    assert_int_equal(drive_write(writer, id, (assay_bytes){"v", 1}), ASSAY_INVALID);
    assert_int_equal(drive_write(writer, "k", (assay_bytes){"v", 1}), ASSAY_STATE);
    assert_int_equal(writer->ops->prepare(writer, &token.out, NULL), ASSAY_STATE);
    writer->ops->release(writer);
    writer = drive_writer(sink, 0, "b");
    assert_int_equal(drive_write(writer, "", (assay_bytes){"v", 1}), ASSAY_INVALID);
    assert_int_equal(writer->ops->abort(writer, NULL), ASSAY_OK);
    writer->ops->release(writer);
    assert_int_equal(sink->ops->open_writer(sink, 0, "a/b", &writer, NULL), ASSAY_INVALID);
    sink->ops->release(sink);
    assay_buffer_clear(&token);
}

static void test_states(void **state)
{
    (void)state;
    assay_sink *sink = open_sink();
    assay_buffer token = ASSAY_BUFFER_INIT;
    assay_writer *writer = drive_writer(sink, 0, "a");
    sink->ops->release(sink);
    drive_put(writer, "A", "one");
    assert_int_equal(writer->ops->prepare(writer, &token.out, NULL), ASSAY_OK);
    assert_int_equal(writer->ops->prepare(writer, &token.out, NULL), ASSAY_STATE);
    assert_int_equal(drive_write(writer, "B", (assay_bytes){"v", 1}), ASSAY_STATE);
    assert_int_equal(writer->ops->abort(writer, NULL), ASSAY_OK);
    assert_int_equal(writer->ops->abort(writer, NULL), ASSAY_STATE);
    assert_int_equal(drive_write(writer, "B", (assay_bytes){"v", 1}), ASSAY_STATE);
    writer->ops->release(writer);
    assert_true(drive_holds("out/deep", "41=one;"));
    assay_buffer_clear(&token);
}

static void write_some_and_stop(assay_sink *sink)
{
    drive_limit_file_size(3);
    assay_writer *writer = drive_writer(sink, 0, "first");
    drive_put(writer, "A", "one");
    assert_int_equal(drive_write(writer, "B", (assay_bytes){"longer", 6}), ASSAY_IO);
}

static void test_a_killed_attempt_is_retried(void **state)
{
    (void)state;
    assay_sink *sink = open_sink();
    drive_die_after(write_some_and_stop, sink);
    assert_true(drive_holds("out/deep", ".assay-first-2=lon;41=one;"));
    assay_writer *writer = drive_writer(sink, 0, "second");
    drive_put(writer, "A", "one");
    drive_put(writer, "B", "longer");
    assay_buffer token = drive_prepare(writer);
    assert_int_equal(drive_commit(sink, &token, 1, NULL), ASSAY_OK);
    FILE *file = fopen("out/deep/.keep", "w");
    assert_non_null(file);
    fclose(file);
    assert_int_equal(sink->ops->cleanup(sink, NULL), ASSAY_OK);
    assert_true(drive_holds("out/deep", ".keep=;41=one;42=longer;"));
    assert_int_equal(sink->ops->cleanup(sink, NULL), ASSAY_OK);
    assay_buffer_clear(&token);
    sink->ops->release(sink);
}

static void test_a_full_disk(void **state)
{
    (void)state;
    assay_error error = ASSAY_ERROR_INIT;
    assay_record record = ASSAY_RECORD_INIT;
    assay_buffer token = ASSAY_BUFFER_INIT;
    assay_sink *sink = open_sink();
    assay_writer *writer = drive_writer(sink, 0, "a"), *other = drive_writer(sink, 0, "a-1");
    record.id = (assay_bytes){"A", 1};
    record.value = (assay_bytes){"longer", 6};
    drive_limit_file_size(3);
    assay_status status = writer->ops->write(writer, &record, &error);
    assay_status second = other->ops->write(other, &record, NULL);
    drive_limit_file_size(RLIM_INFINITY);
    assert_int_equal(status, ASSAY_IO);
    assert_int_equal(second, ASSAY_IO);
    assert_non_null(strstr(error.message, "File too large"));
    assert_int_equal(writer->ops->prepare(writer, &token.out, NULL), ASSAY_STATE);
    assert_true(drive_holds("out/deep", ".assay-a-1=lon;.assay-a-1-1=lon;"));
    assert_int_equal(writer->ops->abort(writer, NULL), ASSAY_OK);
    assert_true(drive_holds("out/deep", ".assay-a-1-1=lon;"));
    writer->ops->release(writer);
    other->ops->release(other);
    assert_true(drive_holds("out/deep", ".assay-a-1-1=lon;"));
    sink->ops->release(sink);
    assay_buffer_clear(&token);
}

static void test_prepare_tells_of_a_lost_directory(void **state)
{
    (void)state;
    assay_sink *sink = open_sink();
    assay_buffer token = ASSAY_BUFFER_INIT;
    assay_writer *writer = drive_writer(sink, 0, "a");
    assert_int_equal(rmdir("out/deep"), 0);
    assert_int_equal(writer->ops->prepare(writer, &token.out, NULL), ASSAY_IO);
    assert_int_equal(sink->ops->initialize(sink, NULL), ASSAY_OK);
    assert_int_equal(writer->ops->prepare(writer, &token.out, NULL), ASSAY_STATE);
    writer->ops->release(writer);
    sink->ops->release(sink);
    assay_buffer_clear(&token);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        DRIVE_IN_FOLDER(test_settings),
        DRIVE_IN_FOLDER(test_foreign_bytes),
        DRIVE_IN_FOLDER(test_a_description_travels),
        DRIVE_IN_FOLDER(test_a_place_that_cannot_be),
        DRIVE_IN_FOLDER(test_any_repetition_is_as_once),
        DRIVE_IN_FOLDER(test_tokens_are_checked),
        DRIVE_IN_FOLDER(test_records_that_have_no_place),
        DRIVE_IN_FOLDER(test_states),
        DRIVE_IN_FOLDER(test_a_killed_attempt_is_retried),
        DRIVE_IN_FOLDER(test_a_full_disk),
        DRIVE_IN_FOLDER(test_prepare_tells_of_a_lost_directory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
