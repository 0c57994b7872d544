/* Makes the failures of a run small, and saves them. */
#include "runner/shrink.h"

#include "engine/process.h"
#include "runner/replay_file.h"
#include "runner/shrink_choice.h"
#include "runner/shrink_item.h"
#include "runner/truth_sum.h"
#include <assay/toolkit/error.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_FAILURES = 8 };

/* False: its scenario is a copy, of which nothing can be made. */
static bool find_scenario(const assay_shrink *self, assay_shrinking *of)
{
    for (size_t m = 0; m < self->manifest_count; m++)
        for (size_t i = 0; i < self->manifests[m].scenario_count; i++)
            if (&self->manifests[m].scenarios[i] == of->over->scenario) {
                of->manifest = &self->manifests[m];
                of->index = i;
                return true;
            }
    return false;
}

/* "lines, 3 records (shrunk from 10000)" */
static void name_data(assay_shrinking *self)
{
    const char *name = self->data.dataset.name;
    const char *last = name != NULL ? strrchr(name, '-') : NULL;
    uint64_t before = self->records;
    for (size_t i = 0; i < self->over->scenario->dataset_count; i++)
        if (strcmp(self->over->scenario->datasets[i].name, self->item->finding.dataset) == 0)
            before = self->over->scenario->datasets[i].records;
    if (self->whole || last == NULL || before == self->data.dataset.records)
        return;
    unsigned long long now = self->data.dataset.records;
    assay_finding_text(&self->finding.dataset, "%.*s, %llu record%s (shrunk from %llu)",
                       (int)(last - name), name, now, now == 1 ? "" : "s",
                       (unsigned long long)before);
}

/* Of a write that was disturbed at each of its calls the small failure has one attempt only; where
 * it lies among all of them says more. */
static void keep_sketch(assay_finding *small, const assay_finding *whole)
{
    if (strstr(whole->sketch, "\ntried ") != NULL)
        assay_finding_text(&small->sketch, "%swhole\n", whole->sketch);
}

/* The texts; what the check cost in all stays. */
static void show(assay_shrinking *self, assay_run_item *item)
{
    const struct {
        char **from, **to;
    } texts[] = {{&self->finding.reason, &item->finding.reason},
                 {&self->finding.expected, &item->finding.expected},
                 {&self->finding.observed, &item->finding.observed},
                 {&self->finding.dataset, &item->finding.dataset},
                 {&self->finding.trace, &item->finding.trace},
                 {&self->finding.stack, &item->finding.stack},
                 {&self->finding.output, &item->finding.output},
                 {&self->finding.sketch, &item->finding.sketch}};
    keep_sketch(&self->finding, &item->finding);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        char *old = *texts[i].to;
        *texts[i].to = *texts[i].from;
        *texts[i].from = old;
    }
    item->finding.turn = self->finding.turn;
    item->finding.at_call = self->finding.at_call;
}

static assay_status save(const assay_shrink *self, const assay_shrinking *of, assay_run_item *item,
                         assay_error *error)
{
    const assay_scenario *scenario = of->over->scenario;
    const assay_finding *finding = &item->finding;
    const assay_dataset *sets = of->whole ? scenario->datasets : &of->data.dataset;
    assay_digest truth;
    ASSAY_TRY(assay_truth_sum(sets, of->whole ? scenario->dataset_count : 1, &truth, error));
    const assay_replay saved = {
        .connector = scenario->connector,
        .scenario = scenario->name,
        .manifest = (char *)(uintptr_t)of->over->manifest,
        .check = (char *)(uintptr_t)item->check->id,
        .seed = self->run->settings.seed,
        .tier = of->tier,
        .profile = self->run->settings.profile,
        .whole = of->whole,
        .records = of->whole ? self->run->settings.records : of->records,
        .all = !of->cut,
        .keep = {of->sieve.count, of->sieve.numbers},
        .truth = truth,
        .turn = of->turn,
        .verdict = finding->verdict,
        .dataset = finding->dataset,
        .reason = finding->reason,
        .expected = finding->expected,
        .observed = finding->observed,
    };
    return assay_replay_write(&saved, self->folder, &item->file, error);
}

static assay_status finish(const assay_shrink *self, assay_shrinking *of, size_t number,
                           assay_error *error)
{
    assay_run_item *item = &self->run->items[number];
    name_data(of);
    show(of, item);
    ASSAY_TRY(save(self, of, item, error));
    return self->shrunk(self->context, self->run, number, error);
}

/* *working: the pool can still be used. What goes wrong here is no reason to lose a run. */
static assay_status shrink(assay_shrink *self, size_t number, int64_t deadline, bool *working,
                           assay_error *error)
{
    assay_run_item *item = &self->run->items[number];
    assay_shrinking one = {.bench = &self->bench,
                           .run = self->run,
                           .item = item,
                           .over = &self->run->scenarios[item->scenario],
                           .deadline = deadline,
                           .tier = self->run->settings.tier};
    assay_status status = ASSAY_OK;
    if (find_scenario(self, &one)) {
        assay_status ran = assay_shrinking_run(&one, NULL);
        *working = ran == ASSAY_OK;
        if (one.found)
            status = finish(self, &one, number, error);
        if (status == ASSAY_OK && ran == ASSAY_END)
            status = ran;
    }
    assay_shrinking_clear(&one);
    return status;
}

static assay_status shrink_each(assay_shrink *self, const size_t *numbers, size_t count,
                                assay_error *error)
{
    int64_t end = assay_clock_now() + self->limit_ms * 1000;
    bool working = true;
    for (size_t i = 0; i < count && working; i++) {
        int64_t now = assay_clock_now();
        int64_t share = (end - now) / (int64_t)(count - i);
        if (now < end)
            ASSAY_TRY(shrink(self, numbers[i], now + share, &working, error));
    }
    return ASSAY_OK;
}

assay_status assay_shrink_all(assay_shrink *self, assay_error *error)
{
    size_t *numbers, count;
    if (assay_shrink_choose(self->run, &numbers, &count) != ASSAY_OK)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    self->run->to_save = count;
    assay_status status =
        shrink_each(self, numbers, count < MOST_FAILURES ? count : MOST_FAILURES, error);
    free(numbers);
    return status;
}
