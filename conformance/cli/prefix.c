/* Where this program is installed. */
#include "cli/prefix.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_in_path(const char *folder)
{
    const char *path = getenv("PATH");
    while (path != NULL && *path != '\0') {
        size_t size = strcspn(path, ":");
        if (size == strlen(folder) && strncmp(path, folder, size) == 0)
            return true;
        path += size + (path[size] == ':');
    }
    return false;
}

/* The folder this program is in. */
static assay_status find_bin(char self[PATH_MAX], assay_error *error)
{
    ssize_t size = readlink("/proc/self/exe", self, PATH_MAX - 1);
    if (size < 0)
        return assay_error_set(error, ASSAY_IO, "cannot read /proc/self/exe: %s", strerror(errno));
    self[size] = '\0';
    *strrchr(self, '/') = '\0';
    return ASSAY_OK;
}

assay_status assay_prefix_docs(char **folder, assay_error *error)
{
    char self[PATH_MAX];
    ASSAY_TRY(find_bin(self, error));
    *strrchr(self, '/') = '\0';
    if (asprintf(folder, "%s/share/assay/docs", self) >= 0)
        return ASSAY_OK;
    *folder = NULL;
    return assay_error_set(error, ASSAY_MEMORY, "out of memory");
}

assay_status assay_prefix_to_name(char **prefix, assay_error *error)
{
    char self[PATH_MAX];
    ASSAY_TRY(find_bin(self, error));
    *prefix = NULL;
    if (is_in_path(self))
        return ASSAY_OK;
    *strrchr(self, '/') = '\0';
    *prefix = strdup(self);
    return *prefix == NULL ? assay_error_set(error, ASSAY_MEMORY, "out of memory") : ASSAY_OK;
}
