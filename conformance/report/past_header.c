/* The first line of a journal: a run without its results. */
#include "report/past_header.h"

#include "report/taker.h"
#include "report/value.h"
#include <ctype.h>
#include <assay/toolkit/error.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Texts of the header are never changed through a scenario. */
static char *lent(const char *text)
{
    return (char *)(uintptr_t)text;
}

static assay_status out_of_memory(assay_error *error)
{
    return assay_error_set(error, ASSAY_MEMORY, "out of memory");
}

static assay_status said_wrong(const assay_taker *from, const char *of, assay_error *error)
{
    if (from->wrong == NULL)
        return ASSAY_OK;
    return assay_error_set(error, ASSAY_INVALID, "%s: '%s' is not there or no value of its kind",
                           of, from->wrong);
}

/* Journals from before there were profiles name none. */
static assay_profile take_profile(assay_taker *from)
{
    size_t found = assay_profile_find(assay_take_string_or(from, "profile", "assay"));
    if (found == ASSAY_PROFILES && from->wrong == NULL)
        from->wrong = "profile";
    return (assay_profile)(found < ASSAY_PROFILES ? found : ASSAY_PROFILE_ASSAY);
}

static const char *tier_name(size_t i)
{
    return assay_tier_name((assay_tier)i);
}

static const char *verdict_name(size_t i)
{
    return assay_verdict_name((assay_verdict)i);
}

static uint32_t ability_bits(const json_t *list)
{
    uint32_t bits = 0;
    for (size_t i = 0; i < json_array_size(list); i++) {
        const char *name = json_string_value(json_array_get(list, i));
        bits |= name != NULL ? assay_ability_bit(name) : 0;
    }
    return bits;
}

static assay_status take_existing(assay_scenario *to, const json_t *list, assay_error *error)
{
    size_t count = json_array_size(list);
    if (count > ASSAY_DATA_SETS)
        return assay_error_set(error, ASSAY_INVALID, "a scenario: too many data sets");
    to->datasets = calloc(count + 1, sizeof(*to->datasets));
    if (to->datasets == NULL)
        return out_of_memory(error);
    to->dataset_count = count;
    for (size_t i = 0; i < count; i++) {
        assay_taker from = {json_array_get(list, i), NULL};
        to->datasets[i] = (assay_dataset){.name = lent(assay_take_string(&from, "name")),
                                          .path = lent(assay_take_string(&from, "path")),
                                          .existing = 1};
        ASSAY_TRY(said_wrong(&from, "a data set", error));
    }
    return ASSAY_OK;
}

static assay_status take_look(assay_run_scenario *to, assay_taker *from, assay_error *error)
{
    assay_look *look = &to->look;
    if (assay_finding_init(&look->finding) != ASSAY_OK)
        return out_of_memory(error);
    look->finding.verdict =
        (assay_verdict)assay_take_name(from, "look", verdict_name, ASSAY_VERDICTS);
    assay_finding_text(&look->finding.reason, "%s", assay_take_string(from, "look_reason"));
    assay_finding_text(&look->finding.observed, "%s", assay_take_string(from, "look_observed"));
    look->offered =
        to->scenario->declared | ability_bits(assay_take_list(from, "offered_undeclared"));
    look->name = strdup(assay_take_string(from, "name"));
    look->version = strdup(assay_take_string(from, "version"));
    snprintf(to->library_hash, sizeof(to->library_hash), "%s",
             assay_take_string(from, "library_xxh3_128"));
    snprintf(to->sanitizers, sizeof(to->sanitizers), "%s", assay_take_string(from, "sanitizers"));
    return look->name != NULL && look->version != NULL ? ASSAY_OK : out_of_memory(error);
}

static assay_kind kind_of(const char *name)
{
    for (int kind = 0; kind < ASSAY_KINDS; kind++)
        if (strcmp(name, assay_kind_name((assay_kind)kind)) == 0)
            return (assay_kind)kind;
    return ASSAY_KIND_SOURCE;
}

static assay_status take_scenario(assay_past *self, size_t i, const json_t *value,
                                  assay_error *error)
{
    assay_taker from = {value, NULL};
    assay_scenario *to = &self->scenarios[i];
    *to = (assay_scenario){.connector = lent(assay_take_string(&from, "connector")),
                           .name = lent(assay_take_string(&from, "scenario")),
                           .library = lent(assay_take_string(&from, "library")),
                           .kind = kind_of(assay_take_string(&from, "kind")),
                           .declared = ability_bits(assay_take_list(&from, "declared"))};
    assay_run_scenario *over =
        assay_run_add_scenario(&self->run, assay_take_string(&from, "manifest"), to);
    if (over == NULL)
        return out_of_memory(error);
    ASSAY_TRY(take_look(over, &from, error));
    ASSAY_TRY(take_existing(to, assay_take_list(&from, "existing"), error));
    return said_wrong(&from, "a scenario", error);
}

static assay_status take_scenarios(assay_past *self, const json_t *list, assay_error *error)
{
    size_t count = json_array_size(list);
    self->scenarios = calloc(count + 1, sizeof(*self->scenarios));
    if (self->scenarios == NULL)
        return out_of_memory(error);
    for (size_t i = 0; i < count; i++)
        ASSAY_TRY(take_scenario(self, i, json_array_get(list, i), error));
    return ASSAY_OK;
}

static void take_exercises(assay_check *to, const json_t *list)
{
    for (size_t i = 0; i < ASSAY_COUNTERS && i < json_array_size(list); i++)
        to->exercises[i].what = json_string_value(json_array_get(list, i));
}

/* The first clause, as the catalogue of this program has it. */
static const assay_clause *first_clause(const char *clauses)
{
    char id[64];
    snprintf(id, sizeof(id), "%.*s", (int)strcspn(clauses, " "), clauses);
    return assay_clause_find(id);
}

/* Names that Assay gives, and that are written as they are: none of them can be more than a name.
 */
static const char *take_name(assay_taker *from, const char *key)
{
    const char *name = assay_take_string(from, key);
    for (const char *at = name; *at != '\0'; at++)
        if (!isalnum((unsigned char)*at) && strchr(" .-_", *at) == NULL)
            from->wrong = key;
    return name;
}

static assay_status take_planned(assay_past *self, size_t i, const json_t *value,
                                 assay_error *error)
{
    assay_taker from = {value, NULL};
    assay_check *check = &self->checks[i];
    assay_run_item *item = &self->run.items[i];
    *check = (assay_check){.id = take_name(&from, "check"),
                           .clauses = take_name(&from, "clauses"),
                           .level = strcmp(assay_take_string(&from, "level"), "MUST") == 0
                                        ? ASSAY_MUST
                                        : ASSAY_SHOULD};
    take_exercises(check, assay_take_list(&from, "exercises"));
    item->check = check;
    item->clause = first_clause(check->clauses);
    item->scenario = assay_take_number(&from, "over");
    item->preview = assay_take_flag(&from, "preview");
    item->shard = (unsigned)assay_take_number(&from, "shard");
    ASSAY_TRY(said_wrong(&from, "an item of the plan", error));
    if (item->scenario >= self->run.scenario_count)
        return assay_error_set(error, ASSAY_INVALID, "an item of the plan: no scenario %zu",
                               item->scenario);
    return assay_finding_init(&item->finding) == ASSAY_OK ? ASSAY_OK : out_of_memory(error);
}

static assay_status take_plan(assay_past *self, const json_t *list, assay_error *error)
{
    size_t count = json_array_size(list);
    self->checks = calloc(count + 1, sizeof(*self->checks));
    self->known = calloc(count + 1, sizeof(*self->known));
    self->run.items = calloc(count + 1, sizeof(*self->run.items));
    if (self->checks == NULL || self->known == NULL || self->run.items == NULL)
        return out_of_memory(error);
    for (size_t i = 0; i < count; i++, self->run.item_count++)
        ASSAY_TRY(take_planned(self, i, json_array_get(list, i), error));
    return ASSAY_OK;
}

static void take_settings(assay_run_settings *to, assay_taker *from)
{
    *to = (assay_run_settings){
        .seed = assay_take_hex(from, "seed"),
        .tier = (assay_tier)assay_take_name(from, "tier", tier_name, ASSAY_EXHAUSTIVE + 1),
        .profile = take_profile(from),
        .jobs = (unsigned)assay_take_number(from, "jobs"),
        .records = assay_take_number(from, "records"),
        .read_only = assay_take_flag(from, "read_only"),
        .library = assay_take_string_or(from, "library_option", NULL),
        .timeout_ms = (int64_t)assay_take_number(from, "timeout_ms"),
        .should_counts = strcmp(assay_take_string(from, "level"), "should") == 0,
        .strict = assay_take_flag(from, "strict"),
        .repeat = (unsigned)assay_take_number(from, "repeat"),
        .rules = (unsigned)assay_take_number(from, "rules"),
        .shard = (unsigned)assay_take_number(from, "shard"),
        .shards = (unsigned)assay_take_number(from, "shards"),
    };
}

static assay_status check_form(const json_t *line, assay_error *error)
{
    const char *type = json_string_value(json_object_get(line, "type"));
    if (type == NULL || strcmp(type, "header") != 0)
        return assay_error_set(error, ASSAY_INVALID, "no header of a journal");
    const json_t *form = json_object_get(line, "journal");
    if (json_is_integer(form) && json_integer_value(form) == ASSAY_JOURNAL_FORM)
        return ASSAY_OK;
    const char *version = json_string_value(json_object_get(line, "assay"));
    return assay_error_set(error, ASSAY_INVALID,
                           "a journal of form %lld, written by assay %.40s; this one reads form %d",
                           (long long)json_integer_value(form), version != NULL ? version : "?",
                           ASSAY_JOURNAL_FORM);
}

assay_status assay_past_take_header(assay_past *self, json_t *line, assay_error *error)
{
    self->header = line;
    ASSAY_TRY(check_form(line, error));
    assay_taker from = {line, NULL};
    assay_run *run = &self->run;
    take_settings(&run->settings, &from);
    run->version = assay_take_string(&from, "assay");
    run->contract = (int)assay_take_number(&from, "contract");
    run->started = (int64_t)assay_take_number(&from, "started");
    run->linked = assay_take_flag(&from, "linked");
    snprintf(run->platform, sizeof(run->platform), "%s", assay_take_string(&from, "platform"));
    const json_t *scenarios = assay_take_list(&from, "scenarios");
    const json_t *plan = assay_take_list(&from, "plan");
    ASSAY_TRY(said_wrong(&from, "the header", error));
    ASSAY_TRY(take_scenarios(self, scenarios, error));
    return take_plan(self, plan, error);
}
