/* Which checks, over which scenarios. */
#include "runner/selection.h"

#include <assay/toolkit/error.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A name that is written out in full is meant as such, also with characters of a pattern in it. */
static bool matches(const char *pattern, const char *name)
{
    return strcmp(pattern, name) == 0 || fnmatch(pattern, name, 0) == 0;
}

/* "CONNECTOR/SCENARIO:CHECK" */
static bool matches_full(const char *pattern, const assay_scenario *scenario, const char *check)
{
    char *name = NULL;
    if (asprintf(&name, "%s/%s:%s", scenario->connector, scenario->name, check) < 0)
        return false;
    bool found = matches(pattern, name);
    free(name);
    return found;
}

/* "SCENARIO:CHECK" */
static bool matches_short(const char *pattern, const assay_scenario *scenario, const char *check)
{
    char *name = NULL;
    if (asprintf(&name, "%s:%s", scenario->name, check) < 0)
        return false;
    bool found = matches(pattern, name);
    free(name);
    return found;
}

bool assay_pattern_matches(const char *pattern, const assay_scenario *scenario, const char *check)
{
    if (matches(pattern, check))
        return true;
    return scenario != NULL &&
           (matches_full(pattern, scenario, check) || matches_short(pattern, scenario, check));
}

bool assay_selection_has(const assay_selection *self, const assay_scenario *scenario,
                         const char *check)
{
    for (size_t i = 0; i < self->count; i++)
        if (assay_pattern_matches(self->patterns[i], scenario, check))
            return true;
    return self->count == 0;
}

const char *assay_selection_excluded(const assay_selection *self, const assay_scenario *scenario,
                                     const char *check)
{
    for (size_t i = 0; i < self->exclusion_count; i++)
        if (assay_pattern_matches(self->exclusions[i].pattern, scenario, check))
            return self->exclusions[i].reason;
    return NULL;
}

static bool in_table(const char *pattern, const assay_scenario *scenario,
                     const assay_check_table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        const assay_check *check = &table->checks[i];
        if (check->kind == scenario->kind && assay_pattern_matches(pattern, scenario, check->id))
            return true;
    }
    return false;
}

static bool in_tables(const char *pattern, const assay_scenario *scenario,
                      const assay_check_table *tables, size_t table_count)
{
    for (size_t i = 0; i < table_count; i++)
        if (in_table(pattern, scenario, &tables[i]))
            return true;
    return false;
}

static bool is_asked(const assay_selection *self, const assay_scenario *scenario,
                     const assay_check *check)
{
    return check->kind == scenario->kind && assay_selection_has(self, scenario, check->id) &&
           assay_selection_excluded(self, scenario, check->id) == NULL;
}

bool assay_selection_any(const assay_selection *self, const assay_scenario *scenario,
                         const assay_check_table *tables, size_t table_count)
{
    for (size_t i = 0; i < table_count; i++)
        for (size_t j = 0; j < tables[i].count; j++)
            if (is_asked(self, scenario, &tables[i].checks[j]))
                return true;
    return false;
}

const assay_scenario *assay_pattern_first(const char *pattern, const assay_run *run,
                                          const assay_check_table *tables, size_t table_count)
{
    for (size_t i = 0; i < run->scenario_count; i++)
        if (in_tables(pattern, run->scenarios[i].scenario, tables, table_count))
            return run->scenarios[i].scenario;
    return NULL;
}

/* A check that only the short form names. NULL: there is none. */
static const char *named_short(const char *pattern, const assay_scenario *scenario,
                               const assay_check_table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        const char *check = table->checks[i].id;
        if (table->checks[i].kind == scenario->kind && !matches(pattern, check) &&
            !matches_full(pattern, scenario, check) && matches_short(pattern, scenario, check))
            return check;
    }
    return NULL;
}

static bool names_short(const char *pattern, const assay_scenario *scenario,
                        const assay_check_table *tables, size_t table_count)
{
    for (size_t i = 0; i < table_count; i++)
        if (named_short(pattern, scenario, &tables[i]) != NULL)
            return true;
    return false;
}

/* Connectors may have scenarios of the same name. */
assay_status assay_pattern_verify(const char *pattern, const char *what, const assay_run *run,
                                  const assay_check_table *tables, size_t table_count,
                                  assay_error *error)
{
    const assay_scenario *first = assay_pattern_first(pattern, run, tables, table_count);
    for (size_t i = 0; first != NULL && i < run->scenario_count; i++) {
        const assay_scenario *other = run->scenarios[i].scenario;
        if (strcmp(other->connector, first->connector) != 0 &&
            names_short(pattern, other, tables, table_count))
            return assay_error_set(
                error, ASSAY_INVALID, "%s means checks of '%s' and of '%s'; did you mean '%s/%s'?",
                what, first->connector, other->connector, first->connector, pattern);
    }
    return ASSAY_OK;
}

static assay_status verify(const char *option, const char *pattern, const assay_run *run,
                           const assay_check_table *tables, size_t table_count, assay_error *error)
{
    char *what = NULL;
    if (assay_pattern_first(pattern, run, tables, table_count) == NULL)
        return assay_error_set(error, ASSAY_INVALID, "%s '%s' matches no check", option, pattern);
    if (asprintf(&what, "%s '%s'", option, pattern) < 0)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    assay_status status = assay_pattern_verify(pattern, what, run, tables, table_count, error);
    free(what);
    return status;
}

assay_status assay_selection_verify(const assay_selection *self, const assay_run *run,
                                    const assay_check_table *tables, size_t table_count,
                                    assay_error *error)
{
    for (size_t i = 0; i < self->count; i++)
        ASSAY_TRY(verify("--filter", self->patterns[i], run, tables, table_count, error));
    for (size_t i = 0; i < self->exclusion_count; i++)
        ASSAY_TRY(
            verify("--exclude", self->exclusions[i].pattern, run, tables, table_count, error));
    return ASSAY_OK;
}
