/* Writes some files, all or none. */
#include "cli/new_files.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Whether the reason is one that lies with the user: the folder, not the machine. */
static assay_status status_of(int reason)
{
    static const int users[] = {EACCES,  EPERM,        EROFS, EEXIST, ENOENT,
                                ENOTDIR, ENAMETOOLONG, ELOOP, EISDIR};
    for (size_t i = 0; i < sizeof(users) / sizeof(users[0]); i++)
        if (users[i] == reason)
            return ASSAY_INVALID;
    return ASSAY_IO;
}

static assay_status refuse_existing(const assay_new_files *self, const char *folder, int at,
                                    assay_error *error)
{
    struct stat about;
    for (size_t i = 0; i < self->count; i++)
        if (fstatat(at, self->files[i].name, &about, AT_SYMLINK_NOFOLLOW) == 0)
            return assay_error_set(error, ASSAY_INVALID, "'%s/%s' exists; nothing was written",
                                   folder, self->files[i].name);
    return ASSAY_OK;
}

static bool write_all(int fd, assay_bytes bytes)
{
    const char *from = bytes.data;
    for (size_t done = 0; done < bytes.size;) {
        ssize_t size = write(fd, from + done, bytes.size - done);
        if (size < 0 && errno != EINTR)
            return false;
        done += size > 0 ? (size_t)size : 0;
    }
    return true;
}

/* On failure the file is not there, and errno says why. */
static bool write_file(const assay_new_file *file, int at)
{
    int fd = openat(at, file->name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0)
        return false;
    bool written = write_all(fd, assay_buffer_bytes(&file->content));
    int reason = errno;
    if (close(fd) != 0 && written) {
        written = false;
        reason = errno;
    }
    if (!written)
        unlinkat(at, file->name, 0);
    errno = reason;
    return written;
}

static assay_status write_files(const assay_new_files *self, const char *folder, int at,
                                assay_error *error)
{
    for (size_t i = 0; i < self->count; i++) {
        if (write_file(&self->files[i], at))
            continue;
        int reason = errno;
        for (size_t j = 0; j < i; j++)
            unlinkat(at, self->files[j].name, 0);
        return assay_error_set(error, status_of(reason), "cannot write '%s/%s': %s", folder,
                               self->files[i].name, strerror(reason));
    }
    return ASSAY_OK;
}

static assay_status write_to(const assay_new_files *self, const char *folder, assay_error *error)
{
    int at = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (at < 0)
        return assay_error_set(error, status_of(errno), "cannot open folder '%s': %s", folder,
                               strerror(errno));
    assay_status status = refuse_existing(self, folder, at, error);
    if (status == ASSAY_OK)
        status = write_files(self, folder, at, error);
    close(at);
    return status;
}

assay_status assay_new_files_write(const assay_new_files *self, const char *folder,
                                   assay_error *error)
{
    bool made = mkdir(folder, 0777) == 0;
    if (!made && errno != EEXIST)
        return assay_error_set(error, status_of(errno), "cannot make folder '%s': %s", folder,
                               strerror(errno));
    assay_status status = write_to(self, folder, error);
    if (status != ASSAY_OK && made)
        rmdir(folder);
    return status;
}

void assay_new_files_clear(assay_new_files *self)
{
    for (size_t i = 0; i < self->count; i++) {
        free(self->files[i].name);
        assay_buffer_clear(&self->files[i].content);
    }
    self->count = 0;
}
