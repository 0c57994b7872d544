/* Which shard runs what, by what it cost before. */
#include "cli/sharding.h"

#include "report/past.h"
#include "runner/shard.h"
#include <assay/toolkit/error.h>
#include <stdlib.h>
#include <string.h>

/* A check over a scenario by name: its index says where it was. */
typedef struct named {
    const assay_run *run;
    size_t item;
} named;

static int compare(const void *a, const void *b)
{
    const named *one = a, *other = b;
    const assay_run_item *x = &one->run->items[one->item], *y = &other->run->items[other->item];
    const assay_scenario *over = one->run->scenarios[x->scenario].scenario;
    const assay_scenario *under = other->run->scenarios[y->scenario].scenario;
    int order = strcmp(over->connector, under->connector);
    if (order == 0)
        order = strcmp(over->name, under->name);
    return order != 0 ? order : strcmp(x->check->id, y->check->id);
}

static void look_up(const assay_run *past, named *sorted, const assay_run *run, int64_t *costs)
{
    for (size_t i = 0; i < past->item_count; i++)
        sorted[i] = (named){past, i};
    qsort(sorted, past->item_count, sizeof(*sorted), compare);
    for (size_t i = 0; i < run->item_count; i++) {
        named wanted = {run, i};
        const named *found = bsearch(&wanted, sorted, past->item_count, sizeof(*sorted), compare);
        const assay_run_item *item = found != NULL ? &past->items[found->item] : NULL;
        bool known = item != NULL && item->done && !item->decided;
        costs[i] = known ? item->finding.microseconds : -1;
    }
}

static assay_status assign(assay_run *run, const int64_t *costs, assay_error *error)
{
    if (assay_shard_assign(run, costs) != ASSAY_OK)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    return ASSAY_OK;
}

static assay_status assign_by(const assay_run *past, assay_run *run, assay_error *error)
{
    int64_t *costs = calloc(run->item_count + 1, sizeof(*costs));
    named *sorted = calloc(past->item_count + 1, sizeof(*sorted));
    assay_status status = ASSAY_MEMORY;
    if (costs != NULL && sorted != NULL) {
        look_up(past, sorted, run, costs);
        status = assign(run, costs, error);
    } else {
        assay_error_set(error, status, "out of memory");
    }
    free(costs);
    free(sorted);
    return status;
}

static assay_status check(const assay_options *options, assay_error *error)
{
    bool sharded = options->settings.shard != 0;
    if (options->costs != NULL && !sharded)
        return assay_error_set(error, ASSAY_INVALID, "--costs is for --shard, which is not there");
    if (sharded && !options->seeded)
        return assay_error_set(error, ASSAY_INVALID,
                               "--shard needs --seed SEED, the same one for every shard");
    return ASSAY_OK;
}

assay_status assay_sharding_apply(const assay_options *options, assay_run *run, assay_error *error)
{
    assay_past past;
    ASSAY_TRY(check(options, error));
    if (options->costs == NULL)
        return options->settings.shard != 0 ? assign(run, NULL, error) : ASSAY_OK;
    ASSAY_TRY(assay_past_read(&past, options->costs, error));
    assay_status status = assign_by(&past.run, run, error);
    assay_past_clear(&past);
    return status;
}
