/* What a source can do before it is read: be cut to a range, say its size, be split. */
#include "sqlite.h"

#include <string.h>

static assay_status bounds(assay_source *self, assay_out *start, assay_out *end, assay_error *error)
{
    (void)error;
    const sqlite_source *source = (const sqlite_source *)self;
    ASSAY_TRY(start->append(start, source->start.data, source->start.size));
    return end->append(end, source->end.data, source->end.size);
}

static assay_status cut(assay_source *self, assay_bytes start, assay_bytes end, assay_source **part,
                        assay_error *error)
{
    const sqlite_source *source = (const sqlite_source *)self;
    assay_bytes first = assay_buffer_bytes(&source->start), last = assay_buffer_bytes(&source->end);
    if (end.size == 0)
        end = last;
    bool inside = assay_key_compare(first, start) <= 0 &&
                  (last.size == 0 ||
                   (assay_key_compare(start, last) <= 0 && assay_key_compare(end, last) <= 0));
    if (!inside || (end.size > 0 && assay_key_compare(start, end) > 0))
        return assay_error_set(error, ASSAY_INVALID, "the range is not inside the source");
    return sqlite_source_new(source->plan, start, end, part);
}

static const assay_range range = {
    .struct_size = sizeof(range), .kind = ASSAY_POSITION_KEY, .bounds = bounds, .part = cut};

/* The one number that a statement gives; NULL counts as 0. */
static assay_status number_of(sqlite3 *db, const sqlite_plan *plan, const sqlite_select *what,
                              double *number, assay_error *error)
{
    sqlite3_stmt *row;
    ASSAY_TRY(sqlite_select_prepare(db, plan, what, &row, error));
    assay_status status = sqlite_select_step(plan, row, error);
    *number = status == ASSAY_OK ? sqlite3_column_double(row, 0) : 0;
    sqlite3_finalize(row);
    return status == ASSAY_END ? ASSAY_OK : status;
}

/* How many rows there are: an index on the key is all that is read. */
static assay_status count_rows(sqlite3 *db, const sqlite_source *source, int64_t *rows,
                               assay_error *error)
{
    sqlite_select what = {"count(*)", "", assay_buffer_bytes(&source->start),
                          assay_buffer_bytes(&source->end), true};
    double number;
    ASSAY_TRY(number_of(db, source->plan, &what, &number, error));
    *rows = (int64_t)number;
    return ASSAY_OK;
}

static assay_status mean_of(const sqlite_plan *plan, sqlite3_stmt *row, double *mean,
                            assay_error *error)
{
    double bytes = 0, rows = 0;
    assay_status status;
    while ((status = sqlite_select_step(plan, row, error)) == ASSAY_OK) {
        bytes += sqlite3_column_double(row, 0);
        rows++;
    }
    *mean = rows > 0 ? bytes / rows : 0;
    return status == ASSAY_END ? ASSAY_OK : status;
}

/* The mean over rows that are stored first, and so lie side by side: few pages are read. They are
 * rows of all that the plan gives, so that the mean is the same for every part, and sizes add up.
 */
static assay_status mean_row(sqlite3 *db, const sqlite_plan *plan, double *mean, assay_error *error)
{
    sqlite3_stmt *row;
    char *size_of_row = sqlite_row_size(plan);
    sqlite_select what = {size_of_row, "limit 200", {0}, {0}, false};
    assay_status status =
        size_of_row == NULL ? ASSAY_MEMORY : sqlite_select_prepare(db, plan, &what, &row, error);
    sqlite3_free(size_of_row);
    ASSAY_TRY(status);
    status = mean_of(plan, row, mean, error);
    sqlite3_finalize(row);
    return status;
}

static assay_status size_of(sqlite3 *db, const sqlite_source *source, int64_t *bytes,
                            assay_error *error)
{
    int64_t rows;
    double mean;
    ASSAY_TRY(count_rows(db, source, &rows, error));
    ASSAY_TRY(mean_row(db, source->plan, &mean, error));
    *bytes = (int64_t)((double)rows * mean);
    return ASSAY_OK;
}

static assay_status estimate(assay_source *self, int64_t *bytes, assay_error *error)
{
    const sqlite_source *source = (const sqlite_source *)self;
    sqlite3 *db;
    ASSAY_TRY(sqlite_database_read(source->plan, &db, error));
    assay_status status = size_of(db, source, bytes, error);
    sqlite3_close(db);
    return status;
}

static const assay_size size = {.struct_size = sizeof(size), .estimate = estimate};

static assay_status emit(const sqlite_source *source, assay_bytes start, assay_bytes end,
                         assay_source_emit *to)
{
    assay_source *part;
    ASSAY_TRY(sqlite_source_new(source->plan, start, end, &part));
    return to->emit(to, part);
}

/* Keys with their numbers of rows, in order, are cut where the next share of all rows is full. */
typedef struct shares {
    const sqlite_source *source;
    assay_source_emit *to;
    int64_t all, seen;
    uint64_t count, full;
    assay_buffer last, next; /* where the next part begins; where it may end */
} shares;

static assay_status add_key(shares *self, sqlite3_stmt *row, assay_error *error)
{
    uint64_t full =
        (uint64_t)((long double)self->seen / (long double)self->all * (long double)self->count);
    assay_buffer_reset(&self->next);
    ASSAY_TRY(sqlite_position_of(row, 0, self->source->plan->kind, &self->next.out, error));
    if (full > self->full) {
        ASSAY_TRY(emit(self->source, assay_buffer_bytes(&self->last),
                       assay_buffer_bytes(&self->next), self->to));
        assay_buffer_reset(&self->last);
        ASSAY_TRY(self->last.out.append(&self->last.out, self->next.data, self->next.size));
        self->full = full;
    }
    self->seen += sqlite3_column_int64(row, 1);
    return ASSAY_OK;
}

static assay_status add_keys(sqlite3 *db, shares *self, assay_error *error)
{
    const sqlite_source *source = self->source;
    sqlite3_stmt *row;
    sqlite_select what = {NULL, NULL, assay_buffer_bytes(&source->start),
                          assay_buffer_bytes(&source->end), true};
    char *columns = sqlite3_mprintf("t.\"%w\" collate binary as k, count(*)", source->plan->key);
    if (columns == NULL)
        return ASSAY_MEMORY;
    what.columns = columns;
    what.tail = "group by 1 order by 1";
    assay_status status = sqlite_select_prepare(db, source->plan, &what, &row, error);
    sqlite3_free(columns);
    ASSAY_TRY(status);
    while ((status = sqlite_select_step(source->plan, row, error)) == ASSAY_OK &&
           (status = add_key(self, row, error)) == ASSAY_OK)
        continue;
    sqlite3_finalize(row);
    return status == ASSAY_END ? ASSAY_OK : status;
}

/* The last part reaches to the end of the source, so that all parts together do. */
static assay_status cut_shares(sqlite3 *db, const sqlite_source *source, uint64_t count,
                               assay_source_emit *to, assay_error *error)
{
    shares self = {source, to, 0, 0, count, 0, ASSAY_BUFFER_INIT, ASSAY_BUFFER_INIT};
    ASSAY_TRY(count_rows(db, source, &self.all, error));
    assay_status status =
        self.last.out.append(&self.last.out, source->start.data, source->start.size);
    if (status == ASSAY_OK && self.all > 0)
        status = add_keys(db, &self, error);
    if (status == ASSAY_OK)
        status = emit(source, assay_buffer_bytes(&self.last), assay_buffer_bytes(&source->end), to);
    assay_buffer_clear(&self.last);
    assay_buffer_clear(&self.next);
    return status;
}

static assay_status by_size(assay_source *self, int64_t desired_bytes, assay_source_emit *parts,
                            assay_error *error)
{
    const sqlite_source *source = (const sqlite_source *)self;
    sqlite3 *db;
    int64_t bytes;
    if (desired_bytes < 1)
        return assay_error_set(error, ASSAY_INVALID, "parts of less than one byte");
    ASSAY_TRY(sqlite_database_read(source->plan, &db, error));
    assay_status status = size_of(db, source, &bytes, error);
    if (status == ASSAY_OK)
        status = cut_shares(db, source, bytes < 1 ? 1 : 1 + (uint64_t)(bytes - 1) / desired_bytes,
                            parts, error);
    sqlite3_close(db);
    return status;
}

static assay_status by_count(assay_source *self, uint32_t count, assay_source_emit *parts,
                             assay_error *error)
{
    const sqlite_source *source = (const sqlite_source *)self;
    sqlite3 *db;
    if (count < 1)
        return assay_error_set(error, ASSAY_INVALID, "less than one part");
    ASSAY_TRY(sqlite_database_read(source->plan, &db, error));
    assay_status status = cut_shares(db, source, count, parts, error);
    sqlite3_close(db);
    return status;
}

static const assay_split split = {
    .struct_size = sizeof(split), .by_size = by_size, .by_count = by_count};

static const struct ability {
    const char *name;
    const void *by_key, *without_key;
} abilities[] = {
    {ASSAY_SIZE, &size, &size},
    {ASSAY_SPLIT, &split, NULL},
    {ASSAY_RANGE, &range, NULL},
    {ASSAY_CHECKPOINT, &sqlite_checkpoint, NULL},
};

const void *sqlite_source_query(assay_source *self, const char *ability)
{
    const sqlite_source *source = (const sqlite_source *)self;
    for (size_t i = 0; i < sizeof(abilities) / sizeof(abilities[0]); i++)
        if (strcmp(abilities[i].name, ability) == 0)
            return source->plan->kind == SQLITE_KEY_NONE ? abilities[i].without_key
                                                         : abilities[i].by_key;
    return NULL;
}
