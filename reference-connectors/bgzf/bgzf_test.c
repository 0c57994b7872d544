#include "../scratch.h"

#include "bgzf.h"

#include <sys/stat.h>
#include <zlib.h>

/* Writes a block with these bytes, stored when level is 0. */
static void add_block(assay_buffer *file, const void *data, size_t size, int level)
{
    unsigned char block[1024] = {0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0xff, 6, 0, 'B', 'C', 2, 0};
    z_stream stream = {.next_in = (z_const Bytef *)data,
                       .avail_in = (uInt)size,
                       .next_out = block + 18,
                       .avail_out = sizeof(block) - 26};
    uint32_t tail[2] = {(uint32_t)crc32(crc32(0, NULL, 0), data, (uInt)size), (uint32_t)size};
    assert_int_equal(deflateInit2(&stream, level, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY), Z_OK);
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    size_t stored = 18 + stream.total_out + 8;
    deflateEnd(&stream);
    block[16] = (unsigned char)(stored - 1);
    block[17] = (unsigned char)((stored - 1) >> 8);
    for (size_t i = 0; i < 8; i++)
        block[stored - 8 + i] = (unsigned char)(tail[i / 4] >> (8 * (i % 4)));
    assert_int_equal(assay_buffer_append(&file->out, block, stored), ASSAY_OK);
}

static const char *const pieces[] = {
    "one\ntw", "o\n", "", "three\n", "\n\n", "a long one, in", " ", "three blocks\n", "", "last"};
#define PIECES (sizeof(pieces) / sizeof(pieces[0]))
static const char *const lines[] = {"one", "two", "three", "", "", "a long one, in three blocks",
                                    "last"};

static assay_buffer make_file(void)
{
    assay_buffer file = ASSAY_BUFFER_INIT;
    for (size_t i = 0; i < PIECES; i++)
        add_block(&file, pieces[i], strlen(pieces[i]), i % 2 == 0 ? 0 : 6);
    add_block(&file, "", 0, 6);
    return file;
}

static assay_source *open_bytes(void **state, const void *bytes, size_t size)
{
    char *path = scratch_path(state, "data.gz");
    assay_setting setting = {"path", path};
    scratch_write(state, "data.gz", bytes, size);
    assay_source *source = drive_open(&setting, 1);
    free(path);
    return source;
}

static assay_source *open_sample(void **state)
{
    assay_buffer file = make_file();
    assay_source *source = open_bytes(state, file.data, file.size);
    assay_buffer_clear(&file);
    return source;
}

static void expect_lines(const assay_buffer *read)
{
    assay_decoder from = {assay_buffer_bytes(read), false};
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        assay_bytes value = assay_take_bytes(&from);
        assert_int_equal(value.size, strlen(lines[i]));
        assert_memory_equal(value.data, lines[i], value.size);
    }
    assert_true(assay_decoder_done(&from));
}

static void test_lines_go_on_in_other_blocks(void **state)
{
    assay_buffer read = ASSAY_BUFFER_INIT;
    assay_source *source = open_sample(state);
    assert_int_equal(source->ops->validate(source, NULL), ASSAY_OK);
    drive_read(source, &read);
    expect_lines(&read);
    drive_marks(source);
    drive_states(source);
    drive_release(source);
    assay_buffer_clear(&read);
}

/* At every byte of the file, at the beginning of a block and inside it. */
static void test_a_byte_order_mark_is_no_data(void **state)
{
    assay_buffer file = ASSAY_BUFFER_INIT, read = ASSAY_BUFFER_INIT, expected = ASSAY_BUFFER_INIT;
    add_block(&file, "\xef\xbb", 2, 0);
    add_block(&file,
              "\xbf"
              "one\n",
              5, 6);
    add_block(&file, "", 0, 6);
    assay_source *source = open_bytes(state, file.data, file.size);
    drive_read(source, &read);
    assert_int_equal(assay_put_text(&expected.out, "one"), ASSAY_OK);
    assert_true(drive_same(&read, &expected));
    drive_release(source);
    assay_buffer_clear(&file);
    assay_buffer_clear(&read);
    assay_buffer_clear(&expected);
}

/* Cut in front of every byte of the file, both ranges together have what the whole has. */
static void expect_ranges_to_be_whole(void **state, const assay_buffer *file)
{
    assay_buffer read = ASSAY_BUFFER_INIT, whole = ASSAY_BUFFER_INIT;
    assay_source *source = open_bytes(state, file->data, file->size);
    drive_read(source, &whole);
    for (uint64_t at = 0; at <= file->size; at++) {
        uint64_t cut = at << 16;
        assay_source *low = drive_part(source, 0, &cut), *high = drive_part(source, cut, NULL);
        assay_buffer_reset(&read);
        drive_read(low, &read);
        drive_read(high, &read);
        assert_true(drive_same(&read, &whole));
        drive_release(low);
        drive_release(high);
    }
    drive_release(source);
    assay_buffer_clear(&read);
    assay_buffer_clear(&whole);
}

/* A first block with nothing but the mark: the first record begins behind it. */
static void test_ranges_behind_a_byte_order_mark(void **state)
{
    assay_buffer file = ASSAY_BUFFER_INIT;
    add_block(&file, "\xef\xbb\xbf", 3, 0);
    add_block(&file, "one\ntwo\n", 8, 6);
    add_block(&file, "three\n", 6, 6);
    add_block(&file, "", 0, 6);
    expect_ranges_to_be_whole(state, &file);
    assay_buffer_clear(&file);
}

static void test_two_ranges_are_the_whole(void **state)
{
    assay_buffer file = make_file(), read = ASSAY_BUFFER_INIT;
    assay_source *source = open_bytes(state, file.data, file.size);
    for (uint64_t at = 0; at <= file.size; at++)
        for (uint64_t within = 0; within < 16; within++) {
            uint64_t cut = (at << 16) + within;
            assay_source *low = drive_part(source, 0, &cut), *high = drive_part(source, cut, NULL);
            assay_buffer_reset(&read);
            drive_read(low, &read);
            drive_read(high, &read);
            expect_lines(&read);
            drive_release(low);
            drive_release(high);
        }
    drive_release(source);
    assay_buffer_clear(&file);
    assay_buffer_clear(&read);
}

static void test_parts_are_the_whole(void **state)
{
    assay_buffer read = ASSAY_BUFFER_INIT;
    assay_source *source = open_sample(state);
    const assay_split *split = source->ops->query(source, ASSAY_SPLIT);
    for (int64_t bytes = 1; bytes < 400; bytes += 7) {
        drive_parts parts = {{drive_emit}, &read, 0, 0};
        assay_buffer_reset(&read);
        assert_int_equal(split->by_size(source, bytes, &parts.emit, NULL), ASSAY_OK);
        expect_lines(&read);
        assert_true(bytes > 20 || parts.count == PIECES);
    }
    drive_release(source);
    assay_buffer_clear(&read);
}

/* Blocks of another file, whole, as the data of a block: they are found by nobody. */
static void test_blocks_inside_a_block(void **state)
{
    assay_buffer inner = ASSAY_BUFFER_INIT, file = ASSAY_BUFFER_INIT;
    add_block(&inner, "x\n", 2, 0);
    add_block(&inner, "y\n", 2, 0);
    add_block(&file, "a\n", 2, 6);
    add_block(&file, inner.data, inner.size, 0);
    add_block(&file, "\nb\n", 3, 6);
    add_block(&file, "", 0, 6);
    expect_ranges_to_be_whole(state, &file);
    assay_buffer_clear(&inner);
    assay_buffer_clear(&file);
}

/* What is read of damaged bytes: an error, or all the lines. */
static void expect_noticed(void **state, const assay_buffer *file, size_t size)
{
    assay_buffer read = ASSAY_BUFFER_INIT;
    assay_error error = ASSAY_ERROR_INIT;
    assay_source *source = open_bytes(state, file->data, size);
    assay_reader *reader = drive_reader(source);
    assay_status status = drive_whole(reader, &read);
    if (status == ASSAY_END)
        expect_lines(&read);
    else
        assert_int_equal(status, ASSAY_CORRUPT);
    reader->ops->release(reader);
    if (size < file->size) {
        assert_int_equal(status, ASSAY_CORRUPT);
        assert_int_equal(source->ops->validate(source, &error), ASSAY_INVALID);
        assert_true(error.message[0] != '\0');
    }
    drive_release(source);
    assay_buffer_clear(&read);
}

static void test_damage(void **state)
{
    assay_buffer file = make_file();
    for (size_t size = 0; size < file.size; size++)
        expect_noticed(state, &file, size);
    for (size_t bit = 0; bit < 8 * file.size; bit++) {
        file.data[bit / 8] ^= (unsigned char)(1 << bit % 8);
        expect_noticed(state, &file, file.size);
        file.data[bit / 8] ^= (unsigned char)(1 << bit % 8);
    }
    assay_buffer_clear(&file);
}

static void expect_refused(assay_source *source, assay_status expected, const char *words)
{
    assay_error error = ASSAY_ERROR_INIT;
    assert_int_equal(source->ops->validate(source, &error), expected);
    if (strstr(error.message, words) == NULL)
        fail_msg("'%s' does not say '%s'", error.message, words);
    drive_release(source);
}

static void test_bad_files(void **state)
{
    static const unsigned char plain[] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3,
                                          3,    0,    0, 0, 0, 0, 0, 0, 0, 0};
    assay_buffer file = ASSAY_BUFFER_INIT;
    assay_setting gone = {"path", "/no/such/file.gz"}, folder = {"path", "/"};
    assay_source *none = drive_open(&gone, 1);
    const assay_size *size = none->ops->query(none, ASSAY_SIZE);
    int64_t bytes;
    assert_int_equal(size->estimate(none, &bytes, NULL), ASSAY_IO);
    drive_release(none);
    expect_refused(drive_open(&gone, 1), ASSAY_IO, "cannot open '/no/such/file.gz'");
    expect_refused(drive_open(&folder, 1), ASSAY_IO, "no regular file");
    expect_refused(open_bytes(state, "", 0), ASSAY_INVALID, "is empty");
    expect_refused(open_bytes(state, "no gzip at all", 14), ASSAY_INVALID, "no block begins");
    expect_refused(open_bytes(state, plain, sizeof(plain)), ASSAY_INVALID, "no extra field BC");
    add_block(&file, "a\n", 2, 6);
    expect_refused(open_bytes(state, file.data, file.size), ASSAY_INVALID, "no end marker");
    assay_buffer_clear(&file);
}

/* Lines that bgzip of Debian's tabix has packed, cut at blocks. */
static void test_bgzip_writes_what_is_read(void **state)
{
    char *command = NULL, *path = scratch_path(state, "seq.gz");
    assay_setting setting = {"path", path};
    assay_buffer whole = ASSAY_BUFFER_INIT, read = ASSAY_BUFFER_INIT, expected = ASSAY_BUFFER_INIT;
    if (system("command -v bgzip >/dev/null") != 0) {
        free(path);
        skip();
    }
    assert_true(asprintf(&command, "seq 100000 | bgzip -c >'%s'", path) > 0);
    assert_int_equal(system(command), 0);
    assay_source *source = drive_open(&setting, 1);
    drive_read(source, &whole);
    for (int i = 1; i <= 100000; i++) {
        char text[8];
        int size = snprintf(text, sizeof(text), "%d", i);
        assert_int_equal(assay_put_bytes(&expected.out, (assay_bytes){text, (size_t)size}),
                         ASSAY_OK);
    }
    assert_true(drive_same(&whole, &expected));
    drive_parts parts = {{drive_emit}, &read, 0, 0};
    const assay_split *split = source->ops->query(source, ASSAY_SPLIT);
    assert_int_equal(split->by_count(source, 5, &parts.emit, NULL), ASSAY_OK);
    assert_true(parts.count >= 4 && drive_same(&read, &whole));
    drive_release(source);
    assay_buffer_clear(&whole);
    assay_buffer_clear(&read);
    assay_buffer_clear(&expected);
    free(command);
    free(path);
}

/* any, block, within, split points; a place may be the end of a full block. */
static void test_foreign_marks(void **state)
{
    static const struct {
        uint64_t numbers[4];
        assay_status expected;
    } cases[] = {
        {{1, 0, 0, 0}, ASSAY_OK},
        {{0, 0, 0, 0}, ASSAY_OK},
        {{2, 0, 0, 0}, ASSAY_INVALID},
        {{1, 0, BGZF_BLOCK, 1}, ASSAY_OK},
        {{1, 0, BGZF_BLOCK + 1, 1}, ASSAY_INVALID},
        {{1, (UINT64_MAX >> 16) - 1, 0, 1}, ASSAY_OK},
        {{1, UINT64_MAX >> 16, 0, 1}, ASSAY_INVALID},
        {{1, UINT64_MAX - 1, 0, 1}, ASSAY_INVALID},
    };
    assay_source *source = open_sample(state);
    const assay_checkpoint *checkpoint = source->ops->query(source, ASSAY_CHECKPOINT);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assay_buffer mark = ASSAY_BUFFER_INIT;
        assay_reader *reader = NULL;
        for (size_t j = 0; j < 4; j++)
            assert_int_equal(assay_put_u64(&mark.out, cases[i].numbers[j]), ASSAY_OK);
        assay_status status = checkpoint->restore(source, assay_buffer_bytes(&mark), &reader, NULL);
        assert_int_equal(status, cases[i].expected);
        if (status == ASSAY_OK)
            reader->ops->release(reader);
        assay_buffer_clear(&mark);
    }
    drive_release(source);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, scratch_make, scratch_remove)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        IN_FOLDER(test_lines_go_on_in_other_blocks),
        IN_FOLDER(test_a_byte_order_mark_is_no_data),
        IN_FOLDER(test_ranges_behind_a_byte_order_mark),
        IN_FOLDER(test_two_ranges_are_the_whole),
        IN_FOLDER(test_parts_are_the_whole),
        IN_FOLDER(test_blocks_inside_a_block),
        IN_FOLDER(test_damage),
        IN_FOLDER(test_bad_files),
        IN_FOLDER(test_foreign_marks),
        IN_FOLDER(test_bgzip_writes_what_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
