#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <assay/toolkit/error.h>
#include <assay/toolkit/key_reader.h>
#include <stdlib.h>
#include <string.h>

/* Over a store of keys of one letter; some come twice. */
static const char *const stored[] = {"b", "d", "d", "f", "h"};
#define STORED (sizeof(stored) / sizeof(stored[0]))

#define BYTES(text) ((assay_bytes){text, sizeof(text) - 1})

typedef struct letters {
    assay_key_reader keys;
    size_t next; /* of stored */
    unsigned stops;
    bool *released;     /* borrowed; NULL: not told */
    assay_status fails; /* what move answers instead */
    assay_buffer key;
} letters;

/* What a part was asked to be. */
typedef struct part_source {
    assay_source base;
    char start[8], end[8];
} part_source;

static void free_part(assay_source *self)
{
    free(self);
}

static const assay_source_ops part_ops = {.struct_size = sizeof(part_ops), .release = free_part};

static assay_status make_part(const assay_key_reader *self, assay_bytes start, assay_bytes end,
                              assay_source **part)
{
    part_source *made = calloc(1, sizeof(*made));
    (void)self;
    if (made == NULL)
        return ASSAY_MEMORY;
    made->base.ops = &part_ops;
    memcpy(made->start, start.data, start.size);
    if (end.size > 0)
        memcpy(made->end, end.data, end.size);
    *part = &made->base;
    return ASSAY_OK;
}

static assay_status arrive(letters *self)
{
    const char *key = self->next < STORED ? stored[self->next] : NULL;
    const assay_key_place *place = &self->keys.place;
    if (key == NULL)
        return ASSAY_END;
    bool point = !place->any || memcmp(place->key.data, key, 1) != 0;
    assay_buffer_reset(&self->key);
    ASSAY_TRY(assay_buffer_append(&self->key.out, key, 1));
    ASSAY_TRY(assay_key_reader_claim(&self->keys, assay_buffer_bytes(&self->key), point));
    self->next++;
    assay_key_reader_arrive(&self->keys, &self->key, point);
    return ASSAY_OK;
}

static assay_status move(assay_key_reader *self, assay_error *error)
{
    letters *reader = (letters *)self;
    if (reader->fails != ASSAY_OK)
        return assay_error_set(error, reader->fails, "cannot read: as planned");
    return arrive(reader);
}

static assay_status begin(assay_key_reader *self, assay_error *error)
{
    letters *reader = (letters *)self;
    assay_bytes place = assay_buffer_bytes(self->place.any ? &self->place.key : &self->start);
    (void)error;
    if (!self->keyless)
        ASSAY_TRY(assay_key_reader_track(self, BYTES("b"), BYTES("b"), BYTES("h")));
    while (reader->next < STORED && assay_key_compare((assay_bytes){stored[reader->next], 1},
                                                      place) < (self->place.any ? 1 : 0))
        reader->next++;
    return arrive(reader);
}

static void show(const assay_key_reader *self, assay_record *record)
{
    record->id = assay_buffer_bytes(&self->place.key);
}

static void stop(assay_key_reader *self)
{
    ((letters *)self)->stops++;
}

static void release(assay_key_reader *self)
{
    letters *reader = (letters *)self;
    if (reader->released != NULL)
        *reader->released = true;
    assay_buffer_clear(&reader->key);
    free(reader);
}

static const assay_key_reader_store store = {.begin = begin,
                                             .move = move,
                                             .show = show,
                                             .stop = stop,
                                             .part = make_part,
                                             .release = release};

static letters *letters_new(assay_bytes start, assay_bytes end, assay_key_place *place)
{
    letters *self = calloc(1, sizeof(*self));
    assert_non_null(self);
    self->key = (assay_buffer)ASSAY_BUFFER_INIT;
    assert_int_equal(assay_key_reader_init(&self->keys, &store, start, end, place), ASSAY_OK);
    return self;
}

static letters *all_letters(void)
{
    return letters_new(BYTES("a"), BYTES(""), NULL);
}

static void free_letters(letters *self)
{
    self->keys.base.ops->release(&self->keys.base);
}

static assay_status start(letters *self)
{
    return self->keys.base.ops->start(&self->keys.base, NULL);
}

static assay_status advance(letters *self)
{
    return self->keys.base.ops->advance(&self->keys.base, NULL);
}

static assay_status current(letters *self)
{
    assay_record record;
    return self->keys.base.ops->current(&self->keys.base, &record, NULL);
}

static const void *ability(letters *self, const char *name)
{
    return self->keys.base.ops->query(&self->keys.base, name);
}

static double fraction(letters *self)
{
    const assay_progress *progress = ability(self, ASSAY_PROGRESS);
    double consumed = -1;
    assert_int_equal(progress->fraction(&self->keys.base, &consumed, NULL), ASSAY_OK);
    return consumed;
}

static int64_t consumed_points(letters *self, int64_t *remaining)
{
    const assay_split_points *points = ability(self, ASSAY_SPLIT_POINTS);
    int64_t consumed = -1;
    assert_int_equal(points->counts(&self->keys.base, &consumed, remaining, NULL), ASSAY_OK);
    return consumed;
}

static assay_status split_at(letters *self, const char *key, assay_split_result *result)
{
    const assay_split_at *at = ability(self, ASSAY_SPLIT_AT);
    return at->split(&self->keys.base, (assay_bytes){key, strlen(key)}, result, NULL);
}

static assay_status split_fraction(letters *self, double wanted, assay_split_result *result)
{
    const assay_dynamic_split *split = ability(self, ASSAY_DYNAMIC_SPLIT);
    return split->split(&self->keys.base, wanted, result, NULL);
}

static void check_source(assay_source *source, const char *from, const char *to)
{
    const part_source *made = (const part_source *)source;
    assert_string_equal(made->start, from);
    assert_string_equal(made->end, to);
    source->ops->release(source);
}

static void check_current_source(letters *self, const char *from, const char *to)
{
    const assay_current_source *current_source = ability(self, ASSAY_CURRENT_SOURCE);
    assay_source *source;
    assert_int_equal(current_source->get(&self->keys.base, &source, NULL), ASSAY_OK);
    check_source(source, from, to);
}

static void test_states(void **state)
{
    (void)state;
    letters *reader = all_letters();
    bool released = false;
    reader->released = &released;
    assert_int_equal(advance(reader), ASSAY_STATE);
    assert_int_equal(current(reader), ASSAY_STATE);
    assert_int_equal(start(reader), ASSAY_OK);
    assert_int_equal(start(reader), ASSAY_STATE);
    for (size_t i = 1; i < STORED; i++)
        assert_int_equal(advance(reader), ASSAY_OK);
    assert_int_equal(current(reader), ASSAY_OK);
    assert_int_equal(reader->stops, 0);
    assert_int_equal(advance(reader), ASSAY_END);
    assert_int_equal(advance(reader), ASSAY_END);
    assert_int_equal(reader->stops, 1);
    assert_int_equal(current(reader), ASSAY_STATE);
    assert_int_equal(reader->keys.base.ops->close(&reader->keys.base, NULL), ASSAY_OK);
    assert_int_equal(reader->keys.base.ops->close(&reader->keys.base, NULL), ASSAY_STATE);
    assert_int_equal(advance(reader), ASSAY_STATE);
    assert_false(released);
    free_letters(reader);
    assert_true(released);
}

static void test_a_failure_is_for_good(void **state)
{
    (void)state;
    letters *reader = all_letters();
    assert_int_equal(start(reader), ASSAY_OK);
    reader->fails = ASSAY_IO;
    assert_int_equal(advance(reader), ASSAY_IO);
    assert_int_equal(reader->stops, 1);
    reader->fails = ASSAY_OK;
    assert_int_equal(advance(reader), ASSAY_STATE);
    assert_int_equal(current(reader), ASSAY_STATE);
    free_letters(reader);
}

static void test_progress(void **state)
{
    (void)state;
    letters *reader = all_letters();
    int64_t remaining;
    assert_true(fraction(reader) == 0);
    assert_int_equal(consumed_points(reader, &remaining), 0);
    assert_int_equal(start(reader), ASSAY_OK);
    assert_true(fraction(reader) == 0);
    double before = 0;
    static const int64_t consumed[] = {1, 1, 2, 3}; /* d comes twice */
    for (size_t i = 0; i < STORED - 1; i++) {
        assert_int_equal(advance(reader), ASSAY_OK);
        assert_true(fraction(reader) >= before && fraction(reader) < 1);
        before = fraction(reader);
        assert_int_equal(consumed_points(reader, &remaining), consumed[i]);
        assert_int_equal(remaining, ASSAY_SPLIT_POINTS_UNKNOWN);
    }
    assert_true(before > 0.5);
    assert_int_equal(advance(reader), ASSAY_END);
    assert_true(fraction(reader) == 1);
    assert_int_equal(consumed_points(reader, &remaining), 4);
    assert_int_equal(remaining, 0);
    free_letters(reader);
}

static void test_split_at(void **state)
{
    (void)state;
    letters *reader = all_letters();
    assay_split_result result;
    assert_int_equal(split_at(reader, "f", &result), ASSAY_REFUSED); /* not started */
    assert_int_equal(start(reader), ASSAY_OK);
    assert_int_equal(advance(reader), ASSAY_OK);
    assert_int_equal(split_at(reader, "d", &result), ASSAY_REFUSED); /* claimed */
    assert_int_equal(split_at(reader, "i", &result), ASSAY_REFUSED); /* behind the last key */
    assert_int_equal(split_at(reader, "h!", &result), ASSAY_REFUSED);
    check_current_source(reader, "a", "");
    assert_int_equal(split_at(reader, "h", &result), ASSAY_OK);
    assert_true(result.fraction > 0 && result.fraction < 1);
    check_source(result.primary, "a", "h");
    check_source(result.residual, "h", "");
    assert_int_equal(split_at(reader, "f", &result), ASSAY_OK);
    check_source(result.primary, "a", "f");
    check_source(result.residual, "f", "h");
    check_current_source(reader, "a", "f");
    assert_int_equal(advance(reader), ASSAY_OK); /* the other d */
    assert_int_equal(advance(reader), ASSAY_END);
    assert_int_equal(split_at(reader, "e", &result), ASSAY_REFUSED);
    free_letters(reader);
}

static void test_split_fraction(void **state)
{
    (void)state;
    letters *reader = all_letters();
    assay_split_result result;
    assert_int_equal(start(reader), ASSAY_OK);
    assert_int_equal(split_fraction(reader, 1.5, &result), ASSAY_INVALID);
    assert_int_equal(split_fraction(reader, 0.0 / 0.0, &result), ASSAY_INVALID);
    assert_int_equal(split_fraction(reader, 1, &result), ASSAY_REFUSED);
    assert_int_equal(split_fraction(reader, 0, &result), ASSAY_REFUSED);
    assert_int_equal(split_fraction(reader, 0.5, &result), ASSAY_OK);
    assert_true(result.fraction > 0.4 && result.fraction < 0.6);
    result.primary->ops->release(result.primary);
    result.residual->ops->release(result.residual);
    assert_int_equal(advance(reader), ASSAY_OK);
    assert_int_equal(advance(reader), ASSAY_OK);
    assert_int_equal(advance(reader), ASSAY_END); /* f lies behind the cut */
    free_letters(reader);
}

static void test_the_end_is_not_read(void **state)
{
    (void)state;
    letters *reader = letters_new(BYTES("c"), BYTES("f"), NULL);
    assert_int_equal(start(reader), ASSAY_OK);
    assert_int_equal(advance(reader), ASSAY_OK);
    assert_int_equal(advance(reader), ASSAY_END);
    free_letters(reader);
}

static assay_key_place place_at(const char *key, uint64_t points)
{
    assay_key_place place = {true, ASSAY_BUFFER_INIT, points};
    assert_int_equal(assay_buffer_append(&place.key.out, key, strlen(key)), ASSAY_OK);
    return place;
}

static void test_a_restored_reader_goes_on(void **state)
{
    (void)state;
    int64_t remaining;
    assay_split_result result;
    assay_key_place place = place_at("d", 2);
    letters *reader = letters_new(BYTES("a"), BYTES(""), &place);
    assert_int_equal(start(reader), ASSAY_OK);
    assert_int_equal(consumed_points(reader, &remaining), 2);
    assert_memory_equal(reader->keys.place.key.data, "f", 1);
    assert_int_equal(split_at(reader, "d", &result), ASSAY_REFUSED);
    free_letters(reader);
}

/* The first key that is left lies behind the mark: what was before it is deleted. */
static void test_a_place_that_is_gone(void **state)
{
    (void)state;
    assay_key_place place = place_at("a", 1);
    letters *reader = letters_new(BYTES("a"), BYTES(""), &place);
    assert_int_equal(start(reader), ASSAY_OK);
    assert_memory_equal(reader->keys.place.key.data, "b", 1);
    free_letters(reader);
}

static void test_keyless(void **state)
{
    (void)state;
    static const char *const none[] = {ASSAY_PROGRESS, ASSAY_SPLIT_POINTS, ASSAY_DYNAMIC_SPLIT,
                                       ASSAY_SPLIT_AT, ASSAY_POSITION,     "no/such"};
    letters *reader = all_letters();
    for (size_t i = 0; i < 5; i++)
        assert_non_null(ability(reader, none[i]));
    reader->keys.keyless = true;
    for (size_t i = 0; i < 6; i++)
        assert_null(ability(reader, none[i]));
    check_current_source(reader, "a", "");
    free_letters(reader);
}

static void test_closed(void **state)
{
    (void)state;
    letters *reader = all_letters();
    const assay_progress *progress = ability(reader, ASSAY_PROGRESS);
    assay_split_result result;
    double consumed;
    assert_int_equal(start(reader), ASSAY_OK);
    assert_int_equal(reader->keys.base.ops->close(&reader->keys.base, NULL), ASSAY_OK);
    assert_int_equal(progress->fraction(&reader->keys.base, &consumed, NULL), ASSAY_STATE);
    assert_int_equal(split_at(reader, "f", &result), ASSAY_STATE);
    assert_int_equal(split_fraction(reader, 0.5, &result), ASSAY_STATE);
    free_letters(reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_states),
        cmocka_unit_test(test_a_failure_is_for_good),
        cmocka_unit_test(test_progress),
        cmocka_unit_test(test_split_at),
        cmocka_unit_test(test_split_fraction),
        cmocka_unit_test(test_the_end_is_not_read),
        cmocka_unit_test(test_a_restored_reader_goes_on),
        cmocka_unit_test(test_a_place_that_is_gone),
        cmocka_unit_test(test_keyless),
        cmocka_unit_test(test_closed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
