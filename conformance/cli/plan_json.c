/* A plan as JSON. */
#include "cli/plan_report.h"

#include "data/generator.h"
#include "report/value.h"
#include <assay/version.h>
#include <string.h>

/* The list with an item more; NULL when there was no memory for one of them. */
static json_t *with_item(json_t *list, json_t *value)
{
    if (list != NULL && json_array_append_new(list, value) == 0)
        return list;
    if (list == NULL)
        json_decref(value);
    json_decref(list);
    return NULL;
}

/* Those of a scenario that run, or those that do not. */
static json_t *checks_value(const assay_run *run, size_t scenario, bool running)
{
    json_t *list = json_array();
    for (size_t i = 0; i < run->item_count; i++) {
        const assay_run_item *item = &run->items[i];
        if (item->scenario != scenario || item->decided == running)
            continue;
        list = with_item(list, running ? json_string(item->check->id)
                                       : json_pack("{s:s s:o}", "check", item->check->id, "reason",
                                                   assay_value_text(item->finding.reason)));
    }
    return list;
}

static json_t *left_out_value(const assay_run *run, size_t scenario)
{
    const assay_kind own = run->scenarios[scenario].scenario->kind;
    size_t filtered = 0, others = 0;
    for (int kind = 0; kind < ASSAY_KINDS; kind++)
        *(kind == (int)own ? &filtered : &others) +=
            assay_planned_out(run, scenario, (assay_kind)kind);
    return json_pack("{s:I s:I}", "by_filter", (json_int_t)filtered, "of_other_kind",
                     (json_int_t)others);
}

static json_t *data_value(const assay_data_plan *data, uint64_t limit)
{
    uint64_t sizes[ASSAY_DATA_SETS];
    size_t count = assay_data_plan_sizes(data, limit, sizes);
    json_t *records = json_array();
    size_t sets = assay_data_plan_idle(data) ? 0 : count;
    if (data->generator->fixed)
        count = 0;
    count = count < sets ? count : sets;
    for (size_t i = 0; i < count; i++)
        records = with_item(records, json_integer((json_int_t)sizes[i]));
    return json_pack("{s:s s:b s:I s:o}", "generator", data->generator->name, "exists",
                     data->generator->fixed, "sets", (json_int_t)sets, "records", records);
}

static json_t *list_commands(const assay_planned_command *commands, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++)
        list = with_item(list, json_pack("{s:s s:o}", "key", commands[i].key, "command",
                                         assay_value_text(commands[i].title)));
    return list;
}

static json_t *commands_value(const assay_session *session, size_t scenario)
{
    assay_planned_command commands[ASSAY_PLANNED_COMMANDS];
    return list_commands(commands, assay_planned_commands(session, scenario, commands));
}

static json_t *manifests_value(const assay_session *session)
{
    assay_planned_command commands[ASSAY_PLANNED_COMMANDS];
    json_t *list = json_array();
    for (size_t i = 0; i < session->manifest_count; i++) {
        const assay_manifest *manifest = &session->manifests[i];
        size_t count = assay_planned_hooks(manifest, commands);
        list =
            with_item(list, json_pack("{s:o s:b s:o}", "manifest", assay_value_text(manifest->path),
                                      "read_only", manifest->read_only, "commands",
                                      list_commands(commands, count)));
    }
    return list;
}

static json_t *abilities_value(uint32_t bits)
{
    json_t *list = json_array();
    for (size_t i = 0; i < assay_ability_count; i++)
        if ((bits & assay_abilities[i].bit) != 0)
            list = with_item(list, json_string(assay_abilities[i].name));
    return list;
}

static json_t *scenario_value(const assay_session *session, size_t i)
{
    const assay_run_scenario *over = &session->run.scenarios[i];
    const assay_scenario *scenario = over->scenario;
    const assay_data_plan *data = assay_planned_data(session, i);
    return json_pack(
        "{s:o s:o s:o s:o s:o s:s s:o s:o s:o s:o s:o s:o}", "connector",
        assay_value_text(scenario->connector), "scenario", assay_value_text(scenario->name),
        "manifest", assay_value_text(over->manifest), "library",
        assay_value_text(scenario->library), "version", assay_value_text(over->look.version),
        "look", assay_verdict_name(over->look.finding.verdict), "declared",
        abilities_value(scenario->declared), "data",
        data_value(data, session->run.settings.records), "commands", commands_value(session, i),
        "run", checks_value(&session->run, i, true), "not", checks_value(&session->run, i, false),
        "left_out", left_out_value(&session->run, i));
}

json_t *assay_plan_json(const assay_session *session)
{
    const assay_run *run = &session->run;
    json_t *list = json_array();
    for (size_t i = 0; i < run->scenario_count; i++)
        list = with_item(list, scenario_value(session, i));
    return json_pack(
        "{s:s s:s s:i s:s s:s s:o s:o s:I s:I s:I}", "type", "plan", "assay", ASSAY_VERSION,
        "contract", ASSAY_CONTRACT_VERSION, "tier", assay_tier_name(run->settings.tier), "level",
        run->settings.should_counts ? "should" : "must", "manifests", manifests_value(session),
        "scenarios", list, "run", (json_int_t)assay_planned_count(run), "previews",
        (json_int_t)assay_planned_previews(run), "not",
        (json_int_t)(run->item_count - assay_planned_count(run)));
}
