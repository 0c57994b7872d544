/* Results and totals of a run as JSON values. */
#include "report/value.h"

#include "report/utf8.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What each report shows of a byte that is no UTF-8. */
static size_t put_byte(char *to, unsigned char byte)
{
    static const char digits[] = "0123456789abcdef";
    memcpy(to, "\\x", 2);
    to[2] = digits[byte >> 4];
    to[3] = digits[byte & 15];
    return 4;
}

json_t *assay_value_text(const char *text)
{
    if (text == NULL) /* memory was short before */
        return NULL;
    char *clean = malloc(4 * strlen(text) + 1);
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

json_t *assay_value_name(const assay_run *run, const assay_run_item *item)
{
    const assay_scenario *over = run->scenarios[item->scenario].scenario;
    char *name = NULL;
    if (asprintf(&name, "%s/%s:%s", over->connector, over->name, item->check->id) < 0)
        return NULL;
    json_t *value = assay_value_text(name);
    free(name);
    return value;
}

bool assay_value_append(json_t *list, json_t *value)
{
    if (list != NULL && json_array_append_new(list, value) == 0)
        return true;
    json_decref(list);
    return false;
}

json_t *assay_value_words(const char *words)
{
    json_t *list = json_array();
    for (words += strspn(words, " "); *words != '\0'; words += strspn(words, " ")) {
        size_t size = strcspn(words, " ");
        if (!assay_value_append(list, json_stringn(words, size)))
            return NULL;
        words += size;
    }
    return list;
}

static bool set_number(json_t *object, const char *key, uint64_t number)
{
    return json_object_set_new(object, key, json_integer((json_int_t)number)) == 0;
}

static json_t *counters_value(const assay_run_item *item)
{
    json_t *object = json_object();
    for (size_t i = 0; object != NULL && i < ASSAY_COUNTERS; i++) {
        const char *what = item->check->exercises[i].what;
        if (what == NULL)
            continue;
        if (!set_number(object, what, item->finding.counters[i])) {
            json_decref(object);
            return NULL;
        }
    }
    return object;
}

static json_t *evidence_value(const assay_finding *finding)
{
    return json_pack(
        "{s:o s:o s:o s:o s:o s:o s:o s:o}", "reason", assay_value_text(finding->reason),
        "expected", assay_value_text(finding->expected), "observed",
        assay_value_text(finding->observed), "dataset", assay_value_text(finding->dataset), "trace",
        assay_value_text(finding->trace), "stack", assay_value_text(finding->stack), "output",
        assay_value_text(finding->output), "left", assay_value_text(finding->left));
}

/* Without a text: without the key. */
static bool set_text(json_t *object, const char *key, const char *text)
{
    return text == NULL || json_object_set_new(object, key, assay_value_text(text)) == 0;
}

static json_t *known_value(const assay_known *known)
{
    return json_pack("{s:o s:o s:o s:o}", "reason", assay_value_text(known->reason), "link",
                     assay_value_text(known->link), "expires", assay_value_text(known->expires),
                     "message", assay_value_text(known->message));
}

static json_t *outcomes_value(const assay_run_item *item)
{
    json_t *object = json_object();
    for (int v = 0; object != NULL && v < ASSAY_VERDICTS; v++) {
        if (item->outcomes[v] == 0)
            continue;
        if (!set_number(object, assay_verdict_name((assay_verdict)v), item->outcomes[v])) {
            json_decref(object);
            return NULL;
        }
    }
    return object;
}

static bool set_sketch(json_t *value, const assay_finding *finding)
{
    return finding->sketch[0] == '\0' || set_text(value, "sketch", finding->sketch);
}

static json_t *other_value(const assay_finding *other)
{
    json_t *value = evidence_value(other);
    if (value != NULL && set_sketch(value, other) &&
        json_object_set_new(value, "verdict", json_string(assay_verdict_name(other->verdict))) == 0)
        return value;
    json_decref(value);
    return NULL;
}

/* What only some results have. */
static bool set_more(json_t *value, const assay_run *run, const assay_run_item *item)
{
    bool well = set_sketch(value, &item->finding) && set_text(value, "file", item->file) &&
                set_text(value, "was", item->was);
    if (item->decided)
        well = well && json_object_set_new(value, "decided", json_true()) == 0;
    if (item->foreign)
        well = well && json_object_set_new(value, "foreign", json_true()) == 0;
    if (item->known != NULL)
        well = well && json_object_set_new(value, "known", known_value(item->known)) == 0;
    if (run->settings.repeat > 1)
        well = well && json_object_set_new(value, "outcomes", outcomes_value(item)) == 0;
    if (item->other != NULL)
        well = well && json_object_set_new(value, "other", other_value(item->other)) == 0;
    return well;
}

/* Takes both over. */
static json_t *joined(json_t *value, json_t *more)
{
    int failed = json_object_update(value, more); /* also when one of them is none */
    json_decref(more);
    if (failed == 0)
        return value;
    json_decref(value);
    return NULL;
}

static json_t *result_value(const assay_run *run, const assay_run_item *item, const char *type)
{
    const assay_finding *finding = &item->finding;
    json_t *value = json_pack(
        "{s:s s:o s:s s:s s:o s:s s:s s:o s:I s:I s:I}", "type", type, "id",
        assay_value_name(run, item), "check", item->check->id, "level",
        assay_level_name(item->check->level), "clauses", assay_value_words(item->check->clauses),
        "verdict", assay_verdict_name(finding->verdict), "state",
        assay_state_name(assay_run_item_state(run, item)), "counters", counters_value(item),
        "calls", (json_int_t)finding->calls, "cases", (json_int_t)finding->cases, "microseconds",
        (json_int_t)finding->microseconds);
    json_t *evidence = evidence_value(finding);
    if (evidence != NULL && set_more(evidence, run, item))
        return joined(value, evidence);
    json_decref(evidence);
    json_decref(value);
    return NULL;
}

static json_t *planned_value(const assay_run *run, const assay_run_item *item, const char *type)
{
    json_t *value = result_value(run, item, type);
    if (value != NULL && set_number(value, "item", (uint64_t)(item - run->items)))
        return value;
    json_decref(value);
    return NULL;
}

json_t *assay_value_item(const assay_run *run, const assay_run_item *item)
{
    return planned_value(run, item, "result");
}

json_t *assay_value_shrunk(const assay_run *run, const assay_run_item *item)
{
    return planned_value(run, item, "shrunk");
}

json_t *assay_value_saved(const assay_run *run, const assay_run_item *item)
{
    char seed[32];
    snprintf(seed, sizeof(seed), "0x%" PRIx64, item->seed);
    json_t *value = result_value(run, item, "saved");
    if (value != NULL && set_number(value, "over", item->scenario) && set_text(value, "seed", seed))
        return value;
    json_decref(value);
    return NULL;
}

static bool set_states(json_t *object, const assay_run *run)
{
    for (int state = 0; state < ASSAY_STATE_NOT_RUN; state++)
        if (!set_number(object, assay_state_name((assay_state)state), run->totals[state]))
            return false;
    return true;
}

static json_t *problems_value(const assay_run *run)
{
    json_t *list = json_array();
    for (size_t i = 0; i < run->problem_count; i++) {
        const assay_problem *problem = &run->problems[i];
        if (!assay_value_append(list,
                                json_pack("{s:o s:o}", "where", assay_value_text(problem->where),
                                          "text", assay_value_text(problem->text))))
            return NULL;
    }
    return list;
}

json_t *assay_value_totals(const assay_run *run)
{
    json_t *object = json_pack("{s:s s:I s:I s:I s:I s:o}", "type", "end", "planned",
                               (json_int_t)run->item_count, "done", (json_int_t)run->done,
                               "microseconds", (json_int_t)run->microseconds, "to_save",
                               (json_int_t)run->to_save, "problems", problems_value(run));
    if (object != NULL && set_text(object, "saved_folder", run->saved_folder) &&
        set_text(object, "interrupted", assay_signal_name(run->ended_by)) &&
        set_states(object, run))
        return object;
    json_decref(object);
    return NULL;
}
