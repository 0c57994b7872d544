/* An environment that a sink writes to: made, looked at, tidied up. */
#include "keyrange.h"

#include <assay/toolkit/atomic_file.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static assay_status failed(const char *what, const char *path, assay_error *error)
{
    return assay_error_set(error, ASSAY_IO, "cannot %s '%s': %s", what, path, strerror(errno));
}

/* The caller's, to free; NULL: out of memory. */
static char *directory_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL)
        return strdup(".");
    return strndup(path, slash == path ? 1 : (size_t)(slash - path));
}

static char *unfinished_of(const char *path)
{
    char *unfinished = malloc(strlen(path) + sizeof(".new"));
    return unfinished == NULL ? NULL : strcat(strcpy(unfinished, path), ".new");
}

/* Beside the environment, as LMDB makes one in two steps. */
static assay_status build(const char *unfinished, assay_error *error)
{
    MDB_env *env = NULL;
    int code = mdb_env_create(&env);
    if (code == MDB_SUCCESS)
        code = mdb_env_open(env, unfinished, MDB_NOSUBDIR | MDB_NOLOCK, 0666);
    if (code == MDB_SUCCESS)
        code = mdb_env_sync(env, 1);
    if (env != NULL)
        mdb_env_close(env);
    return code == MDB_SUCCESS ? ASSAY_OK : keyrange_failed(code, unfinished, error);
}

static assay_status look_at(const char *path, assay_error *error)
{
    keyrange_tree tree;
    ASSAY_TRY(keyrange_tree_open(path, &tree, error));
    keyrange_tree_close(&tree);
    return ASSAY_OK;
}

static assay_status make(const char *path, const char *unfinished, const char *directory,
                         assay_error *error)
{
    if (access(path, F_OK) == 0) {
        ASSAY_TRY(look_at(path, error));
    } else {
        ASSAY_TRY(assay_file_remove(unfinished, error));
        ASSAY_TRY(build(unfinished, error));
        if (rename(unfinished, path) != 0)
            return failed("make", path, error);
    }
    return assay_directory_sync(directory, error);
}

static assay_status clear(const char *path, const char *unfinished, const char *directory,
                          assay_error *error)
{
    (void)path, (void)directory;
    return assay_file_remove(unfinished, error);
}

typedef assay_status step(const char *path, const char *unfinished, const char *directory,
                          assay_error *error);

/* One at a time in a directory; the lock goes with the descriptor. */
static assay_status with_lock(step *work, const char *path, const char *unfinished,
                              const char *directory, assay_error *error)
{
    int lock = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (lock < 0)
        return work == clear && errno == ENOENT ? ASSAY_OK : failed("open", directory, error);
    assay_status status = ASSAY_OK;
    while (flock(lock, LOCK_EX) != 0 && status == ASSAY_OK)
        if (errno != EINTR)
            status = failed("lock", directory, error);
    if (status == ASSAY_OK)
        status = work(path, unfinished, directory, error);
    close(lock);
    return status;
}

static assay_status work_on(step *work, const char *path, assay_error *error)
{
    char *directory = directory_of(path), *unfinished = unfinished_of(path);
    assay_status status = directory == NULL || unfinished == NULL
                              ? ASSAY_MEMORY
                              : with_lock(work, path, unfinished, directory, error);
    free(directory);
    free(unfinished);
    return status;
}

assay_status keyrange_environment_make(const char *path, assay_error *error)
{
    return work_on(make, path, error);
}

assay_status keyrange_environment_clear(const char *path, assay_error *error)
{
    return work_on(clear, path, error);
}

static assay_status check_directory(const char *path, assay_error *error)
{
    char *directory = directory_of(path);
    if (directory == NULL)
        return ASSAY_MEMORY;
    bool right = access(directory, W_OK | X_OK) == 0;
    free(directory);
    return right ? ASSAY_OK
                 : assay_error_set(error, ASSAY_INVALID,
                                   "cannot make '%s': no directory to write to", path);
}

assay_status keyrange_environment_check(const char *path, assay_error *error)
{
    if (access(path, F_OK) != 0)
        return check_directory(path, error);
    if (access(path, W_OK) != 0)
        return assay_error_set(error, ASSAY_INVALID, "cannot write to '%s': %s", path,
                               strerror(errno));
    assay_status status = look_at(path, error);
    return status == ASSAY_CORRUPT || status == ASSAY_IO ? ASSAY_INVALID : status;
}
