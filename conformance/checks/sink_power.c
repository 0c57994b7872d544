/* A whole write, and its disk as a loss of power may have left it after each of its changes: what
 * another process makes of that. Nothing is killed for it; the states are made from a log. */
#include "checks/sink_power.h"

#include "checks/sink_checks.h"
#include <assay/toolkit/error.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { STATES = 200, STATES_BY_COMMAND = 60 };
enum { COUNTER_STATES = 0, COUNTER_LEFT_OUT = 1 };

static bool broken(assay_power *self, const assay_error *error)
{
    assay_exam_broken(self->write.x, "%s",
                      error->message[0] != 0 ? error->message : "out of memory");
    return false;
}

static bool make_folder(assay_power *self)
{
    char path[PATH_MAX];

    assay_resumed_begin(&self->write, "power", 0, 0);
    snprintf(path, sizeof(path), "%s/%s", assay_exam_folder(self->write.x),
             self->write.order.folder);
    if (mkdir(path, 0777) == 0 && realpath(path, self->folder) != NULL)
        return true;
    assay_exam_broken(self->write.x, "cannot make '%s': %s", path, strerror(errno));
    return false;
}

/* What the manifest says of the names of the output, as paths of this write. */
static bool find_pattern(assay_power *self)
{
    const assay_scenario *scenario = assay_exam_scenario(self->write.x);
    assay_setting_list variables = {0};
    assay_error error = ASSAY_ERROR_INIT;
    bool shows = (scenario->promises & ASSAY_PROMISE_EXACTLY_ONCE) != 0 &&
                 scenario->readback != ASSAY_READBACK_COMMAND &&
                 scenario->readback != ASSAY_READBACK_NONE;

    if (!shows)
        return true;
    assay_status status = assay_setting_list_add(&variables, "out", self->folder);
    if (status == ASSAY_OK)
        status =
            assay_expand(scenario->readback_path, &variables, NULL, &self->pattern.out, &error);
    if (status == ASSAY_OK)
        status = assay_buffer_append(&self->pattern.out, "", 1);
    assay_setting_list_clear(&variables);
    return status == ASSAY_OK || broken(self, &error);
}

/* A log that does not come to what is there has missed something. */
static bool is_complete(assay_power *self)
{
    const assay_power_loss nothing = {"", ASSAY_DATA_KEPT, 0};
    assay_error error = ASSAY_ERROR_INIT;

    if (assay_disk_replay(self->whole, &self->changes, self->changes.count, &nothing) != ASSAY_OK ||
        assay_disk_scan(self->state, self->folder, &error) != ASSAY_OK)
        return broken(self, &error);
    const char *other = assay_disk_difference(self->whole, self->state);
    if (other != NULL)
        assay_exam_unproven(self->write.x, "'%s' was changed by what cannot be seen", other);
    else if (self->changes.count == 0)
        assay_exam_unproven(self->write.x, "no call that changes a file in its folder was seen");
    return other == NULL && self->changes.count > 0;
}

bool assay_power_record(assay_power *self)
{
    assay_tamper plan = {.classes = ASSAY_CALLS_CHANGE, .how = ASSAY_TAMPER_RECORD};
    const assay_error nothing = ASSAY_ERROR_INIT;

    self->whole = assay_disk_new();
    self->state = assay_disk_new();
    if (self->whole == NULL || self->state == NULL)
        return broken(self, &nothing);
    if (!make_folder(self) || !find_pattern(self))
        return false;
    plan.folder = self->folder;
    if (!assay_resumed_run_tampered(&self->write, assay_resume_write, &plan))
        return false;
    assay_resumed_judge_holes(&self->write);
    assay_resumed_count_files(&self->write);
    assay_resumed_sketch_calls(&self->write, &self->write.seen);
    if (assay_changes_read(assay_buffer_bytes(&self->write.seen.changes), &self->changes) !=
            ASSAY_OK ||
        assay_buffer_append(&self->said.out, self->write.kept.data, self->write.kept.size) !=
            ASSAY_OK)
        return broken(self, &nothing);
    return is_complete(self);
}

static bool is_known(const assay_power *self, const assay_power_state *state)
{
    for (size_t i = 0; i < assay_power_count(self); i++) {
        const assay_power_state *other = assay_power_state_at(self, i);
        if (other->hash.high == state->hash.high && other->hash.low == state->hash.low &&
            other->said == state->said)
            return true;
    }
    return false;
}

static bool add_state(assay_power *self, assay_power_state state, uint64_t said)
{
    const assay_error nothing = ASSAY_ERROR_INIT;

    state.said = said;
    return is_known(self, &state) ||
           assay_buffer_append(&self->states.out, &state, sizeof(state)) == ASSAY_OK ||
           broken(self, &nothing);
}

/* With what had been said at the earliest, and at the latest, when the power failed there. */
static bool add_states(assay_power *self, size_t count, const assay_power_loss *loss)
{
    const assay_change *items = self->changes.items;
    const assay_error nothing = ASSAY_ERROR_INIT;
    uint64_t first = count == 0 ? 0 : items[count - 1].after;
    uint64_t last = count == self->changes.count ? self->said.size : items[count].before;

    if (assay_disk_replay(self->state, &self->changes, count, loss) != ASSAY_OK)
        return broken(self, &nothing);
    assay_power_state state = {count, loss, 0, assay_disk_hash_of(self->state)};
    return add_state(self, state, first) && add_state(self, state, last);
}

bool assay_power_enumerate(assay_power *self, const assay_power_loss *losses, size_t count)
{
    for (size_t k = 0; k <= self->changes.count; k++)
        for (size_t i = 0; i < count; i++)
            if (!add_states(self, k, &losses[i]))
                return false;
    return true;
}

size_t assay_power_count(const assay_power *self)
{
    return self->states.size / sizeof(assay_power_state);
}

const assay_power_state *assay_power_state_at(const assay_power *self, size_t i)
{
    return (const assay_power_state *)(const void *)self->states.data + i;
}

/* That it fails after, or before the first. */
static uint64_t call_of(const assay_power *self, const assay_power_state *state)
{
    return state->count > 0 ? self->changes.items[state->count - 1].call : 1;
}

static void say_where(const assay_power *self, const assay_power_state *state, char *to,
                      size_t size)
{
    char call[120] = "the first change";

    if (state->count > 0) {
        uint64_t number = call_of(self, state);
        int wrote = snprintf(call, sizeof(call), "call %llu, ", (unsigned long long)number);
        assay_seen_print(assay_tampered_seen(&self->write.seen, number), call + wrote,
                         sizeof(call) - (size_t)wrote);
    }
    snprintf(to, size, "the power failed %s %s; %s", state->count > 0 ? "after" : "before", call,
             state->loss->what);
}

/* Files of the output are written once: what is under such a name is there as it stays. */
static bool expect_whole(assay_power *self, const char *where)
{
    if (self->pattern.size == 0)
        return true;
    const char *partial =
        assay_disk_unlike(self->state, self->whole, self->folder, (const char *)self->pattern.data);
    if (partial != NULL)
        assay_exam_fail(self->write.x, "a file under the name of the output is whole",
                        "'%s' is not; before that: %s", partial, where);
    return partial == NULL;
}

bool assay_power_try(assay_power *self, const assay_power_state *state)
{
    assay_resumed *write = &self->write;
    assay_error error = ASSAY_ERROR_INIT;
    char where[240];

    say_where(self, state, where, sizeof(where));
    assay_exam_before(write->x, "%s", where);
    assay_resumed_sketch_try(write, call_of(self, state), "power lost %s it: %s",
                             state->count > 0 ? "after" : "before", state->loss->what);
    assay_buffer_reset(&write->kept);
    if (assay_disk_replay(self->state, &self->changes, state->count, state->loss) != ASSAY_OK ||
        assay_disk_store(self->state, self->folder, &error) != ASSAY_OK ||
        assay_buffer_append(&write->kept.out, self->said.data, state->said) != ASSAY_OK)
        return broken(self, &error);
    if (!expect_whole(self, where) || !assay_resumed_run(write, assay_resume_recover))
        return false;
    assay_resumed_sketch_survived(write);
    return true;
}

void assay_power_clear(assay_power *self)
{
    assay_disk_free(self->whole);
    assay_disk_free(self->state);
    assay_changes_clear(&self->changes);
    assay_buffer_clear(&self->states);
    assay_buffer_clear(&self->said);
    assay_buffer_clear(&self->pattern);
    assay_resumed_clear(&self->write);
}

/* So many of the states as there is time for; all of them in the exhaustive tier. */
static size_t limit_of(const assay_power *self)
{
    const assay_exam *x = self->write.x;
    size_t most =
        assay_exam_scenario(x)->readback == ASSAY_READBACK_COMMAND ? STATES_BY_COMMAND : STATES;
    size_t count = assay_power_count(self);

    return assay_exam_tier(x) == ASSAY_EXHAUSTIVE || count < most ? count : most;
}

static bool try_states(assay_power *self)
{
    assay_exam *x = self->write.x;
    size_t count = assay_power_count(self), wanted = limit_of(self);

    for (size_t i = 0; i < count; i++) {
        bool taken = assay_exam_random(x, count - i) < wanted;
        wanted -= taken;
        if (!taken)
            assay_exam_exercised(x, COUNTER_LEFT_OUT);
        if (!taken || !assay_exam_turn(x))
            continue;
        assay_exam_exercised(x, COUNTER_STATES);
        if (!assay_power_try(self, assay_power_state_at(self, i)))
            return false;
    }
    return true;
}

static void check(assay_exam *x, const assay_power_loss *losses, size_t count)
{
    assay_power self = ASSAY_POWER_INIT(x);

    if (assay_power_record(&self) && assay_power_enumerate(&self, losses, count))
        (void)try_states(&self);
    assay_power_clear(&self);
}

const assay_power_loss assay_power_data_losses[ASSAY_POWER_DATA_LOSSES] = {
    {"nothing of what was done is lost", ASSAY_DATA_KEPT, 0},
    {"data that was not synced is lost", ASSAY_DATA_DROPPED, 0},
    {"data that was not synced is zeros", ASSAY_DATA_ZEROED, 0},
    {"half of the data that was not synced is lost", ASSAY_DATA_HALVED, 0},
};

void assay_check_sink_power_loss(assay_exam *x)
{
    check(x, assay_power_data_losses, ASSAY_POWER_DATA_LOSSES);
}

void assay_check_sink_directory_sync(assay_exam *x)
{
    static const assay_power_loss losses[] = {
        {"the last change of a name without a sync of its directory is lost", ASSAY_DATA_KEPT, 1},
        {"all changes of names without a sync of their directory are lost", ASSAY_DATA_KEPT,
         SIZE_MAX},
    };

    check(x, losses, sizeof(losses) / sizeof(losses[0]));
}
