/* Which shard runs which item. */
#include "runner/shard.h"

#include <stdlib.h>

typedef struct load {
    size_t item;
    int64_t cost;
} load;

static int dearer_first(const void *a, const void *b)
{
    const load *one = a, *other = b;
    if (one->cost != other->cost)
        return one->cost > other->cost ? -1 : 1;
    return one->item < other->item ? -1 : one->item > other->item;
}

/* What an item of unknown cost is taken for. */
static int64_t mean(const assay_run *run, const int64_t *costs)
{
    int64_t sum = 0, count = 0;
    for (size_t i = 0; costs != NULL && i < run->item_count; i++)
        if (costs[i] >= 0 && !run->items[i].decided) {
            sum += costs[i];
            count++;
        }
    return count > 0 ? sum / count + 1 : 1;
}

static void weigh(const assay_run *run, const int64_t *costs, load *loads)
{
    int64_t unknown = mean(run, costs);
    for (size_t i = 0; i < run->item_count; i++) {
        bool known = costs != NULL && costs[i] >= 0;
        loads[i] = (load){i, run->items[i].decided ? 0 : known ? costs[i] : unknown};
    }
    qsort(loads, run->item_count, sizeof(*loads), dearer_first);
}

static void give(assay_run *run, const load *loads, int64_t *sums)
{
    for (size_t i = 0; i < run->item_count; i++) {
        unsigned least = 0;
        for (unsigned s = 1; s < run->settings.shards; s++)
            if (sums[s] < sums[least])
                least = s;
        sums[least] += loads[i].cost;
        run->items[loads[i].item].shard = least + 1;
    }
}

assay_status assay_shard_assign(assay_run *run, const int64_t *costs)
{
    load *loads = calloc(run->item_count + 1, sizeof(*loads));
    int64_t *sums = calloc(run->settings.shards + 1, sizeof(*sums));
    assay_status status = loads != NULL && sums != NULL ? ASSAY_OK : ASSAY_MEMORY;
    if (status == ASSAY_OK && run->settings.shards > 0) {
        weigh(run, costs, loads);
        give(run, loads, sums);
    }
    free(loads);
    free(sums);
    return status;
}

bool assay_shard_has(const assay_run *run, const assay_run_item *item)
{
    return run->settings.shard == 0 || item->shard == run->settings.shard;
}
