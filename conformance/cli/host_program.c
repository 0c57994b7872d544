/* Finds the program in which connectors run. */
#include "cli/host_program.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static assay_status take(const char *folder, const char *below, char **path)
{
    if (asprintf(path, "%s%s", folder, below) < 0)
        return ASSAY_MEMORY;
    if (access(*path, X_OK) == 0)
        return ASSAY_OK;
    free(*path);
    *path = NULL;
    return ASSAY_IO;
}

static assay_status named(const char *name, char **path, assay_error *error)
{
    assay_status status = take(name, "", path);
    if (status == ASSAY_IO)
        return assay_error_set(error, status, "cannot run ASSAY_HOST '%s': %s", name,
                               strerror(errno));
    return status;
}

assay_status assay_host_program(char **path, assay_error *error)
{
    const char *name = getenv("ASSAY_HOST");
    if (name != NULL && name[0] != '\0')
        return named(name, path, error);
    char self[PATH_MAX];
    ssize_t size = readlink("/proc/self/exe", self, sizeof(self) - 1);
    if (size < 0)
        return assay_error_set(error, ASSAY_IO, "cannot read /proc/self/exe: %s", strerror(errno));
    self[size] = '\0';
    *strrchr(self, '/') = '\0';
    assay_status status = take(self, "/assay-host", path);
    if (status == ASSAY_IO)
        status = take(self, "/../libexec/assay/assay-host", path);
    if (status == ASSAY_OK)
        return ASSAY_OK;
    return assay_error_set(error, status,
                           "cannot find assay-host beside '%s/assay'; set ASSAY_HOST", self);
}
