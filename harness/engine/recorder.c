/* What each call changes, seen from outside: its arguments, and the file afterwards. */
#include "engine/recorder_private.h"

#include "engine/sight.h"

#include <fcntl.h>
#include <libgen.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

void assay_recording_add(assay_recording *self, const assay_change *change)
{
    if (assay_change_append(self->log, change) != ASSAY_OK)
        self->failed = true;
}

assay_change assay_recording_change(const assay_recording *self, assay_change_kind kind,
                                    uint64_t file)
{
    assay_change change = self->change;

    change.kind = kind;
    change.file = file;
    return change;
}

uint64_t assay_recording_number(const assay_recording *self, const struct stat *about)
{
    struct stat folder;

    if (stat(self->plan->folder, &folder) == 0 && folder.st_ino == about->st_ino &&
        folder.st_dev == about->st_dev)
        return ASSAY_FILE_ROOT;
    return about->st_ino;
}

/* Of the folder that a path is in. */
static uint64_t folder_of(const assay_recording *self, const char *path)
{
    char copy[ASSAY_SIGHT_PATH];
    struct stat about;

    strcpy(copy, path);
    return stat(dirname(copy), &about) == 0 ? assay_recording_number(self, &about)
                                            : ASSAY_FILE_NONE;
}

/* A path as changes have it; NULL: it is not below the folder. */
static const char *inside(const assay_recording *self, const char *path)
{
    size_t size = strlen(self->plan->folder);

    return assay_sight_below(self->plan->folder, path) && path[size] == '/' ? path + size + 1
                                                                            : NULL;
}

/* A change of names, at an absolute path. */
static void add_name(assay_recording *self, assay_change change, const char *path)
{
    change.path = inside(self, path);
    change.folder = folder_of(self, path);
    if (change.path != NULL)
        assay_recording_add(self, &change);
}

static bool path_of(const assay_recording *self, int at, int path, char to[ASSAY_SIGHT_PATH])
{
    return assay_sight_path(self->thread, self->call, at, path, to);
}

int assay_recording_file(const assay_recording *self)
{
    return (int)self->call->arguments[self->row->file];
}

bool assay_recording_stat(const assay_recording *self, int file, struct stat *about)
{
    return assay_tracee_stat(self->thread, file, about) && S_ISREG(about->st_mode);
}

static void opened(assay_recording *self)
{
    char path[ASSAY_SIGHT_PATH];
    struct stat about;
    uint64_t flags = assay_sight_open_flags(self->thread, self->call);
    int file = (int)self->answer;

    if (!assay_recording_stat(self, file, &about) ||
        !assay_tracee_file(self->thread, file, path, sizeof(path)))
        return;
    assay_change change =
        assay_recording_change(self, ASSAY_CHANGE_MAKE, assay_recording_number(self, &about));
    change.mode = about.st_mode;
    if ((flags & O_TMPFILE) == O_TMPFILE) {
        assay_recording_add(self, &change);
    } else if ((flags & O_CREAT) != 0 && !self->entered->there) {
        add_name(self, change, path);
    } else if ((flags & O_TRUNC) != 0) {
        change.kind = ASSAY_CHANGE_SIZE;
        assay_recording_add(self, &change);
    }
}

/* mkdir, mknod, symlink */
static void made(assay_recording *self)
{
    char path[ASSAY_SIGHT_PATH], target[ASSAY_SIGHT_PATH];
    struct stat about;

    if (!path_of(self, self->row->at, self->row->path, path) || lstat(path, &about) != 0)
        return;
    assay_change change =
        assay_recording_change(self, ASSAY_CHANGE_MAKE, assay_recording_number(self, &about));
    change.mode = about.st_mode;
    if (S_ISLNK(about.st_mode)) {
        ssize_t size = readlink(path, target, sizeof(target));
        change.data = (assay_bytes){target, size > 0 ? (size_t)size : 0};
    }
    add_name(self, change, path);
}

static void removed(assay_recording *self)
{
    char path[ASSAY_SIGHT_PATH];

    if (path_of(self, self->row->at, self->row->path, path))
        add_name(self, assay_recording_change(self, ASSAY_CHANGE_REMOVE, ASSAY_FILE_NONE), path);
}

static void named(assay_recording *self)
{
    char path[ASSAY_SIGHT_PATH];
    struct stat about;

    if (path_of(self, self->row->at2, self->row->path2, path) && lstat(path, &about) == 0)
        add_name(
            self,
            assay_recording_change(self, ASSAY_CHANGE_NAME, assay_recording_number(self, &about)),
            path);
}

static void renamed(assay_recording *self)
{
    enum { EXCHANGE = 2 };
    char from[ASSAY_SIGHT_PATH], to[ASSAY_SIGHT_PATH];
    bool swapped = self->row->number == SYS_renameat2 && (self->call->arguments[4] & EXCHANGE) != 0;

    if (!path_of(self, self->row->at, self->row->path, from) ||
        !path_of(self, self->row->at2, self->row->path2, to))
        return;
    assay_change change = assay_recording_change(
        self, swapped ? ASSAY_CHANGE_SWAP : ASSAY_CHANGE_RENAME, ASSAY_FILE_NONE);
    if (inside(self, to) == NULL) {
        change.kind = ASSAY_CHANGE_REMOVE;
        add_name(self, change, from);
    } else if (inside(self, from) != NULL) {
        change.other = inside(self, from);
        add_name(self, change, to);
    }
}

typedef struct recorded_call {
    long number;
    void (*record)(assay_recording *self);
} recorded_call;

static const recorded_call rows[] = {
    {SYS_openat, opened},
    {SYS_openat2, opened},
    {SYS_write, assay_recording_written},
    {SYS_pwrite64, assay_recording_written},
    {SYS_writev, assay_recording_written},
    {SYS_pwritev, assay_recording_written},
    {SYS_pwritev2, assay_recording_written},
    {SYS_sendfile, assay_recording_copied},
    {SYS_copy_file_range, assay_recording_copied},
    {SYS_splice, assay_recording_copied},
    {SYS_fallocate, assay_recording_allocated},
    {SYS_ftruncate, assay_recording_cut},
    {SYS_truncate, assay_recording_cut},
    {SYS_fsync, assay_recording_synced},
    {SYS_fdatasync, assay_recording_synced},
    {SYS_syncfs, assay_recording_synced_all},
    {SYS_sync, assay_recording_synced_all},
    {SYS_unlinkat, removed},
    {SYS_mkdirat, made},
    {SYS_mknodat, made},
    {SYS_symlinkat, made},
    {SYS_linkat, named},
    {SYS_renameat2, renamed},
#ifdef SYS_renameat
    {SYS_renameat, renamed},
#endif
#ifdef SYS_open
    {SYS_open, opened},
    {SYS_creat, opened},
    {SYS_unlink, removed},
    {SYS_rmdir, removed},
    {SYS_mkdir, made},
    {SYS_symlink, made},
    {SYS_link, named},
    {SYS_rename, renamed},
#endif
};

/* Where a copy goes is said by an address. */
static int64_t place_of(assay_tracee thread, const assay_tracee_call *call)
{
    int64_t place = -1;

    if ((call->number == SYS_copy_file_range || call->number == SYS_splice) &&
        call->arguments[3] != 0 &&
        !assay_tracee_read(thread, call->arguments[3], &place, sizeof(place)))
        place = -1;
    return place;
}

void assay_recorder_enter(const assay_tamper *plan, assay_tracee thread,
                          const assay_tracee_call *call, uint64_t number, assay_entered *entered)
{
    char path[ASSAY_SIGHT_PATH];
    const assay_syscall *row = &assay_syscalls[call->data];

    *entered = (assay_entered){.call = *call, .number = number, .place = place_of(thread, call)};
    if (plan->said != NULL)
        entered->said = *plan->said;
    entered->there =
        assay_sight_path(thread, call, row->at, row->path, path) && access(path, F_OK) == 0;
}

static void record(assay_recording *self)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (rows[i].number == self->row->number)
            rows[i].record(self);
}

bool assay_recorder_leave(const assay_tamper *plan, assay_tracee thread,
                          const assay_entered *entered, int64_t answer, assay_buffer *changes)
{
    assay_recording self = {.plan = plan,
                            .thread = thread,
                            .call = &entered->call,
                            .row = &assay_syscalls[entered->call.data],
                            .entered = entered,
                            .log = changes};

    if (answer < 0)
        return true;
    self.answer = (uint64_t)answer;
    self.change = (assay_change){.call = entered->number,
                                 .before = entered->said,
                                 .after = plan->said != NULL ? *plan->said : 0,
                                 .file = ASSAY_FILE_NONE,
                                 .folder = ASSAY_FILE_NONE,
                                 .path = "",
                                 .other = ""};
    record(&self);
    return !self.failed;
}
