/* What a journal begins with: all that reports need of a run besides its results. */
#include "report/value.h"

#include <inttypes.h>
#include <stdio.h>

static json_t *abilities_value(uint32_t bits)
{
    char names[512];
    assay_ability_names(bits, names, sizeof(names));
    return assay_value_words(names);
}

/* Data that a generator made has gone when somebody reads of it. */
static json_t *existing_value(const assay_scenario *scenario)
{
    json_t *list = json_array();
    for (size_t i = 0; i < scenario->dataset_count; i++) {
        const assay_dataset *at = &scenario->datasets[i];
        if (at->existing == 0)
            continue;
        if (!assay_value_append(list, json_pack("{s:o s:o}", "name", assay_value_text(at->name),
                                                "path", assay_value_text(at->path))))
            return NULL;
    }
    return list;
}

static json_t *look_value(const assay_run_scenario *over)
{
    return json_pack("{s:o s:o s:s s:s s:s s:o s:o}", "name", assay_value_text(over->look.name),
                     "version", assay_value_text(over->look.version), "library_xxh3_128",
                     over->library_hash, "sanitizers", over->sanitizers, "look",
                     assay_verdict_name(over->look.finding.verdict), "look_reason",
                     assay_value_text(over->look.finding.reason), "look_observed",
                     assay_value_text(over->look.finding.observed));
}

static json_t *scenario_value(const assay_run_scenario *over)
{
    const assay_scenario *scenario = over->scenario;
    uint32_t surplus = over->look.offered & ~scenario->declared;
    json_t *value = json_pack(
        "{s:o s:o s:s s:o s:o s:o s:o s:o}", "connector", assay_value_text(scenario->connector),
        "scenario", assay_value_text(scenario->name), "kind", assay_kind_name(scenario->kind),
        "manifest", assay_value_text(over->manifest), "library",
        assay_value_text(scenario->library), "declared", abilities_value(scenario->declared),
        "offered_undeclared", abilities_value(surplus), "existing", existing_value(scenario));
    json_t *look = look_value(over);
    int failed = json_object_update(value, look); /* also when one of them is none */
    json_decref(look);
    if (failed == 0)
        return value;
    json_decref(value);
    return NULL;
}

static json_t *scenarios_value(const assay_run *run)
{
    json_t *list = json_array();
    for (size_t i = 0; i < run->scenario_count; i++)
        if (!assay_value_append(list, scenario_value(&run->scenarios[i])))
            return NULL;
    return list;
}

static json_t *exercises_value(const assay_check *check)
{
    json_t *list = json_array();
    for (size_t i = 0; i < ASSAY_COUNTERS && check->exercises[i].what != NULL; i++)
        if (!assay_value_append(list, assay_value_text(check->exercises[i].what)))
            return NULL;
    return list;
}

static json_t *planned_value(const assay_run *run, const assay_run_item *item)
{
    const assay_check *check = item->check;
    return json_pack("{s:o s:s s:I s:s s:s s:o s:b s:I}", "id", assay_value_name(run, item),
                     "check", check->id, "over", (json_int_t)item->scenario, "level",
                     assay_level_name(check->level), "clauses", check->clauses, "exercises",
                     exercises_value(check), "preview", item->preview, "shard",
                     (json_int_t)item->shard);
}

static json_t *plan_value(const assay_run *run)
{
    json_t *list = json_array();
    for (size_t i = 0; i < run->item_count; i++)
        if (!assay_value_append(list, planned_value(run, &run->items[i])))
            return NULL;
    return list;
}

static json_t *settings_value(const assay_run *run)
{
    const assay_run_settings *settings = &run->settings;
    char seed[32];
    snprintf(seed, sizeof(seed), "0x%" PRIx64, settings->seed);
    return json_pack("{s:s s:s s:s s:I s:I s:b s:o? s:I s:s s:b s:I s:I s:I s:I}", "seed", seed,
                     "tier", assay_tier_name(settings->tier), "profile",
                     assay_profile_name(settings->profile), "jobs", (json_int_t)settings->jobs,
                     "records", (json_int_t)settings->records, "read_only", settings->read_only,
                     "library_option",
                     settings->library != NULL ? assay_value_text(settings->library) : NULL,
                     "timeout_ms", (json_int_t)settings->timeout_ms, "level",
                     settings->should_counts ? "should" : "must", "strict", settings->strict,
                     "repeat", (json_int_t)settings->repeat, "rules", (json_int_t)settings->rules,
                     "shard", (json_int_t)settings->shard, "shards", (json_int_t)settings->shards);
}

json_t *assay_value_header(const assay_run *run)
{
    json_t *value = json_pack("{s:s s:i s:s s:i s:s s:I s:b s:o s:o}", "type", "header", "journal",
                              ASSAY_JOURNAL_FORM, "assay", run->version != NULL ? run->version : "",
                              "contract", run->contract, "platform", run->platform, "started",
                              (json_int_t)run->started, "linked", run->linked, "scenarios",
                              scenarios_value(run), "plan", plan_value(run));
    json_t *settings = settings_value(run);
    int failed = json_object_update(value, settings); /* also when one of them is none */
    json_decref(settings);
    if (failed == 0)
        return value;
    json_decref(value);
    return NULL;
}
