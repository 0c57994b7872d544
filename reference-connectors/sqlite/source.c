/* What is to be read: never changes. */
#include "sqlite.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

void sqlite_plan_leave(sqlite_plan *self)
{
    if (--self->users > 0)
        return;
    free(self->database);
    free(self->relation);
    free(self->key);
    free(self->value);
    free(self->id);
    free(self->timestamp);
    free(self);
}

assay_status sqlite_plan_check(const sqlite_plan *self, assay_error *error)
{
    const struct {
        const char *name, *text;
    } needed[] = {
        {"database", self->database},
        {self->is_query ? "query" : "table", self->relation},
        {"key", self->kind == SQLITE_KEY_NONE ? "none" : self->key},
        {"value", self->value},
    };
    if (self->database == NULL || self->relation == NULL || self->key == NULL ||
        self->value == NULL || self->id == NULL || self->timestamp == NULL)
        return ASSAY_MEMORY;
    for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
        if (needed[i].text[0] == '\0')
            return assay_error_set(error, ASSAY_INVALID, "setting '%s' is empty", needed[i].name);
    return ASSAY_OK;
}

static assay_status encode(assay_source *self, assay_out *to, assay_error *error)
{
    (void)error;
    const sqlite_source *source = (const sqlite_source *)self;
    const sqlite_plan *plan = source->plan;
    ASSAY_TRY(assay_put_u64(to, SQLITE_CONNECTOR_FORMAT));
    ASSAY_TRY(assay_put_u64(to, plan->kind));
    ASSAY_TRY(assay_put_u64(to, plan->is_query));
    ASSAY_TRY(assay_put_text(to, plan->database));
    ASSAY_TRY(assay_put_text(to, plan->relation));
    ASSAY_TRY(assay_put_text(to, plan->key));
    ASSAY_TRY(assay_put_text(to, plan->value));
    ASSAY_TRY(assay_put_text(to, plan->id));
    ASSAY_TRY(assay_put_text(to, plan->timestamp));
    ASSAY_TRY(assay_put_bytes(to, assay_buffer_bytes(&source->start)));
    return assay_put_bytes(to, assay_buffer_bytes(&source->end));
}

static sqlite_plan *take_plan(assay_decoder *from)
{
    sqlite_plan *plan = calloc(1, sizeof(*plan));
    if (plan == NULL)
        return NULL;
    uint64_t format = assay_take_u64(from), kind = assay_take_u64(from);
    uint64_t is_query = assay_take_u64(from);
    if (format != SQLITE_CONNECTOR_FORMAT || kind > SQLITE_KEY_BLOB || is_query > 1)
        from->failed = true;
    plan->users = 1;
    plan->kind = (sqlite_kind)kind;
    plan->is_query = is_query;
    plan->database = assay_take_text(from);
    plan->relation = assay_take_text(from);
    plan->key = assay_take_text(from);
    plan->value = assay_take_text(from);
    plan->id = assay_take_text(from);
    plan->timestamp = assay_take_text(from);
    return plan;
}

static bool is_range(const sqlite_plan *plan, assay_bytes start, assay_bytes end)
{
    if (plan->kind == SQLITE_KEY_NONE)
        return start.size == 0 && end.size == 0;
    return end.size == 0 || assay_key_compare(start, end) <= 0;
}

assay_status sqlite_connector_decode_source(const assay_connector *self, const assay_host *host,
                                            assay_bytes encoded, assay_source **source,
                                            assay_error *error)
{
    (void)self, (void)host;
    assay_decoder decoder = {encoded, false};
    sqlite_plan *plan = take_plan(&decoder);
    if (plan == NULL)
        return ASSAY_MEMORY;
    assay_bytes start = assay_take_bytes(&decoder), end = assay_take_bytes(&decoder);
    assay_status status = ASSAY_OK;
    if (!assay_decoder_done(&decoder) || !is_range(plan, start, end))
        status = assay_error_set(error, ASSAY_INVALID, "not an encoded source");
    if (status == ASSAY_OK)
        status = sqlite_plan_check(plan, error);
    if (status == ASSAY_OK)
        status = sqlite_source_new(plan, start, end, source);
    sqlite_plan_leave(plan);
    return status;
}

assay_status sqlite_print_line(const char *text, assay_out *to)
{
    for (; *text != '\0'; text++) {
        char printed = iscntrl((unsigned char)*text) ? ' ' : *text;
        ASSAY_TRY(to->append(to, &printed, 1));
    }
    return ASSAY_OK;
}

static assay_status print_position(const char *word, const sqlite_plan *plan,
                                   const assay_buffer *position, assay_out *to)
{
    if (position->size == 0)
        return ASSAY_OK;
    ASSAY_TRY(sqlite_print_line(word, to));
    return sqlite_position_print(plan->kind, assay_buffer_bytes(position), to);
}

static assay_status describe(assay_source *self, assay_out *to, assay_error *error)
{
    (void)error;
    const sqlite_source *source = (const sqlite_source *)self;
    const sqlite_plan *plan = source->plan;
    ASSAY_TRY(sqlite_print_line("rows of '", to));
    ASSAY_TRY(sqlite_print_line(plan->relation, to));
    ASSAY_TRY(sqlite_print_line("' in ", to));
    ASSAY_TRY(sqlite_print_line(plan->database, to));
    if (plan->kind == SQLITE_KEY_NONE)
        return ASSAY_OK;
    ASSAY_TRY(sqlite_print_line(" by ", to));
    ASSAY_TRY(sqlite_print_line(plan->key, to));
    ASSAY_TRY(print_position(" from ", plan, &source->start, to));
    return print_position(" to before ", plan, &source->end, to);
}

static assay_status validate(assay_source *self, assay_error *error)
{
    const sqlite_source *source = (const sqlite_source *)self;
    sqlite3 *db;
    sqlite3_stmt *rows;
    assay_status status = sqlite_database_read(source->plan, &db, error);
    if (status == ASSAY_OK) {
        status = sqlite_rows_prepare(db, source, (assay_bytes){0}, &rows, error);
        if (status == ASSAY_OK)
            sqlite3_finalize(rows);
        sqlite3_close(db);
    }
    return status == ASSAY_CORRUPT ? ASSAY_INVALID : status;
}

static assay_status open_reader(assay_source *self, assay_reader **reader, assay_error *error)
{
    (void)error;
    return sqlite_reader_new((const sqlite_source *)self, NULL, 0, reader);
}

static void release(assay_source *self)
{
    sqlite_source *source = (sqlite_source *)self;
    assay_buffer_clear(&source->start);
    assay_buffer_clear(&source->end);
    sqlite_plan_leave(source->plan);
    free(source);
}

static const assay_source_ops source_ops = {
    .struct_size = sizeof(source_ops),
    .encode = encode,
    .describe = describe,
    .validate = validate,
    .open_reader = open_reader,
    .query = sqlite_source_query,
    .release = release,
};

assay_status sqlite_source_new(sqlite_plan *plan, assay_bytes start, assay_bytes end,
                               assay_source **source)
{
    sqlite_source *self = calloc(1, sizeof(*self));
    if (self == NULL)
        return ASSAY_MEMORY;
    self->base.ops = &source_ops;
    self->plan = plan;
    plan->users++;
    self->start = self->end = (assay_buffer)ASSAY_BUFFER_INIT;
    if (assay_buffer_append(&self->start.out, start.data, start.size) == ASSAY_OK &&
        assay_buffer_append(&self->end.out, end.data, end.size) == ASSAY_OK) {
        *source = &self->base;
        return ASSAY_OK;
    }
    release(&self->base);
    return ASSAY_MEMORY;
}
