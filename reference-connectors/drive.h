#ifndef ASSAY_REFERENCE_CONNECTORS_DRIVE_H
#define ASSAY_REFERENCE_CONNECTORS_DRIVE_H

/* For the unit tests of the connectors: calls that must succeed, in one line each. Records are
 * collected in a buffer, each with its size before it, so that reads compare and concatenate. */

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <assay/connector.h>
#include <assay/toolkit/buffer.h>
#include <assay/toolkit/codec.h>
#include <stdlib.h>
#include <string.h>

static inline assay_status drive_try_open(const assay_setting *settings, uint32_t count,
                                          assay_source **source)
{
    const assay_connector *connector = assay_connector_entry();
    assay_config config = {sizeof(config), count, settings};
    return connector->open_source(connector, NULL, &config, source, NULL);
}

static inline assay_source *drive_open(const assay_setting *settings, uint32_t count)
{
    assay_source *source = NULL;
    assert_int_equal(drive_try_open(settings, count, &source), ASSAY_OK);
    return source;
}

static inline void drive_release(assay_source *source)
{
    source->ops->release(source);
}

/* What decode makes of the encoded source. */
static inline assay_source *drive_copy(assay_source *source)
{
    const assay_connector *connector = assay_connector_entry();
    assay_buffer encoded = ASSAY_BUFFER_INIT;
    assay_source *copy = NULL;
    assert_int_equal(source->ops->encode(source, &encoded.out, NULL), ASSAY_OK);
    for (size_t size = 0; size < encoded.size; size++)
        assert_int_equal(connector->decode_source(connector, NULL,
                                                  (assay_bytes){encoded.data, size}, &copy, NULL),
                         ASSAY_INVALID);
    assert_int_equal(
        connector->decode_source(connector, NULL, assay_buffer_bytes(&encoded), &copy, NULL),
        ASSAY_OK);
    assay_buffer_clear(&encoded);
    return copy;
}

static inline assay_reader *drive_reader(assay_source *source)
{
    assay_reader *reader = NULL;
    assert_int_equal(source->ops->open_reader(source, &reader, NULL), ASSAY_OK);
    return reader;
}

static inline void drive_collect(assay_reader *reader, assay_buffer *to)
{
    assay_record record = ASSAY_RECORD_INIT;
    assert_int_equal(reader->ops->current(reader, &record, NULL), ASSAY_OK);
    assert_int_equal(assay_put_bytes(&to->out, record.value), ASSAY_OK);
}

/* Collects from a reader that was started, its current record not included; the last answer. */
static inline assay_status drive_rest(assay_reader *reader, assay_buffer *to)
{
    assay_status status;
    while ((status = reader->ops->advance(reader, NULL)) == ASSAY_OK || status == ASSAY_IDLE)
        if (status == ASSAY_OK)
            drive_collect(reader, to);
    return status;
}

/* Collects everything from a new reader; the last answer. */
static inline assay_status drive_whole(assay_reader *reader, assay_buffer *to)
{
    assay_status status = reader->ops->start(reader, NULL);
    if (status == ASSAY_OK)
        drive_collect(reader, to);
    return status == ASSAY_OK || status == ASSAY_IDLE ? drive_rest(reader, to) : status;
}

static inline void drive_read(assay_source *source, assay_buffer *to)
{
    assay_reader *reader = drive_reader(source);
    assert_int_equal(drive_whole(reader, to), ASSAY_END);
    assert_int_equal(reader->ops->advance(reader, NULL), ASSAY_END);
    reader->ops->release(reader);
}

static inline bool drive_same(const assay_buffer *a, const assay_buffer *b)
{
    return a->size == b->size && (a->size == 0 || memcmp(a->data, b->data, a->size) == 0);
}

/* The part [start, end) of a source with positions of kind OFFSET; end NULL: as far as it goes. */
static inline assay_status drive_try_part(assay_source *source, uint64_t start, const uint64_t *end,
                                          assay_source **part)
{
    const assay_range *range = source->ops->query(source, ASSAY_RANGE);
    assay_buffer from = ASSAY_BUFFER_INIT, to = ASSAY_BUFFER_INIT;
    assert_int_equal(assay_put_offset(&from.out, start), ASSAY_OK);
    if (end != NULL)
        assert_int_equal(assay_put_offset(&to.out, *end), ASSAY_OK);
    assay_status status =
        range->part(source, assay_buffer_bytes(&from), assay_buffer_bytes(&to), part, NULL);
    assay_buffer_clear(&from);
    assay_buffer_clear(&to);
    return status;
}

static inline assay_source *drive_part(assay_source *source, uint64_t start, const uint64_t *end)
{
    assay_source *part = NULL;
    assert_int_equal(drive_try_part(source, start, end, &part), ASSAY_OK);
    return part;
}

/* Reads the parts of a split one after the other. */
typedef struct drive_parts {
    assay_source_emit emit;
    assay_buffer *to;
    size_t count;
    int64_t size; /* of all parts together, when they say */
} drive_parts;

static inline assay_status drive_emit(assay_source_emit *self, assay_source *item)
{
    drive_parts *parts = (drive_parts *)self;
    const assay_size *size = item->ops->query(item, ASSAY_SIZE);
    int64_t bytes = 0;
    if (size != NULL)
        assert_int_equal(size->estimate(item, &bytes, NULL), ASSAY_OK);
    assay_source *copy = drive_copy(item);
    drive_read(copy, parts->to);
    parts->count++;
    parts->size += bytes;
    drive_release(copy);
    drive_release(item);
    return ASSAY_OK;
}

/* A mark of reader, brought to a reader of a decoded copy of source. */
static inline assay_reader *drive_restore(assay_source *source, assay_reader *reader)
{
    const assay_checkpoint *marks = source->ops->query(source, ASSAY_CHECKPOINT);
    assay_source *copy = drive_copy(source);
    assay_buffer mark = ASSAY_BUFFER_INIT;
    assay_reader *restored = NULL;
    assert_int_equal(marks->mark(source, reader, &mark.out, NULL), ASSAY_OK);
    marks = copy->ops->query(copy, ASSAY_CHECKPOINT);
    for (size_t size = 0; size < mark.size; size++)
        assert_int_equal(marks->restore(copy, (assay_bytes){mark.data, size}, &restored, NULL),
                         ASSAY_INVALID);
    assert_int_equal(marks->restore(copy, assay_buffer_bytes(&mark), &restored, NULL), ASSAY_OK);
    assay_buffer_clear(&mark);
    drive_release(copy);
    return restored;
}

/* At every record a mark is taken, and what is read so far and what a restored reader reads must be
 * the whole. */
static inline void drive_marks(assay_source *source)
{
    assay_buffer whole = ASSAY_BUFFER_INIT, so_far = ASSAY_BUFFER_INIT;
    drive_read(source, &whole);
    assay_reader *reader = drive_reader(source);
    assay_status status = ASSAY_OK;
    for (bool started = false; status != ASSAY_END; started = true) {
        if (started && status == ASSAY_OK)
            drive_collect(reader, &so_far);
        size_t size = so_far.size;
        assay_reader *restored = drive_restore(source, reader);
        assert_int_equal(drive_whole(restored, &so_far), ASSAY_END);
        assert_true(drive_same(&so_far, &whole));
        restored->ops->release(restored);
        so_far.size = size;
        status = started ? reader->ops->advance(reader, NULL) : reader->ops->start(reader, NULL);
    }
    assay_reader *restored = drive_restore(source, reader);
    assert_int_equal(restored->ops->start(restored, NULL), ASSAY_END);
    restored->ops->release(restored);
    reader->ops->release(reader);
    assay_buffer_clear(&whole);
    assay_buffer_clear(&so_far);
}

/* Which calls are allowed in which state. */
static inline void drive_states(assay_source *source)
{
    assay_reader *reader = drive_reader(source);
    const assay_progress *progress = reader->ops->query(reader, ASSAY_PROGRESS);
    const assay_current_source *now = reader->ops->query(reader, ASSAY_CURRENT_SOURCE);
    assay_record record = ASSAY_RECORD_INIT;
    assay_buffer ignored = ASSAY_BUFFER_INIT;
    assay_source *current = NULL;
    double fraction;
    assert_int_equal(reader->ops->advance(reader, NULL), ASSAY_STATE);
    assert_int_equal(reader->ops->current(reader, &record, NULL), ASSAY_STATE);
    (void)drive_whole(reader, &ignored);
    assert_int_equal(reader->ops->start(reader, NULL), ASSAY_STATE);
    assert_int_equal(reader->ops->current(reader, &record, NULL), ASSAY_STATE);
    assert_int_equal(reader->ops->close(reader, NULL), ASSAY_OK);
    assert_int_equal(reader->ops->close(reader, NULL), ASSAY_STATE);
    assert_int_equal(reader->ops->start(reader, NULL), ASSAY_STATE);
    assert_int_equal(reader->ops->advance(reader, NULL), ASSAY_STATE);
    assert_int_equal(reader->ops->current(reader, &record, NULL), ASSAY_STATE);
    if (progress != NULL)
        assert_int_equal(progress->fraction(reader, &fraction, NULL), ASSAY_STATE);
    assert_int_equal(now->get(reader, &current, NULL), ASSAY_STATE);
    reader->ops->release(reader);
    reader = drive_reader(source);
    assert_int_equal(reader->ops->close(reader, NULL), ASSAY_OK);
    reader->ops->release(reader);
    assay_buffer_clear(&ignored);
}

/* Splits a reader after each number of records at each offset: all that comes out must be the
 * whole, and what is refused must leave no trace. How many splits were accepted. */
static inline size_t drive_splits(assay_source *source, uint64_t start, uint64_t end)
{
    assay_buffer whole = ASSAY_BUFFER_INIT, read = ASSAY_BUFFER_INIT, at = ASSAY_BUFFER_INIT;
    size_t accepted = 0;
    drive_read(source, &whole);
    bool more = true;
    for (size_t records = 0; more; records++)
        for (uint64_t offset = start; offset <= end; offset++) {
            assay_reader *reader = drive_reader(source);
            const assay_split_at *split = reader->ops->query(reader, ASSAY_SPLIT_AT);
            assay_split_result result = {.struct_size = sizeof(result)};
            assay_status status = ASSAY_OK;
            assay_buffer_reset(&read);
            assay_buffer_reset(&at);
            for (size_t i = 0; i < records && status == ASSAY_OK; i++) {
                status =
                    i == 0 ? reader->ops->start(reader, NULL) : reader->ops->advance(reader, NULL);
                if (status == ASSAY_OK)
                    drive_collect(reader, &read);
            }
            more = status == ASSAY_OK;
            assert_int_equal(assay_put_offset(&at.out, offset), ASSAY_OK);
            assay_status answer = split->split(reader, assay_buffer_bytes(&at), &result, NULL);
            if (status == ASSAY_OK)
                assert_int_equal(records == 0 ? drive_whole(reader, &read)
                                              : drive_rest(reader, &read),
                                 ASSAY_END);
            if (answer == ASSAY_OK) {
                accepted++;
                assay_buffer primary = ASSAY_BUFFER_INIT;
                drive_read(result.primary, &primary);
                assert_true(drive_same(&primary, &read));
                assert_true(result.fraction > 0 && result.fraction < 1);
                drive_read(result.residual, &read);
                drive_release(result.primary);
                drive_release(result.residual);
                assay_buffer_clear(&primary);
            } else {
                assert_int_equal(answer, ASSAY_REFUSED);
            }
            assert_true(drive_same(&read, &whole));
            reader->ops->release(reader);
        }
    assay_buffer_clear(&whole);
    assay_buffer_clear(&read);
    assay_buffer_clear(&at);
    return accepted;
}

#endif
