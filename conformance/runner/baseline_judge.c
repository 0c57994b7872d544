/* Holds a run and a file of known failures against each other. */
#include "runner/baseline.h"

#include "runner/date.h"
#include "runner/selection.h"
#include <assay/toolkit/error.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static assay_status verify_scenario(const assay_baseline *self, const assay_scenario *scenario,
                                    const assay_check_table *table, assay_error *error)
{
    const assay_baseline_entry *entry;
    for (size_t i = 0; i < table->count; i++)
        if (table->checks[i].kind == scenario->kind)
            ASSAY_TRY(assay_baseline_find(self, scenario, table->checks[i].id, &entry, error));
    return ASSAY_OK;
}

static assay_status verify_entry(const assay_baseline *self, const assay_baseline_entry *entry,
                                 const assay_run *run, const assay_check_table *tables,
                                 size_t table_count, assay_error *error)
{
    char *what;
    if (asprintf(&what, "%s:%u: '%s'", self->path, entry->line, entry->id) < 0)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    assay_status status = assay_pattern_verify(entry->id, what, run, tables, table_count, error);
    free(what);
    return status;
}

assay_status assay_baseline_verify(const assay_baseline *self, const assay_run *run,
                                   const assay_check_table *tables, size_t table_count,
                                   assay_error *error)
{
    for (size_t i = 0; i < self->count; i++)
        ASSAY_TRY(verify_entry(self, &self->entries[i], run, tables, table_count, error));
    for (size_t i = 0; i < run->scenario_count; i++)
        for (size_t j = 0; j < table_count; j++)
            ASSAY_TRY(verify_scenario(self, run->scenarios[i].scenario, &tables[j], error));
    return ASSAY_OK;
}

static bool is_expired(const assay_baseline_entry *entry, const assay_run *run)
{
    char today[ASSAY_DATE_SIZE];
    assay_date_of(run->started, today);
    return entry->known.expires[0] != '\0' && strcmp(entry->known.expires, today) < 0;
}

assay_status assay_baseline_apply(const assay_baseline *self, assay_run *run, assay_error *error)
{
    for (size_t i = 0; i < run->item_count; i++) {
        assay_run_item *item = &run->items[i];
        const assay_scenario *over = run->scenarios[item->scenario].scenario;
        const assay_baseline_entry *entry;
        ASSAY_TRY(assay_baseline_find(self, over, item->check->id, &entry, error));
        if (entry != NULL && !is_expired(entry, run))
            item->known = &entry->known;
    }
    return ASSAY_OK;
}

/* A baseline that is held against a run. */
typedef struct judge {
    const assay_baseline *baseline;
    assay_run *run;
    const assay_baseline_entry *entry; /* the one in hand */
    assay_error *error;
} judge;

static assay_status problem(const judge *self, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static assay_status problem(const judge *self, const char *format, ...)
{
    char *where = NULL, *text = NULL;
    const assay_baseline_entry *entry = self->entry;
    va_list values;
    va_start(values, format);
    bool made = vasprintf(&text, format, values) >= 0;
    va_end(values);
    if (!made)
        text = NULL;
    made = made && asprintf(&where, "%s:%u: %s", self->baseline->path, entry->line, entry->id) >= 0;
    assay_status status = made ? assay_run_add_problem(self->run, where, text) : ASSAY_MEMORY;
    if (made)
        free(where);
    free(text);
    return status == ASSAY_OK ? ASSAY_OK
                              : assay_error_set(self->error, ASSAY_MEMORY, "out of memory");
}

/* A check can pass over the data of this run and fail again over that of a saved failure. */
static bool fails_again(const assay_run *run, const assay_run_item *item)
{
    for (size_t i = 0; i < run->saved_count; i++) {
        const assay_run_item *saved = &run->saved[i];
        if (saved->check == item->check && saved->scenario == item->scenario &&
            assay_verdict_against(saved->finding.verdict))
            return true;
    }
    return false;
}

static assay_status judge_item(const judge *self, const assay_run_item *item)
{
    assay_state state = assay_run_item_state(self->run, item);
    const assay_scenario *over = self->run->scenarios[item->scenario].scenario;
    const char *connector = over->connector, *scenario = over->name, *check = item->check->id;
    if (state == (assay_state)ASSAY_PASS && !fails_again(self->run, item))
        return problem(self, "%s/%s:%s passes: take it out, or let 'assay baseline update' do so",
                       connector, scenario, check);
    if (item->known != NULL && state < (assay_state)ASSAY_VERDICTS &&
        assay_verdict_against(item->finding.verdict))
        return problem(self, "%s/%s:%s fails, but not with the message '%s': another failure",
                       connector, scenario, check, item->known->message);
    return ASSAY_OK;
}

static assay_status judge_items(const judge *self)
{
    for (size_t i = 0; i < self->run->item_count; i++) {
        const assay_run_item *item = &self->run->items[i];
        const assay_scenario *over = self->run->scenarios[item->scenario].scenario;
        if (assay_pattern_matches(self->entry->id, over, item->check->id))
            ASSAY_TRY(judge_item(self, item));
    }
    return ASSAY_OK;
}

/* The part of an id that names the check. */
static const char *check_of(const char *id)
{
    const char *colon = strrchr(id, ':');
    return colon != NULL ? colon + 1 : id;
}

static bool is_check(const char *pattern, const assay_check_table *tables, size_t table_count)
{
    for (size_t i = 0; i < table_count; i++)
        for (size_t j = 0; j < tables[i].count; j++)
            if (assay_pattern_matches(pattern, NULL, tables[i].checks[j].id))
                return true;
    return false;
}

static assay_status matches_nothing(const judge *self, const assay_check_table *tables,
                                    size_t table_count)
{
    const char *check = check_of(self->entry->id);
    if (is_check(check, tables, table_count))
        return problem(self, "matches no check of the manifests of this run: mend it or take it "
                             "out");
    return problem(self, "no check is called '%s', see 'assay list': mend it or take it out",
                   check);
}

static assay_status judge_entry(const judge *self, const assay_check_table *tables,
                                size_t table_count)
{
    const assay_baseline_entry *entry = self->entry;
    if (assay_pattern_first(entry->id, self->run, tables, table_count) == NULL)
        return matches_nothing(self, tables, table_count);
    if (is_expired(entry, self->run))
        ASSAY_TRY(
            problem(self,
                    "has expired on %s, its failures count again: mend the connector, or give "
                    "a later day",
                    entry->known.expires));
    return judge_items(self);
}

assay_status assay_baseline_judge(const assay_baseline *self, assay_run *run,
                                  const assay_check_table *tables, size_t table_count,
                                  assay_error *error)
{
    for (size_t i = 0; i < self->count; i++) {
        judge one = {self, run, &self->entries[i], error};
        ASSAY_TRY(judge_entry(&one, tables, table_count));
    }
    return ASSAY_OK;
}
