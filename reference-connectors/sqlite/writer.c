/* One attempt at one bundle: records wait for a batch to be full, then all of them are stored in
 * one transaction, or none. No lock of the database is held between two calls, so that many writers
 * get their turn. */
#include "sqlite.h"

#include <stdlib.h>

#define BATCH_BYTES (4 << 20)

typedef struct sqlite_writer {
    assay_writer base;
    assay_attempt attempt;
    assay_writer_state state;
    char *database, *upsert; /* owned, from SQLite's allocator */
    sqlite3 *db;             /* NULL before the first batch */
    int64_t batch, waiting;  /* records: of a full batch, and in the present one */
    assay_buffer records;    /* those that wait: id, value, time */
} sqlite_writer;

static void disconnect(sqlite_writer *self)
{
    sqlite3_close(self->db);
    self->db = NULL;
}

static assay_status connect_writer(sqlite_writer *self, assay_error *error)
{
    if (self->db != NULL)
        return ASSAY_OK;
    ASSAY_TRY(sqlite_database_write(self->database, false, &self->db, error));
    /* What is prepared must outlive a loss of power. */
    return sqlite_database_do(self->db, self->database, "pragma synchronous = extra", error);
}

/* An empty value is no NULL. */
static int bind_bytes(sqlite3_stmt *row, int number, assay_bytes bytes)
{
    return sqlite3_bind_blob64(row, number, bytes.size == 0 ? "" : bytes.data, bytes.size,
                               SQLITE_STATIC);
}

static int bind_time(sqlite3_stmt *row, int64_t time)
{
    if (sqlite3_bind_parameter_count(row) < 3)
        return SQLITE_OK;
    return time == ASSAY_TIMESTAMP_MIN ? sqlite3_bind_null(row, 3)
                                       : sqlite3_bind_int64(row, 3, time);
}

static int put_row(sqlite3_stmt *row, assay_decoder *from)
{
    int code = bind_bytes(row, 1, assay_take_bytes(from));
    if (code == SQLITE_OK)
        code = bind_bytes(row, 2, assay_take_bytes(from));
    if (code == SQLITE_OK)
        code = bind_time(row, (int64_t)assay_take_u64(from));
    if (code == SQLITE_OK && sqlite3_step(row) != SQLITE_DONE)
        code = sqlite3_errcode(sqlite3_db_handle(row));
    sqlite3_reset(row);
    return code;
}

static assay_status put_rows(sqlite_writer *self, assay_error *error)
{
    sqlite3_stmt *row = NULL;
    assay_decoder from = {assay_buffer_bytes(&self->records), false};
    int code = sqlite3_prepare_v2(self->db, self->upsert, -1, &row, NULL);
    while (code == SQLITE_OK && from.rest.size > 0)
        code = put_row(row, &from);
    assay_status status = code == SQLITE_OK
                              ? ASSAY_OK
                              : sqlite_database_failed(self->db, code, self->database, error);
    sqlite3_finalize(row);
    return status;
}

/* A batch that fails is undone as the connection ends, as if nothing of it had ever been written.
 */
static assay_status flush(sqlite_writer *self, assay_error *error)
{
    if (self->waiting == 0)
        return ASSAY_OK;
    ASSAY_TRY(connect_writer(self, error));
    ASSAY_TRY(sqlite_database_do(self->db, self->database, "begin immediate", error));
    assay_status status = put_rows(self, error);
    if (status == ASSAY_OK)
        status = sqlite_database_do(self->db, self->database, "commit", error);
    assay_buffer_reset(&self->records);
    self->waiting = 0;
    return status;
}

static assay_status take(sqlite_writer *self, const assay_record *record, assay_error *error)
{
    assay_out *to = &self->records.out;
    if (record->id.size == 0)
        return assay_error_set(error, ASSAY_INVALID, "a record needs an id");
    ASSAY_TRY(assay_put_bytes(to, record->id));
    ASSAY_TRY(assay_put_bytes(to, record->value));
    ASSAY_TRY(assay_put_u64(to, (uint64_t)record->timestamp));
    self->waiting++;
    bool full = self->waiting >= self->batch || self->records.size >= BATCH_BYTES;
    return full ? flush(self, error) : ASSAY_OK;
}

static assay_status settle(sqlite_writer *self, assay_status status, assay_writer_state next)
{
    self->state = status == ASSAY_OK ? next : ASSAY_WRITER_FAILED;
    if (self->state != ASSAY_WRITER_OPEN)
        disconnect(self);
    return status;
}

static assay_status write_record(assay_writer *self, const assay_record *record, assay_error *error)
{
    sqlite_writer *writer = (sqlite_writer *)self;
    ASSAY_TRY(assay_writer_check_open(writer->state, error));
    return settle(writer, take(writer, record, error), ASSAY_WRITER_OPEN);
}

static assay_status give_token(sqlite_writer *self, assay_out *token, assay_error *error)
{
    ASSAY_TRY(flush(self, error));
    return assay_attempt_put_token(&self->attempt, SQLITE_CONNECTOR_FORMAT, token);
}

static assay_status prepare(assay_writer *self, assay_out *token, assay_error *error)
{
    sqlite_writer *writer = (sqlite_writer *)self;
    ASSAY_TRY(assay_writer_check_open(writer->state, error));
    return settle(writer, give_token(writer, token, error), ASSAY_WRITER_PREPARED);
}

/* What is stored by id stays: another attempt may have stored the same. */
static assay_status abort_attempt(assay_writer *self, assay_error *error)
{
    sqlite_writer *writer = (sqlite_writer *)self;
    if (writer->state == ASSAY_WRITER_ABORTED)
        return assay_writer_check_open(writer->state, error);
    assay_buffer_clear(&writer->records);
    return settle(writer, ASSAY_OK, ASSAY_WRITER_ABORTED);
}

static void release(assay_writer *self)
{
    sqlite_writer *writer = (sqlite_writer *)self;
    disconnect(writer);
    assay_buffer_clear(&writer->records);
    sqlite3_free(writer->database);
    sqlite3_free(writer->upsert);
    free(writer);
}

static const assay_writer_ops writer_ops = {
    .struct_size = sizeof(writer_ops),
    .write = write_record,
    .prepare = prepare,
    .abort = abort_attempt,
    .release = release,
};

assay_status sqlite_sink_open_writer(assay_sink *self, uint64_t bundle, const char *attempt,
                                     assay_writer **writer, assay_error *error)
{
    const sqlite_sink *sink = (const sqlite_sink *)self;
    assay_attempt checked;
    ASSAY_TRY(assay_attempt_set(&checked, bundle, attempt, error));
    sqlite_writer *opened = calloc(1, sizeof(*opened));
    if (opened == NULL)
        return ASSAY_MEMORY;
    opened->base.ops = &writer_ops;
    opened->attempt = checked;
    opened->batch = sink->batch;
    opened->records = (assay_buffer)ASSAY_BUFFER_INIT;
    opened->database = sqlite3_mprintf("%s", sink->database);
    opened->upsert = sqlite_sink_upsert(sink);
    if (opened->database == NULL || opened->upsert == NULL) {
        release(&opened->base);
        return ASSAY_MEMORY;
    }
    *writer = &opened->base;
    return ASSAY_OK;
}
