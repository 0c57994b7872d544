/* Feeds the pool and collects what comes back. */
#include "runner/schedule.h"

#include "host/sanitizer.h"
#include "runner/hash.h"
#include "runner/mask.h"
#include "runner/repeat.h"
#include "runner/shard.h"
#include <assay/toolkit/error.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { WATCH_MS = 200, TIMEOUT_MS = 60000 };

/* A kind of work: numbers from first to count. */
typedef struct phase {
    const char *name;
    size_t first, count;
    assay_status (*start)(const assay_schedule *self, size_t number, assay_error *error);
    assay_status (*collect)(const assay_schedule *self, assay_answer *answer, assay_error *error);
} phase;

/* Where a job has something of its own below a folder. */
static bool name_folder(const char *below, const char *name, size_t number, char *to, size_t size)
{
    int made = snprintf(to, size, "%s/%s-%zu", below, name, number);
    return made > 0 && (size_t)made < size;
}

bool assay_schedule_lines(const char *lines, size_t item, char *to, size_t size)
{
    return name_folder(lines, "check", item, to, size);
}

static assay_status submit(const assay_schedule *self, const char *name, size_t number,
                           size_t scenario, const char *check, assay_error *error)
{
    const assay_run_scenario *over = &self->run->scenarios[scenario];
    char folder[4096], lines[4096] = "";
    if (!name_folder(self->scratch, name, number, folder, sizeof(folder)) ||
        (self->lines != NULL && !name_folder(self->lines, name, number, lines, sizeof(lines))))
        return assay_error_set(error, ASSAY_INVALID, "the scratch folder's path is too long");
    assay_job job = {
        .number = number,
        .check = check,
        .scenario = over->scenario,
        .seed = self->run->settings.seed,
        .tier = self->run->settings.tier,
        .profile = self->run->settings.profile,
        .timeout_ms = over->timeout_ms > 0 ? over->timeout_ms : TIMEOUT_MS,
        .folder = folder,
        .shows = assay_repeat_times(self->run) > 1,
        .lines = lines,
    };
    return assay_pool_submit(self->pool, &job, error);
}

static assay_status feed(const assay_schedule *self, const phase *work, size_t *next,
                         assay_error *error)
{
    while (*next < work->count && assay_pool_free(self->pool))
        ASSAY_TRY(work->start(self, (*next)++, error));
    return ASSAY_OK;
}

static assay_status take(const assay_schedule *self, const phase *work, assay_error *error)
{
    if (assay_pool_busy(self->pool) == 0)
        return assay_error_set(error, ASSAY_IO, "no host is left to run checks in");
    assay_answer answer;
    int patience = self->waiting != NULL ? WATCH_MS : -1;
    assay_status status = assay_pool_wait(self->pool, patience, &answer, error);
    if (self->waiting != NULL)
        self->waiting(self->context, self->run);
    if (status == ASSAY_IDLE)
        return ASSAY_OK;
    ASSAY_TRY(status);
    if (answer.number >= work->first && answer.number < work->count)
        return work->collect(self, &answer, error);
    status = assay_error_set(error, ASSAY_IO, "a host answered for job %" PRIu64 ", which is none",
                             answer.number);
    assay_look_clear(&answer.look);
    return status;
}

static assay_status drain(const assay_schedule *self, const phase *work, assay_error *error)
{
    size_t next = work->first;
    for (;;) {
        ASSAY_TRY(feed(self, work, &next, error));
        if (next == work->count && assay_pool_busy(self->pool) == 0)
            return ASSAY_OK;
        ASSAY_TRY(take(self, work, error));
    }
}

static assay_status start_look(const assay_schedule *self, size_t number, assay_error *error)
{
    assay_run_scenario *over = &self->run->scenarios[number];
    assay_hash_file(over->scenario->library, over->library_hash);
    assay_sanitizer_names(assay_sanitizer_kinds(over->scenario->library), over->sanitizers,
                          sizeof(over->sanitizers));
    return submit(self, "look", number, number, "", error);
}

static assay_status collect_look(const assay_schedule *self, assay_answer *answer,
                                 assay_error *error)
{
    (void)error;
    assay_run_scenario *over = &self->run->scenarios[answer->number];
    assay_mask_look(&answer->look, over->secrets, over->secret_count);
    assay_look_clear(&over->look);
    over->look = answer->look;
    return ASSAY_OK;
}

assay_status assay_schedule_looks(const assay_schedule *self, assay_error *error)
{
    phase work = {"look", 0, self->run->scenario_count, start_look, collect_look};
    return drain(self, &work, error);
}

static void demand_exercise(const assay_check *check, assay_finding *finding)
{
    for (size_t i = 0; i < ASSAY_COUNTERS && finding->verdict == ASSAY_PASS; i++) {
        const assay_exercise *exercise = &check->exercises[i];
        if (exercise->what == NULL || finding->counters[i] >= exercise->at_least)
            continue;
        finding->verdict = ASSAY_UNPROVEN;
        assay_finding_text(&finding->reason, "'%s' happened %" PRIu64 " times, needed %" PRIu64,
                           exercise->what, finding->counters[i], exercise->at_least);
    }
}

static assay_status finish(const assay_schedule *self, size_t number, assay_error *error)
{
    assay_run_item *item = &self->run->items[number];
    assay_run_item_done(self->run, item);
    return self->finished == NULL ? ASSAY_OK
                                  : self->finished(self->context, self->run, number, error);
}

/* Each item has as many numbers as it is run times. */
static assay_status start_item(const assay_schedule *self, size_t number, assay_error *error)
{
    size_t times = assay_repeat_times(self->run), index = number / times;
    const assay_run_item *item = &self->run->items[index];
    if (!assay_shard_has(self->run, item))
        return ASSAY_OK;
    if (!item->decided)
        return submit(self, "check", number, item->scenario, item->check->id, error);
    return number % times == 0 ? finish(self, index, error) : ASSAY_OK;
}

static assay_status collect_item(const assay_schedule *self, assay_answer *answer,
                                 assay_error *error)
{
    size_t index = (size_t)answer->number / assay_repeat_times(self->run);
    assay_run_item *item = &self->run->items[index];
    const assay_run_scenario *over = &self->run->scenarios[item->scenario];
    if (item->done) {
        assay_look_clear(&answer->look);
        return assay_error_set(error, ASSAY_IO, "a host answered twice for '%s'", item->check->id);
    }
    assay_mask_finding(&answer->look.finding, over->secrets, over->secret_count);
    demand_exercise(item->check, &answer->look.finding);
    assay_status status = assay_repeat_add(item, &answer->look.finding, error);
    assay_look_clear(&answer->look);
    ASSAY_TRY(status);
    return assay_repeat_complete(self->run, item) ? finish(self, index, error) : ASSAY_OK;
}

assay_status assay_schedule_checks(const assay_schedule *self, assay_error *error)
{
    size_t times = assay_repeat_times(self->run);
    phase work = {"check", 0, self->run->item_count * times, start_item, collect_item};
    return drain(self, &work, error);
}

/* Does not ask whether the pool is free: a check that jumped out of it has left it so. */
static assay_status run_once(const assay_schedule *self, const phase *work, size_t number,
                             const bool *done, assay_error *error)
{
    ASSAY_TRY(start_item(self, number, error));
    while (!*done) {
        ASSAY_TRY(take(self, work, error));
        if (assay_pool_busy(self->pool) == 0)
            break;
    }
    return ASSAY_OK;
}

assay_status assay_schedule_one(const assay_schedule *self, size_t item, assay_error *error)
{
    size_t times = assay_repeat_times(self->run);
    phase work = {"check", item * times, (item + 1) * times, start_item, collect_item};
    const bool *done = &self->run->items[item].done;
    for (size_t number = work.first; number < work.count && !*done; number++)
        ASSAY_TRY(run_once(self, &work, number, done, error));
    return ASSAY_OK;
}
