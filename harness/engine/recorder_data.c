/* Changes of what is in files: written, copied, cut, made to last. */
#include "engine/recorder_private.h"

#include "engine/sight.h"

#include <fcntl.h>
#include <linux/falloc.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/uio.h>

enum { PIECES = 1024 };
#define DATA_LIMIT ((uint64_t)256 << 20) /* of one change */

static void add_sync(assay_recording *self, const struct stat *about)
{
    assay_change change =
        assay_recording_change(self, ASSAY_CHANGE_SYNC, assay_recording_number(self, about));

    assay_recording_add(self, &change);
}

void assay_recording_synced(assay_recording *self)
{
    struct stat about;

    if (assay_tracee_stat(self->thread, assay_recording_file(self), &about))
        add_sync(self, &about);
}

void assay_recording_synced_all(assay_recording *self)
{
    assay_change change = assay_recording_change(self, ASSAY_CHANGE_SYNC_ALL, ASSAY_FILE_NONE);

    assay_recording_add(self, &change);
}

static void add_size(assay_recording *self, const struct stat *about, uint64_t size)
{
    assay_change change =
        assay_recording_change(self, ASSAY_CHANGE_SIZE, assay_recording_number(self, about));

    change.offset = size;
    assay_recording_add(self, &change);
}

void assay_recording_cut(assay_recording *self)
{
    char path[ASSAY_SIGHT_PATH];
    struct stat about;
    bool found =
        self->row->file >= 0
            ? assay_recording_stat(self, assay_recording_file(self), &about)
            : assay_sight_path(self->thread, self->call, self->row->at, self->row->path, path) &&
                  stat(path, &about) == 0;

    if (found)
        add_size(self, &about, self->call->arguments[1]);
}

static bool gather(const assay_recording *self, unsigned char *to, uint64_t size)
{
    struct iovec pieces[PIECES];
    uint64_t from = self->call->arguments[1], count = self->call->arguments[2];

    if (self->row->vector < 0)
        return assay_tracee_read(self->thread, from, to, size);
    if (count > PIECES || !assay_tracee_read(self->thread, from, pieces, count * sizeof(*pieces)))
        return false;
    for (size_t i = 0; size > 0 && i < count; i++) {
        size_t piece = pieces[i].iov_len < size ? pieces[i].iov_len : size;
        if (!assay_tracee_read(self->thread, (uintptr_t)pieces[i].iov_base, to, piece))
            return false;
        to += piece;
        size -= piece;
    }
    return size == 0;
}

static bool has_place(const assay_recording *self)
{
    long number = self->row->number;

    return number == SYS_pwrite64 || number == SYS_pwritev ||
           (number == SYS_pwritev2 && self->call->arguments[3] != UINT64_MAX);
}

/* Where what was transferred begins. */
static bool find_offset(const assay_recording *self, const struct stat *about, uint64_t *offset)
{
    if ((assay_tracee_flags(self->thread, assay_recording_file(self)) & O_APPEND) != 0)
        *offset = (uint64_t)about->st_size;
    else if (has_place(self))
        *offset = self->call->arguments[3] + self->answer;
    else if (self->entered->place >= 0)
        *offset = (uint64_t)self->entered->place + self->answer;
    else if (!assay_tracee_place(self->thread, assay_recording_file(self), offset))
        return false;
    *offset -= self->answer;
    return true;
}

/* The data of a write is where the caller has it, that of a copy in the file. */
static void add_data(assay_recording *self, const struct stat *about, uint64_t offset, bool copied)
{
    assay_change change =
        assay_recording_change(self, ASSAY_CHANGE_WRITE, assay_recording_number(self, about));
    uint64_t size = self->answer;
    unsigned char *data = size <= DATA_LIMIT ? malloc(size) : NULL;
    bool got = data != NULL;

    if (got)
        got = copied ? assay_tracee_file_read(self->thread, assay_recording_file(self), offset,
                                              data, size)
                     : gather(self, data, size);
    change.offset = offset;
    change.data = (assay_bytes){data, size};
    if (got)
        assay_recording_add(self, &change);
    if (got && assay_sight_lasts(self->thread, self->call))
        add_sync(self, about);
    free(data);
}

static void transferred(assay_recording *self, bool copied)
{
    struct stat about;
    uint64_t offset;

    if (self->answer > 0 && assay_recording_stat(self, assay_recording_file(self), &about) &&
        find_offset(self, &about, &offset))
        add_data(self, &about, offset, copied);
}

void assay_recording_written(assay_recording *self)
{
    transferred(self, false);
}

void assay_recording_copied(assay_recording *self)
{
    transferred(self, true);
}

/* To move what is in a file by taking some out or putting some in is not known here. */
void assay_recording_allocated(assay_recording *self)
{
    uint64_t mode = self->call->arguments[1], offset = self->call->arguments[2];
    uint64_t size = self->call->arguments[3];
    struct stat about;

    if ((mode & (FALLOC_FL_COLLAPSE_RANGE | FALLOC_FL_INSERT_RANGE)) != 0 ||
        !assay_recording_stat(self, assay_recording_file(self), &about))
        return;
    add_size(self, &about, (uint64_t)about.st_size);
    if ((mode & (FALLOC_FL_PUNCH_HOLE | FALLOC_FL_ZERO_RANGE)) == 0 ||
        offset >= (uint64_t)about.st_size)
        return;
    uint64_t rest = (uint64_t)about.st_size - offset;
    self->answer = size < rest ? size : rest;
    add_data(self, &about, offset, true);
}
