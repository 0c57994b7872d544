/* A run as JSON values. */
#include "report/value.h"

#include "report/utf8.h"
#include <assay/version.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Two bytes of UTF-8 for a code point below 0x100. */
static size_t put_byte(char *to, unsigned char byte)
{
    to[0] = (char)(0xc0 | byte >> 6);
    to[1] = (char)(0x80 | (byte & 0x3f));
    return 2;
}

json_t *assay_value_text(const char *text)
{
    if (text == NULL) /* memory was short before */
        return NULL;
    char *clean = malloc(2 * strlen(text) + 1);
    if (clean == NULL)
        return NULL;
    size_t used = 0;
    for (size_t size; *text != '\0'; text += size) {
        if (assay_utf8_next(text, &size) == ASSAY_UTF8_INVALID) {
            used += put_byte(clean + used, (unsigned char)*text);
            continue;
        }
        memcpy(clean + used, text, size);
        used += size;
    }
    json_t *value = json_stringn(clean, used);
    free(clean);
    return value;
}

static json_t *name_value(const assay_run *run, const assay_run_item *item)
{
    const assay_scenario *over = run->scenarios[item->scenario].scenario;
    char *name = NULL;
    if (asprintf(&name, "%s/%s:%s", over->connector, over->name, item->check->id) < 0)
        return NULL;
    json_t *value = assay_value_text(name);
    free(name);
    return value;
}

/* The words of a text as an array; takes over nothing. */
static json_t *words_value(const char *words)
{
    json_t *list = json_array();
    while (list != NULL && *words != '\0') {
        size_t size = strcspn(words, " ");
        if (size > 0 && json_array_append_new(list, json_stringn(words, size)) != 0) {
            json_decref(list);
            return NULL;
        }
        words += size + strspn(words + size, " ");
    }
    return list;
}

static json_t *abilities_value(uint32_t bits)
{
    char names[512];
    assay_ability_names(bits, names, sizeof(names));
    return words_value(names);
}

static json_t *scenario_value(const assay_run_scenario *over)
{
    const assay_scenario *scenario = over->scenario;
    uint32_t surplus = over->look.offered & ~scenario->declared;
    return json_pack(
        "{s:o s:o s:o s:o s:o s:o s:s s:s s:s s:o s:o s:o}", "connector",
        assay_value_text(scenario->connector), "scenario", assay_value_text(scenario->name),
        "manifest", assay_value_text(over->manifest), "name", assay_value_text(over->look.name),
        "version", assay_value_text(over->look.version), "library",
        assay_value_text(scenario->library), "library_xxh3_128", over->library_hash, "sanitizers",
        over->sanitizers, "look", assay_verdict_name(over->look.finding.verdict), "look_reason",
        assay_value_text(over->look.finding.reason), "declared",
        abilities_value(scenario->declared), "offered_undeclared", abilities_value(surplus));
}

static json_t *scenarios_value(const assay_run *run)
{
    json_t *list = json_array();
    for (size_t i = 0; list != NULL && i < run->scenario_count; i++)
        if (json_array_append_new(list, scenario_value(&run->scenarios[i])) != 0) {
            json_decref(list);
            return NULL;
        }
    return list;
}

static json_t *plan_value(const assay_run *run)
{
    json_t *list = json_array();
    for (size_t i = 0; list != NULL && i < run->item_count; i++)
        if (json_array_append_new(list, name_value(run, &run->items[i])) != 0) {
            json_decref(list);
            return NULL;
        }
    return list;
}

json_t *assay_value_header(const assay_run *run)
{
    const assay_run_settings *settings = &run->settings;
    char seed[32];
    snprintf(seed, sizeof(seed), "0x%" PRIx64, settings->seed);
    return json_pack("{s:s s:s s:i s:s s:s s:I s:I s:s s:I s:o s:o}", "type", "header", "assay",
                     ASSAY_VERSION, "contract", ASSAY_CONTRACT_VERSION, "seed", seed, "tier",
                     assay_tier_name(settings->tier), "jobs", (json_int_t)settings->jobs, "records",
                     (json_int_t)settings->records, "platform", run->platform, "started",
                     (json_int_t)run->started, "scenarios", scenarios_value(run), "plan",
                     plan_value(run));
}

static json_t *counters_value(const assay_run_item *item)
{
    json_t *object = json_object();
    for (size_t i = 0; object != NULL && i < ASSAY_COUNTERS; i++) {
        const char *what = item->check->exercises[i].what;
        if (what == NULL)
            continue;
        json_t *count = json_integer((json_int_t)item->finding.counters[i]);
        if (json_object_set_new(object, what, count) != 0) {
            json_decref(object);
            return NULL;
        }
    }
    return object;
}

static json_t *evidence_value(const assay_finding *finding)
{
    return json_pack(
        "{s:o s:o s:o s:o s:o s:o s:o}", "reason", assay_value_text(finding->reason), "expected",
        assay_value_text(finding->expected), "observed", assay_value_text(finding->observed),
        "dataset", assay_value_text(finding->dataset), "trace", assay_value_text(finding->trace),
        "stack", assay_value_text(finding->stack), "output", assay_value_text(finding->output));
}

/* Without a text: without the key. */
static bool set_text(json_t *object, const char *key, const char *text)
{
    return text == NULL || json_object_set_new(object, key, assay_value_text(text)) == 0;
}

json_t *assay_value_item(const assay_run *run, const assay_run_item *item)
{
    const assay_finding *finding = &item->finding;
    json_t *value = json_pack(
        "{s:s s:o s:s s:s s:o s:s s:o s:I s:I s:I}", "type", "result", "id", name_value(run, item),
        "check", item->check->id, "level", assay_level_name(item->check->level), "clauses",
        words_value(item->check->clauses), "verdict", assay_verdict_name(finding->verdict),
        "counters", counters_value(item), "calls", (json_int_t)finding->calls, "cases",
        (json_int_t)finding->cases, "microseconds", (json_int_t)finding->microseconds);
    json_t *evidence = evidence_value(finding);
    if (evidence != NULL &&
        !(set_text(evidence, "file", item->file) && set_text(evidence, "was", item->was))) {
        json_decref(evidence);
        evidence = NULL;
    }
    if (value != NULL && evidence != NULL && json_object_update(value, evidence) == 0) {
        json_decref(evidence);
        return value;
    }
    json_decref(evidence);
    json_decref(value);
    return NULL;
}

static json_t *item_of_type(const assay_run *run, const assay_run_item *item, const char *type)
{
    json_t *value = assay_value_item(run, item);
    if (value != NULL && json_object_set_new(value, "type", json_string(type)) == 0)
        return value;
    json_decref(value);
    return NULL;
}

json_t *assay_value_shrunk(const assay_run *run, const assay_run_item *item)
{
    return item_of_type(run, item, "shrunk");
}

json_t *assay_value_saved(const assay_run *run, const assay_run_item *item)
{
    return item_of_type(run, item, "saved");
}

json_t *assay_value_totals(const assay_run *run)
{
    json_t *object =
        json_pack("{s:s s:I s:I s:I}", "type", "end", "planned", (json_int_t)run->item_count,
                  "done", (json_int_t)run->done, "microseconds", (json_int_t)run->microseconds);
    for (int v = 0; object != NULL && v < ASSAY_VERDICTS; v++) {
        json_t *count = json_integer((json_int_t)run->totals[v]);
        if (json_object_set_new(object, assay_verdict_name((assay_verdict)v), count) != 0) {
            json_decref(object);
            return NULL;
        }
    }
    return object;
}
