#include "drive.h"

#include <inttypes.h>
#include <stdio.h>

static assay_source *open_range(const char *from, const char *to)
{
    const assay_setting settings[] = {{"from", from}, {"to", to}};
    return drive_open(settings, 2);
}

static assay_source *open_stream(const char *to)
{
    const assay_setting settings[] = {{"from", "-3"},        {"to", to},
                                      {"unbounded", "true"}, {"time-base", "1000"},
                                      {"time-step", "10"},   {"time-disorder", "25"},
                                      {"idle-every", "4"}};
    return drive_open(settings, 7);
}

static void put_integers(assay_buffer *to, int64_t from, uint64_t count)
{
    for (uint64_t i = 0; i < count; i++) {
        char text[24];
        snprintf(text, sizeof(text), "%" PRId64, (int64_t)((uint64_t)from + i));
        assert_int_equal(assay_put_text(&to->out, text), ASSAY_OK);
    }
}

static int64_t size_of(assay_source *source)
{
    const assay_size *size = source->ops->query(source, ASSAY_SIZE);
    int64_t bytes;
    assert_int_equal(size->estimate(source, &bytes, NULL), ASSAY_OK);
    return bytes;
}

static void test_values_at_all_ends(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to;
        int64_t first;
        uint64_t count;
    } cases[] = {
        {"0", "0", 0, 0},
        {"-2", "3", -2, 5},
        {"min", "-9223372036854775805", INT64_MIN, 3},
        {"min", "-9223372036854775808", INT64_MIN, 0},
        {"9223372036854775804", "9223372036854775807", INT64_MAX - 3, 3},
        {"9223372036854775804", "max", INT64_MAX - 3, 4},
        {"9223372036854775807", "9223372036854775807", INT64_MAX, 0},
        {"9223372036854775807", "max", INT64_MAX, 1},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assay_buffer truth = ASSAY_BUFFER_INIT, read = ASSAY_BUFFER_INIT;
        assay_source *source = open_range(cases[i].from, cases[i].to);
        put_integers(&truth, cases[i].first, cases[i].count);
        drive_read(source, &read);
        assert_true(drive_same(&read, &truth));
        assert_int_equal(size_of(source), 8 * cases[i].count);
        drive_marks(source);
        drive_states(source);
        drive_release(source);
        assay_buffer_clear(&truth);
        assay_buffer_clear(&read);
    }
}

static void test_bad_settings(void **state)
{
    (void)state;
    static const assay_setting bad[][2] = {
        {{"from", "0"}, {"other", "1"}},   {{"from", "x"}, {"to", "1"}},
        {{"from", "max"}, {"to", "1"}},    {{"from", "2"}, {"to", "1"}},
        {{"from", "0"}, {"to", "min"}},    {{"time-step", "-1"}, {"to", "1"}},
        {{"time-step", "5"}, {"to", "1"}}, {{"idle-every", "5"}, {"to", "1"}},
    };
    assay_source *source;
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_int_equal(drive_try_open(bad[i], 2, &source), ASSAY_INVALID);
    assert_int_equal(drive_try_open(bad[0], 1, &source), ASSAY_INVALID);
}

static void split_both_ways(assay_source *source, int64_t argument)
{
    const assay_split *split = source->ops->query(source, ASSAY_SPLIT);
    assay_buffer whole = ASSAY_BUFFER_INIT, read = ASSAY_BUFFER_INIT;
    drive_parts parts = {{drive_emit}, &read, 0, 0};
    drive_read(source, &whole);
    assert_int_equal(split->by_size(source, argument, &parts.emit, NULL), ASSAY_OK);
    assert_true(drive_same(&read, &whole));
    assert_int_equal(parts.size, size_of(source));
    assay_buffer_reset(&read);
    assert_int_equal(split->by_count(source, (uint32_t)argument, &parts.emit, NULL), ASSAY_OK);
    assert_true(drive_same(&read, &whole));
    assay_buffer_clear(&whole);
    assay_buffer_clear(&read);
}

static void test_initial_splits(void **state)
{
    (void)state;
    static const char *const ranges[][2] = {
        {"-5", "12"}, {"0", "0"}, {"9223372036854775790", "max"}, {"9223372036854775800", "max"}};
    for (size_t i = 0; i < 4; i++) {
        assay_source *source = open_range(ranges[i][0], ranges[i][1]);
        for (int64_t argument = 1; argument < 150; argument++)
            split_both_ways(source, argument);
        split_both_ways(source, INT32_MAX);
        split_both_ways(source, INT64_MAX);
        const assay_split *split = source->ops->query(source, ASSAY_SPLIT);
        drive_parts parts = {{drive_emit}, NULL, 0, 0};
        assert_int_equal(split->by_size(source, 0, &parts.emit, NULL), ASSAY_INVALID);
        assert_int_equal(split->by_count(source, 0, &parts.emit, NULL), ASSAY_INVALID);
        drive_release(source);
    }
}

/* The number of integers is 2^64, so only the corners are read. */
static void test_everything(void **state)
{
    (void)state;
    assay_source *source = open_range("min", "max");
    assert_true(size_of(source) == INT64_MAX);
    assay_reader *reader = drive_reader(source);
    const assay_dynamic_split *split = reader->ops->query(reader, ASSAY_DYNAMIC_SPLIT);
    assay_split_result result = {.struct_size = sizeof(result)};
    assert_int_equal(split->split(reader, 0.5, &result, NULL), ASSAY_REFUSED);
    assert_int_equal(reader->ops->start(reader, NULL), ASSAY_OK);
    assert_int_equal(split->split(reader, 2, &result, NULL), ASSAY_INVALID);
    assert_int_equal(split->split(reader, 0.75, &result, NULL), ASSAY_OK);
    assert_true(result.fraction == 0.75);
    assay_reader *residual = drive_reader(result.residual);
    assay_record record = ASSAY_RECORD_INIT;
    assert_int_equal(residual->ops->start(residual, NULL), ASSAY_OK);
    assert_int_equal(residual->ops->current(residual, &record, NULL), ASSAY_OK);
    assert_memory_equal(record.value.data, "4611686018427387904", record.value.size);
    residual->ops->release(residual);
    reader->ops->release(reader);
    drive_release(result.primary);
    drive_release(result.residual);
    drive_release(source);
}

static void test_dynamic_splits(void **state)
{
    (void)state;
    assay_source *source = open_range("-3", "4");
    assert_int_equal(drive_splits(source, (1ull << 63) - 5, (1ull << 63) + 6), 6 * 7 / 2);
    drive_release(source);
    source = open_range("9223372036854775801", "max");
    assert_int_equal(drive_splits(source, UINT64_MAX - 9, UINT64_MAX - 1), 5 * 6 / 2);
    drive_release(source);
}

/* The words of a refusal come with INVALID alone. */
static void test_fractions_that_are_none(void **state)
{
    (void)state;
    assay_source *source = open_range("0", "10");
    assay_reader *reader = drive_reader(source);
    const assay_dynamic_split *split = reader->ops->query(reader, ASSAY_DYNAMIC_SPLIT);
    assay_error wrong = ASSAY_ERROR_INIT, refused = ASSAY_ERROR_INIT;
    assay_split_result result;
    assert_int_equal(reader->ops->start(reader, NULL), ASSAY_OK);
    assert_int_equal(split->split(reader, 1.5, &result, &wrong), ASSAY_INVALID);
    assert_string_equal(wrong.message, "the fraction is not a number from 0 to 1");
    assert_int_equal(split->split(reader, 0, &result, &refused), ASSAY_REFUSED);
    assert_string_equal(refused.message, "");
    reader->ops->release(reader);
    drive_release(source);
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
    (void)state;
    assay_source *source = open_range("10", "14");
    assay_reader *reader = drive_reader(source);
    const assay_progress *progress = reader->ops->query(reader, ASSAY_PROGRESS);
    const assay_position *position = reader->ops->query(reader, ASSAY_POSITION);
    double fraction;
    check_counts(reader, 0, -1);
    for (int64_t i = 0; i < 4; i++) {
        assay_buffer at = ASSAY_BUFFER_INIT;
        bool split_point;
        uint64_t offset;
        assert_int_equal(i == 0 ? reader->ops->start(reader, NULL)
                                : reader->ops->advance(reader, NULL),
                         ASSAY_OK);
        assert_int_equal(progress->fraction(reader, &fraction, NULL), ASSAY_OK);
        assert_true(fraction == (double)i / 4);
        check_counts(reader, i, 4 - i);
        assert_int_equal(position->get(reader, &at.out, &split_point, NULL), ASSAY_OK);
        assert_true(assay_offset_of(assay_buffer_bytes(&at), &offset) && split_point);
        assert_true(offset == (1ull << 63) + 10 + (uint64_t)i);
        assay_buffer_clear(&at);
    }
    assert_int_equal(reader->ops->advance(reader, NULL), ASSAY_END);
    assert_int_equal(progress->fraction(reader, &fraction, NULL), ASSAY_OK);
    assert_true(fraction == 1);
    check_counts(reader, 4, 0);
    reader->ops->release(reader);
    drive_release(source);
}

static void test_parts(void **state)
{
    (void)state;
    assay_source *source = open_range("-4", "4"), *part;
    const uint64_t zero = 1ull << 63;
    assay_buffer whole = ASSAY_BUFFER_INIT, read = ASSAY_BUFFER_INIT;
    drive_read(source, &whole);
    for (uint64_t at = zero - 4; at <= zero + 4; at++) {
        assay_buffer_reset(&read);
        part = drive_part(source, zero - 4, &at);
        drive_read(part, &read);
        drive_release(part);
        part = drive_part(source, at, NULL);
        drive_read(part, &read);
        drive_release(part);
        assert_true(drive_same(&read, &whole));
    }
    uint64_t end = zero + 5, start = zero - 1;
    assert_int_equal(drive_try_part(source, zero, &end, &part), ASSAY_INVALID);
    assert_int_equal(drive_try_part(source, zero - 5, NULL, &part), ASSAY_INVALID);
    assert_int_equal(drive_try_part(source, zero, &start, &part), ASSAY_INVALID);
    drive_release(source);
    assay_buffer_clear(&whole);
    assay_buffer_clear(&read);
}

/* What a stream says at each step: the watermark holds, the backlog falls to 0. */
static void follow(assay_source *source, assay_reader *reader, int64_t *low, size_t *idles)
{
    const assay_stream *stream = source->ops->query(source, ASSAY_STREAM);
    int64_t watermark, backlog, before = INT64_MAX;
    assay_status status = reader->ops->start(reader, NULL);
    for (; status != ASSAY_END; status = reader->ops->advance(reader, NULL)) {
        assay_record record = ASSAY_RECORD_INIT;
        *idles += status == ASSAY_IDLE;
        if (status == ASSAY_OK) {
            assert_int_equal(reader->ops->current(reader, &record, NULL), ASSAY_OK);
            assert_true(record.timestamp >= *low);
            assert_int_equal(record.id.size, 8);
        }
        assert_int_equal(stream->watermark(source, reader, &watermark, NULL), ASSAY_OK);
        assert_true(watermark >= *low);
        *low = watermark;
        assert_int_equal(stream->backlog(source, reader, &backlog, NULL), ASSAY_OK);
        assert_true(backlog <= before);
        before = backlog;
    }
    assert_int_equal(before, 0);
    assert_int_equal(stream->watermark(source, reader, &watermark, NULL), ASSAY_OK);
    assert_true(watermark == ASSAY_TIMESTAMP_MAX);
}

static void test_stream(void **state)
{
    (void)state;
    static const char *const absent[] = {ASSAY_SIZE, ASSAY_RANGE};
    assay_source *source = open_stream("17");
    const assay_stream *stream = source->ops->query(source, ASSAY_STREAM);
    int64_t low = INT64_MIN, watermark;
    size_t idles = 0;
    for (size_t i = 0; i < 2; i++)
        assert_null(source->ops->query(source, absent[i]));
    assay_reader *reader = drive_reader(source);
    assert_int_equal(stream->watermark(source, reader, &watermark, NULL), ASSAY_STATE);
    assert_null(reader->ops->query(reader, ASSAY_PROGRESS));
    follow(source, reader, &low, &idles);
    assert_int_equal(idles, 4);
    assert_int_equal(reader->ops->close(reader, NULL), ASSAY_OK);
    assert_int_equal(stream->watermark(source, reader, &watermark, NULL), ASSAY_STATE);
    reader->ops->release(reader);
    drive_marks(source);
    drive_states(source);
    drive_release(source);
}

static void test_parts_of_a_stream(void **state)
{
    (void)state;
    assay_source *source = open_stream("17");
    const assay_split *split = source->ops->query(source, ASSAY_SPLIT);
    assay_buffer whole = ASSAY_BUFFER_INIT, read = ASSAY_BUFFER_INIT;
    drive_parts parts = {{drive_emit}, &read, 0, 0};
    drive_read(source, &whole);
    for (uint32_t count = 1; count < 25; count++) {
        assay_buffer_reset(&read);
        parts.count = 0;
        assert_int_equal(split->by_count(source, count, &parts.emit, NULL), ASSAY_OK);
        assert_int_equal(parts.count, count < 20 ? count : 20);
        assert_true(drive_same(&read, &whole));
    }
    assert_int_equal(split->by_size(source, 8, &parts.emit, NULL), ASSAY_UNSUPPORTED);
    drive_release(source);
    assay_buffer_clear(&whole);
    assay_buffer_clear(&read);
}

/* A stream goes on where the mark was: nothing is idle twice, the watermark is not behind. */
static void test_restored_stream(void **state)
{
    (void)state;
    assay_source *source = open_stream("9223372036854775807");
    const assay_stream *stream = source->ops->query(source, ASSAY_STREAM);
    assay_reader *reader = drive_reader(source);
    assay_status status = reader->ops->start(reader, NULL);
    for (int i = 0; i < 30; i++) {
        int64_t before, after;
        assert_int_equal(stream->watermark(source, reader, &before, NULL), ASSAY_OK);
        assay_reader *restored = drive_restore(source, reader);
        status = reader->ops->advance(reader, NULL);
        assert_int_equal(restored->ops->start(restored, NULL), status);
        assert_int_equal(stream->watermark(source, restored, &after, NULL), ASSAY_OK);
        assert_true(after >= before);
        restored->ops->release(restored);
    }
    reader->ops->release(reader);
    drive_release(source);
}

static void test_finalize(void **state)
{
    (void)state;
    assay_source *source = open_stream("17");
    const assay_checkpoint *checkpoint = source->ops->query(source, ASSAY_CHECKPOINT);
    assay_buffer buffer = ASSAY_BUFFER_INIT;
    assay_reader *reader = drive_reader(source);
    assert_int_equal(reader->ops->start(reader, NULL), ASSAY_OK);
    assert_int_equal(checkpoint->mark(source, reader, &buffer.out, NULL), ASSAY_OK);
    reader->ops->release(reader);
    assay_bytes mark = assay_buffer_bytes(&buffer);
    assert_int_equal(checkpoint->finalize(source, mark, NULL), ASSAY_OK);
    assert_int_equal(checkpoint->finalize(source, mark, NULL), ASSAY_OK);
    mark.size--;
    assert_int_equal(checkpoint->finalize(source, mark, NULL), ASSAY_INVALID);
    assay_buffer_clear(&buffer);
    drive_release(source);
}

/* Numbers as an encoding or a mark has them, most of them right. */
static assay_buffer numbers_with(const uint64_t *numbers, size_t count, size_t at, uint64_t other)
{
    assay_buffer bytes = ASSAY_BUFFER_INIT;
    for (size_t i = 0; i < count; i++)
        assert_int_equal(assay_put_u64(&bytes.out, i == at ? other : numbers[i]), ASSAY_OK);
    return bytes;
}

/* start, end, endless, unbounded, origin, time: base, step, disorder; idle-every. */
static void test_foreign_encodings(void **state)
{
    (void)state;
    static const uint64_t right[] = {5, 9, 0, 1, 5, 0, 1, 1, 1};
    static const struct {
        size_t at;
        uint64_t other;
        assay_status expected;
    } cases[] = {
        {0, 5, ASSAY_OK},      {0, 10, ASSAY_INVALID},
        {0, 4, ASSAY_INVALID}, {2, 2, ASSAY_INVALID},
        {3, 2, ASSAY_INVALID}, {4, 6, ASSAY_INVALID},
        {6, 0, ASSAY_OK},      {6, UINT64_MAX, ASSAY_INVALID},
        {7, 0, ASSAY_OK},      {7, UINT64_MAX, ASSAY_INVALID},
        {8, 0, ASSAY_OK},      {8, UINT64_MAX, ASSAY_INVALID},
    };
    const assay_connector *connector = assay_connector_entry();
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assay_buffer encoded = numbers_with(right, 9, cases[i].at, cases[i].other);
        assay_source *source = NULL;
        assay_status status =
            connector->decode_source(connector, NULL, assay_buffer_bytes(&encoded), &source, NULL);
        assert_int_equal(status, cases[i].expected);
        if (status == ASSAY_OK)
            drive_release(source);
        assay_buffer_clear(&encoded);
    }
}

/* any, last, idled; integers are counted from the least one. */
static void test_foreign_marks(void **state)
{
    (void)state;
    const uint64_t first = (uint64_t)INT64_MAX + 1 - 3, right[] = {1, first, 1};
    const struct {
        size_t at;
        uint64_t other;
        assay_status expected;
    } cases[] = {
        {0, 1, ASSAY_OK},
        {0, 0, ASSAY_OK},
        {0, 2, ASSAY_INVALID},
        {1, first + 4, ASSAY_OK},
        {1, first + 5, ASSAY_INVALID},
        {1, first - 1, ASSAY_INVALID},
        {2, 0, ASSAY_OK},
        {2, 2, ASSAY_INVALID},
    };
    assay_source *source = open_stream("2");
    const assay_checkpoint *checkpoint = source->ops->query(source, ASSAY_CHECKPOINT);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        assay_buffer mark = numbers_with(right, 3, cases[i].at, cases[i].other);
        assert_int_equal(checkpoint->finalize(source, assay_buffer_bytes(&mark), NULL),
                         cases[i].expected);
        assay_buffer_clear(&mark);
    }
    drive_release(source);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_at_all_ends),
        cmocka_unit_test(test_bad_settings),
        cmocka_unit_test(test_initial_splits),
        cmocka_unit_test(test_everything),
        cmocka_unit_test(test_dynamic_splits),
        cmocka_unit_test(test_fractions_that_are_none),
        cmocka_unit_test(test_progress),
        cmocka_unit_test(test_parts),
        cmocka_unit_test(test_stream),
        cmocka_unit_test(test_parts_of_a_stream),
        cmocka_unit_test(test_restored_stream),
        cmocka_unit_test(test_finalize),
        cmocka_unit_test(test_foreign_encodings),
        cmocka_unit_test(test_foreign_marks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
