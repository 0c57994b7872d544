/* Connections to a database, and what the errors of SQLite mean. */
#include "sqlite.h"

assay_status sqlite_database_failed(sqlite3 *db, int code, const char *path, assay_error *error)
{
    const char *reason = db == NULL ? sqlite3_errstr(code) : sqlite3_errmsg(db);
    switch (code & 0xff) {
    case SQLITE_NOMEM:
        return ASSAY_MEMORY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return assay_error_set(error, ASSAY_CORRUPT, "'%s' is damaged: %s", path, reason);
    case SQLITE_ERROR: /* a table or a column that is not there */
        return assay_error_set(error, ASSAY_IO, "cannot use '%s': %s", path, reason);
    default:
        return assay_error_set(error, ASSAY_IO, "cannot access '%s': %s", path, reason);
    }
}

static assay_status open_with(const char *path, int flags, sqlite3 **db, assay_error *error)
{
    sqlite3 *opened = NULL;
    int code = sqlite3_open_v2(path, &opened, flags | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_busy_timeout(opened, SQLITE_CONNECTOR_WAIT);
    if (code == SQLITE_OK) {
        *db = opened;
        return ASSAY_OK;
    }
    assay_status status = sqlite_database_failed(opened, code, path, error);
    sqlite3_close(opened);
    return status;
}

/* Comparisons of texts are those of their bytes only in this encoding. */
static assay_status check_encoding(sqlite3 *db, const char *path, assay_error *error)
{
    sqlite3_stmt *row;
    int code = sqlite3_prepare_v2(db, "pragma encoding", -1, &row, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(row);
    bool right = code == SQLITE_ROW &&
                 sqlite3_stricmp((const char *)sqlite3_column_text(row, 0), "UTF-8") == 0;
    assay_status status = ASSAY_OK;
    if (code != SQLITE_ROW)
        status = sqlite_database_failed(db, code, path, error);
    else if (!right)
        status = assay_error_set(error, ASSAY_IO, "'%s' is not encoded in UTF-8", path);
    sqlite3_finalize(row);
    return status;
}

/* Beside a database with a write-ahead log SQLite puts files that only a connection takes away
 * again which could write. This one never does; where it may not, it is opened all the same. */
assay_status sqlite_database_read(const sqlite_plan *plan, sqlite3 **db, assay_error *error)
{
    ASSAY_TRY(open_with(plan->database, SQLITE_OPEN_READWRITE, db, error));
    assay_status status = sqlite_database_do(*db, plan->database, "pragma query_only = on", error);
    if (status == ASSAY_OK)
        status = check_encoding(*db, plan->database, error);
    if (status == ASSAY_OK) /* from here on one state of the database is seen */
        status = sqlite_database_do(*db, plan->database, "begin", error);
    if (status != ASSAY_OK)
        sqlite3_close(*db);
    return status;
}

assay_status sqlite_database_write(const char *path, bool make, sqlite3 **db, assay_error *error)
{
    return open_with(path, SQLITE_OPEN_READWRITE | (make ? SQLITE_OPEN_CREATE : 0), db, error);
}

assay_status sqlite_database_do(sqlite3 *db, const char *path, const char *sql, assay_error *error)
{
    int code = sqlite3_exec(db, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? ASSAY_OK : sqlite_database_failed(db, code, path, error);
}
