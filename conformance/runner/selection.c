/* --filter: which checks, over which scenarios. */
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

static bool matches_over(const char *pattern, const assay_scenario *scenario, const char *check)
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
        if (matches_over(self->patterns[i], scenario, check))
            return true;
    return self->count == 0;
}

static bool in_table(const char *pattern, const assay_scenario *scenario,
                     const assay_check_table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        const assay_check *check = &table->checks[i];
        if (check->kind == scenario->kind && matches_over(pattern, scenario, check->id))
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

bool assay_selection_any(const assay_selection *self, const assay_scenario *scenario,
                         const assay_check_table *tables, size_t table_count)
{
    for (size_t i = 0; i < self->count; i++)
        if (in_tables(self->patterns[i], scenario, tables, table_count))
            return true;
    return self->count == 0;
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

/* The first scenario that a pattern is about. */
static const assay_scenario *first_of(const char *pattern, const assay_run *run,
                                      const assay_check_table *tables, size_t table_count)
{
    for (size_t i = 0; i < run->scenario_count; i++)
        if (in_tables(pattern, run->scenarios[i].scenario, tables, table_count))
            return run->scenarios[i].scenario;
    return NULL;
}

/* Connectors may have scenarios of the same name. */
static assay_status verify_short(const char *pattern, const assay_run *run,
                                 const assay_scenario *first, const assay_check_table *table,
                                 assay_error *error)
{
    for (size_t i = 0; i < run->scenario_count; i++) {
        const assay_scenario *other = run->scenarios[i].scenario;
        const char *check = named_short(pattern, other, table);
        if (check != NULL && strcmp(other->connector, first->connector) != 0)
            return assay_error_set(error, ASSAY_INVALID,
                                   "--filter '%s' means checks of '%s' and of '%s'; did you mean "
                                   "'%s/%s'?",
                                   pattern, first->connector, other->connector, first->connector,
                                   pattern);
    }
    return ASSAY_OK;
}

assay_status assay_selection_verify(const assay_selection *self, const assay_run *run,
                                    const assay_check_table *tables, size_t table_count,
                                    assay_error *error)
{
    for (size_t i = 0; i < self->count; i++) {
        const char *pattern = self->patterns[i];
        const assay_scenario *first = first_of(pattern, run, tables, table_count);
        if (first == NULL)
            return assay_error_set(error, ASSAY_INVALID, "--filter '%s' matches no check", pattern);
        for (size_t j = 0; j < table_count; j++)
            ASSAY_TRY(verify_short(pattern, run, first, &tables[j], error));
    }
    return ASSAY_OK;
}
