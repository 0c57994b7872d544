/* Directories, made, cleared, removed and synced: the second half of atomic_file.h. */
#include <assay/toolkit/atomic_file.h>
#include <assay/toolkit/error.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static assay_status failed(const char *what, const char *path, assay_error *error)
{
    return assay_error_set(error, ASSAY_IO, "cannot %s '%s': %s", what, path, strerror(errno));
}

assay_status assay_file_remove(const char *path, assay_error *error)
{
    return unlink(path) == 0 || errno == ENOENT ? ASSAY_OK : failed("remove", path, error);
}

assay_status assay_directory_sync(const char *path, assay_error *error)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return failed("open", path, error);
    assay_status status = fsync(fd) == 0 ? ASSAY_OK : failed("sync", path, error);
    close(fd);
    return status;
}

/* Cuts path to that of the directory above; false when it names none. */
static bool cut_to_parent(char *path)
{
    size_t size = strlen(path);
    while (size > 1 && path[size - 1] == '/')
        size--;
    while (size > 0 && path[size - 1] != '/')
        size--;
    while (size > 1 && path[size - 1] == '/')
        size--;
    bool above = size > 0 && path[size] != '\0';
    path[size] = '\0';
    return above;
}

static assay_status sync_parent(const char *path, assay_error *error)
{
    char *parent = strdup(path);
    if (parent == NULL)
        return ASSAY_MEMORY;
    assay_status status = assay_directory_sync(cut_to_parent(parent) ? parent : ".", error);
    free(parent);
    return status;
}

static assay_status make_one(const char *path, assay_error *error)
{
    struct stat info;
    if (mkdir(path, 0777) != 0) {
        if (errno != EEXIST)
            return failed("make directory", path, error);
        if (stat(path, &info) != 0)
            return failed("look at", path, error);
        errno = ENOTDIR;
        if (!S_ISDIR(info.st_mode))
            return failed("make directory", path, error);
    }
    /* Also when it was there: whoever made it may have died before this. */
    return sync_parent(path, error);
}

/* The directories above path that are missing. */
static assay_status make_above(const char *path, assay_error *error)
{
    char *parent = strdup(path);
    if (parent == NULL)
        return ASSAY_MEMORY;
    assay_status status = ASSAY_OK;
    if (cut_to_parent(parent) && access(parent, F_OK) != 0)
        status = assay_directory_make(parent, error);
    free(parent);
    return status;
}

assay_status assay_directory_make(const char *path, assay_error *error)
{
    ASSAY_TRY(make_above(path, error));
    return make_one(path, error);
}

assay_status assay_directory_check(const char *path, assay_error *error)
{
    struct stat info;
    bool there = stat(path, &info) == 0;
    if (!there && errno == ENOENT)
        return ASSAY_OK;
    if (there && !S_ISDIR(info.st_mode))
        errno = ENOTDIR;
    else if (there && access(path, R_OK | W_OK | X_OK) == 0)
        return ASSAY_OK;
    return assay_error_set(error, ASSAY_INVALID, "cannot use directory '%s': %s", path,
                           strerror(errno));
}

static assay_status clear_open(DIR *directory, const char *path, const char *prefix,
                               assay_error *error)
{
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(directory);
        if (entry == NULL)
            return errno == 0 ? ASSAY_OK : failed("list", path, error);
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
            strncmp(entry->d_name, prefix, strlen(prefix)) != 0)
            continue;
        if (unlinkat(dirfd(directory), entry->d_name, 0) != 0 && errno != ENOENT)
            return assay_error_set(error, ASSAY_IO, "cannot remove '%s' in '%s': %s", entry->d_name,
                                   path, strerror(errno));
    }
}

assay_status assay_directory_clear(const char *path, const char *prefix, assay_error *error)
{
    DIR *directory = opendir(path);
    if (directory == NULL)
        return errno == ENOENT ? ASSAY_OK : failed("open", path, error);
    assay_status status = clear_open(directory, path, prefix, error);
    closedir(directory);
    return status;
}

assay_status assay_directory_remove(const char *path, assay_error *error)
{
    ASSAY_TRY(assay_directory_clear(path, "", error));
    return rmdir(path) == 0 || errno == ENOENT ? ASSAY_OK : failed("remove", path, error);
}
