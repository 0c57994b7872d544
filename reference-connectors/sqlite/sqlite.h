#ifndef ASSAY_SQLITE_SQLITE_H
#define ASSAY_SQLITE_SQLITE_H

#include <assay/connector.h>
#include <assay/toolkit/attempt.h>
#include <assay/toolkit/buffer.h>
#include <assay/toolkit/codec.h>
#include <assay/toolkit/error.h>
#include <assay/toolkit/key_reader.h>
#include <sqlite3.h>

/* Rows of an SQLite database: what a table or a query gives, in ranges of a key; and a table that
 * is written by record id. A reader sees one state of the database, that of its start, whatever
 * others write meanwhile. Parts see each its own: what must be the same for all of them is for the
 * query to say ("where id <= 1000"). */
#define SQLITE_CONNECTOR_FORMAT 1      /* of encodings, marks and tokens */
#define SQLITE_CONNECTOR_BATCH 1000000 /* records of a transaction, the largest setting */
#define SQLITE_CONNECTOR_WAIT 60000    /* ms, for a lock of another connection */

/* What the keys are. Rows whose key is NULL come first. */
typedef enum sqlite_kind {
    SQLITE_KEY_NONE,
    SQLITE_KEY_INTEGER,
    SQLITE_KEY_TEXT,
    SQLITE_KEY_BLOB
} sqlite_kind;

/* What is read and how; shared by the parts of a source, never changes. */
typedef struct sqlite_plan {
    _Atomic unsigned users;
    sqlite_kind kind;
    bool is_query;
    char *database, *relation, *key, *value; /* owned; relation: a table or a query */
    char *id, *timestamp;                    /* owned; "" when there is none */
} sqlite_plan;

typedef struct sqlite_source {
    assay_source base;
    sqlite_plan *plan;       /* one user */
    assay_buffer start, end; /* positions; an empty end: none */
} sqlite_source;

assay_status sqlite_connector_open_source(const assay_connector *self, const assay_host *host,
                                          const assay_config *config, assay_source **source,
                                          assay_error *error);
assay_status sqlite_connector_decode_source(const assay_connector *self, const assay_host *host,
                                            assay_bytes encoded, assay_source **source,
                                            assay_error *error);
assay_status sqlite_connector_open_sink(const assay_connector *self, const assay_host *host,
                                        const assay_config *config, assay_sink **sink,
                                        assay_error *error);
assay_status sqlite_connector_decode_sink(const assay_connector *self, const assay_host *host,
                                          assay_bytes encoded, assay_sink **sink,
                                          assay_error *error);

/* Another user of plan; copies the positions. */
assay_status sqlite_source_new(sqlite_plan *plan, assay_bytes start, assay_bytes end,
                               assay_source **source);
void sqlite_plan_leave(sqlite_plan *self);
/* On one line, whatever is in the text. */
assay_status sqlite_print_line(const char *text, assay_out *to);
const void *sqlite_source_query(assay_source *self, const char *ability);
/* To make a source, or to say why it cannot be made, for decode as for open. */
assay_status sqlite_plan_check(const sqlite_plan *self, assay_error *error);

/* A place among the rows: that of a row is 0x00 for a key that is NULL, else 0x01 and the key: an
 * integer as eight bytes, most significant first, its sign bit flipped; or the bytes themselves. */
assay_status sqlite_position_of(sqlite3_stmt *row, int column, sqlite_kind kind, assay_out *to,
                                assay_error *error);
bool sqlite_position_valid(sqlite_kind kind, assay_bytes position); /* of a row */
/* As a person reads it. */
assay_status sqlite_position_print(sqlite_kind kind, assay_bytes position, assay_out *to);

/* Where the rows that are at or behind a position begin. */
typedef enum sqlite_cut { CUT_ALL, CUT_VALUES, CUT_AT, CUT_NONE } sqlite_cut;
typedef struct sqlite_bound {
    sqlite_cut cut;
    int64_t integer;   /* of CUT_AT: the first key, */
    assay_bytes bytes; /* or this, borrowed from the position */
} sqlite_bound;
sqlite_bound sqlite_bound_of(sqlite_kind kind, assay_bytes position);

/* Opened to read; *db is the caller's, to close. Errors: IO, CORRUPT, MEMORY. */
assay_status sqlite_database_read(const sqlite_plan *plan, sqlite3 **db, assay_error *error);
/* Opened to write, and made if make says so. */
assay_status sqlite_database_write(const char *path, bool make, sqlite3 **db, assay_error *error);
/* The answer for a result code of SQLite, which is no success. */
assay_status sqlite_database_failed(sqlite3 *db, int code, const char *path, assay_error *error);
assay_status sqlite_database_do(sqlite3 *db, const char *path, const char *sql, assay_error *error);

/* "select COLUMNS from the rows of [start, end) TAIL"; the rows are called t. whole: up to end;
 * otherwise rows behind it may follow, where that is faster. */
typedef struct sqlite_select {
    const char *columns, *tail;
    assay_bytes start, end;
    bool whole;
} sqlite_select;
assay_status sqlite_select_prepare(sqlite3 *db, const sqlite_plan *plan, const sqlite_select *what,
                                   sqlite3_stmt **rows, assay_error *error);
/* The columns of all rows from a position on, in order; rows behind the end of source may follow.
 */
enum { COLUMN_KEY, COLUMN_VALUE, COLUMN_ID, COLUMN_TIMESTAMP };
assay_status sqlite_rows_prepare(sqlite3 *db, const sqlite_source *source, assay_bytes from,
                                 sqlite3_stmt **rows, assay_error *error);
/* The bytes that a row takes, as an expression. The caller's, to free with sqlite3_free; NULL: out
 * of memory. */
char *sqlite_row_size(const sqlite_plan *plan);
/* The positions of the first and the last row of [start, end), and of the first whose key is not
 * NULL, if there is one, as NULL is far from all keys; all stay empty when there is no row or no
 * key. */
typedef struct sqlite_ends {
    assay_buffer first, low, last;
} sqlite_ends;
assay_status sqlite_ends_find(sqlite3 *db, const sqlite_plan *plan, assay_bytes start,
                              assay_bytes end, sqlite_ends *ends, assay_error *error);
void sqlite_ends_clear(sqlite_ends *self);
/* OK: on a row; END: there is no more. */
assay_status sqlite_select_step(const sqlite_plan *plan, sqlite3_stmt *rows, assay_error *error);

typedef struct sqlite_reader {
    assay_key_reader keys;
    sqlite_source *source; /* its own copy: what was to be read when it was opened */
    sqlite3 *db;
    sqlite3_stmt *rows;
    assay_buffer next; /* the position of the row that is looked at */
    assay_record record;
    uint64_t ties; /* records that it has arrived at, at its place */
} sqlite_reader;

/* A reader that goes on behind place, whose contents it takes over, and behind so many rows of that
 * key; or begins when place is NULL. */
assay_status sqlite_reader_new(const sqlite_source *source, assay_key_place *place, uint64_t ties,
                               assay_reader **reader);
extern const assay_checkpoint sqlite_checkpoint;

typedef struct sqlite_sink {
    assay_sink base;
    char *database, *table, *id, *value, *timestamp; /* owned; timestamp may be "" */
    int64_t batch;                                   /* records of a transaction, at most */
} sqlite_sink;

void sqlite_sink_clear(sqlite_sink *self); /* what it owns */
/* Takes over what filled owns, also when it fails. */
assay_status sqlite_sink_new(sqlite_sink *filled, assay_sink **sink, assay_error *error);
/* The statement that stores a record; the caller's, to free with sqlite3_free. NULL: out of memory.
 */
char *sqlite_sink_upsert(const sqlite_sink *self);
assay_status sqlite_sink_open_writer(assay_sink *self, uint64_t bundle, const char *attempt,
                                     assay_writer **writer, assay_error *error);

#endif
