/* Code Quality of GitLab. */
#include "report/gitlab.h"

#include "report/outcome.h"
#include "report/source_place.h"
#include "report/value.h"
#include <assay/toolkit/error.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

/* Of what the issue is about, not of what was observed: that may change from run to run. */
static json_t *fingerprint(const json_t *name)
{
    char hex[33];
    XXH128_hash_t hash = XXH3_128bits(json_string_value(name), json_string_length(name));
    snprintf(hex, sizeof(hex), "%016llx%016llx", (unsigned long long)hash.high64,
             (unsigned long long)hash.low64);
    return json_string(hex);
}

static const char *severity(const assay_run *run, const assay_run_item *item)
{
    assay_state state = assay_run_item_state(run, item);
    if (state == ASSAY_STATE_KNOWN)
        return "info";
    if (assay_item_tolerated(run, item))
        return "minor";
    return state == (assay_state)ASSAY_CRASH ? "blocker" : "critical";
}

static json_t *described(const assay_run *run, const assay_run_item *item)
{
    char *text = NULL;
    if (asprintf(&text, "%s/%s:%s: %s", run->scenarios[item->scenario].scenario->connector,
                 run->scenarios[item->scenario].scenario->name, item->check->id,
                 assay_item_message(item)) < 0)
        return NULL;
    json_t *value = assay_value_text(text);
    free(text);
    return value;
}

/* Takes over description and name. */
static json_t *issue(json_t *description, const char *check, json_t *name, const char *weight,
                     const char *path, unsigned line)
{
    json_t *mark = name != NULL ? fingerprint(name) : NULL;
    json_decref(name);
    return json_pack("{s:o s:s s:o s:s s:{s:o s:{s:I}}}", "description", description, "check_name",
                     check, "fingerprint", mark, "severity", weight, "location", "path",
                     assay_value_text(path), "lines", "begin", (json_int_t)line);
}

static json_t *issue_of(const assay_run *run, const assay_run_item *item)
{
    assay_source_place place = assay_source_place_of(run, item);
    char *path = strndup(place.path, place.path_size);
    json_t *value = issue(described(run, item), item->check->id, assay_value_name(run, item),
                          severity(run, item), path, place.line);
    free(path);
    return value;
}

/* A problem is about a file, which stands before the first ": ". */
static json_t *issue_of_problem(const assay_problem *problem)
{
    char *path = strdup(problem->where), *text = NULL;
    if (path != NULL)
        path[strstr(path, ": ") != NULL ? (size_t)(strstr(path, ": ") - path) : strlen(path)] =
            '\0';
    if (asprintf(&text, "%s: %s", problem->where, problem->text) < 0)
        text = NULL;
    json_t *value = issue(assay_value_text(text), "problem", assay_value_text(problem->where),
                          "critical", path, 1);
    free(path);
    free(text);
    return value;
}

static json_t *issues(const assay_run *run)
{
    json_t *list = json_array();
    for (size_t i = 0; i < run->item_count; i++) {
        const assay_run_item *item = &run->items[i];
        assay_state state = assay_run_item_state(run, item);
        bool shown = assay_state_bad(state) || state == ASSAY_STATE_KNOWN;
        if (shown && !assay_value_append(list, issue_of(run, item)))
            return NULL;
    }
    for (size_t i = 0; i < run->problem_count; i++)
        if (!assay_value_append(list, issue_of_problem(&run->problems[i])))
            return NULL;
    return list;
}

assay_status assay_gitlab_write(FILE *to, const assay_run *run, assay_error *error)
{
    json_t *list = issues(run);
    if (list == NULL)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    int failed = json_dumpf(list, to, JSON_INDENT(2) | JSON_ENSURE_ASCII);
    json_decref(list);
    if (failed != 0 || fputc('\n', to) == EOF)
        return assay_error_set(error, ASSAY_IO, "cannot write the report");
    return ASSAY_OK;
}
