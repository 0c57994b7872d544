/* From a manifest's JSON, which fits the tables, to scenarios; checks what goes across keys. */
#include "data/manifest_reader.h"

#include "data/generator.h"
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define SIZE_TOLERANCE 0.1
#define BUNDLES 3

/* Sets one text of the manifest. */
static assay_status copy_text(char **to, const char *text)
{
    *to = strdup(text);
    return *to == NULL ? ASSAY_MEMORY : ASSAY_OK;
}

static const char *text_of(const json_t *object, const char *key, const char *fallback)
{
    const char *text = json_string_value(json_object_get(object, key));
    return text != NULL ? text : fallback;
}

static bool is_text(const json_t *object, const char *key, const char *expected)
{
    return strcmp(text_of(object, key, ""), expected) == 0;
}

static uint32_t whole_of(const json_t *object, const char *key, uint32_t fallback)
{
    const json_t *value = json_object_get(object, key);
    return value == NULL ? fallback : (uint32_t)json_integer_value(value);
}

static assay_status wrong_at(assay_manifest_reader *self, const char *key, const char *what)
{
    assay_path_enter(self, key);
    return assay_manifest_wrong(self, "%s", what);
}

static unsigned later_of(const assay_scenario *scenario)
{
    static const unsigned later[ASSAY_KINDS] = {
        ASSAY_LATER_DATA, ASSAY_LATER_DATA | ASSAY_LATER_OUT, ASSAY_LATER_RANGE};
    return later[scenario->kind];
}

static assay_status fill_refuse(assay_manifest_reader *self, const json_t *list,
                                assay_scenario *scenario)
{
    size_t count = json_array_size(list);
    size_t before = assay_path_enter(self, "refuse");
    scenario->refuse = count == 0 ? NULL : calloc(count, sizeof(*scenario->refuse));
    if (count > 0 && scenario->refuse == NULL)
        return ASSAY_MEMORY;
    scenario->refuse_count = count;
    for (size_t i = 0; i < count; i++) {
        size_t list_path = assay_path_enter_item(self, i);
        ASSAY_TRY(assay_manifest_fill_settings(self, json_array_get(list, i), later_of(scenario),
                                               &scenario->refuse[i]));
        assay_path_leave(self, list_path);
    }
    assay_path_leave(self, before);
    return ASSAY_OK;
}

static assay_status fill_configs(assay_manifest_reader *self, const json_t *from,
                                 assay_scenario *scenario)
{
    size_t before = assay_path_enter(self, "config");
    ASSAY_TRY(assay_manifest_fill_settings(self, json_object_get(from, "config"),
                                           later_of(scenario), &scenario->config));
    assay_path_leave(self, before);
    return fill_refuse(self, json_object_get(from, "refuse"), scenario);
}

/* What sources and sinks have in common. */
static assay_status fill_common(assay_manifest_reader *self, const json_t *from,
                                assay_scenario *scenario, assay_data_plan *plan)
{
    ASSAY_TRY(fill_configs(self, from, scenario));
    ASSAY_TRY(assay_manifest_fill_hooks(self, from, &plan->hooks));
    return assay_manifest_fill_data(self, json_object_get(from, "data"), plan);
}

static assay_status fill_abilities(assay_manifest_reader *self, const json_t *list,
                                   assay_scenario *scenario)
{
    size_t before = assay_path_enter(self, "abilities");
    for (size_t i = 0; i < json_array_size(list); i++) {
        uint32_t bit = assay_ability_bit(json_string_value(json_array_get(list, i)));
        size_t list_path = assay_path_enter_item(self, i);
        if ((scenario->declared & bit) != 0)
            return assay_manifest_wrong(self, "is there twice, expected once");
        assay_path_leave(self, list_path);
        scenario->declared |= bit;
    }
    assay_path_leave(self, before);
    return ASSAY_OK;
}

static assay_status fill_source(assay_manifest_reader *self, const json_t *from,
                                assay_scenario *scenario, assay_data_plan *plan)
{
    const json_t *guarantees = json_object_get(from, "guarantees");
    const json_t *tolerance = json_object_get(guarantees, "size-tolerance");
    ASSAY_TRY(fill_common(self, from, scenario, plan));
    ASSAY_TRY(fill_abilities(self, json_object_get(from, "abilities"), scenario));
    scenario->size_tolerance = tolerance == NULL ? SIZE_TOLERANCE : json_number_value(tolerance);
    if (is_text(guarantees, "order", "within-reader"))
        scenario->promises |= ASSAY_PROMISE_ORDER;
    if (is_text(guarantees, "damage", "detected"))
        scenario->promises |= ASSAY_PROMISE_DAMAGE;
    if (strcmp(plan->generator->name, "records") == 0 && plan->store.words == NULL)
        return wrong_at(self, "data.generator",
                        "'records' stores nothing, expected a generator that makes data to read, "
                        "or 'store'");
    ASSAY_TRY(copy_text(&scenario->readback_path, ""));
    return copy_text(&scenario->readback_delimiter, "");
}

/* Whether the data is for a sink, and for this one. */
static assay_status check_sink(assay_manifest_reader *self, const assay_scenario *scenario,
                               const assay_data_plan *plan)
{
    const char *given = assay_setting_list_find(&plan->options, "ids");
    bool ids = given != NULL && strcmp(given, "true") == 0;
    if (strcmp(plan->generator->name, "records") != 0)
        return wrong_at(self, "data.generator", "is not for sinks, expected 'records'");
    if (plan->store.words != NULL || plan->truth.words != NULL || plan->path_count > 0)
        return wrong_at(self, "data",
                        "has a store, expected none: a sink's records are in no store");
    if ((scenario->promises & ASSAY_PROMISE_BY_ID) != 0 && !ids)
        return wrong_at(self, "data.ids", "is not true, expected true with 'idempotent-by-id'");
    return ASSAY_OK;
}

static assay_status fill_sink(assay_manifest_reader *self, const json_t *from,
                              assay_scenario *scenario, assay_data_plan *plan)
{
    ASSAY_TRY(fill_common(self, from, scenario, plan));
    scenario->bundles = whole_of(from, "bundles", BUNDLES);
    scenario->shards = whole_of(from, "shards", 0);
    if (scenario->shards > 0)
        scenario->promises |= ASSAY_PROMISE_FIXED_SHARDS;
    if (is_text(from, "guarantee", "exactly-once"))
        scenario->promises |= ASSAY_PROMISE_EXACTLY_ONCE;
    if (is_text(from, "guarantee", "idempotent-by-id"))
        scenario->promises |= ASSAY_PROMISE_BY_ID;
    ASSAY_TRY(check_sink(self, scenario, plan));
    return assay_manifest_fill_readback(self, json_object_get(from, "readback"), scenario, plan);
}

static assay_status fill_tracker(assay_manifest_reader *self, const json_t *from,
                                 assay_scenario *scenario, assay_data_plan *plan)
{
    plan->generator = &assay_no_data;
    ASSAY_TRY(fill_configs(self, from, scenario));
    return assay_manifest_fill_tracker(self, from, scenario);
}

/* The path of the library, which has to be there, whatever folder is the current one later. */
static assay_status resolve_library(assay_manifest_reader *self, const char *library, char **to)
{
    char path[PATH_MAX];
    char full[PATH_MAX];
    struct stat stat_of;
    const char *slash = strrchr(self->file, '/');
    int folder = slash == NULL || library[0] == '/' ? 0 : (int)(slash - self->file + 1);
    int size = snprintf(path, sizeof(path), "%.*s%s", folder, self->file, library);
    size_t before = assay_path_enter(self, "library");
    if (size >= (int)sizeof(path) || realpath(path, full) == NULL || stat(full, &stat_of) != 0)
        return assay_manifest_wrong(self, "cannot open '%.200s': %s, expected a shared object",
                                    path, strerror(errno));
    if (!S_ISREG(stat_of.st_mode))
        return assay_manifest_wrong(self, "'%.200s' is no file, expected a shared object", path);
    assay_path_leave(self, before);
    return copy_text(to, full);
}

typedef assay_status fill_fn(assay_manifest_reader *self, const json_t *from,
                             assay_scenario *scenario, assay_data_plan *plan);

static assay_status fill_scenario(assay_manifest_reader *self, const json_t *from, const char *name,
                                  assay_kind kind, const char *library)
{
    static fill_fn *const fills[ASSAY_KINDS] = {fill_source, fill_sink, fill_tracker};
    assay_manifest *manifest = self->manifest;
    assay_scenario *scenario = &manifest->scenarios[manifest->scenario_count];
    assay_data_plan *plan = &manifest->data[manifest->scenario_count++];
    size_t before = assay_path_enter(self, assay_kind_name(kind));
    scenario->kind = kind;
    ASSAY_TRY(copy_text(&scenario->connector, manifest->name));
    ASSAY_TRY(copy_text(&scenario->name, name));
    ASSAY_TRY(copy_text(&scenario->library, library));
    ASSAY_TRY(copy_text(&scenario->run, manifest->run));
    ASSAY_TRY(fills[kind](self, from, scenario, plan));
    assay_path_leave(self, before);
    return ASSAY_OK;
}

static assay_status check_name_is_new(assay_manifest_reader *self, const char *name)
{
    for (size_t i = 0; i < self->manifest->scenario_count; i++)
        if (strcmp(self->manifest->scenarios[i].name, name) == 0)
            return wrong_at(self, "name",
                            "is that of another scenario, expected a name of its own");
    return ASSAY_OK;
}

static size_t count_kinds(const json_t *from)
{
    size_t count = 0;
    for (int kind = 0; kind < ASSAY_KINDS; kind++)
        count += json_object_get(from, assay_kind_name((assay_kind)kind)) != NULL;
    return count;
}

/* A scenario for each kind that is there; name NULL: called as its kind is. */
static assay_status fill_kinds(assay_manifest_reader *self, const json_t *from, const char *name,
                               const char *library)
{
    for (int i = 0; i < ASSAY_KINDS; i++) {
        assay_kind kind = (assay_kind)i;
        const char *called = assay_kind_name(kind);
        const json_t *value = json_object_get(from, called);
        if (value != NULL)
            ASSAY_TRY(fill_scenario(self, value, name != NULL ? name : called, kind, library));
    }
    return ASSAY_OK;
}

static assay_status fill_listed(assay_manifest_reader *self, const json_t *item,
                                const char *library)
{
    static const char *const numbers[ASSAY_KINDS + 1] = {"none", "one", "two", "all"};
    const char *name = text_of(item, "name", "");
    ASSAY_TRY(check_name_is_new(self, name));
    if (count_kinds(item) != 1)
        return assay_manifest_wrong(self, "has %s, expected one of: source, sink, tracker",
                                    numbers[count_kinds(item)]);
    return fill_kinds(self, item, name, library);
}

static assay_status fill_list(assay_manifest_reader *self, const json_t *list, const char *library)
{
    size_t before = assay_path_enter(self, "scenarios");
    for (size_t i = 0; i < json_array_size(list); i++) {
        size_t list_path = assay_path_enter_item(self, i);
        ASSAY_TRY(fill_listed(self, json_array_get(list, i), library));
        assay_path_leave(self, list_path);
    }
    assay_path_leave(self, before);
    return ASSAY_OK;
}

static assay_status fill_scenarios(assay_manifest_reader *self, const json_t *root,
                                   const char *library)
{
    const json_t *list = json_object_get(root, "scenarios");
    size_t room = json_array_size(list) + ASSAY_KINDS;
    if ((list == NULL) == (count_kinds(root) == 0))
        return assay_manifest_wrong(
            self, "expected either 'scenarios', or some of: source, sink, tracker");
    self->manifest->scenarios = calloc(room, sizeof(*self->manifest->scenarios));
    self->manifest->data = calloc(room, sizeof(*self->manifest->data));
    if (self->manifest->scenarios == NULL || self->manifest->data == NULL)
        return ASSAY_MEMORY;
    ASSAY_TRY(fill_list(self, list, library));
    return fill_kinds(self, root, NULL, library);
}

assay_status assay_manifest_fill(assay_manifest_reader *self, const json_t *root)
{
    assay_manifest *manifest = self->manifest;
    const json_t *limits = json_object_get(root, "limits");
    char *library = NULL;
    manifest->timeout_ms = json_integer_value(json_object_get(limits, "timeout-ms"));
    const json_t *command_ms = json_object_get(limits, "command-ms");
    manifest->command_ms = command_ms != NULL ? json_integer_value(command_ms) : ASSAY_COMMAND_MS;
    ASSAY_TRY(assay_manifest_fill_place(self));
    ASSAY_TRY(assay_manifest_fill_hooks(self, root, &manifest->hooks));
    ASSAY_TRY(copy_text(&manifest->path, self->file));
    ASSAY_TRY(copy_text(&manifest->name, text_of(root, "name", "")));
    ASSAY_TRY(resolve_library(self, text_of(root, "library", ""), &library));
    assay_status status = fill_scenarios(self, root, library);
    free(library);
    if (status == ASSAY_OK && json_is_true(json_object_get(root, "read-only")))
        assay_manifest_make_read_only(manifest);
    return status;
}
