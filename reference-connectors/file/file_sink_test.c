/* The file sink, and with it all that sharded sinks share. */
#include "../drive_sink.h"

#define TEMP "out/.part-assay-temp"
#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static const assay_setting three[] = {{"directory", "out"}, {"shards", "3"}};
static const assay_setting by_tokens[] = {{"directory", "out"}};

static void clear_all(assay_buffer *tokens, size_t count)
{
    for (size_t i = 0; i < count; i++)
        assay_buffer_clear(&tokens[i]);
}

static void put_file(const char *path, const char *content)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(content, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void test_settings_that_are_refused(void **state)
{
    (void)state;
    static const assay_setting bad[][2] = {
        {{"directory", ""}, {"shards", "1"}},         {{"directory", "out"}, {"shards", "0"}},
        {{"directory", "out"}, {"shards", "100001"}}, {{"directory", "out"}, {"shards", "x"}},
        {{"directory", "out"}, {"delimiter", ""}},    {{"directory", "out"}, {"delimiter", "aa"}},
        {{"directory", "out"}, {"prefix", ""}},       {{"directory", "out"}, {"prefix", ".a"}},
        {{"directory", "out"}, {"prefix", "a/b"}},    {{"directory", "out"}, {"suffix", "/"}},
        {{"directory", "out"}, {"colour", "red"}},    {{"prefix", "a"}, {"shards", "1"}},
    };
    assay_sink *sink = NULL;
    for (size_t i = 0; i < LENGTH(bad); i++) {
        assay_error error = ASSAY_ERROR_INIT;
        assert_int_equal(drive_try_sink(bad[i], 2, &sink, &error), ASSAY_INVALID);
        assert_string_not_equal(error.message, "");
    }
    assert_null(sink);
    assert_true(drive_holds(".", ""));
}

static void test_a_description_travels(void **state)
{
    (void)state;
    static const assay_setting settings[] = {{"directory", "out/deep"},
                                             {"prefix", "p"},
                                             {"suffix", ".txt"},
                                             {"delimiter", "<>"},
                                             {"shards", "2"}};
    static const char expected[] = "2 files out/deep/p-*.txt";
    assay_sink *sink = drive_sink(settings, LENGTH(settings)), *copy = drive_sink_copy(sink);
    assay_buffer text = ASSAY_BUFFER_INIT;
    sink->ops->release(sink);
    assert_int_equal(copy->ops->describe(copy, &text.out, NULL), ASSAY_OK);
    assert_int_equal(text.size, strlen(expected));
    assert_memory_equal(text.data, expected, text.size);
    assert_int_equal(copy->ops->validate(copy, NULL), ASSAY_OK);
    assert_null(copy->ops->query(copy, "any/0"));
    assay_buffer token = drive_attempt(copy, 1, "a", "", "x\n");
    assert_int_equal(drive_commit(copy, &token, 1, NULL), ASSAY_OK);
    assert_int_equal(copy->ops->cleanup(copy, NULL), ASSAY_OK);
    assert_true(drive_holds("out/deep", "p-00000-of-00002.txt=;p-00001-of-00002.txt=x\n<>;"));
    copy->ops->release(copy);
    assay_buffer_clear(&token);
    assay_buffer_clear(&text);
}

static void test_what_is_encoded_is_checked_again(void **state)
{
    (void)state;
    const assay_connector *connector = assay_connector_entry();
    assay_sink *sink = drive_sink(three, LENGTH(three)), *copy = NULL;
    assay_buffer encoded = ASSAY_BUFFER_INIT;
    assert_int_equal(sink->ops->encode(sink, &encoded.out, NULL), ASSAY_OK);
    encoded.data[encoded.size - 8] = 1; /* more shards than there can be */
    assert_int_equal(
        connector->decode_sink(connector, NULL, assay_buffer_bytes(&encoded), &copy, NULL),
        ASSAY_INVALID);
    encoded.data[encoded.size - 8] = 0;
    unsigned char *prefix = memmem(encoded.data, encoded.size, "part", 4);
    assert_non_null(prefix);
    prefix[1] = '/';
    assert_int_equal(
        connector->decode_sink(connector, NULL, assay_buffer_bytes(&encoded), &copy, NULL),
        ASSAY_INVALID);
    sink->ops->release(sink);
    assay_buffer_clear(&encoded);
}

static void test_a_place_that_cannot_be(void **state)
{
    (void)state;
    assay_sink *sink = NULL;
    put_file("out", "");
    assert_int_equal(drive_try_sink(three, LENGTH(three), &sink, NULL), ASSAY_OK);
    assert_int_equal(sink->ops->validate(sink, NULL), ASSAY_INVALID);
    assert_int_equal(sink->ops->initialize(sink, NULL), ASSAY_IO);
    sink->ops->release(sink);
}

#define WHOLE "part-00000-of-00003=a\n;part-00001-of-00003=;part-00002-of-00003=c\n;"

static void test_a_whole_write(void **state)
{
    (void)state;
    assay_sink *sink = drive_sink(three, LENGTH(three));
    put_file("out/part-00001-of-00003", "of an older write");
    assay_buffer tokens[] = {drive_attempt(sink, 2, "x", "", "c"),
                             drive_attempt(sink, 0, "y", "", "a")};
    assert_true(drive_holds("out", ".part-assay-temp/;part-00001-of-00003=of an older write;"));
    assert_true(drive_holds(TEMP, "0-y=a\n;2-x=c\n;"));
    for (int i = 0; i < 2; i++) {
        assert_int_equal(drive_commit(sink, tokens, 2, NULL), ASSAY_OK);
        assert_true(drive_holds("out", ".part-assay-temp/;" WHOLE));
        assert_true(drive_holds(TEMP, ""));
    }
    assay_buffer permuted[] = {tokens[1], tokens[0]};
    for (int i = 0; i < 2; i++) {
        assert_int_equal(sink->ops->cleanup(sink, NULL), ASSAY_OK);
        assert_int_equal(drive_commit(sink, permuted, 2, NULL), ASSAY_OK);
        assert_true(drive_holds("out", WHOLE));
    }
    clear_all(tokens, 2);
    sink->ops->release(sink);
}

static void test_as_many_shards_as_tokens(void **state)
{
    (void)state;
    assay_error error = ASSAY_ERROR_INIT;
    assay_sink *sink = drive_sink(by_tokens, LENGTH(by_tokens));
    assay_buffer tokens[] = {drive_attempt(sink, 1, "x", "", "b"),
                             drive_attempt(sink, 0, "y", "", NULL)};
    assert_int_equal(drive_commit(sink, tokens, 1, &error), ASSAY_INVALID);
    assert_string_equal(error.message, "a token is of shard 1, but there are 1");
    assert_int_equal(drive_commit(sink, tokens, 2, NULL), ASSAY_OK);
    assert_int_equal(sink->ops->cleanup(sink, NULL), ASSAY_OK);
    assert_true(drive_holds("out", "part-00000-of-00002=;part-00001-of-00002=b\n;"));
    clear_all(tokens, 2);
    sink->ops->release(sink);
}

static void test_nothing_written_is_an_empty_file(void **state)
{
    (void)state;
    assay_sink *sink = drive_sink(by_tokens, LENGTH(by_tokens));
    assert_int_equal(drive_commit(sink, NULL, 0, NULL), ASSAY_OK);
    assert_int_equal(sink->ops->cleanup(sink, NULL), ASSAY_OK);
    assert_true(drive_holds("out", "part-00000-of-00001=;"));
    sink->ops->release(sink);
}

static void test_names_grow_with_the_number(void **state)
{
    (void)state;
    static const assay_setting settings[] = {{"directory", "out"}, {"shards", "100000"}};
    assay_sink *sink = drive_sink(settings, LENGTH(settings));
    assay_writer *writer = NULL;
    assert_int_equal(sink->ops->open_writer(sink, 100000, "a", &writer, NULL), ASSAY_INVALID);
    writer = drive_writer(sink, 99999, "a");
    writer->ops->release(writer);
    assert_true(drive_holds(TEMP, "99999-a=;"));
    sink->ops->release(sink);
}

/* Two attempts at one bundle, record by record, one of which goes on after the commit. */
static void test_attempts_keep_apart(void **state)
{
    (void)state;
    assay_buffer late = ASSAY_BUFFER_INIT;
    assay_sink *sink = drive_sink(three, LENGTH(three));
    assay_writer *chosen = drive_writer(sink, 0, "1"), *zombie = drive_writer(sink, 0, "2");
    assay_writer *lost = drive_writer(sink, 0, "3"), *other = drive_writer(sink, 1, "1");
    for (int i = 0; i < 3; i++) {
        drive_put(chosen, "", "chosen");
        drive_put(zombie, "", "zombie");
        assert_int_equal(sink->ops->initialize(sink, NULL), ASSAY_OK);
        drive_put(other, "", "other");
        drive_put(lost, "", "lost");
    }
    static const char expected[] =
        ".part-assay-temp/;part-00000-of-00003=chosen\nchosen\nchosen\n;"
        "part-00001-of-00003=other\nother\nother\n;part-00002-of-00003=;";
    assay_buffer tokens[] = {drive_prepare(chosen), drive_prepare(other)};
    assert_int_equal(drive_commit(sink, tokens, 2, NULL), ASSAY_OK);
    assert_true(drive_holds("out", expected));
    drive_put(zombie, "", "still here");
    assert_int_equal(zombie->ops->prepare(zombie, &late.out, NULL), ASSAY_OK);
    assert_int_equal(lost->ops->abort(lost, NULL), ASSAY_OK);
    lost->ops->release(lost);
    assert_true(drive_holds("out", expected));
    assert_true(drive_holds(TEMP, "0-2=zombie\nzombie\nzombie\nstill here\n;"));
    assert_int_equal(sink->ops->cleanup(sink, NULL), ASSAY_OK);
    assert_int_equal(zombie->ops->abort(zombie, NULL), ASSAY_OK);
    zombie->ops->release(zombie);
    assert_true(drive_holds("out", expected + strlen(".part-assay-temp/;")));
    clear_all(tokens, 2);
    assay_buffer_clear(&late);
    sink->ops->release(sink);
}

static void test_openings_that_fail_leave_nothing(void **state)
{
    (void)state;
    assay_error error = ASSAY_ERROR_INIT;
    assay_sink *sink = drive_sink(three, LENGTH(three));
    assay_writer *writer = NULL, *first = drive_writer(sink, 0, "a");
    drive_put(first, "", "x");
    assert_int_equal(sink->ops->open_writer(sink, 0, "a", &writer, NULL), ASSAY_IO);
    assert_int_equal(sink->ops->open_writer(sink, 3, "b", &writer, &error), ASSAY_INVALID);
    assert_string_equal(error.message, "bundle 3 has no shard: there are 3");
    assert_int_equal(sink->ops->open_writer(sink, UINT64_MAX, "b", &writer, NULL), ASSAY_INVALID);
    assert_int_equal(sink->ops->open_writer(sink, 0, "../b", &writer, NULL), ASSAY_INVALID);
    assert_null(writer);
    assay_buffer token = drive_prepare(first);
    assert_true(drive_holds(TEMP, "0-a=x\n;"));
    assert_int_equal(sink->ops->cleanup(sink, NULL), ASSAY_OK);
    assert_int_equal(sink->ops->open_writer(sink, 0, "c", &writer, NULL), ASSAY_IO);
    assert_true(drive_holds("out", ""));
    assay_buffer_clear(&token);
    sink->ops->release(sink);
}

static void test_states(void **state)
{
    (void)state;
    assay_buffer token = ASSAY_BUFFER_INIT;
    assay_sink *sink = drive_sink(three, LENGTH(three));
    assay_writer *writer = drive_writer(sink, 0, "a");
    sink->ops->release(sink);
    drive_put(writer, "", "x");
    assert_int_equal(writer->ops->prepare(writer, &token.out, NULL), ASSAY_OK);
    assert_int_equal(writer->ops->prepare(writer, &token.out, NULL), ASSAY_STATE);
    assert_int_equal(drive_write(writer, "", (assay_bytes){"v", 1}), ASSAY_STATE);
    assert_true(drive_holds(TEMP, "0-a=x\n;"));
    assert_int_equal(writer->ops->abort(writer, NULL), ASSAY_OK);
    assert_true(drive_holds(TEMP, ""));
    assert_int_equal(writer->ops->abort(writer, NULL), ASSAY_STATE);
    assert_int_equal(drive_write(writer, "", (assay_bytes){"v", 1}), ASSAY_STATE);
    assert_int_equal(writer->ops->prepare(writer, &token.out, NULL), ASSAY_STATE);
    writer->ops->release(writer);
    assay_buffer_clear(&token);
}

static void test_a_record_with_the_delimiter(void **state)
{
    (void)state;
    static const assay_setting settings[] = {{"directory", "out"}, {"delimiter", "ab"}};
    static const char *const bad[] = {"ab", "xab", "abx"};
    assay_sink *sink = drive_sink(settings, LENGTH(settings));
    for (size_t i = 0; i < LENGTH(bad); i++) {
        char attempt[] = {(char)('0' + i), '\0'};
        assay_buffer token = ASSAY_BUFFER_INIT;
        assay_writer *writer = drive_writer(sink, 0, attempt);
        drive_put(writer, "", "a");
        drive_put(writer, "", "ba");
        drive_put(writer, "", "");
        assert_int_equal(drive_write(writer, "", (assay_bytes){bad[i], strlen(bad[i])}),
                         ASSAY_INVALID);
        assert_int_equal(drive_write(writer, "", (assay_bytes){"x", 1}), ASSAY_STATE);
        assert_int_equal(writer->ops->prepare(writer, &token.out, NULL), ASSAY_STATE);
        assert_int_equal(writer->ops->abort(writer, NULL), ASSAY_OK);
        writer->ops->release(writer);
        assay_buffer_clear(&token);
    }
    assert_true(drive_holds(TEMP, ""));
    sink->ops->release(sink);
}

static void expect_refused(assay_sink *sink, const assay_buffer *tokens, size_t count)
{
    assay_error error = ASSAY_ERROR_INIT;
    assert_int_equal(drive_commit(sink, tokens, count, &error), ASSAY_INVALID);
    assert_string_not_equal(error.message, "");
    assert_true(drive_holds("out", ".part-assay-temp/;"));
}

static void test_bad_tokens_change_nothing(void **state)
{
    (void)state;
    static const assay_setting four[] = {{"directory", "out"}, {"shards", "4"}};
    assay_sink *sink = drive_sink(three, LENGTH(three)), *larger = drive_sink(four, 2);
    assay_buffer good = drive_attempt(sink, 0, "a", "", "x");
    assay_buffer twice = drive_attempt(sink, 0, "b", "", "y");
    assay_buffer outside = drive_attempt(larger, 3, "a", "", "z");
    assay_buffer empty = ASSAY_BUFFER_INIT, cut = good;
    expect_refused(sink, (assay_buffer[]){good, twice}, 2);
    expect_refused(sink, (assay_buffer[]){good, good}, 2);
    expect_refused(sink, (assay_buffer[]){good, outside}, 2);
    expect_refused(sink, (assay_buffer[]){good, empty}, 2);
    for (cut.size = 1; cut.size < good.size; cut.size++)
        expect_refused(sink, &cut, 1);
    good.data[7]++; /* the version */
    expect_refused(sink, &good, 1);
    good.data[7]--;
    assert_int_equal(drive_commit(sink, &good, 1, NULL), ASSAY_OK);
    assay_buffer_clear(&good);
    assay_buffer_clear(&twice);
    assay_buffer_clear(&outside);
    sink->ops->release(sink);
    larger->ops->release(larger);
}

/* A commit that died after any number of renames, in any order, is done again. */
static void test_a_commit_that_was_cut_off(void **state)
{
    (void)state;
    static const char *const attempts[] = {"a", "b", "c", "d", "e", "f", "g", "h"};
    for (unsigned done = 0; done < 8; done++) {
        assay_sink *sink = drive_sink(three, LENGTH(three));
        assay_buffer tokens[3];
        for (unsigned shard = 0; shard < 3; shard++) {
            char value[] = {(char)('a' + shard), '\0'}, from[100], to[100];
            tokens[shard] = drive_attempt(sink, shard, attempts[done], "", value);
            snprintf(from, sizeof(from), TEMP "/%u-%s", shard, attempts[done]);
            snprintf(to, sizeof(to), "out/part-0000%u-of-00003", shard);
            put_file(to, "old");
            if (done >> shard & 1)
                assert_int_equal(rename(from, to), 0);
        }
        assert_int_equal(drive_commit(sink, tokens, 3, NULL), ASSAY_OK);
        assert_int_equal(sink->ops->cleanup(sink, NULL), ASSAY_OK);
        assert_true(drive_holds("out", "part-00000-of-00003=a\n;part-00001-of-00003=b\n;"
                                       "part-00002-of-00003=c\n;"));
        clear_all(tokens, 3);
        sink->ops->release(sink);
    }
}

static void test_a_shard_that_is_lost(void **state)
{
    (void)state;
    static const char *const finals[] = {NULL, "y\n", "other"};
    for (size_t i = 0; i < LENGTH(finals); i++) {
        assay_error error = ASSAY_ERROR_INIT;
        assay_sink *sink = drive_sink(three, LENGTH(three));
        char attempt[] = {(char)('0' + i), '\0'}, path[100];
        assay_buffer tokens[] = {drive_attempt(sink, 0, attempt, "", "a"),
                                 drive_attempt(sink, 1, attempt, "", "x")};
        snprintf(path, sizeof(path), TEMP "/1-%s", attempt);
        assert_int_equal(unlink(path), 0);
        (void)unlink("out/part-00001-of-00003");
        if (finals[i] != NULL)
            put_file("out/part-00001-of-00003", finals[i]);
        for (int again = 0; again < 2; again++)
            assert_int_equal(drive_commit(sink, tokens, 2, &error), ASSAY_IO);
        assert_non_null(strstr(error.message, "out/part-00001-of-00003"));
        put_file(path, "x\n");
        assert_int_equal(drive_commit(sink, tokens, 2, NULL), ASSAY_OK);
        assert_int_equal(sink->ops->cleanup(sink, NULL), ASSAY_OK);
        assert_true(drive_holds("out", "part-00000-of-00003=a\n;part-00001-of-00003=x\n;"
                                       "part-00002-of-00003=;"));
        clear_all(tokens, 2);
        sink->ops->release(sink);
    }
}

static void test_a_commit_that_fails_can_be_retried(void **state)
{
    (void)state;
    for (int shard = 1; shard < 3; shard++) {
        assay_sink *sink = drive_sink(three, LENGTH(three));
        char attempt[] = {(char)('0' + shard), '\0'}, path[100];
        assay_buffer tokens[] = {drive_attempt(sink, 0, attempt, "", "a"),
                                 drive_attempt(sink, 2, attempt, "", "c")};
        snprintf(path, sizeof(path), "out/part-0000%d-of-00003", shard);
        (void)unlink(path);
        assert_int_equal(mkdir(path, 0777), 0); /* no file can take its place */
        assert_int_equal(drive_commit(sink, tokens, 2, NULL), ASSAY_IO);
        assert_int_equal(rmdir(path), 0);
        assert_int_equal(drive_commit(sink, tokens, 2, NULL), ASSAY_OK);
        assert_int_equal(sink->ops->cleanup(sink, NULL), ASSAY_OK);
        assert_true(drive_holds("out", WHOLE));
        clear_all(tokens, 2);
        sink->ops->release(sink);
    }
}

static void write_some(assay_sink *sink)
{
    drive_put(drive_writer(sink, 0, "dead"), "", "half");
}

static void write_a_lot(assay_sink *sink)
{
    static const char large[100000];
    assay_writer *writer = drive_writer(sink, 0, "flushed");
    assert_int_equal(drive_write(writer, "", (assay_bytes){large, sizeof(large)}), ASSAY_OK);
}

static void write_and_prepare(assay_sink *sink)
{
    (void)drive_attempt(sink, 2, "prepared", "", "never told");
}

static void commit_and_die(assay_sink *sink)
{
    assay_buffer token = drive_attempt(sink, 0, "early", "", "a");
    assert_int_equal(drive_commit(sink, &token, 1, NULL), ASSAY_OK);
}

static void test_killed_attempts_are_retried(void **state)
{
    (void)state;
    assay_sink *sink = drive_sink(three, LENGTH(three));
    drive_die_after(write_some, sink);
    drive_die_after(write_a_lot, sink);
    drive_die_after(write_and_prepare, sink);
    assert_true(drive_holds("out", ".part-assay-temp/;"));
    assay_buffer tokens[] = {drive_attempt(sink, 0, "again", "", "a"),
                             drive_attempt(sink, 2, "again", "", "c")};
    assert_int_equal(drive_commit(sink, tokens, 2, NULL), ASSAY_OK);
    assert_true(drive_holds("out", ".part-assay-temp/;" WHOLE));
    assert_int_equal(sink->ops->cleanup(sink, NULL), ASSAY_OK);
    assert_true(drive_holds("out", WHOLE));
    clear_all(tokens, 2);
    assert_int_equal(sink->ops->initialize(sink, NULL), ASSAY_OK);
    drive_die_after(commit_and_die, sink);
    assert_int_equal(sink->ops->cleanup(sink, NULL), ASSAY_OK);
    assert_true(drive_holds("out", "part-00000-of-00003=a\n;part-00001-of-00003=;"
                                   "part-00002-of-00003=;"));
    sink->ops->release(sink);
}

static void test_a_full_disk(void **state)
{
    (void)state;
    static const char large[100000];
    assay_error error = ASSAY_ERROR_INIT;
    assay_buffer token = ASSAY_BUFFER_INIT;
    assay_record record = ASSAY_RECORD_INIT;
    assay_sink *sink = drive_sink(three, LENGTH(three));
    assay_writer *writer = drive_writer(sink, 0, "a"), *buffered = drive_writer(sink, 1, "a");
    drive_put(buffered, "", "longer");
    record.value = (assay_bytes){large, sizeof(large)};
    drive_limit_file_size(3);
    assay_status written = writer->ops->write(writer, &record, &error);
    assay_status prepared = buffered->ops->prepare(buffered, &token.out, NULL);
    drive_limit_file_size(RLIM_INFINITY);
    assert_int_equal(written, ASSAY_IO);
    assert_int_equal(prepared, ASSAY_IO);
    assert_non_null(strstr(error.message, "File too large"));
    assert_int_equal(writer->ops->prepare(writer, &token.out, NULL), ASSAY_STATE);
    assert_int_equal(buffered->ops->prepare(buffered, &token.out, NULL), ASSAY_STATE);
    assert_int_equal(writer->ops->abort(writer, NULL), ASSAY_OK);
    assert_int_equal(buffered->ops->abort(buffered, NULL), ASSAY_OK);
    assert_true(drive_holds(TEMP, ""));
    writer->ops->release(writer);
    buffered->ops->release(buffered);
    sink->ops->release(sink);
    assay_buffer_clear(&token);
}

static void test_sizes_of_records(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 17, 4095, 4096, 4097, 32767, 32768, 200000};
    static char value[200000], expected[200100];
    memset(value, 'v', sizeof(value));
    for (size_t i = 0; i < LENGTH(sizes); i++) {
        assay_sink *sink = drive_sink(by_tokens, LENGTH(by_tokens));
        assay_writer *writer = drive_writer(sink, 0, "a");
        assert_int_equal(drive_write(writer, "", (assay_bytes){value, sizes[i]}), ASSAY_OK);
        assay_buffer token = drive_prepare(writer);
        assert_int_equal(drive_commit(sink, &token, 1, NULL), ASSAY_OK);
        assert_int_equal(sink->ops->cleanup(sink, NULL), ASSAY_OK);
        snprintf(expected, sizeof(expected), "part-00000-of-00001=%.*s\n;", (int)sizes[i], value);
        assert_true(drive_holds("out", expected));
        assay_buffer_clear(&token);
        sink->ops->release(sink);
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        DRIVE_IN_FOLDER(test_settings_that_are_refused),
        DRIVE_IN_FOLDER(test_a_description_travels),
        DRIVE_IN_FOLDER(test_what_is_encoded_is_checked_again),
        DRIVE_IN_FOLDER(test_a_place_that_cannot_be),
        DRIVE_IN_FOLDER(test_a_whole_write),
        DRIVE_IN_FOLDER(test_as_many_shards_as_tokens),
        DRIVE_IN_FOLDER(test_nothing_written_is_an_empty_file),
        DRIVE_IN_FOLDER(test_names_grow_with_the_number),
        DRIVE_IN_FOLDER(test_attempts_keep_apart),
        DRIVE_IN_FOLDER(test_openings_that_fail_leave_nothing),
        DRIVE_IN_FOLDER(test_states),
        DRIVE_IN_FOLDER(test_a_record_with_the_delimiter),
        DRIVE_IN_FOLDER(test_bad_tokens_change_nothing),
        DRIVE_IN_FOLDER(test_a_commit_that_was_cut_off),
        DRIVE_IN_FOLDER(test_a_shard_that_is_lost),
        DRIVE_IN_FOLDER(test_a_commit_that_fails_can_be_retried),
        DRIVE_IN_FOLDER(test_killed_attempts_are_retried),
        DRIVE_IN_FOLDER(test_a_full_disk),
        DRIVE_IN_FOLDER(test_sizes_of_records),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
