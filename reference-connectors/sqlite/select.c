/* The statements that read. */
#include "sqlite.h"

/* By where the rows begin and where they end. Only one of them that is NULL or less than a key is
 * hard for SQLite to follow in an index; a reader can do without that end. */
static const char *const conditions[4][4] = {
    [CUT_ALL] = {"0", "t.\"%w\" is null", "(t.\"%w\" collate binary < ?2 or t.\"%w\" is null)",
                 "1"},
    [CUT_VALUES] = {"0", "0", "t.\"%w\" collate binary < ?2", "t.\"%w\" is not null"},
    [CUT_AT] = {"0", "0", "t.\"%w\" collate binary >= ?1 and t.\"%w\" collate binary < ?2",
                "t.\"%w\" collate binary >= ?1"},
    [CUT_NONE] = {"0", "0", "0", "0"},
};

static char *condition(const sqlite_plan *plan, const sqlite_bound *start, const sqlite_bound *end,
                       bool whole)
{
    bool hard = start->cut == CUT_ALL && end->cut == CUT_AT;
    if (plan->kind == SQLITE_KEY_NONE || (hard && !whole))
        return sqlite3_mprintf("1");
    return sqlite3_mprintf(conditions[start->cut][end->cut], plan->key, plan->key);
}

static int bind(sqlite3_stmt *rows, int number, sqlite_kind kind, const sqlite_bound *bound)
{
    int size = (int)bound->bytes.size;
    const void *bytes = size == 0 ? "" : bound->bytes.data;
    if (bound->cut != CUT_AT || number > sqlite3_bind_parameter_count(rows))
        return SQLITE_OK;
    if (kind == SQLITE_KEY_INTEGER)
        return sqlite3_bind_int64(rows, number, bound->integer);
    return kind == SQLITE_KEY_TEXT ? sqlite3_bind_text(rows, number, bytes, size, SQLITE_TRANSIENT)
                                   : sqlite3_bind_blob(rows, number, bytes, size, SQLITE_TRANSIENT);
}

/* The caller frees it with sqlite3_free; NULL: out of memory. */
static char *text_of(const sqlite_plan *plan, const sqlite_select *what, const sqlite_bound *start,
                     const sqlite_bound *end)
{
    char *where = condition(plan, start, end, what->whole);
    char *from = sqlite3_mprintf(plan->is_query ? "(%s)" : "\"%w\"", plan->relation);
    char *text = where == NULL || from == NULL
                     ? NULL
                     : sqlite3_mprintf("select %s from %s as t where %s %s", what->columns, from,
                                       where, what->tail);
    sqlite3_free(where);
    sqlite3_free(from);
    return text;
}

assay_status sqlite_select_prepare(sqlite3 *db, const sqlite_plan *plan, const sqlite_select *what,
                                   sqlite3_stmt **rows, assay_error *error)
{
    sqlite_bound start = sqlite_bound_of(plan->kind, what->start);
    sqlite_bound end = what->end.size == 0 ? (sqlite_bound){.cut = CUT_NONE}
                                           : sqlite_bound_of(plan->kind, what->end);
    char *text = text_of(plan, what, &start, &end);
    if (text == NULL)
        return ASSAY_MEMORY;
    int code = sqlite3_prepare_v2(db, text, -1, rows, NULL);
    sqlite3_free(text);
    if (code == SQLITE_OK)
        code = bind(*rows, 1, plan->kind, &start);
    if (code == SQLITE_OK)
        code = bind(*rows, 2, plan->kind, &end);
    if (code == SQLITE_OK)
        return ASSAY_OK;
    assay_status status = sqlite_database_failed(db, code, plan->database, error);
    sqlite3_finalize(*rows);
    *rows = NULL;
    return status;
}

assay_status sqlite_select_step(const sqlite_plan *plan, sqlite3_stmt *rows, assay_error *error)
{
    int code = sqlite3_step(rows);
    if (code == SQLITE_ROW || code == SQLITE_DONE)
        return code == SQLITE_ROW ? ASSAY_OK : ASSAY_END;
    return sqlite_database_failed(sqlite3_db_handle(rows), code, plan->database, error);
}

/* A column by its name; a name that is none must not be taken for a text. */
static char *column(const char *name)
{
    return name[0] == '\0' ? sqlite3_mprintf("null") : sqlite3_mprintf("t.\"%w\"", name);
}

char *sqlite_row_size(const sqlite_plan *plan)
{
    static const char size_of[] = "coalesce(case typeof(%s) when 'integer' then 8 when 'blob' then "
                                  "length(%s) else length(cast(%s as blob)) end, 0)";
    const char *const names[] = {plan->key, plan->value, plan->id, plan->timestamp};
    char *sum = sqlite3_mprintf("0");
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && sum != NULL; i++) {
        char *name = column(names[i]);
        char *size = name == NULL ? NULL : sqlite3_mprintf(size_of, name, name, name);
        char *more = size == NULL ? NULL : sqlite3_mprintf("%s + %s", sum, size);
        sqlite3_free(name);
        sqlite3_free(size);
        sqlite3_free(sum);
        sum = more;
    }
    return sum;
}

/* Rows with one key come in the order of all that they hold: rows that are the same in all may
 * change places. */
assay_status sqlite_rows_prepare(sqlite3 *db, const sqlite_source *source, assay_bytes from,
                                 sqlite3_stmt **rows, assay_error *error)
{
    const sqlite_plan *plan = source->plan;
    const char *const names[] = {plan->key, plan->value, plan->id, plan->timestamp};
    char *columns[4], *all = NULL;
    bool complete = true;
    assay_status status = ASSAY_MEMORY;
    for (size_t i = 0; i < 4; i++)
        complete = (columns[i] = column(names[i])) != NULL && complete;
    if (complete)
        all = sqlite3_mprintf("%s, %s, %s, %s", columns[0], columns[1], columns[2], columns[3]);
    for (size_t i = 0; i < 4; i++)
        sqlite3_free(columns[i]);
    sqlite_select what = {all, "", from, assay_buffer_bytes(&source->end), false};
    if (plan->kind != SQLITE_KEY_NONE)
        what.tail = "order by 1 collate binary, 3 collate binary, 4, 2 collate binary";
    if (all != NULL)
        status = sqlite_select_prepare(db, plan, &what, rows, error);
    sqlite3_free(all);
    return status;
}

void sqlite_ends_clear(sqlite_ends *self)
{
    assay_buffer_clear(&self->first);
    assay_buffer_clear(&self->low);
    assay_buffer_clear(&self->last);
}

static assay_status find_one(sqlite3 *db, const sqlite_plan *plan, const sqlite_select *what,
                             assay_buffer *to, assay_error *error)
{
    sqlite3_stmt *row;
    ASSAY_TRY(sqlite_select_prepare(db, plan, what, &row, error));
    assay_status status = sqlite_select_step(plan, row, error);
    if (status == ASSAY_OK)
        status = sqlite_position_of(row, 0, plan->kind, &to->out, error);
    sqlite3_finalize(row);
    return status == ASSAY_END ? ASSAY_OK : status;
}

static bool is_null(const assay_buffer *position)
{
    return position->size == 1;
}

/* The first key that is not NULL, or NULL again. */
static assay_status find_value(sqlite3 *db, const sqlite_plan *plan, sqlite_select what,
                               sqlite_ends *ends, assay_error *error)
{
    what.start = (assay_bytes){"\0", 2}; /* just behind NULL */
    ASSAY_TRY(find_one(db, plan, &what, &ends->low, error));
    return ends->low.size > 0 ? ASSAY_OK : assay_buffer_append(&ends->low.out, "", 1);
}

static assay_status find_all(sqlite3 *db, const sqlite_plan *plan, sqlite_select *what,
                             sqlite_ends *ends, assay_error *error)
{
    what->tail = "order by 1 collate binary limit 1";
    ASSAY_TRY(find_one(db, plan, what, &ends->first, error));
    if (is_null(&ends->first))
        ASSAY_TRY(find_value(db, plan, *what, ends, error));
    else
        ASSAY_TRY(assay_buffer_append(&ends->low.out, ends->first.data, ends->first.size));
    what->tail = "order by 1 collate binary desc limit 1";
    return find_one(db, plan, what, &ends->last, error);
}

assay_status sqlite_ends_find(sqlite3 *db, const sqlite_plan *plan, assay_bytes start,
                              assay_bytes end, sqlite_ends *ends, assay_error *error)
{
    char *key = column(plan->key);
    sqlite_select what = {key, NULL, start, end, true};
    *ends = (sqlite_ends){ASSAY_BUFFER_INIT, ASSAY_BUFFER_INIT, ASSAY_BUFFER_INIT};
    assay_status status = key == NULL ? ASSAY_MEMORY : ASSAY_OK;
    if (status == ASSAY_OK && plan->kind != SQLITE_KEY_NONE)
        status = find_all(db, plan, &what, ends, error);
    sqlite3_free(key);
    if (status != ASSAY_OK)
        sqlite_ends_clear(ends);
    return status;
}
