#include "keyrange.h"

#include "test_store.h"

static const unsigned char odd[] = {0x00, 0x61, 0x7f, 0x80, 0xff};

/* All keys of up to three odd bytes, and two of the greatest size that differ in the last byte; the
 * values are all the same but for their number. */
static void put_odd(MDB_txn *transaction, MDB_dbi main, void *unused)
{
    unsigned char key[KEYRANGE_KEY_MAX], number = 0;
    (void)unused;
    for (size_t size = 1; size <= 3; size++)
        for (size_t i = 0; i < 125; i++, number++) {
            key[0] = odd[i % 5], key[1] = odd[i / 5 % 5], key[2] = odd[i / 25];
            store_put(transaction, main, (assay_bytes){key, size}, (assay_bytes){&number, 1});
        }
    memset(key, 0x61, sizeof(key));
    store_put(transaction, main, (assay_bytes){key, sizeof(key)}, (assay_bytes){"", 0});
    key[sizeof(key) - 1] = 0xff;
    store_put(transaction, main, (assay_bytes){key, sizeof(key)}, (assay_bytes){"", 0});
}

static assay_status try_cut(assay_source *source, assay_bytes start, assay_bytes end,
                            assay_source **part)
{
    const assay_range *range = source->ops->query(source, ASSAY_RANGE);
    return range->part(source, start, end, part, NULL);
}

/* Both parts together are the whole, and the second one begins at the position or behind it. */
static void expect_cut(assay_source *source, assay_bytes at, const assay_buffer *all)
{
    assay_source *low = NULL, *high = NULL;
    assay_buffer read = ASSAY_BUFFER_INIT;
    assay_record record = ASSAY_RECORD_INIT;
    assert_int_equal(try_cut(source, (assay_bytes){"", 0}, at, &low), ASSAY_OK);
    assert_int_equal(try_cut(source, at, (assay_bytes){"", 0}, &high), ASSAY_OK);
    drive_read(low, &read);
    drive_read(high, &read);
    assert_true(drive_same(&read, all));
    assay_reader *reader = drive_reader(high);
    if (reader->ops->start(reader, NULL) == ASSAY_OK) {
        assert_int_equal(reader->ops->current(reader, &record, NULL), ASSAY_OK);
        assert_true(assay_key_compare(record.id, at) >= 0);
    }
    reader->ops->release(reader);
    drive_release(low);
    drive_release(high);
    assay_buffer_clear(&read);
}

static void test_cuts_between_all_bytes(void **state)
{
    (void)state;
    unsigned char at[KEYRANGE_KEY_MAX + 2];
    assay_buffer all = ASSAY_BUFFER_INIT;
    store_change(0, put_odd, NULL);
    assay_source *source = store_open();
    drive_read(source, &all);
    for (size_t size = 1; size <= 4; size++)
        for (size_t i = 0; i < 625; i++) {
            at[0] = odd[i % 5], at[1] = odd[i / 5 % 5], at[2] = odd[i / 25 % 5],
            at[3] = odd[i / 125];
            expect_cut(source, (assay_bytes){at, size}, &all);
        }
    for (size_t size = KEYRANGE_KEY_MAX - 1; size <= sizeof(at); size++)
        for (size_t i = 0; i < 5; i++) {
            memset(at, 0x61, sizeof(at));
            at[KEYRANGE_KEY_MAX - 1] = odd[i];
            expect_cut(source, (assay_bytes){at, size}, &all);
        }
    drive_release(source);
    assay_buffer_clear(&all);
    assert_int_equal(store_entries(), 1);
}

static void test_marks_states_and_parts(void **state)
{
    (void)state;
    assay_buffer all = ASSAY_BUFFER_INIT, read = ASSAY_BUFFER_INIT;
    store_change(0, put_odd, NULL);
    assay_source *source = store_open();
    const assay_split *split = source->ops->query(source, ASSAY_SPLIT);
    drive_marks(source);
    drive_states(source);
    drive_read(source, &all);
    for (uint32_t count = 1; count <= 200; count += 3)
        for (int by_size = 0; by_size <= 1; by_size++) {
            drive_parts parts = {{drive_emit}, &read, 0, 0};
            assay_buffer_reset(&read);
            assert_int_equal(by_size ? split->by_size(source, count, &parts.emit, NULL)
                                     : split->by_count(source, count, &parts.emit, NULL),
                             ASSAY_OK);
            assert_true(drive_same(&read, &all));
            assert_true(parts.count >= (count > 1) + 1u && parts.count <= 157);
        }
    drive_release(source);
    assay_buffer_clear(&all);
    assay_buffer_clear(&read);
}

/* After records have been read, splits at a position; what is refused changes nothing. */
static void expect_split(assay_source *source, size_t records, assay_bytes at,
                         const assay_buffer *all, size_t *accepted)
{
    assay_reader *reader = drive_reader(source);
    const assay_split_at *split = reader->ops->query(reader, ASSAY_SPLIT_AT);
    assay_split_result result = {.struct_size = sizeof(result)};
    assay_buffer read = ASSAY_BUFFER_INIT;
    for (size_t i = 0; i < records; i++) {
        assert_int_equal(i == 0 ? reader->ops->start(reader, NULL)
                                : reader->ops->advance(reader, NULL),
                         ASSAY_OK);
        drive_collect(reader, &read);
    }
    assay_status status = split->split(reader, at, &result, NULL);
    assert_int_equal(drive_rest(reader, &read), ASSAY_END);
    if (status == ASSAY_OK) {
        assert_true(result.fraction >= 0 && result.fraction <= 1);
        drive_read(result.residual, &read);
        drive_release(result.primary);
        drive_release(result.residual);
        ++*accepted;
    } else {
        assert_int_equal(status, ASSAY_REFUSED);
    }
    assert_true(drive_same(&read, all));
    reader->ops->release(reader);
    assay_buffer_clear(&read);
}

static void test_splits_everywhere(void **state)
{
    (void)state;
    static const char *const words[] = {"a", "aa", "ab", "b", "c", "c\xff", "\xff", NULL};
    store_make(words);
    assay_source *source = store_open();
    assay_buffer all = ASSAY_BUFFER_INIT;
    size_t accepted = 0;
    drive_read(source, &all);
    for (size_t records = 1; records <= 7; records++)
        for (unsigned first = 0x60; first <= 0x64; first++)
            for (unsigned second = 0x60; second <= 0x63; second++) {
                unsigned char at[] = {(unsigned char)first, (unsigned char)second};
                expect_split(source, records, (assay_bytes){at, 1}, &all, &accepted);
                expect_split(source, records, (assay_bytes){at, 2}, &all, &accepted);
            }
    assert_true(accepted > 50);
    drive_release(source);
    assay_buffer_clear(&all);
}

static void test_bounds_of_the_settings(void **state)
{
    (void)state;
    static const char *const words[] = {"a", "aa", "b", "ba", "c", NULL};
    static const assay_setting from[] = {{"environment", "env"}, {"start", "6161"}};
    static const assay_setting to[] = {{"environment", "env"}, {"end", "62"}};
    static const assay_setting both[] = {
        {"environment", "env"}, {"start", "6100"}, {"end", "626100fF"}};
    static const assay_setting none[] = {
        {"environment", "env"}, {"start", "6162"}, {"end", "61ff"}};
    static const assay_setting point[] = {{"environment", "env"}, {"start", "62"}, {"end", "62"}};
    static const struct {
        const assay_setting *settings;
        uint32_t count;
        const char *expected, *described;
    } rows[] = {
        {store_settings, 1, "a aa b ba c ", ""},
        {from, 2, "aa b ba c ", " from 0x6161"},
        {to, 2, "a aa ", " to before 0x62"},
        {both, 3, "aa b ba ", " from 0x6100 to before 0x626100ff"},
        {none, 3, "", " from 0x6162 to before 0x61ff"},
        {point, 3, "", " from 0x62 to before 0x62"},
    };
    store_make(words);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assay_source *source = drive_open(rows[i].settings, rows[i].count);
        assay_source *copy = drive_copy(source);
        assay_buffer text = ASSAY_BUFFER_INIT;
        drive_release(source);
        assert_int_equal(copy->ops->validate(copy, NULL), ASSAY_OK);
        assert_int_equal(copy->ops->describe(copy, &text.out, NULL), ASSAY_OK);
        assert_int_equal(assay_buffer_append(&text.out, "", 1), ASSAY_OK);
        assert_memory_equal(text.data, "records by key in env", 21);
        assert_string_equal((const char *)text.data + 21, rows[i].described);
        store_expect(copy, rows[i].expected);
        drive_release(copy);
        assay_buffer_clear(&text);
    }
}

static void test_settings(void **state)
{
    (void)state;
    static const assay_setting bad[][3] = {
        {{"environment", ""}, {"start", "61"}, {"end", "62"}},
        {{"environment", "env"}, {"start", "6"}, {"end", "62"}},
        {{"environment", "env"}, {"start", "61"}, {"end", "6g"}},
        {{"environment", "env"}, {"start", "62"}, {"end", "61"}},
        {{"environment", "env"}, {"start", "61"}, {"colour", "62"}},
        {{"start", "61"}, {"end", "62"}, {"end", "62"}},
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        assay_source *source = NULL;
        assert_int_equal(drive_try_open(bad[i], 3, &source), ASSAY_INVALID);
    }
}

static void test_bounds_are_checked(void **state)
{
    (void)state;
    assay_source *source = store_open(), *part = NULL, *inner = NULL;
    assay_bytes a = {"a", 1}, b = {"b", 1}, c = {"c", 1}, none = {"", 0};
    assert_int_equal(try_cut(source, b, a, &part), ASSAY_INVALID);
    assert_int_equal(try_cut(source, a, b, &part), ASSAY_OK);
    assert_int_equal(try_cut(part, none, b, &inner), ASSAY_INVALID);
    assert_int_equal(try_cut(part, a, c, &inner), ASSAY_INVALID);
    assert_int_equal(try_cut(part, c, none, &inner), ASSAY_INVALID);
    drive_release(part);
    drive_release(source);
}

static void test_one_state_is_read_or_none(void **state)
{
    (void)state;
    static const char *const words[] = {"a", "b", "c", "d", NULL};
    static const char *const gone[] = {"b", "d", NULL}, *const more[] = {"bb", NULL};
    assay_buffer read = ASSAY_BUFFER_INIT, all = ASSAY_BUFFER_INIT;
    assay_error error = ASSAY_ERROR_INIT;
    store_make(words);
    assay_source *source = store_open();
    drive_read(source, &all);
    assay_reader *reader = drive_reader(source), *late = drive_reader(source);
    assert_int_equal(reader->ops->start(reader, NULL), ASSAY_OK);
    assert_int_equal(late->ops->start(late, NULL), ASSAY_OK);
    drive_collect(reader, &read);
    store_change(0, store_remove_words, (void *)gone);
    assert_int_equal(drive_rest(reader, &read), ASSAY_END);
    assert_true(drive_same(&read, &all));
    store_make(more);
    assert_int_equal(late->ops->advance(late, &error), ASSAY_IO);
    assert_string_equal(error.message, "'env' was changed while it was read");
    assert_int_equal(late->ops->advance(late, NULL), ASSAY_STATE);
    store_expect(source, "a bb c ");
    reader->ops->release(reader);
    late->ops->release(late);
    drive_release(source);
    assay_buffer_clear(&read);
    assay_buffer_clear(&all);
}

static void test_a_mark_outlives_its_key(void **state)
{
    (void)state;
    static const char *const words[] = {"a", "b", "b\1", "c", NULL};
    static const struct {
        const char *gone[5], *left;
    } rows[] = {{{"b"}, "b\1"},
                {{"a", "b"}, "b\1"},
                {{"b", "b\1", "c"}, NULL},
                {{"a", "b", "b\1", "c"}, NULL}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        assay_record record = ASSAY_RECORD_INIT;
        store_make(words);
        assay_source *source = store_open();
        assay_reader *reader = drive_reader(source);
        assert_int_equal(reader->ops->start(reader, NULL), ASSAY_OK);
        assert_int_equal(reader->ops->advance(reader, NULL), ASSAY_OK);
        assay_reader *restored = drive_restore(source, reader);
        reader->ops->release(reader);
        store_change(0, store_remove_words, (void *)rows[i].gone);
        assert_int_equal(restored->ops->start(restored, NULL),
                         rows[i].left == NULL ? ASSAY_END : ASSAY_OK);
        if (rows[i].left != NULL) {
            assert_int_equal(restored->ops->current(restored, &record, NULL), ASSAY_OK);
            assert_int_equal(record.id.size, strlen(rows[i].left));
            assert_memory_equal(record.id.data, rows[i].left, record.id.size);
        }
        restored->ops->release(restored);
        drive_release(source);
    }
}

/* format, points, key: of the range from a to before c. */
static void test_foreign_marks(void **state)
{
    (void)state;
    enum { FORMAT = KEYRANGE_FORMAT };
    static const struct {
        uint64_t format, points;
        const char *key;
        assay_status expected;
    } marks[] = {
        {FORMAT, 0, "", ASSAY_OK},        {FORMAT, 1, "b", ASSAY_OK},
        {FORMAT, 1, "a", ASSAY_OK},       {FORMAT + 1, 1, "b", ASSAY_INVALID},
        {FORMAT, 1, "", ASSAY_INVALID},   {FORMAT, 0, "b", ASSAY_INVALID},
        {FORMAT, 1, "A", ASSAY_INVALID},  {FORMAT, 1, "c", ASSAY_INVALID},
        {FORMAT, 1, "cc", ASSAY_INVALID}, {FORMAT, UINT64_MAX, "b", ASSAY_INVALID},
    };
    static const assay_setting settings[] = {
        {"environment", "env"}, {"start", "61"}, {"end", "63"}};
    assay_source *source = drive_open(settings, 3);
    const assay_checkpoint *checkpoint = source->ops->query(source, ASSAY_CHECKPOINT);
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        assay_buffer mark = ASSAY_BUFFER_INIT;
        assert_int_equal(assay_put_u64(&mark.out, marks[i].format), ASSAY_OK);
        assert_int_equal(assay_put_u64(&mark.out, marks[i].points), ASSAY_OK);
        assert_int_equal(assay_put_text(&mark.out, marks[i].key), ASSAY_OK);
        assert_int_equal(checkpoint->finalize(source, assay_buffer_bytes(&mark), NULL),
                         marks[i].expected);
        assay_buffer_clear(&mark);
    }
    drive_release(source);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        DRIVE_IN_FOLDER(test_cuts_between_all_bytes),
        DRIVE_IN_FOLDER(test_marks_states_and_parts),
        DRIVE_IN_FOLDER(test_splits_everywhere),
        DRIVE_IN_FOLDER(test_bounds_of_the_settings),
        DRIVE_IN_FOLDER(test_settings),
        DRIVE_IN_FOLDER(test_bounds_are_checked),
        DRIVE_IN_FOLDER(test_one_state_is_read_or_none),
        DRIVE_IN_FOLDER(test_a_mark_outlives_its_key),
        DRIVE_IN_FOLDER(test_foreign_marks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
