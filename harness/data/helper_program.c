#include "data/helper_program.h"

#include <assay/toolkit/error.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const places[] = {"", "../libexec/assay/"};

/* END: it is not there. */
static assay_status look_in(const char *folder, size_t size, const char *name, char **path)
{
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        if (asprintf(path, "%.*s/%s%s", (int)size, folder, places[i], name) < 0)
            return ASSAY_MEMORY;
        if (access(*path, X_OK) == 0)
            return ASSAY_OK;
        free(*path);
    }
    *path = NULL;
    return ASSAY_END;
}

static assay_status look_beside(const char *program, const char *name, char **path)
{
    const char *slash = program != NULL ? strrchr(program, '/') : NULL;
    return slash == NULL ? ASSAY_END : look_in(program, (size_t)(slash - program), name, path);
}

static assay_status look_in_path(const char *name, char **path)
{
    assay_status status = ASSAY_END;
    for (const char *at = getenv("PATH"); at != NULL && *at != '\0' && status == ASSAY_END;) {
        size_t size = strcspn(at, ":");
        if (size > 0)
            status = look_in(at, size, name, path);
        at += size + (at[size] == ':');
    }
    return status;
}

assay_status assay_helper_program(const char *name, char **path, assay_error *error)
{
    char self[PATH_MAX];
    ssize_t size = readlink("/proc/self/exe", self, sizeof(self) - 1);
    self[size > 0 ? size : 0] = '\0';
    assay_status status = look_beside(getenv("ASSAY_HOST"), name, path);
    if (status == ASSAY_END)
        status = look_beside(self, name, path);
    const char *named = getenv("ASSAY_LIBEXEC");
    if (status == ASSAY_END && named != NULL)
        status = look_in(named, strlen(named), name, path);
    if (status == ASSAY_END)
        status = look_in_path(name, path);
    if (status != ASSAY_END)
        return status;
    return assay_error_set(error, ASSAY_IO, "cannot find %s beside '%s'; set ASSAY_HOST", name,
                           self);
}
