/* Which checks run over which scenarios, and why the others do not. */
#include "runner/plan.h"

#include <assay/toolkit/error.h>
#include <stdlib.h>
#include <string.h>

const assay_promise assay_promises[ASSAY_PROMISES] = {
    {ASSAY_PROMISE_ORDER, "guarantees.order: \"within-reader\"", "the scenario promises no order"},
    {ASSAY_PROMISE_DAMAGE, "guarantees.damage: \"detected\"",
     "the scenario does not promise that damaged data is an error"},
    {ASSAY_PROMISE_EXACTLY_ONCE, "guarantee: \"exactly-once\"",
     "the scenario does not promise exactly-once output"},
    {ASSAY_PROMISE_BY_ID, "guarantee: \"idempotent-by-id\"",
     "the scenario does not promise idempotence by record id"},
    {ASSAY_PROMISE_FIXED_SHARDS, "shards", "the scenario does not promise a file for each shard"},
    {ASSAY_PROMISE_OFFSETS, "positions: \"offset\"", "the positions are no offsets"},
    {ASSAY_PROMISE_KEYS, "positions: \"key\"", "the positions are no keys"},
    {ASSAY_PROMISE_OPEN_END, "open-end", "the tracker takes no range without an end"},
    {ASSAY_PROMISE_CUTS_OPEN_END, "open-end: \"infinite\"", "a range without an end is not split"},
};

/* A library that could not be looked at, or not with data, is taken at the manifest's word. */
static uint32_t offered_by(const assay_run_scenario *over)
{
    bool looked = over->look.finding.verdict == ASSAY_PASS && over->scenario->dataset_count > 0;
    return looked ? over->look.offered : over->scenario->declared;
}

static void ability_reason(uint32_t bits, const char *what, char **reason)
{
    char names[64];
    assay_ability_names(bits & -bits, names, sizeof(names));
    assay_finding_text(reason, "ability '%s' is %s", names, what);
}

/* Says why not, if it does not apply. */
static bool lacks_ability(const assay_check *check, const assay_run_scenario *over, char **reason)
{
    uint32_t offered = offered_by(over);
    uint32_t unknown = check->abilities & ~(over->scenario->declared | offered);
    if (unknown != 0) {
        ability_reason(unknown, "not declared", reason);
        return true;
    }
    uint32_t broken = check->abilities & ~offered;
    if (broken != 0)
        ability_reason(broken, "declared but not offered: see source.abilities-as-declared",
                       reason);
    return broken != 0;
}

static bool lacks_promise(const assay_check *check, const assay_scenario *scenario, char **reason)
{
    uint32_t missing = check->promises & ~scenario->promises;
    for (size_t i = 0; i < ASSAY_PROMISES; i++) {
        if ((missing & assay_promises[i].bit) == 0)
            continue;
        assay_finding_text(reason, "%s", assay_promises[i].absent);
        return true;
    }
    return false;
}

static bool is_stream(const assay_run_scenario *over)
{
    return ((over->scenario->declared | offered_by(over)) & ASSAY_CAN_STREAM) != 0;
}

/* The connector has not what the check is about. */
static bool is_foreign(const assay_check *check, const assay_run_scenario *over, char **reason)
{
    if (check->bounded && is_stream(over)) {
        assay_finding_text(reason, "the source is a stream");
        return true;
    }
    return lacks_ability(check, over, reason) || lacks_promise(check, over->scenario, reason);
}

static bool is_left_out(const assay_check *check, const assay_run_scenario *over, assay_tier tier,
                        char **reason)
{
    if (check->tier > tier) {
        assay_finding_text(reason, "tier is %s", assay_tier_name(check->tier));
        return true;
    }
    if (over->held_back != NULL)
        assay_finding_text(reason, "%s", over->held_back);
    return over->held_back != NULL;
}

static const assay_clause *first_clause(const assay_check *check)
{
    char id[64];
    size_t size = strcspn(check->clauses, " ");
    if (size == 0 || size >= sizeof(id))
        return NULL;
    memcpy(id, check->clauses, size);
    id[size] = '\0';
    return assay_clause_find(id);
}

unsigned assay_check_since(const assay_check *check)
{
    return check->since != 0 ? check->since : 1;
}

static bool is_preview(const assay_check *check, unsigned rules)
{
    return rules != 0 && assay_check_since(check) > rules;
}

static void decide(const assay_run *run, const assay_selection *selection, assay_run_item *item)
{
    const assay_run_scenario *over = &run->scenarios[item->scenario];
    char **reason = &item->finding.reason;
    const char *why = assay_selection_excluded(selection, over->scenario, item->check->id);
    if (why != NULL)
        assay_finding_text(reason, "excluded: %s", why);
    item->decided = why != NULL || is_left_out(item->check, over, run->settings.tier, reason);
    item->foreign = !item->decided && is_foreign(item->check, over, reason);
    item->decided = item->decided || item->foreign;
}

static assay_status add_item(assay_run *run, size_t scenario, const assay_check *check,
                             const assay_selection *selection)
{
    assay_run_item *items = reallocarray(run->items, run->item_count + 1, sizeof(assay_run_item));
    if (items == NULL)
        return ASSAY_MEMORY;
    run->items = items;
    assay_run_item *item = &items[run->item_count];
    *item = (assay_run_item){.check = check,
                             .scenario = scenario,
                             .clause = first_clause(check),
                             .preview = is_preview(check, run->settings.rules)};
    ASSAY_TRY(assay_finding_init(&item->finding));
    run->item_count++;
    decide(run, selection, item);
    if (item->decided)
        item->finding.verdict = ASSAY_SKIPPED;
    return ASSAY_OK;
}

static assay_status add_table(assay_run *run, size_t scenario, const assay_check_table *table,
                              const assay_selection *selection)
{
    const assay_scenario *over = run->scenarios[scenario].scenario;
    for (size_t i = 0; i < table->count; i++) {
        const assay_check *check = &table->checks[i];
        if (check->kind == over->kind && assay_selection_has(selection, over, check->id))
            ASSAY_TRY(add_item(run, scenario, check, selection));
    }
    return ASSAY_OK;
}

static assay_status add_all(assay_run *run, const assay_check_table *tables, size_t table_count,
                            const assay_selection *selection)
{
    for (size_t i = 0; i < run->scenario_count; i++)
        for (size_t j = 0; j < table_count; j++)
            ASSAY_TRY(add_table(run, i, &tables[j], selection));
    return ASSAY_OK;
}

assay_status assay_plan_make(assay_run *run, const assay_check_table *tables, size_t table_count,
                             const assay_selection *selection, assay_error *error)
{
    if (add_all(run, tables, table_count, selection) != ASSAY_OK)
        return assay_error_set(error, ASSAY_MEMORY, "cannot plan the checks: out of memory");
    return ASSAY_OK;
}
