#include "scratch.h"

#include <sys/stat.h>

#define MOST 16

/* A file, where its records start, and what they are. */
typedef struct sample {
    const char *delimiter, *head; /* head: BOM and header, header_lines of it */
    const char *header_lines;
    const char *records[MOST]; /* text up to the delimiter, a CR before "\n" included */
    bool open;                 /* the last record has no delimiter */
} sample;

static const sample samples[] = {
    {"\n", "", "0", {"a", "", "", "bcd", "\r", "e\r", "\rf", ""}, false},
    {"\n", "\xEF\xBB\xBF", "0", {"a\r", "bb\r", "\r", "c"}, true},
    {"\n", "\xEF\xBB\xBFh1\r\n\r\n", "2", {"", "x\r", "yy"}, true},
    {"\n", "\xEF\xBB\xBFh1\n", "1", {NULL}, false},
    {"\n", "", "0", {NULL}, false},
    {"\r\n", "", "0", {"a\n", "\r", "", "\nb\r\r", "cd"}, false},
    {"\r\n", "h\r\n", "1", {"a\n", "\r", "", "b"}, true},
    {"|;", "", "0", {"|", "|||", ";", ";|", "a", "", "|"}, true},
    {"++ab", "h++ab", "1", {"+++", "++a", "", "+", "b++", "+a", "x++aa"}, false},
    {"++ab", "\xEF\xBB\xBF", "0", {"++", "+++a", "ab", "", "+"}, true},
};
#define SAMPLES (sizeof(samples) / sizeof(samples[0]))

typedef struct truth {
    char text[256];
    size_t size, count;
    size_t starts[MOST];
} truth;

static truth build(const sample *from)
{
    truth made = {.size = strlen(from->head)};
    strcpy(made.text, from->head);
    for (; from->records[made.count] != NULL; made.count++) {
        bool last = from->records[made.count + 1] == NULL;
        made.starts[made.count] = made.size;
        strcat(made.text, from->records[made.count]);
        strcat(made.text, last && from->open ? "" : from->delimiter);
        made.size = strlen(made.text);
    }
    return made;
}

/* The records that start in [start, end). */
static void expect(const sample *from, const truth *made, size_t start, size_t end,
                   assay_buffer *to)
{
    for (size_t i = 0; i < made->count; i++) {
        const char *text = from->records[i];
        size_t size = strlen(text);
        bool last = i + 1 == made->count;
        bool stripped = strcmp(from->delimiter, "\n") == 0 && size > 0 && text[size - 1] == '\r' &&
                        !(last && from->open);
        if (made->starts[i] >= start && made->starts[i] < end)
            assert_int_equal(assay_put_bytes(&to->out, (assay_bytes){text, size - stripped}),
                             ASSAY_OK);
    }
}

static assay_source *open_sample(void **state, const sample *from, truth *made)
{
    *made = build(from);
    scratch_write(state, "sample", made->text, made->size);
    char *path = scratch_path(state, "sample");
    const assay_setting settings[] = {
        {"path", path}, {"delimiter", from->delimiter}, {"header-lines", from->header_lines}};
    assay_source *source = drive_open(settings, 3);
    free(path);
    return source;
}

static assay_source *open_path(void **state, const char *name)
{
    char *path = scratch_path(state, name);
    const assay_setting settings[] = {{"path", path}};
    assay_source *source = drive_open(settings, 1);
    free(path);
    return source;
}

static void check_part(assay_source *source, const sample *from, const truth *made, uint64_t start,
                       const uint64_t *end)
{
    assay_buffer expected = ASSAY_BUFFER_INIT, read = ASSAY_BUFFER_INIT;
    expect(from, made, start, end == NULL ? SIZE_MAX : *end, &expected);
    assay_source *part = drive_part(source, start, end);
    drive_read(part, &read);
    assert_true(drive_same(&read, &expected));
    drive_release(part);
    assay_buffer_clear(&expected);
    assay_buffer_clear(&read);
}

static void test_every_range(void **state)
{
    for (size_t i = 0; i < SAMPLES; i++) {
        truth made;
        assay_source *source = open_sample(state, &samples[i], &made);
        for (uint64_t start = 0; start <= made.size + 2; start++) {
            check_part(source, &samples[i], &made, start, NULL);
            for (uint64_t end = start; end <= made.size + 2; end++)
                check_part(source, &samples[i], &made, start, &end);
        }
        check_part(source, &samples[i], &made, 1ull << 63, NULL);
        drive_release(source);
    }
}

static void test_positions(void **state)
{
    for (size_t i = 0; i < SAMPLES; i++) {
        truth made;
        assay_source *source = open_sample(state, &samples[i], &made);
        assay_reader *reader = drive_reader(source);
        const assay_position *position = reader->ops->query(reader, ASSAY_POSITION);
        const assay_split_points *points = reader->ops->query(reader, ASSAY_SPLIT_POINTS);
        int64_t consumed, remaining;
        assay_status status = reader->ops->start(reader, NULL);
        for (size_t r = 0; r < made.count; r++) {
            assay_buffer at = ASSAY_BUFFER_INIT;
            uint64_t offset;
            bool split_point = false;
            assert_int_equal(status, ASSAY_OK);
            assert_int_equal(position->get(reader, &at.out, &split_point, NULL), ASSAY_OK);
            assert_true(assay_offset_of(assay_buffer_bytes(&at), &offset) && split_point);
            assert_int_equal(offset, made.starts[r]);
            assert_int_equal(points->counts(reader, &consumed, &remaining, NULL), ASSAY_OK);
            assert_int_equal(consumed, r);
            assay_buffer_clear(&at);
            status = reader->ops->advance(reader, NULL);
        }
        assert_int_equal(status, ASSAY_END);
        assert_int_equal(points->counts(reader, &consumed, &remaining, NULL), ASSAY_OK);
        assert_int_equal(consumed, made.count);
        assert_int_equal(remaining, 0);
        reader->ops->release(reader);
        drive_release(source);
    }
}

static void test_splits_marks_states(void **state)
{
    for (size_t i = 0; i < SAMPLES; i++) {
        truth made;
        assay_source *source = open_sample(state, &samples[i], &made);
        size_t accepted = drive_splits(source, 0, made.size + 1), possible = 0;
        for (size_t r = 0; r < made.count; r++)
            possible += made.size - made.starts[r] - 1;
        assert_int_equal(accepted, possible);
        drive_marks(source);
        drive_states(source);
        assay_source *part = drive_part(source, 2, NULL);
        drive_marks(part);
        drive_release(part);
        drive_release(source);
    }
}

static void split_into(assay_source *source, int64_t argument)
{
    const assay_split *split = source->ops->query(source, ASSAY_SPLIT);
    const assay_size *size = source->ops->query(source, ASSAY_SIZE);
    assay_buffer whole = ASSAY_BUFFER_INIT, read = ASSAY_BUFFER_INIT;
    drive_parts parts = {{drive_emit}, &read, 0, 0};
    int64_t bytes;
    drive_read(source, &whole);
    assert_int_equal(size->estimate(source, &bytes, NULL), ASSAY_OK);
    assert_int_equal(split->by_size(source, argument, &parts.emit, NULL), ASSAY_OK);
    assert_true(drive_same(&read, &whole));
    assert_int_equal(parts.size, bytes);
    assay_buffer_reset(&read);
    assert_int_equal(split->by_count(source, (uint32_t)argument, &parts.emit, NULL), ASSAY_OK);
    assert_true(drive_same(&read, &whole));
    assay_buffer_clear(&whole);
    assay_buffer_clear(&read);
}

static void test_initial_splits(void **state)
{
    for (size_t i = 0; i < SAMPLES; i++) {
        truth made;
        assay_source *source = open_sample(state, &samples[i], &made);
        for (int64_t argument = 1; argument < 40; argument++)
            split_into(source, argument);
        split_into(source, INT32_MAX);
        split_into(source, INT64_MAX);
        drive_release(source);
    }
}

static void test_split_by_fraction(void **state)
{
    truth made;
    assay_source *source = open_sample(state, &samples[0], &made);
    assay_reader *reader = drive_reader(source);
    const assay_dynamic_split *split = reader->ops->query(reader, ASSAY_DYNAMIC_SPLIT);
    const assay_current_source *now = reader->ops->query(reader, ASSAY_CURRENT_SOURCE);
    assay_split_result result = {.struct_size = sizeof(result)};
    assay_buffer before = ASSAY_BUFFER_INIT, after = ASSAY_BUFFER_INIT;
    assay_source *current;
    assert_int_equal(split->split(reader, 0.5, &result, NULL), ASSAY_REFUSED);
    assert_int_equal(reader->ops->start(reader, NULL), ASSAY_OK);
    assert_int_equal(now->get(reader, &current, NULL), ASSAY_OK);
    assert_int_equal(source->ops->encode(source, &before.out, NULL), ASSAY_OK);
    assert_int_equal(current->ops->encode(current, &after.out, NULL), ASSAY_OK);
    assert_true(drive_same(&before, &after));
    drive_release(current);
    assert_int_equal(split->split(reader, 0.5, &result, NULL), ASSAY_OK);
    size_t cut = made.size / 2;
    assert_true(result.fraction == (double)cut / (double)made.size);
    drive_release(result.residual);
    assert_int_equal(now->get(reader, &current, NULL), ASSAY_OK);
    assay_buffer_reset(&before);
    assay_buffer_reset(&after);
    assert_int_equal(result.primary->ops->encode(result.primary, &before.out, NULL), ASSAY_OK);
    assert_int_equal(current->ops->encode(current, &after.out, NULL), ASSAY_OK);
    assert_true(drive_same(&before, &after));
    drive_release(current);
    drive_release(result.primary);
    reader->ops->release(reader);
    drive_release(source);
    assay_buffer_clear(&before);
    assay_buffer_clear(&after);
}

static void test_pattern(void **state)
{
    scratch_write(state, "p-1",
                  "\xEF\xBB\xBF"
                  "a\nb",
                  6);
    scratch_write(state, "p-2", "", 0);
    scratch_write(state, "p-3[x]",
                  "\xEF\xBB\xBF"
                  "c\n\nd\n",
                  8);
    scratch_write(state, "p-4", "", 0);
    assay_source *source = open_path(state, "p-*");
    assay_buffer read = ASSAY_BUFFER_INIT, expected = ASSAY_BUFFER_INIT;
    const char *const texts[] = {"a", "b", "c", "", "d"};
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(assay_put_text(&expected.out, texts[i]), ASSAY_OK);
    drive_read(source, &read);
    assert_true(drive_same(&read, &expected));
    assert_null(source->ops->query(source, ASSAY_RANGE));
    drive_marks(source);
    drive_states(source);
    for (int64_t argument = 1; argument < 12; argument++)
        split_into(source, argument);
    drive_release(source);
    assay_buffer_clear(&read);
    assay_buffer_clear(&expected);
}

/* A pattern's mark: a path, and three numbers of a file's own mark. */
static assay_status try_mark(assay_source *source, const char *path, size_t size)
{
    static const unsigned char inner[25];
    const assay_checkpoint *checkpoint = source->ops->query(source, ASSAY_CHECKPOINT);
    assay_buffer mark = ASSAY_BUFFER_INIT;
    assay_reader *reader = NULL;
    assert_int_equal(assay_buffer_append(&mark.out, "\1", 1), ASSAY_OK);
    assert_int_equal(assay_put_text(&mark.out, path), ASSAY_OK);
    assert_int_equal(assay_put_bytes(&mark.out, (assay_bytes){inner, size}), ASSAY_OK);
    assay_status status = checkpoint->restore(source, assay_buffer_bytes(&mark), &reader, NULL);
    if (status == ASSAY_OK)
        reader->ops->release(reader);
    assay_buffer_clear(&mark);
    return status;
}

static void test_marks_of_pattern(void **state)
{
    assay_source *source = open_path(state, "q-*");
    assert_int_equal(try_mark(source, "p-1", 24), ASSAY_OK);
    assert_int_equal(try_mark(source, "p", 24), ASSAY_OK);
    assert_int_equal(try_mark(source, "", 24), ASSAY_INVALID);
    assert_int_equal(try_mark(source, "p-1", 23), ASSAY_INVALID);
    assert_int_equal(try_mark(source, "p-1", 25), ASSAY_INVALID);
    assert_int_equal(try_mark(source, "p-1", 0), ASSAY_INVALID);
    drive_release(source);
}

static void test_pattern_in_this_folder(void **state)
{
    static const assay_setting settings[] = {{"path", "h-*"}};
    assay_buffer read = ASSAY_BUFFER_INIT, expected = ASSAY_BUFFER_INIT;
    char before[4096];
    scratch_write(state, "h-1", "a\n", 2);
    assert_non_null(getcwd(before, sizeof(before)));
    assert_int_equal(chdir(*state), 0);
    assay_source *source = drive_open(settings, 1);
    drive_read(source, &read);
    drive_release(source);
    assert_int_equal(chdir(before), 0);
    assert_int_equal(assay_put_text(&expected.out, "a"), ASSAY_OK);
    assert_true(drive_same(&read, &expected));
    assay_buffer_clear(&read);
    assay_buffer_clear(&expected);
}

static void test_progress_of_pattern(void **state)
{
    scratch_write(state, "q-1", "a\nb\n", 4);
    scratch_write(state, "q-2", "c\n", 2);
    static const double expected[] = {0, 0.25, 0.5, 1};
    assay_source *source = open_path(state, "q-?");
    assay_reader *reader = drive_reader(source);
    const assay_progress *progress = reader->ops->query(reader, ASSAY_PROGRESS);
    double fraction;
    assert_int_equal(progress->fraction(reader, &fraction, NULL), ASSAY_OK);
    assert_true(fraction == 0);
    for (size_t i = 0; i < 4; i++) {
        assay_status status =
            i == 0 ? reader->ops->start(reader, NULL) : reader->ops->advance(reader, NULL);
        assert_int_equal(status, i == 3 ? ASSAY_END : ASSAY_OK);
        assert_int_equal(progress->fraction(reader, &fraction, NULL), ASSAY_OK);
        assert_true(fraction == expected[i]);
    }
    reader->ops->release(reader);
    drive_release(source);
}

static void check_start(assay_source *source, assay_status expected, const char *message)
{
    assay_error error = ASSAY_ERROR_INIT;
    assay_reader *reader = drive_reader(source);
    assert_int_equal(reader->ops->start(reader, &error), expected);
    assert_non_null(strstr(error.message, message));
    assay_record record = ASSAY_RECORD_INIT;
    assert_int_equal(reader->ops->current(reader, &record, NULL), ASSAY_STATE);
    assert_int_equal(reader->ops->close(reader, NULL), ASSAY_OK);
    reader->ops->release(reader);
    assert_int_equal(source->ops->validate(source, NULL), expected);
    drive_release(source);
}

static void test_store_errors(void **state)
{
    char *folder = scratch_path(state, "r-folder");
    assert_int_equal(mkdir(folder, 0700), 0);
    check_start(open_path(state, "none"), ASSAY_IO, "cannot stat");
    check_start(open_path(state, "none-*"), ASSAY_IO, "no file matches");
    check_start(open_path(state, "r-folder"), ASSAY_IO, "Is a directory");
    free(folder);
}

static void test_shrinking_file(void **state)
{
    char *text = malloc(200000), *path = scratch_path(state, "shrinking");
    assert_non_null(text);
    memset(text, '\n', 200000);
    scratch_write(state, "shrinking", text, 200000);
    assay_source *source = open_path(state, "shrinking");
    assay_reader *reader = drive_reader(source);
    assay_buffer read = ASSAY_BUFFER_INIT;
    assert_int_equal(reader->ops->start(reader, NULL), ASSAY_OK);
    assert_int_equal(truncate(path, 100000), 0);
    assay_status status;
    while ((status = reader->ops->advance(reader, NULL)) == ASSAY_OK)
        assert_int_equal(reader->ops->current(reader, &(assay_record)ASSAY_RECORD_INIT, NULL),
                         ASSAY_OK);
    assert_int_equal(status, ASSAY_IO);
    reader->ops->release(reader);
    drive_release(source);
    assay_buffer_clear(&read);
    free(text);
    free(path);
}

static void test_buffer_edges(void **state)
{
    char *text = malloc(400000);
    assert_non_null(text);
    for (size_t length = 65533; length <= 65538; length++) {
        size_t size = 0;
        for (size_t i = 0; i < 3; i++) {
            memset(text + size, 'a' + (int)i, length);
            memcpy(text + size + length, "\r\n", 2);
            size += length + 2;
        }
        scratch_write(state, "long", text, size);
        assay_source *source = open_path(state, "long");
        for (uint64_t edge = length - 1; edge < length + 5; edge++) {
            assay_buffer whole = ASSAY_BUFFER_INIT, read = ASSAY_BUFFER_INIT;
            assay_source *head = drive_part(source, 0, &edge);
            assay_source *tail = drive_part(source, edge, NULL);
            drive_read(source, &whole);
            assert_int_equal(whole.size, 3 * (length + 8));
            drive_read(head, &read);
            drive_read(tail, &read);
            assert_true(drive_same(&read, &whole));
            drive_release(head);
            drive_release(tail);
            assay_buffer_clear(&whole);
            assay_buffer_clear(&read);
        }
        drive_release(source);
    }
    free(text);
}

static void test_bad_settings(void **state)
{
    (void)state;
    static const assay_setting bad[][2] = {
        {{"path", "x"}, {"delimiter", ""}},      {{"path", "x"}, {"delimiter", "||"}},
        {{"path", "x"}, {"header-lines", "-1"}}, {{"path", "x"}, {"bom", "yes"}},
        {{"path", ""}, {"crlf", "true"}},        {{"other", "x"}, {"path", "x"}},
    };
    assay_source *source;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_int_equal(drive_try_open(bad[i], 2, &source), ASSAY_INVALID);
    assert_int_equal(drive_try_open(NULL, 0, &source), ASSAY_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_range),
        cmocka_unit_test(test_positions),
        cmocka_unit_test(test_splits_marks_states),
        cmocka_unit_test(test_initial_splits),
        cmocka_unit_test(test_split_by_fraction),
        cmocka_unit_test(test_pattern),
        cmocka_unit_test(test_progress_of_pattern),
        cmocka_unit_test(test_marks_of_pattern),
        cmocka_unit_test(test_pattern_in_this_folder),
        cmocka_unit_test(test_store_errors),
        cmocka_unit_test(test_shrinking_file),
        cmocka_unit_test(test_buffer_edges),
        cmocka_unit_test(test_bad_settings),
    };
    return cmocka_run_group_tests(tests, scratch_make, scratch_remove);
}
