/* Shards become a whole. */
#include "report/merge.h"

#include <assay/toolkit/error.h>
#include <stdlib.h>
#include <string.h>

static assay_status out_of_memory(assay_error *error)
{
    return assay_error_set(error, ASSAY_MEMORY, "out of memory");
}

/* What is one thing for all shards of a run; where they are and how fast is not. */
static const char *const shared_keys[] = {"assay", "contract",  "seed",       "tier",   "records",
                                          "level", "strict",    "repeat",     "rules",  "shards",
                                          "plan",  "read_only", "timeout_ms", "profile"};
static const char *const shared_of_scenario[] = {"connector",
                                                 "scenario",
                                                 "kind",
                                                 "name",
                                                 "version",
                                                 "declared",
                                                 "look",
                                                 "existing",
                                                 "offered_undeclared",
                                                 "library_xxh3_128"};

/* What a journal of before does not have is in none of its shards. */
static bool same_value(const json_t *a, const json_t *b)
{
    return (a == NULL && b == NULL) || json_equal(a, b) == 1;
}

/* The first key in which two objects differ; NULL: none. */
static const char *difference(const json_t *a, const json_t *b, const char *const *keys,
                              size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!same_value(json_object_get(a, keys[i]), json_object_get(b, keys[i])))
            return keys[i];
    return NULL;
}

static const char *header_difference(const json_t *a, const json_t *b)
{
    const char *key = difference(a, b, shared_keys, sizeof(shared_keys) / sizeof(shared_keys[0]));
    const json_t *ours = json_object_get(a, "scenarios"), *theirs = json_object_get(b, "scenarios");
    if (key == NULL && json_array_size(ours) != json_array_size(theirs))
        key = "scenarios";
    for (size_t i = 0; key == NULL && i < json_array_size(ours); i++)
        key = difference(json_array_get(ours, i), json_array_get(theirs, i), shared_of_scenario,
                         sizeof(shared_of_scenario) / sizeof(shared_of_scenario[0]));
    return key;
}

static assay_status check_whole(const char *path, const assay_run *run, assay_error *error)
{
    if (run->settings.shard == 0 || run->settings.shard > run->settings.shards)
        return assay_error_set(error, ASSAY_INVALID, "%s: no shard, but a run of its own", path);
    if (run->cut)
        return assay_error_set(error, ASSAY_INVALID, "%s: shard %u of %u did not end", path,
                               run->settings.shard, run->settings.shards);
    for (size_t i = 0; i < run->item_count; i++)
        if (assay_run_item_state(run, &run->items[i]) == ASSAY_STATE_NOT_RUN)
            return assay_error_set(error, ASSAY_INVALID, "%s: shard %u of %u did not run '%s'",
                                   path, run->settings.shard, run->settings.shards,
                                   run->items[i].check->id);
    return ASSAY_OK;
}

static assay_status check_same(const assay_merge *self, size_t i, assay_error *error)
{
    const char *key = header_difference(self->pasts[0].header, self->pasts[i].header);
    if (key == NULL)
        return ASSAY_OK;
    return assay_error_set(error, ASSAY_INVALID, "%s: not of the same run as %s: another '%s'",
                           self->paths[i], self->paths[0], key);
}

static assay_status check_twice(const assay_merge *self, size_t i, assay_error *error)
{
    unsigned shard = self->pasts[i].run.settings.shard;
    for (size_t j = 0; j < i; j++)
        if (self->pasts[j].run.settings.shard == shard)
            return assay_error_set(error, ASSAY_INVALID, "%s: shard %u is in %s, too",
                                   self->paths[i], shard, self->paths[j]);
    return ASSAY_OK;
}

static assay_status check_missing(const assay_merge *self, assay_error *error)
{
    unsigned shards = self->pasts[0].run.settings.shards;
    for (unsigned shard = 1; shard <= shards; shard++) {
        size_t i = 0;
        while (i < self->count && self->pasts[i].run.settings.shard != shard)
            i++;
        if (i == self->count)
            return assay_error_set(error, ASSAY_INVALID, "shard %u of %u is missing", shard,
                                   shards);
    }
    return ASSAY_OK;
}

static assay_status check_all(const assay_merge *self, assay_error *error)
{
    for (size_t i = 0; i < self->count; i++) {
        ASSAY_TRY(check_whole(self->paths[i], &self->pasts[i].run, error));
        ASSAY_TRY(check_same(self, i, error));
        ASSAY_TRY(check_twice(self, i, error));
    }
    return check_missing(self, error);
}

/* The check and the clause of an item stay where they are: they are the same ones. */
static void move_items(assay_run *to, assay_run *from)
{
    for (size_t i = 0; i < from->item_count; i++) {
        assay_run_item *theirs = &from->items[i], *ours = &to->items[i];
        if (!theirs->done)
            continue;
        assay_run_item taken = *theirs;
        *theirs = *ours;
        *ours = taken;
    }
}

static assay_status move_saved(assay_run *to, assay_run *from, assay_error *error)
{
    size_t count = to->saved_count + from->saved_count;
    assay_run_item *more = reallocarray(to->saved, count + 1, sizeof(*more));
    if (more == NULL)
        return out_of_memory(error);
    to->saved = more;
    if (from->saved_count > 0)
        memcpy(more + to->saved_count, from->saved, from->saved_count * sizeof(*more));
    to->saved_count = count;
    from->saved_count = 0;
    return ASSAY_OK;
}

static bool has_problem(const assay_run *run, const assay_problem *problem)
{
    for (size_t i = 0; i < run->problem_count; i++)
        if (strcmp(run->problems[i].where, problem->where) == 0 &&
            strcmp(run->problems[i].text, problem->text) == 0)
            return true;
    return false;
}

/* Each shard sees what is wrong with the whole plan. */
static assay_status add_problems(assay_run *to, const assay_run *from, assay_error *error)
{
    for (size_t i = 0; i < from->problem_count; i++)
        if (!has_problem(to, &from->problems[i]) &&
            assay_run_add_problem(to, from->problems[i].where, from->problems[i].text) != ASSAY_OK)
            return out_of_memory(error);
    return ASSAY_OK;
}

static assay_status add(assay_run *to, assay_run *from, assay_error *error)
{
    move_items(to, from);
    ASSAY_TRY(move_saved(to, from, error));
    ASSAY_TRY(add_problems(to, from, error));
    to->to_save += from->to_save;
    if (from->microseconds > to->microseconds) /* they ran side by side */
        to->microseconds = from->microseconds;
    if (from->started < to->started)
        to->started = from->started;
    return ASSAY_OK;
}

static assay_status join(assay_merge *self, assay_error *error)
{
    assay_run *whole = &self->pasts[0].run;
    for (size_t i = 1; i < self->count; i++)
        ASSAY_TRY(add(whole, &self->pasts[i].run, error));
    whole->settings.shard = whole->settings.shards = 0;
    whole->ended_by = 0; /* all is there that was to be judged */
    for (size_t i = 0; i < whole->item_count; i++)
        whole->items[i].shard = 0;
    assay_run_count(whole);
    return ASSAY_OK;
}

assay_status assay_merge_read(assay_merge *self, const char *const *paths, size_t count,
                              assay_error *error)
{
    *self = (assay_merge){paths, count, calloc(count + 1, sizeof(*self->pasts))};
    if (self->pasts == NULL)
        return out_of_memory(error);
    for (size_t i = 0; i < count; i++)
        ASSAY_TRY(assay_past_read(&self->pasts[i], paths[i], error));
    ASSAY_TRY(check_all(self, error));
    return join(self, error);
}

void assay_merge_clear(assay_merge *self)
{
    for (size_t i = 0; i < self->count && self->pasts != NULL; i++)
        assay_past_clear(&self->pasts[i]);
    free(self->pasts);
    self->pasts = NULL;
}

const assay_run *assay_merge_run(const assay_merge *self)
{
    return &self->pasts[0].run;
}
