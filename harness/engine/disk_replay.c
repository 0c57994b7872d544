/* What is left on a disk of a log of changes. */
#include "engine/disk_private.h"

#include <assay/toolkit/error.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

typedef struct replay {
    assay_disk *disk;
    const assay_changes *changes;
    size_t count;
    const assay_power_loss *loss;
    bool *lost; /* owned: of each change, whether it is one of names that is undone */
} replay;

static bool lasts(const replay *self, size_t i)
{
    return self->changes->items[i].lasts_from <= self->count;
}

static bool is_above(const char *path, const char *other)
{
    size_t size = strlen(path);

    return size > 0 && strncmp(path, other, size) == 0 && (other[size] == 0 || other[size] == '/');
}

static bool meet(const char *a, const char *b)
{
    return is_above(a, b) || is_above(b, a);
}

static bool related(const assay_change *a, const assay_change *b)
{
    return meet(a->path, b->path) || meet(a->path, b->other) || meet(a->other, b->path) ||
           meet(a->other, b->other);
}

/* Whether a later change that is kept needs it, or could not have been without it. */
static bool is_needed(const replay *self, size_t i)
{
    for (size_t k = i + 1; k < self->count; k++)
        if (!self->lost[k] && assay_change_names(&self->changes->items[k]) &&
            related(&self->changes->items[i], &self->changes->items[k]))
            return true;
    return false;
}

static void choose_lost(replay *self)
{
    size_t left = self->loss->names;

    for (size_t i = self->count; i-- > 0 && left > 0;) {
        if (!assay_change_names(&self->changes->items[i]) || lasts(self, i) || is_needed(self, i))
            continue;
        self->lost[i] = true;
        left--;
    }
}

static assay_disk_file *find_file(const replay *self, uint64_t number)
{
    for (size_t i = assay_disk_file_count(self->disk); i-- > 0;)
        if (assay_disk_file_at(self->disk, i)->number == number)
            return assay_disk_file_at(self->disk, i);
    return NULL;
}

/* Half of what is written to the file and does not last. */
static uint64_t budget_of(const replay *self, uint64_t file)
{
    uint64_t bytes = 0;

    for (size_t i = 0; i < self->count; i++) {
        const assay_change *change = &self->changes->items[i];
        if (change->file == file && change->kind == ASSAY_CHANGE_WRITE && !lasts(self, i))
            bytes += change->data.size;
    }
    return bytes / 2;
}

static assay_status make(replay *self, const assay_change *change, bool lost)
{
    size_t made;

    ASSAY_TRY(assay_disk_make(self->disk, change->file, change->mode, &made));
    assay_disk_file *file = assay_disk_file_at(self->disk, made);
    if (self->loss->data == ASSAY_DATA_HALVED)
        file->budget = budget_of(self, change->file);
    ASSAY_TRY(assay_buffer_append(&file->content.out, change->data.data, change->data.size));
    return lost || change->path[0] == 0 ? ASSAY_OK
                                        : assay_disk_give_name(self->disk, change->path, made);
}

static assay_status name_once_more(replay *self, const assay_change *change)
{
    const assay_disk_file *file = find_file(self, change->file);

    if (file == NULL)
        return ASSAY_OK;
    return assay_disk_give_name(self->disk, change->path,
                                (size_t)(file - assay_disk_file_at(self->disk, 0)));
}

static assay_status rename_it(replay *self, const assay_change *change)
{
    const assay_disk_name *from = assay_disk_find(self->disk, change->other);
    const assay_disk_name *to = assay_disk_find(self->disk, change->path);

    if (from == NULL || (to != NULL && to->file == from->file))
        return ASSAY_OK; /* two names of one file: both stay */
    assay_disk_drop_name(self->disk, change->path);
    return assay_disk_move(self->disk, change->other, change->path);
}

static assay_status swap(replay *self, const assay_change *change)
{
    static const char between[] =
        "\n"; /* no name in the log: those of a folder are not like this */

    ASSAY_TRY(assay_disk_move(self->disk, change->other, between));
    ASSAY_TRY(assay_disk_move(self->disk, change->path, change->other));
    return assay_disk_move(self->disk, between, change->path);
}

static assay_status put(assay_disk_file *file, const assay_change *change, uint64_t size)
{
    uint64_t end = change->offset + size;

    if (size == 0)
        return ASSAY_OK;
    if (file->content.size < end)
        ASSAY_TRY(assay_disk_resize(file, end));
    memcpy(file->content.data + change->offset, change->data.data, (size_t)size);
    return ASSAY_OK;
}

static assay_status write_some(replay *self, assay_disk_file *file, const assay_change *change)
{
    uint64_t size = change->data.size, end = change->offset + size;

    switch (self->loss->data) {
    case ASSAY_DATA_DROPPED:
        return ASSAY_OK;
    case ASSAY_DATA_ZEROED:
        return file->content.size < end ? assay_disk_resize(file, end) : ASSAY_OK;
    case ASSAY_DATA_HALVED:
        size = size < file->budget ? size : file->budget;
        file->budget -= size;
        return put(file, change, size);
    default:
        return put(file, change, size);
    }
}

static assay_status change_file(replay *self, size_t i)
{
    const assay_change *change = &self->changes->items[i];
    assay_disk_file *file = find_file(self, change->file);
    bool writes = change->kind == ASSAY_CHANGE_WRITE;

    if (file == NULL)
        return ASSAY_OK;
    if (writes)
        return lasts(self, i) ? put(file, change, change->data.size)
                              : write_some(self, file, change);
    bool dropped = self->loss->data == ASSAY_DATA_DROPPED && !lasts(self, i);
    return dropped && change->offset > file->content.size ? ASSAY_OK
                                                          : assay_disk_resize(file, change->offset);
}

static assay_status apply(replay *self, size_t i)
{
    const assay_change *change = &self->changes->items[i];
    bool lost = self->lost[i];

    if (change->kind == ASSAY_CHANGE_MAKE)
        return make(self, change, lost);
    if (assay_change_writes(change))
        return change_file(self, i);
    if (lost)
        return ASSAY_OK;
    switch (change->kind) {
    case ASSAY_CHANGE_NAME:
        return name_once_more(self, change);
    case ASSAY_CHANGE_RENAME:
        return rename_it(self, change);
    case ASSAY_CHANGE_SWAP:
        return swap(self, change);
    case ASSAY_CHANGE_REMOVE:
        assay_disk_drop_name(self->disk, change->path);
        return ASSAY_OK;
    default:
        return ASSAY_OK;
    }
}

assay_status assay_disk_replay(assay_disk *self, const assay_changes *changes, size_t count,
                               const assay_power_loss *loss)
{
    replay whole = {self, changes, count, loss, calloc(count + 1, sizeof(bool))};
    assay_status status = ASSAY_OK;

    if (whole.lost == NULL)
        return ASSAY_MEMORY;
    assay_disk_clear(self);
    choose_lost(&whole);
    for (size_t i = 0; i < count && status == ASSAY_OK; i++)
        status = apply(&whole, i);
    assay_disk_sort(self);
    free(whole.lost);
    return status;
}
