/* One attempt at one bundle: records wait for a batch to be full, then all of them are stored in
 * one transaction, or none. Nothing is held between two calls, so that many writers get their turn.
 */
#include "keyrange.h"

#include <stdlib.h>
#include <string.h>

#define BATCH_BYTES (4 << 20)

typedef struct keyrange_writer {
    assay_writer base;
    assay_attempt attempt;
    assay_writer_state state;
    char *path;             /* owned */
    int64_t batch, waiting; /* records: of a full batch, and in the present one */
    assay_buffer records;   /* those that wait: id, value */
} keyrange_writer;

static assay_status flush(keyrange_writer *self, assay_error *error)
{
    if (self->waiting == 0)
        return ASSAY_OK;
    assay_status status =
        keyrange_environment_store(self->path, assay_buffer_bytes(&self->records), error);
    assay_buffer_reset(&self->records);
    self->waiting = 0;
    return status;
}

static assay_status take(keyrange_writer *self, const assay_record *record, assay_error *error)
{
    assay_out *to = &self->records.out;
    if (record->id.size == 0 || record->id.size > KEYRANGE_KEY_MAX)
        return assay_error_set(error, ASSAY_INVALID,
                               "a record needs an id of 1 to %d bytes, not %zu", KEYRANGE_KEY_MAX,
                               record->id.size);
    if (record->value.size > UINT32_MAX)
        return assay_error_set(error, ASSAY_INVALID, "a value of %zu bytes is too large",
                               record->value.size);
    ASSAY_TRY(assay_put_bytes(to, record->id));
    ASSAY_TRY(assay_put_bytes(to, record->value));
    self->waiting++;
    bool full = self->waiting >= self->batch || self->records.size >= BATCH_BYTES;
    return full ? flush(self, error) : ASSAY_OK;
}

static assay_status settle(keyrange_writer *self, assay_status status, assay_writer_state next)
{
    self->state = status == ASSAY_OK ? next : ASSAY_WRITER_FAILED;
    return status;
}

static assay_status write_record(assay_writer *self, const assay_record *record, assay_error *error)
{
    keyrange_writer *writer = (keyrange_writer *)self;
    ASSAY_TRY(assay_writer_check_open(writer->state, error));
    return settle(writer, take(writer, record, error), ASSAY_WRITER_OPEN);
}

static assay_status give_token(keyrange_writer *self, assay_out *token, assay_error *error)
{
    ASSAY_TRY(flush(self, error));
    return assay_attempt_put_token(&self->attempt, KEYRANGE_FORMAT, token);
}

static assay_status prepare(assay_writer *self, assay_out *token, assay_error *error)
{
    keyrange_writer *writer = (keyrange_writer *)self;
    ASSAY_TRY(assay_writer_check_open(writer->state, error));
    return settle(writer, give_token(writer, token, error), ASSAY_WRITER_PREPARED);
}

/* What is stored by id stays: another attempt may have stored the same. */
static assay_status abort_attempt(assay_writer *self, assay_error *error)
{
    keyrange_writer *writer = (keyrange_writer *)self;
    if (writer->state == ASSAY_WRITER_ABORTED)
        return assay_writer_check_open(writer->state, error);
    assay_buffer_clear(&writer->records);
    return settle(writer, ASSAY_OK, ASSAY_WRITER_ABORTED);
}

static void release(assay_writer *self)
{
    keyrange_writer *writer = (keyrange_writer *)self;
    assay_buffer_clear(&writer->records);
    free(writer->path);
    free(writer);
}

static const assay_writer_ops writer_ops = {
    .struct_size = sizeof(writer_ops),
    .write = write_record,
    .prepare = prepare,
    .abort = abort_attempt,
    .release = release,
};

assay_status keyrange_open_writer(assay_sink *self, uint64_t bundle, const char *attempt,
                                  assay_writer **writer, assay_error *error)
{
    const keyrange_sink *sink = (const keyrange_sink *)self;
    assay_attempt checked;
    ASSAY_TRY(assay_attempt_set(&checked, bundle, attempt, error));
    keyrange_writer *opened = calloc(1, sizeof(*opened));
    if (opened == NULL)
        return ASSAY_MEMORY;
    opened->base.ops = &writer_ops;
    opened->attempt = checked;
    opened->batch = sink->batch;
    opened->records = (assay_buffer)ASSAY_BUFFER_INIT;
    opened->path = strdup(sink->path);
    if (opened->path == NULL) {
        release(&opened->base);
        return ASSAY_MEMORY;
    }
    *writer = &opened->base;
    return ASSAY_OK;
}
