/* Two runs compared. */
#include "report/diff.h"

#include <stdlib.h>
#include <string.h>

/* A check of one of the runs, by its name. */
typedef struct named {
    const assay_run *run;
    const assay_run_item *item;
} named;

const char *assay_diff_kind_name(assay_diff_kind kind)
{
    static const char *const names[ASSAY_DIFF_KINDS] = {"worse", "better", "changed", "added",
                                                        "gone"};
    return names[kind];
}

static int by_name(const void *a, const void *b)
{
    const named *one = a, *other = b;
    const assay_scenario *over = one->run->scenarios[one->item->scenario].scenario;
    const assay_scenario *under = other->run->scenarios[other->item->scenario].scenario;
    int order = strcmp(over->connector, under->connector);
    if (order == 0)
        order = strcmp(over->name, under->name);
    return order != 0 ? order : strcmp(one->item->check->id, other->item->check->id);
}

static named *sorted(const assay_run *run)
{
    named *list = calloc(run->item_count + 1, sizeof(*list));
    for (size_t i = 0; list != NULL && i < run->item_count; i++)
        list[i] = (named){run, &run->items[i]};
    if (list != NULL)
        qsort(list, run->item_count, sizeof(*list), by_name);
    return list;
}

static const assay_run_item *find(const named *list, const assay_run *in, const assay_run *run,
                                  const assay_run_item *item)
{
    named wanted = {run, item};
    const named *found = bsearch(&wanted, list, in->item_count, sizeof(*list), by_name);
    return found != NULL ? found->item : NULL;
}

static bool is_bad(const assay_run *run, const assay_run_item *item)
{
    return item != NULL && assay_state_bad(assay_run_item_state(run, item));
}

static void add_row(assay_diff *self, const assay_run_item *before, const assay_run_item *now)
{
    bool bad_before = is_bad(self->before, before), bad_now = is_bad(self->now, now);
    assay_diff_kind kind = bad_now && !bad_before                  ? ASSAY_DIFF_WORSE
                           : bad_before && !bad_now && now != NULL ? ASSAY_DIFF_BETTER
                           : now == NULL                           ? ASSAY_DIFF_GONE
                           : before == NULL                        ? ASSAY_DIFF_ADDED
                                                                   : ASSAY_DIFF_CHANGED;
    self->rows[self->row_count++] = (assay_diff_row){kind, before, now};
}

static void compare(assay_diff *self, const assay_run_item *before, const assay_run_item *now)
{
    if (before == NULL ||
        assay_run_item_state(self->before, before) != assay_run_item_state(self->now, now))
        add_row(self, before, now);
    else
        self->same++;
    if (before == NULL || !before->done || !now->done || before->decided || now->decided)
        return;
    self->costs[self->cost_count++] = (assay_diff_cost){before, now};
    self->cost_before += before->finding.microseconds;
    self->cost_now += now->finding.microseconds;
}

static int64_t change(const assay_diff_cost *cost)
{
    return llabs(cost->now->finding.microseconds - cost->before->finding.microseconds);
}

static int most_changed_first(const void *a, const void *b)
{
    int64_t one = change(a), other = change(b);
    return one != other ? (one > other ? -1 : 1) : 0;
}

static const assay_run_item *place(const assay_diff_row *row)
{
    return row->now != NULL ? row->now : row->before;
}

static int by_kind(const void *a, const void *b)
{
    const assay_diff_row *one = a, *other = b;
    if (one->kind != other->kind)
        return one->kind < other->kind ? -1 : 1;
    return place(one) < place(other) ? -1 : place(one) > place(other);
}

static void fill(assay_diff *self, const named *old, const named *new)
{
    for (size_t i = 0; i < self->now->item_count; i++) {
        const assay_run_item *item = &self->now->items[i];
        compare(self, find(old, self->before, self->now, item), item);
    }
    for (size_t i = 0; i < self->before->item_count; i++) {
        const assay_run_item *item = &self->before->items[i];
        if (find(new, self->now, self->before, item) == NULL)
            add_row(self, item, NULL);
    }
    if (self->row_count > 0)
        qsort(self->rows, self->row_count, sizeof(*self->rows), by_kind);
    if (self->cost_count > 0)
        qsort(self->costs, self->cost_count, sizeof(*self->costs), most_changed_first);
}

assay_status assay_diff_make(assay_diff *self, const assay_run *before, const assay_run *now)
{
    size_t most = before->item_count + now->item_count;
    *self = (assay_diff){.before = before,
                         .now = now,
                         .rows = calloc(most + 1, sizeof(*self->rows)),
                         .costs = calloc(most + 1, sizeof(*self->costs))};
    named *old = sorted(before), *new = sorted(now);
    bool well = self->rows != NULL && self->costs != NULL && old != NULL && new != NULL;
    if (well)
        fill(self, old, new);
    else
        assay_diff_clear(self);
    free(old);
    free(new);
    return well ? ASSAY_OK : ASSAY_MEMORY;
}

void assay_diff_clear(assay_diff *self)
{
    free(self->rows);
    free(self->costs);
    memset(self, 0, sizeof(*self));
}

size_t assay_diff_count(const assay_diff *self, assay_diff_kind kind)
{
    size_t sum = 0;
    for (size_t i = 0; i < self->row_count; i++)
        sum += self->rows[i].kind == kind;
    return sum;
}
