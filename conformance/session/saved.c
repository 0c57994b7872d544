/* Which saved failures belong to a session. */
#include "session/saved.h"

#include "data/generator.h"
#include <assay/toolkit/error.h>
#include <stdlib.h>
#include <string.h>

void assay_saved_clear(assay_saved_list *self)
{
    for (size_t i = 0; i < self->count; i++) {
        assay_saved_failure *one = &self->items[i];
        for (size_t k = 0; k < one->data.dataset_count; k++)
            assay_dataset_clear(&one->data.datasets[k]);
        free(one->data.datasets);
        assay_replay_clear(&one->replay);
        free(one->path);
    }
    free(self->items);
    free(self->tape);
    free(self->manifest);
    memset(self, 0, sizeof(*self));
}

/* The item of the plan that it is one failure of; NULL: there is none. */
static const assay_run_item *find_item(const assay_session *session, const assay_replay *replay)
{
    for (size_t i = 0; i < session->run.item_count; i++) {
        const assay_run_item *item = &session->run.items[i];
        const assay_scenario *scenario = session->run.scenarios[item->scenario].scenario;
        if (strcmp(item->check->id, replay->check) == 0 &&
            strcmp(scenario->connector, replay->connector) == 0 &&
            strcmp(scenario->name, replay->scenario) == 0)
            return item;
    }
    return NULL;
}

static bool same_file(const char *a, const char *b)
{
    char *real_a = realpath(a, NULL), *real_b = realpath(b, NULL);
    bool same = real_a != NULL && real_b != NULL && strcmp(real_a, real_b) == 0;
    free(real_a);
    free(real_b);
    return same;
}

/* Two manifests can have the same names, and other data. */
static bool is_elsewhere(assay_saved_list *self, const assay_run_scenario *over,
                         const assay_replay *replay)
{
    if (same_file(over->manifest, replay->manifest))
        return false;
    self->elsewhere++;
    if (self->manifest == NULL)
        self->manifest = realpath(replay->manifest, NULL);
    if (self->manifest == NULL) /* it is not there any more */
        self->manifest = strdup(replay->manifest);
    return true;
}

/* Counts what is left out for a reason that should be said. */
static bool is_left_out(assay_saved_list *self, const assay_session *session,
                        const assay_run_item *item, const assay_replay *replay)
{
    if (item == NULL || is_elsewhere(self, &session->run.scenarios[item->scenario], replay))
        return true;
    self->beyond_tier += item->decided && item->check->tier > session->run.settings.tier;
    return item->decided;
}

static assay_status append(assay_saved_list *self, const char *path, assay_replay *replay,
                           const assay_run_item *item)
{
    assay_saved_failure *more = reallocarray(self->items, self->count + 1, sizeof(*more));
    if (more == NULL)
        return ASSAY_MEMORY;
    self->items = more;
    more[self->count] = (assay_saved_failure){.path = strdup(path),
                                              .scenario = item->scenario,
                                              .clause = item->clause,
                                              .known = item->known,
                                              .preview = item->preview,
                                              .not_run = ASSAY_ERROR_INIT};
    if (more[self->count].path == NULL)
        return ASSAY_MEMORY;
    more[self->count++].replay = *replay;
    memset(replay, 0, sizeof(*replay));
    return ASSAY_OK;
}

assay_status assay_saved_add(assay_saved_list *self, const assay_session *session, const char *path,
                             assay_replay *replay, assay_error *error)
{
    const assay_run_item *item = find_item(session, replay);
    assay_status status =
        is_left_out(self, session, item, replay) ? ASSAY_END : append(self, path, replay, item);
    assay_replay_clear(replay);
    if (status == ASSAY_MEMORY)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    return status;
}
