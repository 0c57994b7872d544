/* Where records go: a table with a row for each record id. What is written twice is there once, so
 * nothing waits for the commit. */
#include "sqlite.h"

#include <assay/toolkit/atomic_file.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static assay_status encode(assay_sink *self, assay_out *to, assay_error *error)
{
    (void)error;
    const sqlite_sink *sink = (const sqlite_sink *)self;
    ASSAY_TRY(assay_put_u64(to, SQLITE_CONNECTOR_FORMAT));
    ASSAY_TRY(assay_put_text(to, sink->database));
    ASSAY_TRY(assay_put_text(to, sink->table));
    ASSAY_TRY(assay_put_text(to, sink->id));
    ASSAY_TRY(assay_put_text(to, sink->value));
    ASSAY_TRY(assay_put_text(to, sink->timestamp));
    return assay_put_u64(to, (uint64_t)sink->batch);
}

assay_status sqlite_connector_decode_sink(const assay_connector *self, const assay_host *host,
                                          assay_bytes encoded, assay_sink **sink,
                                          assay_error *error)
{
    (void)self, (void)host;
    assay_decoder decoder = {encoded, false};
    uint64_t format = assay_take_u64(&decoder);
    sqlite_sink filled = {.database = assay_take_text(&decoder)};
    filled.table = assay_take_text(&decoder);
    filled.id = assay_take_text(&decoder);
    filled.value = assay_take_text(&decoder);
    filled.timestamp = assay_take_text(&decoder);
    filled.batch = (int64_t)assay_take_u64(&decoder);
    if (assay_decoder_done(&decoder) && format == SQLITE_CONNECTOR_FORMAT && filled.batch >= 1 &&
        filled.batch <= SQLITE_CONNECTOR_BATCH)
        return sqlite_sink_new(&filled, sink, error);
    sqlite_sink_clear(&filled);
    return assay_error_set(error, ASSAY_INVALID, "not an encoded sink");
}

static assay_status describe(assay_sink *self, assay_out *to, assay_error *error)
{
    (void)error;
    const sqlite_sink *sink = (const sqlite_sink *)self;
    static const char words[] = "records by id in table '", in[] = "' of ";
    ASSAY_TRY(to->append(to, words, sizeof(words) - 1));
    ASSAY_TRY(sqlite_print_line(sink->table, to));
    ASSAY_TRY(to->append(to, in, sizeof(in) - 1));
    return sqlite_print_line(sink->database, to);
}

/* A database that is not there yet needs a directory that is, or can be made. */
static assay_status check_place(const char *database, assay_error *error)
{
    char *directory = strdup(database), *slash;
    if (directory == NULL)
        return ASSAY_MEMORY;
    slash = strrchr(directory, '/');
    if (slash != NULL)
        slash[slash == directory] = '\0';
    assay_status status =
        access(slash == NULL ? "." : directory, W_OK | X_OK) == 0
            ? ASSAY_OK
            : assay_error_set(error, ASSAY_INVALID, "cannot make '%s': no directory to write to",
                              database);
    free(directory);
    return status;
}

/* Works on the database in a connection that is gone afterwards. */
static assay_status with_database(const sqlite_sink *self, bool make, const char *sql,
                                  assay_error *error)
{
    sqlite3 *db;
    ASSAY_TRY(sqlite_database_write(self->database, make, &db, error));
    assay_status status = sqlite_database_do(db, self->database, sql, error);
    sqlite3_close(db);
    return status;
}

static assay_status validate(assay_sink *self, assay_error *error)
{
    const sqlite_sink *sink = (const sqlite_sink *)self;
    if (access(sink->database, F_OK) != 0)
        return check_place(sink->database, error);
    assay_status status = with_database(sink, false, "select count(*) from sqlite_schema", error);
    return status == ASSAY_CORRUPT ? ASSAY_INVALID : status;
}

static assay_status initialize(assay_sink *self, assay_error *error)
{
    const sqlite_sink *sink = (const sqlite_sink *)self;
    char *time =
        sqlite3_mprintf(sink->timestamp[0] == '\0' ? "" : ", \"%w\" integer", sink->timestamp);
    char *sql = time == NULL ? NULL
                             : sqlite3_mprintf("create table if not exists \"%w\" "
                                               "(\"%w\" blob not null primary key, \"%w\" blob%s)",
                                               sink->table, sink->id, sink->value, time);
    assay_status status = sql == NULL ? ASSAY_MEMORY : with_database(sink, true, sql, error);
    sqlite3_free(time);
    sqlite3_free(sql);
    return status;
}

char *sqlite_sink_upsert(const sqlite_sink *self)
{
    if (self->timestamp[0] == '\0')
        return sqlite3_mprintf("insert into \"%w\" (\"%w\", \"%w\") values (?1, ?2) "
                               "on conflict do update set \"%w\" = ?2",
                               self->table, self->id, self->value, self->value);
    return sqlite3_mprintf("insert into \"%w\" (\"%w\", \"%w\", \"%w\") values (?1, ?2, ?3) "
                           "on conflict do update set \"%w\" = ?2, \"%w\" = ?3",
                           self->table, self->id, self->value, self->timestamp, self->value,
                           self->timestamp);
}

/* All is in the table and durable since prepare; that it is still there can be said. */
static assay_status commit(assay_sink *self, const assay_bytes *tokens, size_t count,
                           assay_error *error)
{
    const sqlite_sink *sink = (const sqlite_sink *)self;
    ASSAY_TRY(assay_attempt_check_tokens(tokens, count, SQLITE_CONNECTOR_FORMAT, error));
    char *sql = sqlite3_mprintf("select 1 from \"%w\" limit 1", sink->table);
    assay_status status = sql == NULL ? ASSAY_MEMORY : with_database(sink, false, sql, error);
    sqlite3_free(sql);
    return status;
}

/* The transaction that a dead process was in is undone by the next look at the database; nothing
 * else is left by an attempt but rows that are wanted. */
static assay_status cleanup(assay_sink *self, assay_error *error)
{
    const sqlite_sink *sink = (const sqlite_sink *)self;
    if (access(sink->database, F_OK) != 0)
        return ASSAY_OK;
    return with_database(sink, false, "select count(*) from sqlite_schema", error);
}

static const void *query(assay_sink *self, const char *ability)
{
    (void)self, (void)ability;
    return NULL;
}

void sqlite_sink_clear(sqlite_sink *self)
{
    free(self->database);
    free(self->table);
    free(self->id);
    free(self->value);
    free(self->timestamp);
}

static void release(assay_sink *self)
{
    sqlite_sink_clear((sqlite_sink *)self);
    free(self);
}

static const assay_sink_ops sink_ops = {
    .struct_size = sizeof(sink_ops),
    .encode = encode,
    .describe = describe,
    .validate = validate,
    .initialize = initialize,
    .open_writer = sqlite_sink_open_writer,
    .commit = commit,
    .cleanup = cleanup,
    .query = query,
    .release = release,
};

static assay_status check(const sqlite_sink *self, assay_error *error)
{
    const char *const names[] = {"database", "table", "id", "value"};
    const char *const texts[] = {self->database, self->table, self->id, self->value};
    if (self->database == NULL || self->table == NULL || self->id == NULL || self->value == NULL ||
        self->timestamp == NULL)
        return ASSAY_MEMORY;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (texts[i][0] == '\0')
            return assay_error_set(error, ASSAY_INVALID, "setting '%s' is empty", names[i]);
    return ASSAY_OK;
}

assay_status sqlite_sink_new(sqlite_sink *filled, assay_sink **sink, assay_error *error)
{
    sqlite_sink *self = malloc(sizeof(*self));
    assay_status status = self == NULL ? ASSAY_MEMORY : check(filled, error);
    if (status != ASSAY_OK) {
        free(self);
        sqlite_sink_clear(filled);
        return status;
    }
    *self = *filled;
    self->base.ops = &sink_ops;
    *sink = &self->base;
    return ASSAY_OK;
}
