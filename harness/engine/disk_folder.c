/* A disk from a folder, and a folder from a disk. */
#include "engine/disk_private.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static assay_status failed(const char *what, const char *path, assay_error *error)
{
    return assay_error_set(error, ASSAY_IO, "cannot %s '%s': %s", what, path, strerror(errno));
}

static assay_status read_file(const char *path, assay_buffer *to, assay_error *error)
{
    enum { PIECE = 65536 };
    ssize_t got = 1;
    int file = open(path, O_RDONLY | O_CLOEXEC);

    if (file < 0)
        return failed("open", path, error);
    while (got > 0) {
        void *room = assay_buffer_reserve(to, PIECE);
        got = room == NULL ? -1 : read(file, room, PIECE);
        to->size += got > 0 ? (size_t)got : 0;
    }
    close(file);
    return got < 0 ? failed("read", path, error) : ASSAY_OK;
}

static assay_status read_link(const char *path, assay_buffer *to, assay_error *error)
{
    char target[4096];
    ssize_t size = readlink(path, target, sizeof(target));

    return size < 0 ? failed("read", path, error)
                    : assay_buffer_append(&to->out, target, (size_t)size);
}

static assay_status take_entry(assay_disk *self, const FTSENT *entry, const char *path,
                               assay_error *error)
{
    const struct stat *about = entry->fts_statp;
    size_t made;

    ASSAY_TRY(assay_disk_make(self, about->st_ino, about->st_mode, &made));
    ASSAY_TRY(assay_disk_give_name(self, path, made));
    assay_buffer *content = &assay_disk_file_at(self, made)->content;
    if (S_ISREG(about->st_mode))
        return read_file(entry->fts_path, content, error);
    return S_ISLNK(about->st_mode) ? read_link(entry->fts_path, content, error) : ASSAY_OK;
}

/* When it was made, or where the system does not say, written to. */
static struct timespec beginning_of(const FTSENT *entry)
{
    struct statx about;

    if (statx(AT_FDCWD, entry->fts_path, AT_SYMLINK_NOFOLLOW, STATX_BTIME, &about) != 0 ||
        (about.stx_mask & STATX_BTIME) == 0)
        return entry->fts_statp->st_mtim;
    return (struct timespec){about.stx_btime.tv_sec, about.stx_btime.tv_nsec};
}

static bool is_later(const FTSENT *entry, const struct timespec *than)
{
    struct timespec made = beginning_of(entry);

    return made.tv_sec > than->tv_sec ||
           (made.tv_sec == than->tv_sec && made.tv_nsec > than->tv_nsec);
}

/* Whether it is to be passed over: what came later may also be gone again. */
static bool is_passed_over(const FTSENT *entry, const struct timespec *latest)
{
    bool known =
        entry->fts_info != FTS_ERR && entry->fts_info != FTS_DNR && entry->fts_info != FTS_NS;

    return latest != NULL && entry->fts_level > 0 &&
           (known ? is_later(entry, latest) : entry->fts_errno == ENOENT);
}

static assay_status scan_entry(assay_disk *self, const char *folder, FTSENT *entry,
                               assay_error *error)
{
    errno = entry->fts_errno;
    if (entry->fts_info == FTS_ERR || entry->fts_info == FTS_DNR || entry->fts_info == FTS_NS)
        return failed("read", entry->fts_path, error);
    return entry->fts_level > 0 && entry->fts_info != FTS_DP
               ? take_entry(self, entry, entry->fts_path + strlen(folder) + 1, error)
               : ASSAY_OK;
}

assay_status assay_disk_scan_until(assay_disk *self, const char *folder,
                                   const struct timespec *latest, assay_error *error)
{
    char *const roots[] = {(char *)folder, NULL};
    assay_status status = ASSAY_OK;
    FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);

    assay_disk_clear(self);
    if (walk == NULL)
        return failed("read", folder, error);
    for (FTSENT *entry; status == ASSAY_OK && (entry = fts_read(walk)) != NULL;) {
        if (!is_passed_over(entry, latest))
            status = scan_entry(self, folder, entry, error);
        else if (entry->fts_info == FTS_D)
            fts_set(walk, entry, FTS_SKIP);
    }
    fts_close(walk);
    assay_disk_sort(self);
    return status;
}

assay_status assay_disk_scan(assay_disk *self, const char *folder, assay_error *error)
{
    return assay_disk_scan_until(self, folder, NULL, error);
}

static int remove_entry(const char *path, const struct stat *about, int type, struct FTW *where)
{
    (void)about, (void)type;
    if (where->level > 0)
        (void)remove(path); /* what stays stands in the way, and is named then */
    return 0;
}

static assay_status write_file(const char *path, const assay_disk_file *from, assay_error *error)
{
    size_t done = 0;
    ssize_t wrote = 0;
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, from->mode & 07777);

    if (file < 0)
        return failed("make", path, error);
    while (done < from->content.size && wrote >= 0) {
        wrote = write(file, from->content.data + done, from->content.size - done);
        done += wrote > 0 ? (size_t)wrote : 0;
    }
    return close(file) != 0 || wrote < 0 ? failed("write", path, error) : ASSAY_OK;
}

static assay_status make_link(const char *path, assay_disk_file *from, assay_error *error)
{
    ASSAY_TRY(assay_buffer_append(&from->content.out, "", 1));
    from->content.size--;
    return symlink((const char *)from->content.data, path) == 0 ? ASSAY_OK
                                                                : failed("make", path, error);
}

/* The first name of the same file. */
static const assay_disk_name *first_name(const assay_disk *self, size_t file)
{
    size_t i = 0;

    while (assay_disk_name_at(self, i)->file != file)
        i++;
    return assay_disk_name_at(self, i);
}

static assay_status store_name(const assay_disk *self, const assay_disk_name *name,
                               const char *folder, assay_error *error)
{
    char path[8192], other[8192];
    assay_disk_file *file = assay_disk_file_at(self, name->file);
    const assay_disk_name *first = first_name(self, name->file);

    snprintf(path, sizeof(path), "%s/%s", folder, name->path);
    snprintf(other, sizeof(other), "%s/%s", folder, first->path);
    if (first != name)
        return link(other, path) == 0 ? ASSAY_OK : failed("make", path, error);
    if (S_ISDIR(file->mode))
        return mkdir(path, file->mode & 07777) == 0 ? ASSAY_OK : failed("make", path, error);
    if (S_ISLNK(file->mode))
        return make_link(path, file, error);
    return S_ISREG(file->mode) ? write_file(path, file, error) : ASSAY_OK;
}

assay_status assay_disk_store(const assay_disk *self, const char *folder, assay_error *error)
{
    if (nftw(folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS) != 0)
        return failed("empty", folder, error);
    for (size_t i = 0; i < assay_disk_name_count(self); i++)
        ASSAY_TRY(store_name(self, assay_disk_name_at(self, i), folder, error));
    return ASSAY_OK;
}
