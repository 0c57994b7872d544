#ifndef ASSAY_DATA_TEST_FOLDER_H
#define ASSAY_DATA_TEST_FOLDER_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A folder of a test's own, for cmocka's set-up and tear-down: *state is its path. */
static inline int test_folder_make(void **state)
{
    const char *root = getenv("TMPDIR");
    char *path;
    if (asprintf(&path, "%s/assay-XXXXXX", root != NULL ? root : "/tmp") < 0)
        return -1;
    *state = path;
    return mkdtemp(path) != NULL ? 0 : -1;
}

static inline int test_folder_drop(const char *path, const struct stat *stat, int type,
                                   struct FTW *walk)
{
    (void)stat;
    (void)type;
    (void)walk;
    return remove(path);
}

static inline int test_folder_remove(void **state)
{
    int failed = nftw(*state, test_folder_drop, 8, FTW_DEPTH | FTW_PHYS);
    free(*state);
    return failed;
}

/* FOLDER/NAME; the caller's, to free. */
static inline char *test_folder_path(void **state, const char *name)
{
    char *path = NULL;
    return asprintf(&path, "%s/%s", (const char *)*state, name) < 0 ? NULL : path;
}

#endif
