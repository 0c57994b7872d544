/* Fewer and fewer records that still give the failure. */
#include "runner/shrink_item.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MOST = 64 }; /* proposals tried side by side */

static assay_status make_in(const assay_shrinking *self, const assay_keep *keep,
                            assay_cut_data *data, assay_error *error)
{
    const assay_amount amount = {self->records, self->run->settings.seed, keep, 0, NULL};
    if (mkdir(data->folder, 0777) != 0)
        return assay_error_set(error, ASSAY_IO, "cannot make '%s': %s", data->folder,
                               strerror(errno));
    return assay_manifest_make_dataset(self->manifest, self->index, &amount, data->folder,
                                       &data->dataset, error);
}

static assay_status data_make(assay_shrinking *self, const assay_keep *keep, assay_cut_data *data,
                              assay_error *error)
{
    if (asprintf(&data->folder, "%s/shrink-%" PRIu64, self->bench->scratch, self->bench->made++) <
        0) {
        data->folder = NULL;
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    }
    assay_status status = make_in(self, keep, data, error);
    if (status != ASSAY_OK) {
        free(data->folder);
        data->folder = NULL;
        return status;
    }
    data->scenario = *self->over->scenario;
    data->scenario.datasets = &data->dataset;
    data->scenario.dataset_count = 1;
    return ASSAY_OK;
}

/* Some proposals side by side. */
typedef struct tray {
    size_t count;
    size_t numbers[MOST]; /* of the proposals */
    assay_cut_data data[MOST];
    assay_trial trials[MOST];
} tray;

static assay_status tray_fill(tray *self, assay_shrinking *of, size_t *next, size_t most,
                              uint64_t *room, assay_error *error)
{
    size_t proposals = assay_sieve_proposals(&of->sieve);
    for (; *next < proposals && self->count < most; (*next)++) {
        size_t count = assay_sieve_propose(&of->sieve, *next, room);
        const assay_keep keep = {count, room};
        assay_cut_data *data = &self->data[self->count];
        if (count == 0)
            continue;
        ASSAY_TRY(data_make(of, &keep, data, error));
        self->trials[self->count] = assay_shrinking_trial(of, &data->scenario);
        self->numbers[self->count++] = *next;
    }
    return ASSAY_OK;
}

static void tray_clear(tray *self)
{
    assay_trials_clear(self->trials, self->count);
    for (size_t i = 0; i < self->count; i++)
        assay_cut_data_clear(&self->data[i]);
    self->count = 0;
}

static void adopt(assay_shrinking *self, tray *from, size_t which)
{
    assay_cut_data_clear(&self->data);
    self->data = from->data[which];
    self->data.scenario.datasets = &self->data.dataset;
    from->data[which].folder = NULL;
    self->cut = true;
    assay_sieve_accept(&self->sieve, from->numbers[which]);
    assay_shrinking_take(self, &from->trials[which]);
}

/* *smaller: one of the round's proposals did it. */
static assay_status try_round(assay_shrinking *self, tray *on, uint64_t *room, bool *smaller,
                              assay_error *error)
{
    size_t next = 0, most = self->run->settings.jobs;
    *smaller = false;
    while (!*smaller && next < assay_sieve_proposals(&self->sieve) &&
           assay_shrinking_left_ms(self) > 0) {
        ASSAY_TRY(tray_fill(on, self, &next, most < MOST ? most : MOST, room, error));
        ASSAY_TRY(assay_bench_run(self->bench, on->trials, on->count, assay_shrinking_alike,
                                  self->item, error));
        size_t first = assay_shrinking_first(self, on->trials, on->count);
        *smaller = first < on->count;
        if (*smaller)
            adopt(self, on, first);
        tray_clear(on);
    }
    return ASSAY_OK;
}

static assay_status try_rounds(assay_shrinking *self, tray *on, uint64_t *room, assay_error *error)
{
    while (assay_sieve_proposals(&self->sieve) > 0 && assay_shrinking_left_ms(self) > 0) {
        bool smaller;
        ASSAY_TRY(try_round(self, on, room, &smaller, error));
        if (!smaller)
            assay_sieve_refuse(&self->sieve);
    }
    return ASSAY_OK;
}

assay_status assay_shrinking_sieve(assay_shrinking *self, assay_error *error)
{
    assay_subset possible = assay_manifest_subsets(self->manifest, self->index);
    if (possible == ASSAY_SUBSET_NONE)
        return ASSAY_OK;
    tray *made = calloc(1, sizeof(*made));
    uint64_t *room = calloc((size_t)self->records + 1, sizeof(*room));
    assay_status status = made == NULL || room == NULL
                              ? ASSAY_MEMORY
                              : assay_sieve_init(&self->sieve, self->records, possible);
    if (status == ASSAY_OK)
        status = try_rounds(self, made, room, error);
    if (made != NULL)
        tray_clear(made);
    free(made);
    free(room);
    return status;
}
