#include "../drive_sink.h"

#include <spawn.h>
#include <zlib.h>

extern char **environ;

/* What `gzip -t` says. */
static bool is_sound(const char *path)
{
    char *const arguments[] = {"gzip", "-t", (char *)path, NULL};
    pid_t child;
    int status = -1;
    assert_int_equal(posix_spawnp(&child, "gzip", NULL, NULL, arguments, environ), 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool expands_to(const char *path, const void *data, size_t size)
{
    static char found[400000];
    gzFile file = gzopen(path, "rb");
    assert_non_null(file);
    assert_true(size < sizeof(found));
    int got = gzread(file, found, sizeof(found));
    assert_int_equal(gzdirect(file), 0);
    assert_int_equal(gzclose(file), Z_OK);
    return got >= 0 && (size_t)got == size && memcmp(found, data, size) == 0;
}

static assay_sink *open_sink(const char *shards)
{
    const assay_setting settings[] = {{"directory", "out"}, {"shards", shards}};
    return drive_sink(settings, 2);
}

static void test_shards_are_gzip_files(void **state)
{
    (void)state;
    assay_sink *sink = open_sink("3"), *copy = drive_sink_copy(sink);
    assay_writer *writer = drive_writer(copy, 0, "a");
    drive_put(writer, "", "one");
    drive_put(writer, "", "");
    drive_put(writer, "", "two");
    assay_buffer tokens[] = {drive_prepare(writer), drive_attempt(sink, 2, "a", "", NULL)};
    assert_int_equal(drive_commit(sink, tokens, 2, NULL), ASSAY_OK);
    assert_int_equal(drive_commit(sink, tokens, 2, NULL), ASSAY_OK);
    assert_int_equal(sink->ops->cleanup(sink, NULL), ASSAY_OK);
    assert_true(is_sound("out/part-00000-of-00003.gz"));
    assert_true(expands_to("out/part-00000-of-00003.gz", "one\n\ntwo\n", 9));
    assert_true(is_sound("out/part-00001-of-00003.gz"));
    assert_true(expands_to("out/part-00001-of-00003.gz", "", 0));
    assert_true(is_sound("out/part-00002-of-00003.gz"));
    assert_true(expands_to("out/part-00002-of-00003.gz", "", 0));
    assay_buffer_clear(&tokens[0]);
    assay_buffer_clear(&tokens[1]);
    sink->ops->release(sink);
    copy->ops->release(copy);
}

static void fill(unsigned char *data, size_t size, bool random)
{
    uint32_t number = 1;
    for (size_t i = 0; i < size; i++) {
        number = number * 1664525u + 1013904223u;
        data[i] = (unsigned char)(random ? number >> 24 : 'v');
        if (data[i] == '\n')
            data[i] = 'n';
    }
    data[size] = '\n';
}

static void test_sizes_of_records(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 17, 4095, 4096, 4097, 16383, 16384, 32768, 300000};
    static unsigned char data[300001];
    for (size_t i = 0; i < 2 * sizeof(sizes) / sizeof(sizes[0]); i++) {
        size_t size = sizes[i / 2];
        assay_sink *sink = open_sink("1");
        assay_writer *writer = drive_writer(sink, 0, "a");
        fill(data, size, i % 2 == 1);
        assert_int_equal(drive_write(writer, "", (assay_bytes){data, size}), ASSAY_OK);
        assay_buffer token = drive_prepare(writer);
        assert_int_equal(drive_commit(sink, &token, 1, NULL), ASSAY_OK);
        assert_int_equal(sink->ops->cleanup(sink, NULL), ASSAY_OK);
        assert_true(is_sound("out/part-00000-of-00001.gz"));
        assert_true(expands_to("out/part-00000-of-00001.gz", data, size + 1));
        assay_buffer_clear(&token);
        sink->ops->release(sink);
    }
}

static void test_the_same_records_are_the_same_bytes(void **state)
{
    (void)state;
    assay_sink *sink = open_sink("1");
    assay_buffer first = drive_attempt(sink, 0, "a", "", "x");
    assay_buffer second = drive_attempt(sink, 0, "b", "", "x");
    /* A token ends in size and hash of the file. */
    assert_int_equal(first.size, second.size);
    assert_memory_equal(first.data + first.size - 24, second.data + second.size - 24, 24);
    assay_buffer_clear(&first);
    assay_buffer_clear(&second);
    sink->ops->release(sink);
}

static void test_a_full_disk(void **state)
{
    (void)state;
    static unsigned char data[300001];
    assay_record record = ASSAY_RECORD_INIT;
    assay_buffer token = ASSAY_BUFFER_INIT;
    assay_sink *sink = open_sink("2");
    assay_writer *writer = drive_writer(sink, 0, "a"), *buffered = drive_writer(sink, 1, "a");
    drive_put(buffered, "", "longer");
    fill(data, 300000, true);
    record.value = (assay_bytes){data, 300000};
    drive_limit_file_size(3);
    assay_status written = writer->ops->write(writer, &record, NULL);
    assay_status prepared = buffered->ops->prepare(buffered, &token.out, NULL);
    drive_limit_file_size(RLIM_INFINITY);
    assert_int_equal(written, ASSAY_IO);
    assert_int_equal(prepared, ASSAY_IO);
    assert_int_equal(writer->ops->prepare(writer, &token.out, NULL), ASSAY_STATE);
    assert_int_equal(writer->ops->abort(writer, NULL), ASSAY_OK);
    writer->ops->release(writer);
    buffered->ops->release(buffered);
    assert_int_equal(sink->ops->cleanup(sink, NULL), ASSAY_OK);
    assert_true(drive_holds("out", ""));
    sink->ops->release(sink);
    assay_buffer_clear(&token);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        DRIVE_IN_FOLDER(test_shards_are_gzip_files),
        DRIVE_IN_FOLDER(test_sizes_of_records),
        DRIVE_IN_FOLDER(test_the_same_records_are_the_same_bytes),
        DRIVE_IN_FOLDER(test_a_full_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
