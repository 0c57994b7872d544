#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <assay/toolkit/wrap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The wrapped connector notes every call, by name, and counts its handles. What it offers is the
 * first setting's value: the letters are looked for. */
static char calls[4000];
static int alive;

static assay_status note(const char *call)
{
    strcat(strcat(calls, call), " ");
    return ASSAY_OK;
}

static bool noted(const char *expected)
{
    bool same = strcmp(calls, expected) == 0;
    if (!same)
        print_error("calls: %s\nexpected: %s\n", calls, expected);
    calls[0] = '\0';
    return same;
}

typedef struct plain_source {
    assay_source base;
    const char *offers;
} plain_source;

static assay_source *plain_source_new(const char *offers);
static assay_reader *plain_reader_new(const char *offers);

static const char *offers_of(assay_source *self)
{
    return ((plain_source *)self)->offers;
}

static assay_status plain_encode(assay_source *self, assay_out *to, assay_error *error)
{
    (void)self, (void)to, (void)error;
    return note("encode");
}

static assay_status plain_describe(assay_source *self, assay_out *to, assay_error *error)
{
    (void)self, (void)to, (void)error;
    return note("describe");
}

static assay_status plain_validate(assay_source *self, assay_error *error)
{
    (void)self, (void)error;
    return note("validate");
}

static assay_status plain_open_reader(assay_source *self, assay_reader **reader, assay_error *error)
{
    (void)error;
    *reader = plain_reader_new(offers_of(self));
    return note("open-reader");
}

static void plain_release(assay_source *self)
{
    alive--;
    free(self);
}

static assay_status plain_estimate(assay_source *self, int64_t *bytes, assay_error *error)
{
    (void)self, (void)error;
    *bytes = 42;
    return note("estimate");
}

static assay_status plain_by_size(assay_source *self, int64_t size, assay_source_emit *parts,
                                  assay_error *error)
{
    (void)error;
    assert_int_equal(size, 7);
    ASSAY_TRY(parts->emit(parts, plain_source_new(offers_of(self))));
    ASSAY_TRY(parts->emit(parts, plain_source_new(offers_of(self))));
    return note("by-size");
}

static assay_status plain_by_count(assay_source *self, uint32_t count, assay_source_emit *parts,
                                   assay_error *error)
{
    (void)error;
    assert_int_equal(count, 3);
    ASSAY_TRY(parts->emit(parts, plain_source_new(offers_of(self))));
    return note("by-count");
}

static assay_status plain_bounds(assay_source *self, assay_out *start, assay_out *end,
                                 assay_error *error)
{
    (void)self, (void)start, (void)end, (void)error;
    return note("bounds");
}

static assay_status plain_part(assay_source *self, assay_bytes start, assay_bytes end,
                               assay_source **part, assay_error *error)
{
    (void)start, (void)end, (void)error;
    *part = plain_source_new(offers_of(self));
    return note("part");
}

/* The inner connector must see its own handles, which have these operations. */
static const assay_source_ops plain_source_ops;
static const assay_reader_ops plain_reader_ops;

static assay_status plain_mark(assay_source *self, assay_reader *reader, assay_out *mark,
                               assay_error *error)
{
    (void)mark, (void)error;
    assert_ptr_equal(self->ops, &plain_source_ops);
    assert_ptr_equal(reader->ops, &plain_reader_ops);
    return note("mark");
}

static assay_status plain_restore(assay_source *self, assay_bytes mark, assay_reader **reader,
                                  assay_error *error)
{
    (void)mark, (void)error;
    *reader = plain_reader_new(offers_of(self));
    return note("restore");
}

static assay_status plain_finalize(assay_source *self, assay_bytes mark, assay_error *error)
{
    (void)self, (void)mark, (void)error;
    return note("finalize");
}

static assay_status plain_watermark(assay_source *self, assay_reader *reader, int64_t *watermark,
                                    assay_error *error)
{
    (void)self, (void)error;
    assert_ptr_equal(reader->ops, &plain_reader_ops);
    *watermark = 1;
    return note("watermark");
}

static assay_status plain_backlog(assay_source *self, assay_reader *reader, int64_t *bytes,
                                  assay_error *error)
{
    (void)self, (void)error;
    assert_ptr_equal(reader->ops, &plain_reader_ops);
    *bytes = 2;
    return note("backlog");
}

static const void *plain_query(assay_source *self, const char *ability)
{
    static const assay_size size = {sizeof(size), 0, plain_estimate};
    static const assay_split by_both = {sizeof(by_both), 0, plain_by_size, plain_by_count};
    static const assay_split by_one = {sizeof(by_one), 0, plain_by_size, NULL};
    static const assay_range offsets = {sizeof(offsets), ASSAY_POSITION_OFFSET, plain_bounds,
                                        plain_part};
    static const assay_range keys = {sizeof(keys), ASSAY_POSITION_KEY, plain_bounds, plain_part};
    static const assay_checkpoint marks = {sizeof(marks), 0, plain_mark, plain_restore,
                                           plain_finalize};
    static const assay_checkpoint no_finalize = {sizeof(marks), 0, plain_mark, plain_restore, NULL};
    static const assay_stream streams[] = {
        {sizeof(streams[0]), 0, plain_watermark, plain_backlog},
        {sizeof(streams[0]), 1, plain_watermark, plain_backlog},
        {sizeof(streams[0]), 2, plain_watermark, plain_backlog},
        {sizeof(streams[0]), 3, plain_watermark, plain_backlog},
    };
    static const struct {
        char letter;
        const char *ability;
        const void *table;
    } rows[] = {
        {'s', ASSAY_SIZE, &size},
        {'b', ASSAY_SPLIT, &by_both},
        {'1', ASSAY_SPLIT, &by_one},
        {'o', ASSAY_RANGE, &offsets},
        {'k', ASSAY_RANGE, &keys},
        {'c', ASSAY_CHECKPOINT, &marks},
        {'n', ASSAY_CHECKPOINT, &no_finalize},
        {'A', ASSAY_STREAM, &streams[0]},
        {'B', ASSAY_STREAM, &streams[1]},
        {'C', ASSAY_STREAM, &streams[2]},
        {'D', ASSAY_STREAM, &streams[3]},
        {'s', "other.ability/0", &size},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (strchr(offers_of(self), rows[i].letter) && strcmp(rows[i].ability, ability) == 0)
            return rows[i].table;
    return NULL;
}

static const assay_source_ops plain_source_ops = {
    sizeof(plain_source_ops), 0,           plain_encode,  plain_describe, plain_validate,
    plain_open_reader,        plain_query, plain_release,
};

static assay_source *plain_source_new(const char *offers)
{
    plain_source *self = malloc(sizeof(*self));
    assert_non_null(self);
    alive++;
    *self = (plain_source){{&plain_source_ops}, offers};
    return &self->base;
}

typedef struct plain_reader {
    assay_reader base;
    const char *offers;
} plain_reader;

static assay_status plain_start(assay_reader *self, assay_error *error)
{
    (void)self, (void)error;
    return note("start");
}

static assay_status plain_advance(assay_reader *self, assay_error *error)
{
    (void)self, (void)error;
    (void)note("advance");
    return ASSAY_END;
}

static assay_status plain_current(assay_reader *self, assay_record *record, assay_error *error)
{
    (void)self, (void)error;
    record->timestamp = 5;
    return note("current");
}

static assay_status plain_close(assay_reader *self, assay_error *error)
{
    (void)self, (void)error;
    return note("close");
}

static void plain_reader_release(assay_reader *self)
{
    alive--;
    free(self);
}

static assay_status plain_fraction(assay_reader *self, double *fraction, assay_error *error)
{
    (void)self, (void)error;
    *fraction = 0.5;
    return note("fraction");
}

static assay_status plain_counts(assay_reader *self, int64_t *consumed, int64_t *remaining,
                                 assay_error *error)
{
    (void)self, (void)error;
    *consumed = 3;
    *remaining = 4;
    return note("counts");
}

static assay_status plain_split(assay_reader *self, double fraction, assay_split_result *result,
                                assay_error *error)
{
    (void)error;
    (void)note("split");
    if (fraction == 0)
        return ASSAY_REFUSED;
    result->fraction = fraction;
    result->primary = plain_source_new(((plain_reader *)self)->offers);
    result->residual = plain_source_new(((plain_reader *)self)->offers);
    return ASSAY_OK;
}

static assay_status plain_split_at(assay_reader *self, assay_bytes position,
                                   assay_split_result *result, assay_error *error)
{
    return plain_split(self, position.size == 0 ? 0 : 0.25, result, error);
}

static assay_status plain_get_source(assay_reader *self, assay_source **source, assay_error *error)
{
    (void)error;
    *source = plain_source_new(((plain_reader *)self)->offers);
    return note("current-source");
}

static assay_status plain_get_position(assay_reader *self, assay_out *position, bool *split_point,
                                       assay_error *error)
{
    (void)self, (void)position, (void)error;
    *split_point = true;
    return note("position");
}

static const void *plain_reader_query(assay_reader *self, const char *ability)
{
    static const assay_progress progress = {sizeof(progress), 0, plain_fraction};
    static const assay_split_points points = {sizeof(points), 0, plain_counts};
    static const assay_dynamic_split split = {sizeof(split), 0, plain_split};
    static const assay_split_at split_at = {sizeof(split_at), 0, plain_split_at};
    static const assay_current_source source = {sizeof(source), 0, plain_get_source};
    static const assay_position offset = {sizeof(offset), ASSAY_POSITION_OFFSET,
                                          plain_get_position};
    static const assay_position key = {sizeof(key), ASSAY_POSITION_KEY, plain_get_position};
    static const struct {
        char letter;
        const char *ability;
        const void *table;
    } rows[] = {
        {'p', ASSAY_PROGRESS, &progress},     {'q', ASSAY_SPLIT_POINTS, &points},
        {'d', ASSAY_DYNAMIC_SPLIT, &split},   {'a', ASSAY_SPLIT_AT, &split_at},
        {'u', ASSAY_CURRENT_SOURCE, &source}, {'o', ASSAY_POSITION, &offset},
        {'k', ASSAY_POSITION, &key},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (strchr(((plain_reader *)self)->offers, rows[i].letter) &&
            strcmp(rows[i].ability, ability) == 0)
            return rows[i].table;
    return NULL;
}

static const assay_reader_ops plain_reader_ops = {
    sizeof(plain_reader_ops),
    0,
    plain_start,
    plain_advance,
    plain_current,
    plain_close,
    plain_reader_query,
    plain_reader_release,
};

static assay_reader *plain_reader_new(const char *offers)
{
    plain_reader *self = malloc(sizeof(*self));
    assert_non_null(self);
    alive++;
    *self = (plain_reader){{&plain_reader_ops}, offers};
    return &self->base;
}

static assay_status plain_write(assay_writer *self, const assay_record *record, assay_error *error)
{
    (void)self, (void)record, (void)error;
    return note("write");
}

static assay_status plain_prepare(assay_writer *self, assay_out *token, assay_error *error)
{
    (void)self, (void)token, (void)error;
    return note("prepare");
}

static assay_status plain_abort(assay_writer *self, assay_error *error)
{
    (void)self, (void)error;
    return note("abort");
}

static void plain_writer_release(assay_writer *self)
{
    alive--;
    free(self);
}

static assay_status plain_sink_encode(assay_sink *self, assay_out *to, assay_error *error)
{
    (void)self, (void)to, (void)error;
    return note("encode");
}

static assay_status plain_sink_describe(assay_sink *self, assay_out *to, assay_error *error)
{
    (void)self, (void)to, (void)error;
    return note("describe");
}

static assay_status plain_sink_validate(assay_sink *self, assay_error *error)
{
    (void)self, (void)error;
    return note("validate");
}

static assay_status plain_initialize(assay_sink *self, assay_error *error)
{
    (void)self, (void)error;
    return note("initialize");
}

static assay_status plain_open_writer(assay_sink *self, uint64_t bundle, const char *attempt,
                                      assay_writer **writer, assay_error *error)
{
    (void)self, (void)error;
    static const assay_writer_ops ops = {
        sizeof(ops), 0, plain_write, plain_prepare, plain_abort, plain_writer_release,
    };
    assert_int_equal(bundle, 9);
    assert_string_equal(attempt, "a");
    *writer = malloc(sizeof(**writer));
    assert_non_null(*writer);
    (*writer)->ops = &ops;
    alive++;
    return note("open-writer");
}

static assay_status plain_commit(assay_sink *self, const assay_bytes *tokens, size_t count,
                                 assay_error *error)
{
    (void)self, (void)tokens, (void)error;
    assert_int_equal(count, 2);
    return note("commit");
}

static assay_status plain_cleanup(assay_sink *self, assay_error *error)
{
    (void)self, (void)error;
    return note("cleanup");
}

static const void *plain_sink_query(assay_sink *self, const char *ability)
{
    (void)self;
    return ability;
}

static void plain_sink_release(assay_sink *self)
{
    alive--;
    free(self);
}

static assay_status plain_open(const assay_connector *self, const assay_host *host,
                               const assay_config *config, assay_source **source,
                               assay_error *error)
{
    (void)self, (void)host, (void)error;
    *source = plain_source_new(config->settings[0].value);
    return ASSAY_OK;
}

static assay_status plain_decode(const assay_connector *self, const assay_host *host,
                                 assay_bytes encoded, assay_source **source, assay_error *error)
{
    (void)self, (void)host, (void)error;
    *source = plain_source_new(encoded.data);
    return ASSAY_OK;
}

static assay_status plain_open_sink(const assay_connector *self, const assay_host *host,
                                    const assay_config *config, assay_sink **sink,
                                    assay_error *error)
{
    (void)self, (void)host, (void)config, (void)error;
    static const assay_sink_ops ops = {
        sizeof(ops),         0,
        plain_sink_encode,   plain_sink_describe,
        plain_sink_validate, plain_initialize,
        plain_open_writer,   plain_commit,
        plain_cleanup,       plain_sink_query,
        plain_sink_release,
    };
    *sink = malloc(sizeof(**sink));
    assert_non_null(*sink);
    (*sink)->ops = &ops;
    alive++;
    return ASSAY_OK;
}

static const assay_connector *plain_entry(void)
{
    static const assay_connector connector = {
        .struct_size = sizeof(connector),
        .name = "plain",
        .open_source = plain_open,
        .decode_source = plain_decode,
        .open_sink = plain_open_sink,
    };
    return &connector;
}

static const assay_connector *empty_entry(void)
{
    static const assay_connector connector = {.struct_size = sizeof(connector), .name = "empty"};
    return &connector;
}

static assay_status try_open(const assay_wrap *wrap, const char *offers, assay_source **source)
{
    assay_setting setting = {"offers", offers};
    assay_config config = {sizeof(config), 1, &setting};
    return wrap->base.open_source(&wrap->base, NULL, &config, source, NULL);
}

static assay_source *open_source(const assay_wrap *wrap, const char *offers)
{
    assay_source *source = NULL;
    assert_int_equal(try_open(wrap, offers, &source), ASSAY_OK);
    return source;
}

static assay_reader *open_reader(assay_source *source)
{
    assay_reader *reader = NULL;
    assert_int_equal(source->ops->open_reader(source, &reader, NULL), ASSAY_OK);
    return reader;
}

/* Counts wrapped sources and releases them. */
typedef struct counter {
    assay_source_emit emit;
    int count;
} counter;

static void release_wrapped(assay_source *source)
{
    assert_ptr_not_equal(source->ops, &plain_source_ops);
    assert_ptr_equal(assay_wrap_inner_source(source)->ops, &plain_source_ops);
    source->ops->release(source);
}

static assay_status count_source(assay_source_emit *self, assay_source *item)
{
    ((counter *)self)->count++;
    release_wrapped(item);
    return ASSAY_OK;
}

static void use_source(assay_source *source)
{
    assert_int_equal(source->ops->encode(source, NULL, NULL), ASSAY_OK);
    assert_int_equal(source->ops->describe(source, NULL, NULL), ASSAY_OK);
    assert_int_equal(source->ops->validate(source, NULL), ASSAY_OK);
}

static void use_parts(assay_source *source, int by_size, int by_count)
{
    const assay_size *size = source->ops->query(source, ASSAY_SIZE);
    const assay_split *split = source->ops->query(source, ASSAY_SPLIT);
    const assay_range *range = source->ops->query(source, ASSAY_RANGE);
    counter counted = {{count_source}, 0};
    assay_source *part = NULL;
    int64_t bytes = 0;
    assert_int_equal(size->estimate(source, &bytes, NULL), ASSAY_OK);
    assert_int_equal(bytes, 42);
    assert_int_equal(split->by_size(source, 7, &counted.emit, NULL), ASSAY_OK);
    assert_int_equal(counted.count, by_size);
    assert_int_equal(split->by_count(source, 3, &counted.emit, NULL), ASSAY_OK);
    assert_int_equal(counted.count, by_size + by_count);
    assert_int_equal(range->bounds(source, NULL, NULL, NULL), ASSAY_OK);
    assert_int_equal(range->part(source, (assay_bytes){0}, (assay_bytes){0}, &part, NULL),
                     ASSAY_OK);
    release_wrapped(part);
}

static void use_marks(assay_source *source, assay_reader *reader)
{
    const assay_checkpoint *marks = source->ops->query(source, ASSAY_CHECKPOINT);
    const assay_stream *stream = source->ops->query(source, ASSAY_STREAM);
    assay_reader *restored = NULL;
    int64_t number = 0;
    assert_int_equal(marks->mark(source, reader, NULL, NULL), ASSAY_OK);
    assert_int_equal(marks->restore(source, (assay_bytes){0}, &restored, NULL), ASSAY_OK);
    assert_ptr_equal(assay_wrap_reader_source(restored), source);
    assert_ptr_equal(assay_wrap_inner_reader(restored)->ops, &plain_reader_ops);
    restored->ops->release(restored);
    assert_int_equal(marks->finalize(source, (assay_bytes){0}, NULL), ASSAY_OK);
    assert_int_equal(stream->watermark(source, reader, &number, NULL), ASSAY_OK);
    assert_int_equal(number, 1);
    assert_int_equal(stream->backlog(source, reader, &number, NULL), ASSAY_OK);
    assert_int_equal(number, 2);
}

static void use_reader(assay_reader *reader)
{
    const assay_progress *progress = reader->ops->query(reader, ASSAY_PROGRESS);
    const assay_split_points *points = reader->ops->query(reader, ASSAY_SPLIT_POINTS);
    const assay_position *position = reader->ops->query(reader, ASSAY_POSITION);
    assay_record record = ASSAY_RECORD_INIT;
    double fraction = 0;
    int64_t consumed = 0, remaining = 0;
    bool split_point = false;
    assert_int_equal(reader->ops->start(reader, NULL), ASSAY_OK);
    assert_int_equal(reader->ops->current(reader, &record, NULL), ASSAY_OK);
    assert_int_equal(record.timestamp, 5);
    assert_int_equal(progress->fraction(reader, &fraction, NULL), ASSAY_OK);
    assert_true(fraction == 0.5);
    assert_int_equal(points->counts(reader, &consumed, &remaining, NULL), ASSAY_OK);
    assert_true(consumed == 3 && remaining == 4);
    assert_int_equal(position->get(reader, NULL, &split_point, NULL), ASSAY_OK);
    assert_true(split_point);
    assert_int_equal(reader->ops->advance(reader, NULL), ASSAY_END);
    assert_int_equal(reader->ops->close(reader, NULL), ASSAY_OK);
}

static void use_splits(assay_reader *reader)
{
    const assay_dynamic_split *split = reader->ops->query(reader, ASSAY_DYNAMIC_SPLIT);
    const assay_split_at *split_at = reader->ops->query(reader, ASSAY_SPLIT_AT);
    const assay_current_source *current = reader->ops->query(reader, ASSAY_CURRENT_SOURCE);
    assay_split_result result = {.struct_size = sizeof(result)};
    assay_source *source = NULL;
    assert_int_equal(split->split(reader, 0, &result, NULL), ASSAY_REFUSED);
    assert_null(result.primary);
    assert_int_equal(split->split(reader, 0.75, &result, NULL), ASSAY_OK);
    assert_true(result.fraction == 0.75);
    release_wrapped(result.primary);
    release_wrapped(result.residual);
    assert_int_equal(split_at->split(reader, (assay_bytes){"x", 1}, &result, NULL), ASSAY_OK);
    assert_true(result.fraction == 0.25);
    release_wrapped(result.primary);
    release_wrapped(result.residual);
    assert_int_equal(current->get(reader, &source, NULL), ASSAY_OK);
    release_wrapped(source);
}

static void use_sink(const assay_wrap *wrap)
{
    assay_config config = {sizeof(config), 0, NULL};
    assay_sink *sink = NULL;
    assay_writer *writer = NULL;
    assert_int_equal(wrap->base.open_sink(&wrap->base, NULL, &config, &sink, NULL), ASSAY_OK);
    assert_int_equal(sink->ops->encode(sink, NULL, NULL), ASSAY_OK);
    assert_int_equal(sink->ops->describe(sink, NULL, NULL), ASSAY_OK);
    assert_int_equal(sink->ops->validate(sink, NULL), ASSAY_OK);
    assert_int_equal(sink->ops->initialize(sink, NULL), ASSAY_OK);
    assert_int_equal(sink->ops->open_writer(sink, 9, "a", &writer, NULL), ASSAY_OK);
    assert_int_equal(sink->ops->commit(sink, NULL, 2, NULL), ASSAY_OK);
    assert_int_equal(sink->ops->cleanup(sink, NULL), ASSAY_OK);
    assert_null(sink->ops->query(sink, "any/0"));
    assert_ptr_equal(assay_wrap_writer_sink(writer), sink);
    sink->ops->release(sink);
    assert_int_equal(writer->ops->write(writer, NULL, NULL), ASSAY_OK);
    assert_int_equal(writer->ops->prepare(writer, NULL, NULL), ASSAY_OK);
    assert_int_equal(writer->ops->abort(writer, NULL), ASSAY_OK);
    writer->ops->release(writer);
    assert_int_equal(alive, 0);
}

#define ALL "sbocDpqdau"

static const assay_wrap_hooks no_hooks;
static const assay_wrap bare = {ASSAY_WRAP_BASE("bare", "1"), plain_entry, &no_hooks};

static void test_everything_is_forwarded(void **state)
{
    (void)state;
    assay_source *source = open_source(&bare, ALL);
    use_source(source);
    use_parts(source, 2, 1);
    assert_true(noted("encode describe validate estimate by-size by-count bounds part "));
    assay_reader *reader = open_reader(source);
    use_marks(source, reader);
    assert_true(noted("open-reader mark restore finalize watermark backlog "));
    use_splits(reader);
    assert_true(noted("split split split current-source "));
    use_reader(reader);
    assert_true(noted("start current fraction counts position advance close "));
    reader->ops->release(reader);
    source->ops->release(source);
    assert_int_equal(alive, 0);
    use_sink(&bare);
    assert_true(
        noted("encode describe validate initialize open-writer commit cleanup write prepare "
              "abort "));
}

static void test_a_reader_outlives_its_source(void **state)
{
    (void)state;
    assay_source *source = open_source(&bare, ALL);
    assay_reader *reader = open_reader(source);
    source->ops->release(source);
    use_splits(reader);
    use_reader(reader);
    reader->ops->release(reader);
    assert_int_equal(alive, 0);
    calls[0] = '\0';
}

static void test_decoded_is_wrapped(void **state)
{
    (void)state;
    assay_source *source = NULL;
    assay_bytes encoded = {"s", 2};
    assert_int_equal(bare.base.decode_source(&bare.base, NULL, encoded, &source, NULL), ASSAY_OK);
    assert_non_null(source->ops->query(source, ASSAY_SIZE));
    release_wrapped(source);
}

static void test_a_kind_that_is_not_there(void **state)
{
    (void)state;
    static const assay_wrap nothing = {ASSAY_WRAP_BASE("nothing", "1"), empty_entry, &no_hooks};
    const assay_connector *base = &nothing.base;
    assay_error error = ASSAY_ERROR_INIT;
    assay_source *source = NULL;
    assay_sink *sink = NULL;
    assay_bytes bytes = {NULL, 0};
    assert_int_equal(base->open_source(base, NULL, NULL, &source, &error), ASSAY_UNSUPPORTED);
    assert_string_equal(error.message, "'empty' has no source");
    assert_int_equal(base->decode_source(base, NULL, bytes, &source, NULL), ASSAY_UNSUPPORTED);
    assert_int_equal(base->open_sink(base, NULL, NULL, &sink, NULL), ASSAY_UNSUPPORTED);
    assert_int_equal(base->decode_sink(base, NULL, bytes, &sink, NULL), ASSAY_UNSUPPORTED);
}

static void test_abilities_are_the_inner_ones(void **state)
{
    (void)state;
    static const char *const names[] = {
        ASSAY_SIZE,     ASSAY_SPLIT,          ASSAY_RANGE,        ASSAY_CHECKPOINT,
        ASSAY_STREAM,   ASSAY_PROGRESS,       ASSAY_SPLIT_POINTS, ASSAY_DYNAMIC_SPLIT,
        ASSAY_SPLIT_AT, ASSAY_CURRENT_SOURCE, ASSAY_POSITION,     "other.ability/0"};
    static const char *const offers[] = {"", "s", "b", "o", "c", "D", "p", "q", "d", "a", "u", "k"};
    for (size_t i = 0; i < sizeof(offers) / sizeof(offers[0]); i++) {
        assay_source *source = open_source(&bare, offers[i]);
        assay_reader *reader = open_reader(source);
        for (size_t n = 0; n + 1 < sizeof(names) / sizeof(names[0]); n++) {
            assert_int_equal(source->ops->query(source, names[n]) != NULL,
                             plain_query(assay_wrap_inner_source(source), names[n]) != NULL);
            assert_int_equal(reader->ops->query(reader, names[n]) != NULL,
                             plain_reader_query(assay_wrap_inner_reader(reader), names[n]) != NULL);
        }
        assert_null(source->ops->query(source, "other.ability/0"));
        reader->ops->release(reader);
        source->ops->release(source);
    }
    calls[0] = '\0';
}

static void test_variants_of_tables(void **state)
{
    (void)state;
    assay_source *source = open_source(&bare, "1kn");
    assay_reader *reader = open_reader(source);
    const assay_split *split = source->ops->query(source, ASSAY_SPLIT);
    const assay_range *range = source->ops->query(source, ASSAY_RANGE);
    const assay_checkpoint *marks = source->ops->query(source, ASSAY_CHECKPOINT);
    const assay_position *position = reader->ops->query(reader, ASSAY_POSITION);
    assert_true(split->by_size != NULL && split->by_count == NULL);
    assert_true(marks->restore != NULL && marks->finalize == NULL);
    assert_int_equal(range->kind, ASSAY_POSITION_KEY);
    assert_int_equal(position->kind, ASSAY_POSITION_KEY);
    reader->ops->release(reader);
    source->ops->release(source);
    static const char *const streams[] = {"A", "B", "C", "D"};
    for (uint32_t flags = 0; flags < 4; flags++) {
        source = open_source(&bare, streams[flags]);
        const assay_stream *stream = source->ops->query(source, ASSAY_STREAM);
        assert_int_equal(stream->flags, flags);
        source->ops->release(source);
    }
    source = open_source(&bare, "o");
    range = source->ops->query(source, ASSAY_RANGE);
    assert_int_equal(range->kind, ASSAY_POSITION_OFFSET);
    source->ops->release(source);
    calls[0] = '\0';
}

/* Hooks: a few that note themselves, and all that they are not. */
static assay_status hook_describe(assay_source *self, assay_out *to, assay_error *error)
{
    assay_source *inner = assay_wrap_inner_source(self);
    int *seen = assay_wrap_source_room(self);
    ASSAY_TRY(note(++*seen == 1 ? "hook-first" : "hook-again"));
    return inner->ops->describe(inner, to, error);
}

static const void *hook_query(assay_source *self, const char *ability)
{
    return strcmp(ability, ASSAY_SIZE) == 0 ? NULL : assay_wrap_source_ability(self, ability);
}

static void hook_release(assay_source *self)
{
    assert_non_null(assay_wrap_inner_source(self));
    (void)note("hook-release");
}

static assay_status hook_by_count(assay_source *self, uint32_t count, assay_source_emit *parts,
                                  assay_error *error)
{
    (void)count, (void)error;
    assay_source *part = NULL;
    ASSAY_TRY(assay_wrap_source(self, plain_source_new(ALL), &part));
    ASSAY_TRY(note("hook-by-count"));
    return parts->emit(parts, part);
}

static assay_status hook_advance(assay_reader *self, assay_error *error)
{
    (void)error;
    int *seen = assay_wrap_reader_room(self);
    int *source_seen = assay_wrap_source_room(assay_wrap_reader_source(self));
    char text[40];
    snprintf(text, sizeof(text), "hook-advance-%d-%d", (*seen)++, *source_seen);
    return note(text);
}

static const void *hook_reader_query(assay_reader *self, const char *ability)
{
    static const assay_progress offered = {sizeof(offered), 0, plain_fraction};
    return strcmp(ability, ASSAY_PROGRESS) == 0 ? &offered
                                                : assay_wrap_reader_ability(self, ability);
}

static void hook_reader_release(assay_reader *self)
{
    (void)self;
    (void)note("hook-reader-release");
}

static assay_status hook_write(assay_writer *self, const assay_record *record, assay_error *error)
{
    (void)record, (void)error;
    int *sink_seen = assay_wrap_sink_room(assay_wrap_writer_sink(self));
    int *seen = assay_wrap_writer_room(self);
    assert_int_equal((*sink_seen)++ + (*seen)++, 0);
    assert_non_null(assay_wrap_inner_writer(self));
    return note("hook-write");
}

static assay_status hook_commit(assay_sink *self, const assay_bytes *tokens, size_t count,
                                assay_error *error)
{
    assay_sink *inner = assay_wrap_inner_sink(self);
    ASSAY_TRY(inner->ops->commit(inner, tokens, count, error));
    return note("hook-commit");
}

static const assay_source_ops source_hooks = {
    .describe = hook_describe, .query = hook_query, .release = hook_release};
static const assay_split split_hooks = {.by_count = hook_by_count};
static const assay_reader_ops reader_hooks = {
    .advance = hook_advance, .query = hook_reader_query, .release = hook_reader_release};
static const assay_writer_ops writer_hooks = {.write = hook_write};
static const assay_sink_ops sink_hooks = {.commit = hook_commit};
static const assay_wrap_hooks some_hooks = {
    .source_room = sizeof(int),
    .reader_room = sizeof(int),
    .sink_room = sizeof(int),
    .writer_room = sizeof(int),
    .source = &source_hooks,
    .split = &split_hooks,
    .reader = &reader_hooks,
    .writer = &writer_hooks,
    .sink = &sink_hooks,
};
static const assay_wrap hooked = {ASSAY_WRAP_BASE("hooked", "1"), plain_entry, &some_hooks};

static void test_hooks_come_first(void **state)
{
    (void)state;
    assay_source *source = open_source(&hooked, "sb");
    assay_reader *reader = open_reader(source);
    const assay_split *split = source->ops->query(source, ASSAY_SPLIT);
    counter counted = {{count_source}, 0};
    calls[0] = '\0';
    use_source(source);
    use_source(source);
    assert_true(noted("encode hook-first describe validate encode hook-again describe validate "));
    assert_null(source->ops->query(source, ASSAY_SIZE));
    assert_null(source->ops->query(source, ASSAY_RANGE));
    assert_int_equal(split->by_count(source, 1, &counted.emit, NULL), ASSAY_OK);
    assert_int_equal(counted.count, 1);
    assert_true(noted("hook-by-count hook-release "));
    assert_int_equal(split->by_size(source, 7, &counted.emit, NULL), ASSAY_OK);
    assert_true(noted("hook-release hook-release by-size "));
    source->ops->release(source);
    assert_non_null(reader->ops->query(reader, ASSAY_PROGRESS));
    assert_null(reader->ops->query(reader, ASSAY_POSITION));
    assert_int_equal(reader->ops->advance(reader, NULL), ASSAY_OK);
    assert_int_equal(reader->ops->advance(reader, NULL), ASSAY_OK);
    reader->ops->release(reader);
    assert_true(noted("hook-release hook-advance-0-2 hook-advance-1-2 hook-reader-release "));
    assert_int_equal(alive, 0);
    use_sink(&hooked);
    assert_true(noted("encode describe validate initialize open-writer commit hook-commit cleanup "
                      "hook-write prepare abort "));
}

/* Where there is no memory for a wrapper, the inner handle is not lost. A sanitizer's allocator
 * would end the process over the size asked for here, if it were not told. */
__attribute__((visibility("default"))) const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "allocator_may_return_null=1";
}
__attribute__((visibility("default"))) const char *__tsan_default_options(void);
const char *__tsan_default_options(void)
{
    return "allocator_may_return_null=1";
}

#define TOO_MUCH (SIZE_MAX / 4)

static void test_no_memory_for_a_wrapper(void **state)
{
    (void)state;
    static const assay_wrap_hooks greedy = {.source_room = TOO_MUCH};
    static const assay_wrap_hooks greedy_reader = {.reader_room = TOO_MUCH};
    static const assay_wrap no_source = {ASSAY_WRAP_BASE("greedy", "1"), plain_entry, &greedy};
    static const assay_wrap no_reader = {ASSAY_WRAP_BASE("greedy", "1"), plain_entry,
                                         &greedy_reader};
    assay_source *source = NULL;
    assay_reader *reader = NULL;
    assert_int_equal(try_open(&no_source, "", &source), ASSAY_MEMORY);
    assert_null(source);
    assert_int_equal(alive, 0);
    source = open_source(&no_reader, "");
    assert_int_equal(source->ops->open_reader(source, &reader, NULL), ASSAY_MEMORY);
    assert_null(reader);
    source->ops->release(source);
    assert_int_equal(alive, 0);
    calls[0] = '\0';
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_everything_is_forwarded),
        cmocka_unit_test(test_a_reader_outlives_its_source),
        cmocka_unit_test(test_decoded_is_wrapped),
        cmocka_unit_test(test_a_kind_that_is_not_there),
        cmocka_unit_test(test_abilities_are_the_inner_ones),
        cmocka_unit_test(test_variants_of_tables),
        cmocka_unit_test(test_hooks_come_first),
        cmocka_unit_test(test_no_memory_for_a_wrapper),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
