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

static bool matches_over(const char *pattern, const assay_scenario *scenario, const char *check)
{
    if (matches(pattern, check))
        return true;
    char *name = NULL;
    if (scenario == NULL ||
        asprintf(&name, "%s/%s:%s", scenario->connector, scenario->name, check) < 0)
        return false;
    bool found = matches(pattern, name);
    free(name);
    return found;
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

bool assay_selection_any(const assay_selection *self, const assay_scenario *scenario,
                         const assay_check_table *tables, size_t table_count)
{
    for (size_t i = 0; i < self->count; i++)
        for (size_t j = 0; j < table_count; j++)
            if (in_table(self->patterns[i], scenario, &tables[j]))
                return true;
    return self->count == 0;
}

static bool in_run(const char *pattern, const assay_run *run, const assay_check_table *tables,
                   size_t table_count)
{
    for (size_t i = 0; i < run->scenario_count; i++)
        for (size_t j = 0; j < table_count; j++)
            if (in_table(pattern, run->scenarios[i].scenario, &tables[j]))
                return true;
    return false;
}

assay_status assay_selection_verify(const assay_selection *self, const assay_run *run,
                                    const assay_check_table *tables, size_t table_count,
                                    assay_error *error)
{
    for (size_t i = 0; i < self->count; i++)
        if (!in_run(self->patterns[i], run, tables, table_count))
            return assay_error_set(error, ASSAY_INVALID, "--filter '%s' matches no check",
                                   self->patterns[i]);
    return ASSAY_OK;
}
