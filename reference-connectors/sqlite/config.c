/* Makes a source or a sink from settings. */
#include "sqlite.h"

#include <assay/toolkit/settings.h>
#include <stdlib.h>
#include <string.h>

typedef struct source_config {
    const char *database, *table, *query, *key, *key_type, *value, *id, *timestamp;
} source_config;

#define TEXT(key, needed, type, member)                                                            \
    {                                                                                              \
        key, ASSAY_SETTING_TEXT, needed, offsetof(type, member), 0, 0                              \
    }

static const assay_setting_rule source_rules[] = {
    TEXT("database", true, source_config, database),
    TEXT("table", false, source_config, table),
    TEXT("query", false, source_config, query),
    TEXT("key", false, source_config, key),
    TEXT("key-type", false, source_config, key_type),
    TEXT("value", true, source_config, value),
    TEXT("id", false, source_config, id),
    TEXT("timestamp", false, source_config, timestamp),
};

static const char *const kinds[] = {
    [SQLITE_KEY_NONE] = "none",
    [SQLITE_KEY_INTEGER] = "integer",
    [SQLITE_KEY_TEXT] = "text",
    [SQLITE_KEY_BLOB] = "blob",
};

static assay_status kind_of(const source_config *config, sqlite_kind *kind, assay_error *error)
{
    if (config->key == NULL && config->key_type != NULL)
        return assay_error_set(error, ASSAY_INVALID, "setting 'key-type' needs 'key'");
    *kind = config->key == NULL ? SQLITE_KEY_NONE : SQLITE_KEY_INTEGER;
    for (size_t i = SQLITE_KEY_INTEGER; config->key_type != NULL; i++) {
        if (i == sizeof(kinds) / sizeof(kinds[0]))
            return assay_error_set(error, ASSAY_INVALID,
                                   "setting 'key-type' is 'integer', 'text' or 'blob', not '%s'",
                                   config->key_type);
        *kind = (sqlite_kind)i;
        if (strcmp(kinds[i], config->key_type) == 0)
            break;
    }
    return ASSAY_OK;
}

static char *copy(const char *text)
{
    return strdup(text == NULL ? "" : text);
}

static assay_status plan_new(const source_config *config, sqlite_kind kind, sqlite_plan **plan)
{
    sqlite_plan *self = calloc(1, sizeof(*self));
    if (self == NULL)
        return ASSAY_MEMORY;
    self->users = 1;
    self->kind = kind;
    self->is_query = config->query != NULL;
    self->database = copy(config->database);
    self->relation = copy(self->is_query ? config->query : config->table);
    self->key = copy(config->key);
    self->value = copy(config->value);
    self->id = copy(config->id);
    self->timestamp = copy(config->timestamp);
    *plan = self;
    return ASSAY_OK;
}

assay_status sqlite_connector_open_source(const assay_connector *self, const assay_host *host,
                                          const assay_config *config, assay_source **source,
                                          assay_error *error)
{
    (void)self, (void)host;
    source_config settings = {0};
    sqlite_kind kind;
    sqlite_plan *plan;
    ASSAY_TRY(assay_settings_read(
        config, source_rules, sizeof(source_rules) / sizeof(source_rules[0]), &settings, error));
    if ((settings.table == NULL) == (settings.query == NULL))
        return assay_error_set(error, ASSAY_INVALID, "needs one of 'table' and 'query'");
    ASSAY_TRY(kind_of(&settings, &kind, error));
    ASSAY_TRY(plan_new(&settings, kind, &plan));
    assay_status status = sqlite_plan_check(plan, error);
    if (status == ASSAY_OK)
        status = sqlite_source_new(plan, (assay_bytes){0}, (assay_bytes){0}, source);
    sqlite_plan_leave(plan);
    return status;
}

typedef struct sink_config {
    const char *database, *table, *id, *value, *timestamp;
    int64_t batch;
} sink_config;

static const assay_setting_rule sink_rules[] = {
    TEXT("database", true, sink_config, database),
    TEXT("table", true, sink_config, table),
    TEXT("id", false, sink_config, id),
    TEXT("value", false, sink_config, value),
    TEXT("timestamp", false, sink_config, timestamp),
    {"batch", ASSAY_SETTING_NUMBER, false, offsetof(sink_config, batch), 1, SQLITE_CONNECTOR_BATCH},
};

static assay_status sink_new(const sink_config *config, assay_sink **sink, assay_error *error)
{
    sqlite_sink filled = {
        .database = copy(config->database),
        .table = copy(config->table),
        .id = copy(config->id),
        .value = copy(config->value),
        .timestamp = copy(config->timestamp),
        .batch = config->batch,
    };
    return sqlite_sink_new(&filled, sink, error);
}

assay_status sqlite_connector_open_sink(const assay_connector *self, const assay_host *host,
                                        const assay_config *config, assay_sink **sink,
                                        assay_error *error)
{
    (void)self, (void)host;
    sink_config settings = {.id = "id", .value = "value", .batch = 1000};
    ASSAY_TRY(assay_settings_read(config, sink_rules, sizeof(sink_rules) / sizeof(sink_rules[0]),
                                  &settings, error));
    return sink_new(&settings, sink, error);
}
