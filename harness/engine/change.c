/* The log of changes, written and read. */
#include "engine/change.h"

#include <assay/toolkit/codec.h>
#include <assay/toolkit/error.h>
#include <stdlib.h>
#include <string.h>

bool assay_change_names(const assay_change *self)
{
    return self->kind <= ASSAY_CHANGE_REMOVE && self->path[0] != 0;
}

bool assay_change_writes(const assay_change *self)
{
    return self->kind == ASSAY_CHANGE_WRITE || self->kind == ASSAY_CHANGE_SIZE;
}

/* With its zero, so that it can be read in place. */
static assay_status put_path(assay_out *to, const char *path)
{
    return assay_put_bytes(to, (assay_bytes){path, strlen(path) + 1});
}

assay_status assay_change_append(assay_buffer *log, const assay_change *change)
{
    const uint64_t numbers[] = {change->kind,  change->mode, change->call,   change->before,
                                change->after, change->file, change->folder, change->offset};
    assay_out *to = &log->out;

    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        ASSAY_TRY(assay_put_u64(to, numbers[i]));
    ASSAY_TRY(put_path(to, change->path));
    ASSAY_TRY(put_path(to, change->other));
    return assay_put_bytes(to, change->data);
}

static void take(assay_decoder *from, assay_change *to)
{
    to->kind = (assay_change_kind)assay_take_u64(from);
    to->mode = (uint32_t)assay_take_u64(from);
    to->call = assay_take_u64(from);
    to->before = assay_take_u64(from);
    to->after = assay_take_u64(from);
    to->system = assay_take_u64(from);
    to->folder = assay_take_u64(from);
    to->offset = assay_take_u64(from);
    to->path = assay_take_bytes(from).data;
    to->other = assay_take_bytes(from).data;
    to->data = assay_take_bytes(from);
    to->lasts_from = SIZE_MAX;
}

/* The last one made that the system knew by it. */
static uint64_t number_of(const assay_changes *self, size_t end, uint64_t system)
{
    if (system == ASSAY_FILE_ROOT)
        return system;
    for (size_t i = end; i-- > 0;)
        if (self->items[i].kind == ASSAY_CHANGE_MAKE && self->items[i].system == system)
            return self->items[i].file;
    return ASSAY_FILE_NONE;
}

static void give_numbers(assay_changes *self)
{
    for (size_t i = 0; i < self->count; i++) {
        assay_change *change = &self->items[i];
        bool made = change->kind == ASSAY_CHANGE_MAKE;
        change->folder = number_of(self, i, change->folder);
        change->file = made ? i + 1 : number_of(self, i, change->system);
    }
}

static bool makes_last(const assay_change *sync, const assay_change *change)
{
    if (sync->kind == ASSAY_CHANGE_SYNC_ALL)
        return true;
    return sync->kind == ASSAY_CHANGE_SYNC && sync->file != ASSAY_FILE_NONE &&
           sync->file == (assay_change_names(change) ? change->folder : change->file);
}

static void find_what_lasts(assay_changes *self)
{
    for (size_t i = 0; i < self->count; i++)
        for (size_t k = i + 1; k < self->count && self->items[i].lasts_from == SIZE_MAX; k++)
            if (makes_last(&self->items[k], &self->items[i]))
                self->items[i].lasts_from = k + 1;
}

assay_status assay_changes_read(assay_bytes log, assay_changes *changes)
{
    assay_decoder from = {log, false};
    size_t room = 0;

    *changes = (assay_changes){NULL, 0};
    while (from.rest.size > 0) {
        if (changes->count == room) {
            room = room * 2 + 64;
            assay_change *more = realloc(changes->items, room * sizeof(*more));
            if (more == NULL)
                return ASSAY_MEMORY;
            changes->items = more;
        }
        take(&from, &changes->items[changes->count++]);
    }
    if (from.failed)
        return ASSAY_CORRUPT;
    give_numbers(changes);
    find_what_lasts(changes);
    return ASSAY_OK;
}

void assay_changes_clear(assay_changes *self)
{
    free(self->items);
    *self = (assay_changes){NULL, 0};
}
