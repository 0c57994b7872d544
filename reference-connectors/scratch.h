#ifndef ASSAY_REFERENCE_CONNECTORS_SCRATCH_H
#define ASSAY_REFERENCE_CONNECTORS_SCRATCH_H

/* For the unit tests of the connectors: a folder of their own, as the cmocka state. */

#include "drive.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static inline int scratch_make(void **state)
{
    const char *root = getenv("TMPDIR");
    char *folder = NULL;
    if (asprintf(&folder, "%s/assay-XXXXXX", root == NULL ? "/tmp" : root) < 0)
        return -1;
    *state = folder;
    return mkdtemp(folder) == NULL ? -1 : 0;
}

/* "folder/name"; the caller frees it. */
static inline char *scratch_path(void **state, const char *name)
{
    char *path = NULL;
    assert_true(asprintf(&path, "%s/%s", (const char *)*state, name) > 0);
    return path;
}

static inline int scratch_remove(void **state)
{
    glob_t found;
    char *all = scratch_path(state, "*");
    if (glob(all, 0, NULL, &found) == 0)
        for (size_t i = 0; i < found.gl_pathc; i++)
            (void)remove(found.gl_pathv[i]);
    globfree(&found);
    free(all);
    int removed = rmdir(*state);
    free(*state);
    return removed;
}

static inline void scratch_write(void **state, const char *name, const void *data, size_t size)
{
    char *path = scratch_path(state, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
    free(path);
}

#endif
