/* Says in numbers of records how a tally differs from the truth. */
#include "data/tally.h"

#include "data/tally_memory.h"
#include <stdlib.h>

/* A record that was seen, and where it came from. */
typedef struct sighting {
    uint64_t origin, number;
} sighting;

typedef struct numbers {
    uint64_t *items;
    size_t count;
} numbers;

typedef struct looking {
    uint64_t first, end; /* the stretch of the truth */
    sighting *sightings;
    size_t sighting_count;
    numbers lost, repeated, misplaced;
    uint64_t strange;
} looking;

static void see(looking *self, uint64_t origin, uint64_t number)
{
    self->sightings[self->sighting_count++] = (sighting){origin, number};
}

static void add(numbers *to, uint64_t number)
{
    to->items[to->count++] = number;
}

static bool is_wanted(const looking *self, uint64_t number)
{
    return number >= self->first && number < self->end;
}

/* Records that are the same are told apart by their order alone. */
static void take(void *context, const assay_tally_group *group)
{
    looking *self = context;
    size_t used = 0;
    uint64_t last = group->known_count > 0 ? group->known[0].where : 0;
    if (group->known_count == 0)
        self->strange += group->seen_count;
    for (size_t i = 0; i < group->known_count; i++) {
        uint64_t number = group->known[i].where;
        if (!is_wanted(self, number))
            continue;
        last = number;
        if (used < group->seen_count)
            see(self, group->seen[used++].where, number);
        else
            add(&self->lost, number);
    }
    for (; group->known_count > 0 && used < group->seen_count; used++) {
        see(self, group->seen[used].where, last);
        add(is_wanted(self, last) ? &self->repeated : &self->misplaced, last);
    }
}

static int compare_numbers(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static int compare_sightings(const void *a, const void *b)
{
    const sighting *x = a, *y = b;
    if (x->origin != y->origin)
        return x->origin < y->origin ? -1 : 1;
    return (x->number > y->number) - (x->number < y->number);
}

static void tell(numbers *of, void (*to)(void *context, uint64_t first, uint64_t end),
                 void *context)
{
    if (of->count > 0)
        qsort(of->items, of->count, sizeof(*of->items), compare_numbers);
    for (size_t i = 0, end; i < of->count; i = end) {
        for (end = i + 1; end < of->count && of->items[end] <= of->items[end - 1] + 1;)
            end++;
        to(context, of->items[i], of->items[end - 1] + 1);
    }
}

/* Those of one origin, from *at on. */
static void tell_origin(const looking *self, uint64_t origin, const char *name, size_t *at,
                        const assay_tally_view *view)
{
    const sighting *all = self->sightings;
    size_t count = self->sighting_count, end;
    if (origin > 0 && (*at == count || all[*at].origin != origin))
        view->gave(view->context, name, 0, 0);
    for (; *at < count && all[*at].origin == origin; *at = end) {
        for (end = *at + 1; end < count && all[end].origin == origin &&
                            all[end].number <= all[end - 1].number + 1;)
            end++;
        view->gave(view->context, name, all[*at].number, all[end - 1].number + 1);
    }
}

static void tell_sightings(looking *self, const assay_tally *tally, const assay_tally_view *view)
{
    size_t at = 0;
    if (self->sighting_count > 0)
        qsort(self->sightings, self->sighting_count, sizeof(*self->sightings), compare_sightings);
    for (uint64_t origin = 0; origin <= tally->origin_count; origin++)
        tell_origin(self, origin, origin > 0 ? tally->origins[origin - 1] : "", &at, view);
}

void assay_tally_look(const assay_tally *self, uint64_t first, uint64_t end, bool ended,
                      const assay_tally_view *view)
{
    size_t room = self->entry_count + 1;
    if (!self->naming || self->forgot)
        return;
    assay_tally_entry *seen = malloc(room * sizeof(*seen));
    sighting *sightings = malloc(room * sizeof(*sightings));
    uint64_t *items = malloc((2 * room + self->known_count) * sizeof(*items));
    if (seen != NULL && sightings != NULL && items != NULL) {
        looking all = {.first = first,
                       .end = end,
                       .sightings = sightings,
                       .lost = {items, 0},
                       .repeated = {items + self->known_count, 0},
                       .misplaced = {items + self->known_count + room, 0}};
        assay_tally_walk(self, seen, take, &all);
        if (ended)
            tell(&all.lost, view->lost, view->context);
        tell(&all.repeated, view->repeated, view->context);
        tell(&all.misplaced, view->misplaced, view->context);
        if (all.strange > 0)
            view->strange(view->context, all.strange);
        tell_sightings(&all, self, view);
    }
    free(seen);
    free(sightings);
    free(items);
}
