/* Rewrites the file of known failures. */
#include "runner/baseline_update.h"

#include "runner/selection.h"
#include <assay/toolkit/error.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct update {
    const assay_fact_list *facts;
    const char *day;
    json_t *list; /* of the new file; borrowed */
    assay_baseline_update *to;
} update;

/* How many of an entry's checks fail as it says, pass or fail otherwise, are flaky; of the others
 * nothing is told. */
typedef struct sum {
    size_t all, hold, gone, flaky;
    bool passes;
} sum;

static const char *or_none(const char *text)
{
    return text[0] != '\0' ? text : NULL;
}

static assay_status put_entry(const update *self, const char *id, const assay_known *known)
{
    json_t *value = json_pack("{s:s s:s s:s* s:s* s:s*}", "id", id, "reason", known->reason, "link",
                              or_none(known->link), "expires", or_none(known->expires), "message",
                              or_none(known->message));
    return json_array_append_new(self->list, value) == 0 ? ASSAY_OK : ASSAY_MEMORY;
}

static assay_status say(const update *self, const char *what, const char *id, const char *format,
                        ...) __attribute__((format(printf, 4, 5)));

static assay_status say(const update *self, const char *what, const char *id, const char *format,
                        ...)
{
    assay_baseline_update *to = self->to;
    assay_baseline_step *more = reallocarray(to->steps, to->step_count + 1, sizeof(*more));
    if (more == NULL)
        return ASSAY_MEMORY;
    to->steps = more;
    assay_baseline_step *step = &more[to->step_count++];
    *step = (assay_baseline_step){what, strdup(id), NULL};
    va_list values;
    va_start(values, format);
    if (vasprintf(&step->why, format, values) < 0)
        step->why = NULL;
    va_end(values);
    return step->id != NULL && step->why != NULL ? ASSAY_OK : ASSAY_MEMORY;
}

static bool holds(const assay_fact *fact, const assay_known *known)
{
    return fact->told == ASSAY_TOLD_FAILS && assay_known_expects(known, fact->finding);
}

static sum sum_up(const update *self, const assay_baseline_entry *entry)
{
    sum total = {0, 0, 0, 0, false};
    for (size_t i = 0; i < self->facts->count; i++) {
        const assay_fact *fact = &self->facts->items[i];
        if (!assay_pattern_matches(entry->id, fact->scenario, fact->check))
            continue;
        bool fits = holds(fact, &entry->known);
        total.all++;
        total.hold += fits;
        total.gone += !fits && (fact->told == ASSAY_TOLD_FAILS || fact->told == ASSAY_TOLD_PASSES);
        total.flaky += fact->told == ASSAY_TOLD_FLAKY;
        total.passes = total.passes || fact->told == ASSAY_TOLD_PASSES;
    }
    return total;
}

static assay_status keep(const update *self, const assay_baseline_entry *entry, const sum *total)
{
    const char *expires = entry->known.expires;
    self->to->kept++;
    ASSAY_TRY(put_entry(self, entry->id, &entry->known));
    if (total->all == 0)
        return say(self, "kept", entry->id, "no run has a check that it matches");
    if (total->hold + total->flaky == 0)
        return say(self, "kept", entry->id, "neither passed nor failed");
    if (total->flaky > 0)
        return say(self, "kept", entry->id, "flaky, which counts as a failure all the same");
    if (expires[0] != '\0' && strcmp(expires, self->day) < 0)
        return say(self, "kept", entry->id, "still fails, but has expired on %s: counts", expires);
    return ASSAY_OK;
}

/* What it leaves: an entry for each check that fails as it says. */
static assay_status narrow(const update *self, const assay_baseline_entry *entry, const sum *total)
{
    for (size_t i = 0; i < self->facts->count; i++) {
        const assay_fact *fact = &self->facts->items[i];
        if (assay_pattern_matches(entry->id, fact->scenario, fact->check) &&
            holds(fact, &entry->known))
            ASSAY_TRY(put_entry(self, fact->name, &entry->known));
    }
    self->to->kept += total->hold;
    return say(self, "narrowed", entry->id, "to the %zu that still fail%s so, of %zu", total->hold,
               total->hold == 1 ? "s" : "", total->all);
}

static assay_status update_entry(const update *self, const assay_baseline_entry *entry)
{
    sum total = sum_up(self, entry);
    if (total.gone == 0)
        return keep(self, entry, &total);
    if (total.hold > 0)
        return narrow(self, entry, &total);
    return say(self, "dropped", entry->id, "%s",
               total.passes ? "passes" : "fails, but not with that message");
}

static assay_status add_failure(const update *self, const assay_baseline *from,
                                const assay_fact *fact, const assay_known *added,
                                assay_error *error)
{
    const assay_baseline_entry *entry;
    ASSAY_TRY(assay_baseline_find(from, fact->scenario, fact->check, &entry, error));
    if (fact->told == ASSAY_TOLD_FLAKY && entry == NULL && fact->counts)
        return say(self, "not added", fact->name, "flaky: it does not always fail");
    if (fact->told != ASSAY_TOLD_FAILS || !fact->counts ||
        (entry != NULL && holds(fact, &entry->known)))
        return ASSAY_OK;
    self->to->added++;
    ASSAY_TRY(put_entry(self, fact->name, added));
    return say(self, "added", fact->name, "%s", added->reason);
}

static assay_status update_all(const update *self, const assay_baseline *from,
                               const assay_known *added, assay_error *error)
{
    for (size_t i = 0; i < from->count; i++)
        ASSAY_TRY(update_entry(self, &from->entries[i]));
    for (size_t i = 0; i < self->facts->count; i++)
        ASSAY_TRY(add_failure(self, from, &self->facts->items[i], added, error));
    return ASSAY_OK;
}

assay_status assay_baseline_update_make(const assay_baseline *from, const assay_fact_list *facts,
                                        const assay_known *added, const char *day,
                                        assay_baseline_update *self, assay_error *error)
{
    memset(self, 0, sizeof(*self));
    json_t *list = json_array();
    self->root = json_pack("{s:i s:o}", "assay-baseline", 1, "known", list);
    update now = {facts, day, list, self};
    assay_status status = self->root != NULL ? update_all(&now, from, added, error) : ASSAY_MEMORY;
    if (status == ASSAY_MEMORY)
        (void)assay_error_set(error, ASSAY_MEMORY, "out of memory");
    if (status != ASSAY_OK)
        assay_baseline_update_clear(self);
    return status;
}

void assay_baseline_update_clear(assay_baseline_update *self)
{
    for (size_t i = 0; i < self->step_count; i++) {
        free(self->steps[i].id);
        free(self->steps[i].why);
    }
    free(self->steps);
    json_decref(self->root);
    memset(self, 0, sizeof(*self));
}
