/* Results of runs, check by check. */
#include "runner/fact.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static assay_told told_by(const assay_run *run, const assay_run_item *item)
{
    if (!item->done)
        return ASSAY_TOLD_NOTHING;
    if (assay_run_item_state(run, item) == ASSAY_STATE_FLAKY)
        return ASSAY_TOLD_FLAKY;
    if (assay_verdict_against(item->finding.verdict))
        return ASSAY_TOLD_FAILS;
    /* Another failure of the same check may still be there. */
    return item->finding.verdict == ASSAY_PASS && !item->again ? ASSAY_TOLD_PASSES
                                                               : ASSAY_TOLD_NOTHING;
}

static bool counts(const assay_run *run, const assay_run_item *item)
{
    return !item->preview && (item->check->level == ASSAY_MUST || run->settings.should_counts);
}

/* The fact of that name, a new one that tells nothing if there was none; NULL: out of memory. */
static assay_fact *fact_of(assay_fact_list *self, const char *name)
{
    const json_t *known = json_object_get(self->index, name);
    if (known != NULL)
        return &self->items[json_integer_value(known)];
    if (json_object_set_new(self->index, name, json_integer((json_int_t)self->count)) != 0)
        return NULL;
    assay_fact *fact = &self->items[self->count++];
    fact->name = json_object_iter_key(json_object_iter_at(self->index, name));
    return fact;
}

static assay_status add(assay_fact_list *self, const assay_run *run, const assay_run_item *item)
{
    const assay_scenario *over = run->scenarios[item->scenario].scenario;
    assay_told told = told_by(run, item);
    char *name;
    if (asprintf(&name, "%s/%s:%s", over->connector, over->name, item->check->id) < 0)
        return ASSAY_MEMORY;
    assay_fact *fact = fact_of(self, name);
    free(name);
    if (fact == NULL)
        return ASSAY_MEMORY;
    fact->counts = fact->counts || counts(run, item);
    if (fact->finding != NULL && told <= fact->told)
        return ASSAY_OK;
    fact->scenario = over;
    fact->check = item->check->id;
    fact->told = told;
    fact->finding = &item->finding;
    return ASSAY_OK;
}

static assay_status add_run(assay_fact_list *self, const assay_run *run)
{
    for (size_t i = 0; i < run->item_count; i++)
        ASSAY_TRY(add(self, run, &run->items[i]));
    for (size_t i = 0; i < run->saved_count; i++)
        ASSAY_TRY(add(self, run, &run->saved[i]));
    return ASSAY_OK;
}

assay_status assay_fact_list_make(const assay_run *const *runs, size_t count, assay_fact_list *self)
{
    size_t most = 0;
    for (size_t i = 0; i < count; i++)
        most += runs[i]->item_count + runs[i]->saved_count;
    *self = (assay_fact_list){0, calloc(most + 1, sizeof(*self->items)), json_object()};
    if (self->items == NULL || self->index == NULL)
        return ASSAY_MEMORY;
    for (size_t i = 0; i < count; i++)
        ASSAY_TRY(add_run(self, runs[i]));
    return ASSAY_OK;
}

void assay_fact_list_clear(assay_fact_list *self)
{
    free(self->items);
    json_decref(self->index);
    memset(self, 0, sizeof(*self));
}
