/* Which failures to make small first. */
#include "runner/shrink_choice.h"

#include <stdlib.h>
#include <string.h>

typedef struct choice {
    size_t number;
    const char *connector, *check;
    size_t before; /* better ones of the same check and connector */
    uint64_t records, calls;
} choice;

/* A timeout costs its whole limit each time; of a flaky check one trial more proves nothing. */
static bool wanted(const assay_run *run, const assay_run_item *item)
{
    assay_state state = assay_run_item_state(run, item);
    bool possible = state == (assay_state)ASSAY_FAIL || state == (assay_state)ASSAY_CRASH;
    return possible && assay_run_shown_by(run, item) == NULL;
}

static uint64_t records_of(const assay_run *run, const assay_run_item *item)
{
    const assay_scenario *scenario = run->scenarios[item->scenario].scenario;
    for (size_t i = 0; i < scenario->dataset_count; i++)
        if (strcmp(scenario->datasets[i].name, item->finding.dataset) == 0)
            return scenario->datasets[i].records;
    return UINT64_MAX;
}

static choice choice_of(const assay_run *run, size_t number)
{
    const assay_run_item *item = &run->items[number];
    return (choice){.number = number,
                    .connector = run->scenarios[item->scenario].scenario->connector,
                    .check = item->check->id,
                    .records = records_of(run, item),
                    .calls = item->finding.at_call};
}

static int compare(const void *first, const void *second)
{
    const choice *a = first, *b = second;
    if (a->before != b->before)
        return a->before < b->before ? -1 : 1;
    if (a->records != b->records)
        return a->records < b->records ? -1 : 1;
    if (a->calls != b->calls)
        return a->calls < b->calls ? -1 : 1;
    return a->number < b->number ? -1 : 1;
}

static void count_before(choice *choices, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++)
            choices[i].before += strcmp(choices[k].check, choices[i].check) == 0 &&
                                 strcmp(choices[k].connector, choices[i].connector) == 0;
}

assay_status assay_shrink_choose(const assay_run *run, size_t **numbers, size_t *count)
{
    *count = 0;
    *numbers = calloc(run->item_count + 1, sizeof(**numbers));
    choice *choices = calloc(run->item_count + 1, sizeof(*choices));
    if (*numbers == NULL || choices == NULL) {
        free(*numbers);
        free(choices);
        return ASSAY_MEMORY;
    }
    for (size_t i = 0; i < run->item_count; i++)
        if (wanted(run, &run->items[i]))
            choices[(*count)++] = choice_of(run, i);
    qsort(choices, *count, sizeof(*choices), compare);
    count_before(choices, *count);
    qsort(choices, *count, sizeof(*choices), compare);
    for (size_t i = 0; i < *count; i++)
        (*numbers)[i] = choices[i].number;
    free(choices);
    return ASSAY_OK;
}
