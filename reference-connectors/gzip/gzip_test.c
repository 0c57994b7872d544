#include "scratch.h"

#include <zlib.h>

/* One member that holds text, behind *size bytes. */
static void put_member(unsigned char *file, size_t *size, const char *text, size_t length)
{
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)text, .avail_in = (uInt)length};
    assert_int_equal(deflateInit2(&stream, 9, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY),
                     Z_OK);
    stream.next_out = file + *size;
    stream.avail_out = 1 << 20;
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    *size += stream.total_out;
    assert_int_equal(deflateEnd(&stream), Z_OK);
}

static assay_source *open_bytes(void **state, const void *bytes, size_t size)
{
    scratch_write(state, "sample.gz", bytes, size);
    char *path = scratch_path(state, "sample.gz");
    const assay_setting settings[] = {{"path", path}};
    assay_source *source = drive_open(settings, 1);
    free(path);
    return source;
}

/* Reads what these bytes hold; the last answer. */
static assay_status read_bytes(void **state, const void *bytes, size_t size, assay_buffer *to,
                               assay_error *error)
{
    assay_source *source = open_bytes(state, bytes, size);
    assay_reader *reader = drive_reader(source);
    assay_status status = reader->ops->start(reader, error);
    for (; status == ASSAY_OK; status = reader->ops->advance(reader, error)) {
        assert_string_equal(error->message, "");
        drive_collect(reader, to);
    }
    assert_true(status == ASSAY_END || error->message[0] != '\0');
    reader->ops->release(reader);
    drive_release(source);
    return status;
}

static bool is_start_of(const assay_buffer *a, const assay_buffer *b)
{
    return a->size <= b->size && (a->size == 0 || memcmp(a->data, b->data, a->size) == 0);
}

typedef struct sample {
    unsigned char *file;
    size_t size;
    size_t ends[4]; /* of members */
    assay_buffer truth;
} sample;

/* "a" "" "bb" in a member, an empty member, "bb" goes on in the third. */
static void make_sample(sample *made, size_t padding)
{
    static const char *const members[] = {"a\n\nb", "", "b\r\nlast record"};
    static const char *const records[] = {"a", "", "bb", "last record"};
    *made = (sample){.truth = ASSAY_BUFFER_INIT};
    made->file = calloc(1, 2 << 20);
    assert_non_null(made->file);
    for (size_t i = 0; i < 3; i++) {
        put_member(made->file, &made->size, members[i], strlen(members[i]));
        made->ends[i] = made->size;
    }
    made->size += padding;
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(assay_put_text(&made->truth.out, records[i]), ASSAY_OK);
}

static void free_sample(sample *made)
{
    free(made->file);
    assay_buffer_clear(&made->truth);
}

static void test_members_and_padding(void **state)
{
    static const size_t paddings[] = {0, 1, 2, 3, 17, 512, 65536, 100000};
    for (size_t i = 0; i < sizeof(paddings) / sizeof(paddings[0]); i++) {
        sample made;
        assay_buffer read = ASSAY_BUFFER_INIT;
        assay_error error = ASSAY_ERROR_INIT;
        make_sample(&made, paddings[i]);
        assert_int_equal(read_bytes(state, made.file, made.size, &read, &error), ASSAY_END);
        assert_true(drive_same(&read, &made.truth));
        if (paddings[i] > 0) {
            made.file[made.size] = 'x';
            assay_buffer_reset(&read);
            assert_int_equal(read_bytes(state, made.file, made.size + 1, &read, &error),
                             ASSAY_CORRUPT);
        }
        assay_buffer_clear(&read);
        free_sample(&made);
    }
}

static void test_no_records(void **state)
{
    unsigned char file[100] = {0};
    size_t size = 0;
    assay_buffer read = ASSAY_BUFFER_INIT;
    assay_error error = ASSAY_ERROR_INIT;
    assert_int_equal(read_bytes(state, file, 0, &read, &error), ASSAY_END);
    put_member(file, &size, "", 0);
    assert_int_equal(read_bytes(state, file, size, &read, &error), ASSAY_END);
    assert_int_equal(read.size, 0);
    assay_buffer_clear(&read);
}

static void test_no_gzip(void **state)
{
    static const char *const texts[] = {"plain text\n", "\x1f", "\x1f\x8b", "\0\0\0", "\n"};
    static const size_t sizes[] = {11, 1, 2, 3, 1};
    for (size_t i = 0; i < 5; i++) {
        assay_buffer read = ASSAY_BUFFER_INIT;
        assay_error error = ASSAY_ERROR_INIT;
        assert_int_equal(read_bytes(state, texts[i], sizes[i], &read, &error), ASSAY_CORRUPT);
        assert_int_equal(read.size, 0);
        assay_buffer_clear(&read);
    }
}

/* What zlib says of damage stands in the message. */
static void test_words_of_damage(void **state)
{
    unsigned char file[100] = {0};
    size_t size = 0;
    assay_buffer read = ASSAY_BUFFER_INIT;
    assay_error error = ASSAY_ERROR_INIT;
    put_member(file, &size, "some text", 9);
    file[10] |= 6; /* the type of the first block */
    assert_int_equal(read_bytes(state, file, size, &read, &error), ASSAY_CORRUPT);
    assert_non_null(strstr(error.message, "invalid block type"));
    assay_buffer_clear(&read);
}

static void test_cut_at_every_byte(void **state)
{
    sample made;
    make_sample(&made, 0);
    for (size_t size = 1; size < made.size; size++) {
        assay_buffer read = ASSAY_BUFFER_INIT;
        assay_error error = ASSAY_ERROR_INIT;
        assay_status status = read_bytes(state, made.file, size, &read, &error);
        /* Between two members nothing shows that there were more. */
        bool whole = size == made.ends[0] || size == made.ends[1];
        assert_int_equal(status, whole ? ASSAY_END : ASSAY_CORRUPT);
        if (!whole)
            assert_true(is_start_of(&read, &made.truth) && read.size < made.truth.size);
        if (size >= made.ends[0] && !whole)
            assert_true(read.size >= 17);
        assay_buffer_clear(&read);
    }
    free_sample(&made);
}

/* Bytes of a member's header that say nothing about the data: time, extra flags, system. */
static bool idle_byte(const sample *made, size_t at)
{
    size_t start = at < made->ends[0] ? 0 : at < made->ends[1] ? made->ends[0] : made->ends[1];
    return at - start >= 4 && at - start <= 9;
}

static bool trailer_byte(const sample *made, size_t at)
{
    for (size_t i = 0; i < 3; i++)
        if (at < made->ends[i])
            return made->ends[i] - at <= 8;
    return false;
}

static void test_flip_every_bit(void **state)
{
    sample made;
    make_sample(&made, 0);
    for (size_t bit = 0; bit < made.size * 8; bit++) {
        assay_buffer read = ASSAY_BUFFER_INIT;
        assay_error error = ASSAY_ERROR_INIT;
        made.file[bit / 8] ^= (unsigned char)(1 << bit % 8);
        assay_status status = read_bytes(state, made.file, made.size, &read, &error);
        made.file[bit / 8] ^= (unsigned char)(1 << bit % 8);
        if (status == ASSAY_END)
            assert_true(drive_same(&read, &made.truth));
        else
            assert_int_equal(status, ASSAY_CORRUPT);
        if (idle_byte(&made, bit / 8))
            assert_int_equal(status, ASSAY_END);
        if (trailer_byte(&made, bit / 8))
            assert_int_equal(status, ASSAY_CORRUPT);
        assay_buffer_clear(&read);
    }
    free_sample(&made);
}

static void test_marks_and_states(void **state)
{
    sample made;
    make_sample(&made, 5);
    assay_source *source = open_bytes(state, made.file, made.size);
    drive_marks(source);
    drive_states(source);
    drive_release(source);
    free_sample(&made);
}

/* What a reader that is restored from this mark answers to start, and what it says. */
static void expect_restored(assay_source *source, const assay_buffer *mark, assay_status expected,
                            const char *words)
{
    const assay_checkpoint *checkpoint = source->ops->query(source, ASSAY_CHECKPOINT);
    assay_reader *reader = NULL;
    assay_error error = ASSAY_ERROR_INIT;
    assert_int_equal(checkpoint->restore(source, assay_buffer_bytes(mark), &reader, NULL),
                     ASSAY_OK);
    assert_int_equal(reader->ops->start(reader, &error), expected);
    if (strstr(error.message, words) == NULL)
        fail_msg("'%s' does not say '%s'", error.message, words);
    reader->ops->release(reader);
}

/* Behind a mark the file has other records, ends before it, or is gone. */
static void test_a_file_that_is_another_one(void **state)
{
    static const struct {
        const char *text;
        assay_status expected;
        const char *words;
    } files[] = {
        {"one\ntwo\nthree\n", ASSAY_OK, ""},
        {"one\nlonger\n", ASSAY_IO, "is not what it was"},
        {"one\n", ASSAY_IO, "is not what it was"},
        {"one\ntwo\n", ASSAY_END, ""},
    };
    unsigned char file[100];
    size_t size = 0;
    assay_buffer mark = ASSAY_BUFFER_INIT;
    put_member(file, &size, "one\ntwo\n", 8);
    assay_source *source = open_bytes(state, file, size);
    const assay_checkpoint *checkpoint = source->ops->query(source, ASSAY_CHECKPOINT);
    assay_reader *reader = drive_reader(source);
    assert_int_equal(reader->ops->start(reader, NULL), ASSAY_OK);
    assert_int_equal(reader->ops->advance(reader, NULL), ASSAY_OK);
    assert_int_equal(checkpoint->mark(source, reader, &mark.out, NULL), ASSAY_OK);
    reader->ops->release(reader);
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        size = 0;
        put_member(file, &size, files[i].text, strlen(files[i].text));
        scratch_write(state, "sample.gz", file, size);
        expect_restored(source, &mark, files[i].expected, files[i].words);
    }
    drive_release(source);
    assay_setting gone = {"path", "/no/such/file.gz"};
    source = drive_open(&gone, 1);
    expect_restored(source, &mark, ASSAY_IO, "/no/such/file.gz");
    drive_release(source);
    assay_buffer_clear(&mark);
}

static void test_abilities(void **state)
{
    static const char *const absent[] = {ASSAY_DYNAMIC_SPLIT, ASSAY_SPLIT_AT};
    sample made;
    make_sample(&made, 0);
    assay_source *source = open_bytes(state, made.file, made.size);
    assay_reader *reader = drive_reader(source);
    const assay_size *size = source->ops->query(source, ASSAY_SIZE);
    int64_t bytes;
    assert_null(source->ops->query(source, ASSAY_SPLIT));
    assert_null(source->ops->query(source, ASSAY_RANGE));
    for (size_t i = 0; i < 2; i++)
        assert_null(reader->ops->query(reader, absent[i]));
    assert_int_equal(size->estimate(source, &bytes, NULL), ASSAY_OK);
    assert_int_equal(bytes, made.size);
    reader->ops->release(reader);
    drive_release(source);
    free_sample(&made);
}

static void check_counts(assay_reader *reader, int64_t consumed, int64_t remaining)
{
    const assay_split_points *points = reader->ops->query(reader, ASSAY_SPLIT_POINTS);
    int64_t a, b;
    assert_int_equal(points->counts(reader, &a, &b, NULL), ASSAY_OK);
    assert_int_equal(a, consumed);
    assert_int_equal(b, remaining);
}

static void test_progress(void **state)
{
    sample made;
    make_sample(&made, 0);
    assay_source *source = open_bytes(state, made.file, made.size);
    assay_reader *reader = drive_reader(source);
    const assay_progress *progress = reader->ops->query(reader, ASSAY_PROGRESS);
    const assay_position *position = reader->ops->query(reader, ASSAY_POSITION);
    double fraction, before = 0;
    uint64_t offset, offset_before = 0;
    assert_int_equal(progress->fraction(reader, &fraction, NULL), ASSAY_OK);
    assert_true(fraction == 0);
    check_counts(reader, 0, -1);
    for (int i = 0; i < 4; i++) {
        assay_buffer at = ASSAY_BUFFER_INIT;
        bool split_point;
        assert_int_equal(i == 0 ? reader->ops->start(reader, NULL)
                                : reader->ops->advance(reader, NULL),
                         ASSAY_OK);
        assert_int_equal(progress->fraction(reader, &fraction, NULL), ASSAY_OK);
        assert_true(fraction >= before && fraction <= 1);
        before = fraction;
        assert_true(i < 3 || fraction > 0.5);
        check_counts(reader, 0, 1);
        assert_int_equal(position->get(reader, &at.out, &split_point, NULL), ASSAY_OK);
        assert_true(assay_offset_of(assay_buffer_bytes(&at), &offset));
        assert_true(split_point == (i == 0) && (i == 0 ? offset == 0 : offset > 0));
        assert_true(offset >= offset_before);
        offset_before = offset;
        assay_buffer_clear(&at);
    }
    assert_int_equal(reader->ops->advance(reader, NULL), ASSAY_END);
    assert_int_equal(progress->fraction(reader, &fraction, NULL), ASSAY_OK);
    assert_true(fraction == 1);
    check_counts(reader, 1, 0);
    reader->ops->release(reader);
    drive_release(source);
    free_sample(&made);
}

/* Data that decompresses to a thousand times its size, so that output waits inside zlib. */
static void test_dense_data(void **state)
{
    static const size_t lengths[] = {65535, 65536, 65537, 3000000};
    char *text = malloc(3000001);
    unsigned char *file = malloc(2 << 20);
    assert_true(text != NULL && file != NULL);
    for (size_t i = 0; i < 4; i++) {
        size_t size = 0;
        assay_buffer read = ASSAY_BUFFER_INIT;
        assay_error error = ASSAY_ERROR_INIT;
        memset(text, 'x', lengths[i]);
        put_member(file, &size, text, lengths[i]);
        assert_int_equal(read_bytes(state, file, size, &read, &error), ASSAY_END);
        assert_int_equal(read.size, lengths[i] + 8);
        assert_int_equal(read_bytes(state, file, size - 1, &read, &error), ASSAY_CORRUPT);
        assay_buffer_clear(&read);
    }
    free(text);
    free(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_members_and_padding),
        cmocka_unit_test(test_no_records),
        cmocka_unit_test(test_no_gzip),
        cmocka_unit_test(test_words_of_damage),
        cmocka_unit_test(test_cut_at_every_byte),
        cmocka_unit_test(test_flip_every_bit),
        cmocka_unit_test(test_marks_and_states),
        cmocka_unit_test(test_a_file_that_is_another_one),
        cmocka_unit_test(test_abilities),
        cmocka_unit_test(test_progress),
        cmocka_unit_test(test_dense_data),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
