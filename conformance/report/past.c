/* Reads journals. */
#include "report/past.h"

#include "report/past_header.h"
#include "report/taker.h"
#include <assay/toolkit/error.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A journal on its way into a past. */
typedef struct reading {
    assay_past *past;
    const char *path;
    size_t line;
    bool ended;
} reading;

static assay_status wrong(const reading *self, const char *what, assay_error *error)
{
    return assay_error_set(error, ASSAY_INVALID, "%s:%zu: %s", self->path, self->line, what);
}

static const char *verdict_name(size_t i)
{
    return assay_verdict_name((assay_verdict)i);
}

/* Of a result, or of the other one of a flaky check. */
static void take_finding(assay_taker *from, assay_finding *to)
{
    const struct {
        const char *key;
        char **to;
    } texts[] = {{"reason", &to->reason},     {"expected", &to->expected},
                 {"observed", &to->observed}, {"dataset", &to->dataset},
                 {"trace", &to->trace},       {"stack", &to->stack},
                 {"output", &to->output},     {"left", &to->left}};
    to->verdict = (assay_verdict)assay_take_name(from, "verdict", verdict_name, ASSAY_VERDICTS);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        assay_finding_text(texts[i].to, "%s", assay_take_string(from, texts[i].key));
    assay_finding_text(&to->sketch, "%s", assay_take_string_or(from, "sketch", ""));
}

static void take_counters(const assay_run_item *item, const json_t *from, uint64_t *to)
{
    for (size_t i = 0; i < ASSAY_COUNTERS && item->check->exercises[i].what != NULL; i++)
        to[i] = (uint64_t)json_integer_value(json_object_get(from, item->check->exercises[i].what));
}

static bool take_other(assay_run_item *to, const json_t *value)
{
    assay_taker from = {value, NULL};
    if (value == NULL)
        return true;
    to->other = calloc(1, sizeof(*to->other));
    if (to->other == NULL || assay_finding_init(to->other) != ASSAY_OK)
        return false;
    take_finding(&from, to->other);
    return from.wrong == NULL;
}

static void take_outcomes(assay_run_item *to, const json_t *value)
{
    for (size_t v = 0; v < ASSAY_VERDICTS; v++)
        to->outcomes[v] = (size_t)json_integer_value(json_object_get(value, verdict_name(v)));
}

/* What is known of a check of the plan, told with its result or with a saved failure of it. Borrows
 * from value, which the past keeps then. */
static bool take_known(assay_past *past, const assay_run_item *of, assay_run_item *to,
                       json_t *value)
{
    assay_taker from = {value, NULL};
    if (value == NULL)
        return true;
    assay_known *known = &past->known[of - past->run.items];
    *known = (assay_known){.reason = assay_take_string(&from, "reason"),
                           .link = assay_take_string(&from, "link"),
                           .expires = assay_take_string(&from, "expires"),
                           .message = assay_take_string(&from, "message")};
    to->known = known;
    return from.wrong == NULL && json_array_append(past->results, value) == 0;
}

static char *optional_text(assay_taker *from, const char *key)
{
    const char *text = assay_take_string_or(from, key, NULL);
    return text != NULL ? strdup(text) : NULL;
}

static assay_status take_item(reading *self, assay_run_item *to, json_t *line, assay_error *error)
{
    assay_taker from = {line, NULL};
    assay_finding *finding = &to->finding;
    take_finding(&from, finding);
    take_counters(to, json_object_get(line, "counters"), finding->counters);
    finding->calls = assay_take_number(&from, "calls");
    finding->cases = assay_take_number(&from, "cases");
    finding->microseconds = (int64_t)assay_take_number(&from, "microseconds");
    to->decided = json_is_true(json_object_get(line, "decided"));
    to->foreign = json_is_true(json_object_get(line, "foreign"));
    to->file = optional_text(&from, "file");
    to->was = optional_text(&from, "was");
    take_outcomes(to, json_object_get(line, "outcomes"));
    if (from.wrong != NULL || !take_other(to, json_object_get(line, "other")))
        return wrong(self, "a result without all that it must have", error);
    return ASSAY_OK;
}

/* Which of the plan a line is about; NULL: none. */
static assay_run_item *planned(const reading *self, const json_t *line)
{
    assay_taker from = {line, NULL};
    const assay_run *run = &self->past->run;
    size_t index = assay_take_number(&from, "item");
    const json_t *plan = json_object_get(self->past->header, "plan");
    const json_t *entry = json_array_get(plan, index);
    bool same = from.wrong == NULL && index < run->item_count &&
                json_equal(json_object_get(entry, "id"), json_object_get(line, "id"));
    return same ? &run->items[index] : NULL;
}

static assay_status take_result(reading *self, json_t *line, assay_error *error)
{
    assay_run_item *item = planned(self, line);
    if (item == NULL)
        return wrong(self, "a result of what is not in the plan", error);
    if (item->done)
        return wrong(self, "a second result of one check", error);
    ASSAY_TRY(take_item(self, item, line, error));
    if (!take_known(self->past, item, item, json_object_get(line, "known")))
        return wrong(self, "'known' without all that it must have", error);
    assay_run_item_done(&self->past->run, item);
    return ASSAY_OK;
}

/* In place of the failure as it was. */
static assay_status take_shrunk(reading *self, json_t *line, assay_error *error)
{
    assay_run_item *item = planned(self, line);
    if (item == NULL || !item->done)
        return wrong(self, "a failure made small that was not there before", error);
    free(item->file);
    free(item->was);
    if (item->other != NULL)
        assay_finding_clear(item->other);
    free(item->other);
    item->other = NULL;
    return take_item(self, item, line, error);
}

/* The check of a saved failure is in the plan, over the same scenario. */
static const assay_run_item *plan_of(const assay_run *run, size_t scenario, const char *check)
{
    for (size_t i = 0; i < run->item_count; i++)
        if (run->items[i].scenario == scenario && strcmp(run->items[i].check->id, check) == 0)
            return &run->items[i];
    return NULL;
}

static assay_status take_saved(reading *self, json_t *line, assay_error *error)
{
    assay_run *run = &self->past->run;
    assay_taker from = {line, NULL};
    const assay_run_item *of =
        plan_of(run, assay_take_number(&from, "over"), assay_take_string(&from, "check"));
    if (from.wrong != NULL || of == NULL)
        return wrong(self, "a saved failure of what is not in the plan", error);
    assay_run_item *more = reallocarray(run->saved, run->saved_count + 1, sizeof(*more));
    if (more == NULL)
        return wrong(self, "out of memory", error);
    run->saved = more;
    assay_run_item *item = &more[run->saved_count];
    *item = (assay_run_item){.check = of->check,
                             .clause = of->clause,
                             .scenario = of->scenario,
                             .preview = of->preview,
                             .done = true,
                             .again = true,
                             .seed = assay_take_hex(&from, "seed")};
    if (assay_finding_init(&item->finding) != ASSAY_OK)
        return wrong(self, "out of memory", error);
    run->saved_count++;
    if (!take_known(self->past, of, item, json_object_get(line, "known")))
        return wrong(self, "'known' without all that it must have", error);
    return take_item(self, item, line, error);
}

static assay_status take_problems(reading *self, const json_t *list, assay_error *error)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        assay_taker from = {json_array_get(list, i), NULL};
        const char *where = assay_take_string(&from, "where");
        const char *text = assay_take_string(&from, "text");
        if (from.wrong != NULL)
            return wrong(self, "a problem without all that it must have", error);
        ASSAY_TRY(assay_run_add_problem(&self->past->run, where, text));
    }
    return ASSAY_OK;
}

static assay_status take_end(reading *self, json_t *line, assay_error *error)
{
    assay_run *run = &self->past->run;
    assay_taker from = {line, NULL};
    size_t done = assay_take_number(&from, "done");
    run->microseconds = (int64_t)assay_take_number(&from, "microseconds");
    run->to_save = assay_take_number(&from, "to_save");
    run->saved_folder = optional_text(&from, "saved_folder");
    run->ended_by = assay_signal_number(assay_take_string_or(&from, "interrupted", ""));
    const json_t *problems = assay_take_list(&from, "problems");
    if (from.wrong != NULL)
        return wrong(self, "an end without all that it must have", error);
    if (done != run->done)
        return wrong(self, "the end counts another number of results than there are", error);
    self->ended = true;
    return take_problems(self, problems, error);
}

static const struct {
    const char *type;
    assay_status (*take)(reading *self, json_t *line, assay_error *error);
} kinds[] = {
    {"result", take_result}, {"shrunk", take_shrunk}, {"saved", take_saved}, {"end", take_end}};

static assay_status take_kind(reading *self, json_t *line, assay_error *error)
{
    const char *type = json_string_value(json_object_get(line, "type"));
    if (self->ended)
        return wrong(self, "a line behind the end", error);
    for (size_t i = 0; type != NULL && i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (strcmp(type, kinds[i].type) == 0)
            return kinds[i].take(self, line, error);
    return wrong(self, "no line of a journal", error);
}

static assay_status take_first(reading *self, json_t *line, assay_error *error)
{
    assay_error reason = ASSAY_ERROR_INIT;
    assay_status status = assay_past_take_header(self->past, line, &reason);
    return status == ASSAY_OK ? ASSAY_OK : wrong(self, reason.message, error);
}

static assay_status take_line(reading *self, const char *text, size_t size, assay_error *error)
{
    json_error_t reason;
    self->line++;
    json_t *line = json_loadb(text, size, JSON_REJECT_DUPLICATES, &reason);
    if (line == NULL)
        return assay_error_set(error, ASSAY_INVALID, "%s:%zu: no line of a journal: %s", self->path,
                               self->line, reason.text);
    if (self->line == 1)
        return take_first(self, line, error);
    assay_status status = take_kind(self, line, error);
    json_decref(line);
    return status;
}

/* What has no newline was being written when the run was stopped. */
static assay_status take_lines(reading *self, FILE *from, assay_error *error)
{
    char *text = NULL;
    size_t room = 0;
    assay_status status = ASSAY_OK;
    ssize_t size;
    while (status == ASSAY_OK && (size = getline(&text, &room, from)) > 0 && text[size - 1] == '\n')
        status = take_line(self, text, (size_t)size, error);
    if (status == ASSAY_OK && ferror(from))
        status = assay_error_set(error, ASSAY_INVALID, "cannot read '%s': %s", self->path,
                                 strerror(errno));
    free(text);
    return status;
}

static assay_status finish(const reading *self, assay_error *error)
{
    if (self->line == 0)
        return assay_error_set(error, ASSAY_INVALID, "%s: no journal: not even its header is whole",
                               self->path);
    self->past->run.cut = !self->ended;
    return ASSAY_OK;
}

assay_status assay_past_read(assay_past *self, const char *path, assay_error *error)
{
    memset(self, 0, sizeof(*self));
    reading read = {self, path, 0, false};
    FILE *from = fopen(path, "re");
    if (from == NULL)
        return assay_error_set(error, ASSAY_INVALID, "cannot open '%s': %s", path, strerror(errno));
    self->results = json_array();
    assay_status status = self->results != NULL
                              ? take_lines(&read, from, error)
                              : assay_error_set(error, ASSAY_MEMORY, "out of memory");
    fclose(from);
    if (status == ASSAY_OK)
        status = finish(&read, error);
    if (status != ASSAY_OK)
        assay_past_clear(self);
    return status;
}

void assay_past_clear(assay_past *self)
{
    size_t count = self->run.scenario_count;
    for (size_t i = 0; i < count && self->scenarios != NULL; i++)
        free(self->scenarios[i].datasets);
    assay_run_clear(&self->run);
    free(self->scenarios);
    free(self->checks);
    free(self->known);
    json_decref(self->header);
    json_decref(self->results);
    memset(self, 0, sizeof(*self));
}
