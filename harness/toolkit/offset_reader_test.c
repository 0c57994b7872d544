#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <assay/dynamic_split.h>
#include <assay/position.h>
#include <assay/progress.h>
#include <assay/toolkit/buffer.h>
#include <assay/toolkit/codec.h>
#include <assay/toolkit/offset_reader.h>
#include <stdlib.h>
#include <string.h>

#define DATA 100 /* where it ends: ten records, at 0, 10, 20 ... */

/* What happens around the readers and sources of one test. */
typedef struct world {
    int sources;    /* that are there */
    int parts_left; /* so many more can be made; negative: any number */
    int moves, stops;
    assay_status begin, move; /* not OK: what they answer */
} world;

typedef struct tens_source {
    assay_source base;
    world *around;
    uint64_t start, end;
} tens_source;

typedef struct tens_reader {
    assay_offset_reader base;
    uint64_t next;
} tens_reader;

static void release_source(assay_source *self)
{
    ((tens_source *)self)->around->sources--;
    free(self);
}

static const assay_source_ops source_ops = {.struct_size = sizeof(source_ops),
                                            .release = release_source};

static assay_status part(const assay_source *like, uint64_t start, uint64_t end,
                         assay_source **made)
{
    world *around = ((const tens_source *)like)->around;
    if (around->parts_left == 0)
        return ASSAY_MEMORY;
    around->parts_left--;
    around->sources++;
    tens_source *source = malloc(sizeof(*source));
    assert_non_null(source);
    *source = (tens_source){{&source_ops}, around, start, end};
    *made = &source->base;
    return ASSAY_OK;
}

static void cover(assay_source *part, uint64_t start, uint64_t end)
{
    ((tens_source *)part)->start = start;
    ((tens_source *)part)->end = end;
}

static world *around(const assay_offset_reader *reader)
{
    return ((const tens_source *)reader->source)->around;
}

static assay_status begin(assay_offset_reader *self, assay_error *error)
{
    (void)error;
    ASSAY_TRY(around(self)->begin);
    ASSAY_TRY(assay_offset_reader_set_limit(self, DATA));
    ((tens_reader *)self)->next = (self->start + 9) / 10 * 10;
    return ASSAY_OK;
}

static assay_status move(assay_offset_reader *self, assay_error *error)
{
    (void)error;
    tens_reader *reader = (tens_reader *)self;
    around(self)->moves++;
    ASSAY_TRY(around(self)->move);
    if (reader->next >= DATA)
        return ASSAY_END;
    ASSAY_TRY(assay_offset_reader_claim(self, reader->next));
    self->record.value = (assay_bytes){&reader->next, sizeof(reader->next)};
    reader->next += 10;
    return ASSAY_OK;
}

static void stop(assay_offset_reader *self)
{
    around(self)->stops++;
}

static const assay_offset_reader_store any_offset = {
    sizeof(tens_reader), 0, begin, move, stop, part, cover,
};
static const assay_offset_reader_store by_sixteen = {
    sizeof(tens_reader), 16, begin, move, stop, part, cover,
};

static assay_reader *open_reader(world *of, const assay_offset_reader_store *store, uint64_t start,
                                 uint64_t end)
{
    tens_source like = {{&source_ops}, of, start, end};
    assay_offset_reader *reader;
    assert_int_equal(assay_offset_reader_new(store, &like.base, start, end, &reader), ASSAY_OK);
    return &reader->base;
}

#define OPEN_WORLD                                                                                 \
    {                                                                                              \
        .parts_left = -1                                                                           \
    }

static assay_status split_at(assay_reader *reader, uint64_t offset, assay_split_result *result)
{
    const assay_split_at *ability = reader->ops->query(reader, ASSAY_SPLIT_AT);
    unsigned char bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (unsigned char)(offset >> (56 - 8 * i));
    return ability->split(reader, (assay_bytes){bytes, 8}, result, NULL);
}

static assay_status split_fraction(assay_reader *reader, double fraction,
                                   assay_split_result *result)
{
    const assay_dynamic_split *ability = reader->ops->query(reader, ASSAY_DYNAMIC_SPLIT);
    return ability->split(reader, fraction, result, NULL);
}

static void expect_range(assay_source *source, uint64_t start, uint64_t end)
{
    assert_true(((tens_source *)source)->start == start);
    assert_true(((tens_source *)source)->end == end);
    source->ops->release(source);
}

static void expect_split(const assay_split_result *result, uint64_t start, uint64_t cut,
                         uint64_t end)
{
    expect_range(result->primary, start, cut);
    expect_range(result->residual, cut, end);
}

static void expect_current(assay_reader *reader, uint64_t start, uint64_t end)
{
    const assay_current_source *ability = reader->ops->query(reader, ASSAY_CURRENT_SOURCE);
    assay_source *source;
    assert_int_equal(ability->get(reader, &source, NULL), ASSAY_OK);
    expect_range(source, start, end);
}

static void expect_counts(assay_reader *reader, int64_t consumed, int64_t remaining)
{
    const assay_split_points *ability = reader->ops->query(reader, ASSAY_SPLIT_POINTS);
    int64_t behind, before;
    assert_int_equal(ability->counts(reader, &behind, &before, NULL), ASSAY_OK);
    assert_int_equal(behind, consumed);
    assert_int_equal(before, remaining);
}

static double fraction_of(assay_reader *reader)
{
    const assay_progress *ability = reader->ops->query(reader, ASSAY_PROGRESS);
    double fraction;
    assert_int_equal(ability->fraction(reader, &fraction, NULL), ASSAY_OK);
    return fraction;
}

static assay_status position_of(assay_reader *reader, uint64_t *offset)
{
    const assay_position *ability = reader->ops->query(reader, ASSAY_POSITION);
    assay_buffer position = ASSAY_BUFFER_INIT;
    bool split_point = false;
    assay_status status = ability->get(reader, &position.out, &split_point, NULL);
    if (status == ASSAY_OK)
        assert_true(split_point && assay_offset_of(assay_buffer_bytes(&position), offset));
    assay_buffer_clear(&position);
    return status;
}

static assay_status start(assay_reader *reader)
{
    return reader->ops->start(reader, NULL);
}

static assay_status advance(assay_reader *reader)
{
    return reader->ops->advance(reader, NULL);
}

static assay_status current(assay_reader *reader)
{
    assay_record record = ASSAY_RECORD_INIT;
    record.timestamp = 7;
    record.id = (assay_bytes){"other", 5};
    assay_status status = reader->ops->current(reader, &record, NULL);
    if (status == ASSAY_OK)
        assert_true(record.timestamp == ASSAY_TIMESTAMP_MIN && record.value.size == 8 &&
                    record.id.size == 0);
    return status;
}

static void expect_on(assay_reader *reader, uint64_t offset)
{
    uint64_t at;
    assert_int_equal(current(reader), ASSAY_OK);
    assert_int_equal(position_of(reader, &at), ASSAY_OK);
    assert_int_equal(at, offset);
}

/* On no record, and not to be started. */
static void expect_off(assay_reader *reader)
{
    uint64_t at;
    assert_int_equal(start(reader), ASSAY_STATE);
    assert_int_equal(current(reader), ASSAY_STATE);
    assert_int_equal(position_of(reader, &at), ASSAY_STATE);
}

static void expect_closed(assay_reader *reader)
{
    const assay_progress *progress = reader->ops->query(reader, ASSAY_PROGRESS);
    const assay_split_points *points = reader->ops->query(reader, ASSAY_SPLIT_POINTS);
    const assay_current_source *ability = reader->ops->query(reader, ASSAY_CURRENT_SOURCE);
    assay_split_result result = {.struct_size = sizeof(result)};
    assay_source *source;
    int64_t behind, before;
    double fraction;
    expect_off(reader);
    assert_int_equal(advance(reader), ASSAY_STATE);
    assert_int_equal(progress->fraction(reader, &fraction, NULL), ASSAY_STATE);
    assert_int_equal(points->counts(reader, &behind, &before, NULL), ASSAY_STATE);
    assert_int_equal(ability->get(reader, &source, NULL), ASSAY_STATE);
    assert_int_equal(split_at(reader, 50, &result), ASSAY_STATE);
    assert_int_equal(split_fraction(reader, 0.5, &result), ASSAY_STATE);
    assert_int_equal(split_fraction(reader, -1, &result), ASSAY_STATE);
}

static void finish(assay_reader *reader, world *of, int stops)
{
    assert_int_equal(reader->ops->close(reader, NULL), ASSAY_OK);
    expect_closed(reader);
    assert_int_equal(reader->ops->close(reader, NULL), ASSAY_STATE);
    reader->ops->release(reader);
    assert_int_equal(of->sources, 0);
    assert_int_equal(of->stops, stops);
}

static void test_life(void **state)
{
    (void)state;
    world of = OPEN_WORLD;
    uint64_t at;
    assay_reader *reader = open_reader(&of, &any_offset, 15, 45);
    assert_null(reader->ops->query(reader, "assay.stream/0"));
    assert_int_equal(advance(reader), ASSAY_STATE);
    assert_int_equal(current(reader), ASSAY_STATE);
    assert_int_equal(position_of(reader, &at), ASSAY_STATE);
    assert_int_equal(start(reader), ASSAY_OK);
    for (uint64_t offset = 20; offset < 45; offset += 10) {
        expect_on(reader, offset);
        expect_on(reader, offset);
        assert_int_equal(start(reader), ASSAY_STATE);
        assert_int_equal(advance(reader), offset < 40 ? ASSAY_OK : ASSAY_END);
    }
    expect_off(reader);
    assert_int_equal(advance(reader), ASSAY_END);
    finish(reader, &of, 1);
}

/* However it ends, what was taken is given back once. */
static void test_given_back(void **state)
{
    (void)state;
    world of = OPEN_WORLD;
    finish(open_reader(&of, &any_offset, 0, 30), &of, 1);
    assay_reader *reader = open_reader(&of, &any_offset, 0, 30);
    reader->ops->release(reader);
    assert_int_equal(of.stops, 2);
    reader = open_reader(&of, &any_offset, 0, 30);
    assert_int_equal(start(reader), ASSAY_OK);
    reader->ops->release(reader);
    assert_int_equal(of.stops, 3);
    assert_int_equal(of.sources, 0);
}

static void test_failures(void **state)
{
    (void)state;
    for (int in_begin = 0; in_begin < 2; in_begin++) {
        world of = OPEN_WORLD;
        *(in_begin ? &of.begin : &of.move) = ASSAY_MEMORY;
        assay_reader *reader = open_reader(&of, &any_offset, 0, 30);
        assert_int_equal(start(reader), ASSAY_MEMORY);
        of.begin = of.move = ASSAY_OK;
        expect_off(reader);
        assert_int_equal(advance(reader), ASSAY_STATE);
        assert_true(fraction_of(reader) == 0);
        finish(reader, &of, 1);
    }
    world of = OPEN_WORLD;
    assay_reader *reader = open_reader(&of, &any_offset, 0, 30);
    assert_int_equal(start(reader), ASSAY_OK);
    of.move = ASSAY_CORRUPT;
    assert_int_equal(advance(reader), ASSAY_CORRUPT);
    of.move = ASSAY_OK;
    expect_off(reader);
    assert_int_equal(advance(reader), ASSAY_STATE);
    finish(reader, &of, 1);
}

static void test_nothing_to_read(void **state)
{
    (void)state;
    static const uint64_t ranges[][2] = {
        {DATA, ASSAY_OFFSET_UNBOUNDED}, {DATA + 1, DATA + 9}, {20, 20}, {91, 99}};
    static const int moves[] = {0, 0, 0, 1};
    for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
        world of = OPEN_WORLD;
        assay_reader *reader = open_reader(&of, &any_offset, ranges[i][0], ranges[i][1]);
        assert_true(fraction_of(reader) == 0);
        expect_counts(reader, 0, ASSAY_SPLIT_POINTS_UNKNOWN);
        assert_int_equal(start(reader), ASSAY_END);
        assert_int_equal(advance(reader), ASSAY_END);
        assert_int_equal(of.moves, moves[i]);
        expect_off(reader);
        assert_true(fraction_of(reader) == 1);
        expect_counts(reader, 0, 0);
        expect_current(reader, ranges[i][0], ranges[i][1]);
        finish(reader, &of, 1);
    }
}

/* The end stays open in what reaches so far, until a split cuts it off. */
static void test_open_end(void **state)
{
    (void)state;
    world of = OPEN_WORLD;
    assay_split_result result = {.struct_size = sizeof(result)};
    assay_reader *reader = open_reader(&of, &any_offset, 0, ASSAY_OFFSET_UNBOUNDED);
    expect_current(reader, 0, ASSAY_OFFSET_UNBOUNDED);
    assert_int_equal(split_at(reader, 50, &result), ASSAY_REFUSED);
    assert_int_equal(start(reader), ASSAY_OK);
    expect_current(reader, 0, ASSAY_OFFSET_UNBOUNDED);
    assert_int_equal(split_at(reader, DATA, &result), ASSAY_REFUSED);
    assert_int_equal(split_at(reader, 80, &result), ASSAY_OK);
    assert_true(result.fraction == 0.8);
    expect_split(&result, 0, 80, ASSAY_OFFSET_UNBOUNDED);
    expect_current(reader, 0, 80);
    assert_int_equal(split_at(reader, 15, &result), ASSAY_OK);
    expect_split(&result, 0, 15, 80);
    assert_int_equal(advance(reader), ASSAY_OK);
    expect_counts(reader, 1, ASSAY_SPLIT_POINTS_UNKNOWN);
    assert_int_equal(advance(reader), ASSAY_END);
    expect_counts(reader, 2, 0);
    expect_current(reader, 0, 15);
    finish(reader, &of, 1);
}

static void test_fractions(void **state)
{
    (void)state;
    world of = OPEN_WORLD;
    assay_split_result result = {.struct_size = sizeof(result)};
    assay_reader *reader = open_reader(&of, &any_offset, 20, 60);
    assert_int_equal(start(reader), ASSAY_OK);
    assert_true(fraction_of(reader) == 0);
    assert_int_equal(split_fraction(reader, 1.5, &result), ASSAY_INVALID);
    assert_int_equal(split_fraction(reader, 1, &result), ASSAY_REFUSED);
    assert_int_equal(split_fraction(reader, 0, &result), ASSAY_REFUSED);
    assert_int_equal(split_fraction(reader, 0.875, &result), ASSAY_OK);
    assert_true(result.fraction == 0.875);
    expect_split(&result, 20, 55, 60);
    finish(reader, &of, 1);
    reader = open_reader(&of, &by_sixteen, 0, 80);
    assert_int_equal(start(reader), ASSAY_OK);
    assert_int_equal(split_fraction(reader, 0.19, &result), ASSAY_REFUSED);
    assert_int_equal(split_fraction(reader, 0.5, &result), ASSAY_OK);
    assert_true(result.fraction == 0.4);
    expect_split(&result, 0, 32, 80);
    assert_int_equal(split_at(reader, 23, &result), ASSAY_OK);
    expect_split(&result, 0, 23, 32);
    finish(reader, &of, 2);
}

/* Without memory nothing has changed, and what was made is gone; a refusal leaves nothing either.
 */
static void test_no_memory(void **state)
{
    (void)state;
    world of = {.parts_left = 0};
    tens_source like = {{&source_ops}, &of, 0, 60};
    assay_offset_reader *unmade;
    assert_int_equal(assay_offset_reader_new(&any_offset, &like.base, 0, 60, &unmade),
                     ASSAY_MEMORY);
    of.parts_left = -1;
    assay_reader *reader = open_reader(&of, &any_offset, 0, 60);
    assay_split_result result = {.struct_size = sizeof(result)};
    assert_int_equal(start(reader), ASSAY_OK);
    for (int parts = 0; parts < 2; parts++) {
        of.parts_left = parts;
        assert_int_equal(split_at(reader, 30, &result), ASSAY_MEMORY);
        of.parts_left = parts;
        assert_int_equal(split_fraction(reader, 0.5, &result), ASSAY_MEMORY);
        assert_int_equal(of.sources, 1);
    }
    of.parts_left = -1;
    assert_int_equal(split_at(reader, 60, &result), ASSAY_REFUSED);
    assert_int_equal(of.sources, 1);
    expect_current(reader, 0, 60);
    finish(reader, &of, 1);
}

static void test_wrong_position(void **state)
{
    (void)state;
    world of = OPEN_WORLD;
    assay_reader *reader = open_reader(&of, &any_offset, 0, 60);
    const assay_split_at *ability = reader->ops->query(reader, ASSAY_SPLIT_AT);
    assay_split_result result = {.struct_size = sizeof(result)};
    assay_error error = ASSAY_ERROR_INIT;
    assert_int_equal(start(reader), ASSAY_OK);
    assert_int_equal(ability->split(reader, (assay_bytes){"\0\0\0\0\0\0\36", 7}, &result, &error),
                     ASSAY_INVALID);
    assert_non_null(strstr(error.message, "eight bytes"));
    expect_current(reader, 0, 60);
    finish(reader, &of, 1);
}

static void test_restored(void **state)
{
    (void)state;
    world of = OPEN_WORLD;
    assay_reader *reader = open_reader(&of, &any_offset, 0, 20);
    ((assay_offset_reader *)reader)->restored_points = 5;
    expect_counts(reader, 0, ASSAY_SPLIT_POINTS_UNKNOWN);
    assert_int_equal(start(reader), ASSAY_OK);
    expect_counts(reader, 5, ASSAY_SPLIT_POINTS_UNKNOWN);
    assert_int_equal(advance(reader), ASSAY_OK);
    expect_counts(reader, 6, ASSAY_SPLIT_POINTS_UNKNOWN);
    assert_true(fraction_of(reader) == 0.5);
    assert_int_equal(advance(reader), ASSAY_END);
    expect_counts(reader, 7, 0);
    finish(reader, &of, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_life),      cmocka_unit_test(test_given_back),
        cmocka_unit_test(test_failures),  cmocka_unit_test(test_nothing_to_read),
        cmocka_unit_test(test_open_end),  cmocka_unit_test(test_fractions),
        cmocka_unit_test(test_no_memory), cmocka_unit_test(test_wrong_position),
        cmocka_unit_test(test_restored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
