#include "coverage/sources.h"

#include <fnmatch.h>
#include <string.h>

/* What an author has not written. */
static const char *const others[] = {
    "/usr/include/*",       "/usr/lib/*",        "/usr/lib64/*",
    "/usr/local/include/*", "*/include/assay/*", "*/harness/toolkit/*",
};
enum { OTHERS = sizeof(others) / sizeof(others[0]) };

static bool matches(const char *pattern, const char *path)
{
    return fnmatch(pattern, path, 0) == 0;
}

static const char *seen_from(const char *root, const char *path)
{
    size_t size = strlen(root);
    return strncmp(path, root, size) == 0 && path[size] == '/' ? path + size + 1 : path;
}

bool assay_sources_take(const assay_sources *self, const char *path)
{
    for (size_t i = 0; i < self->count; i++)
        if (matches(self->patterns[i], path) ||
            matches(self->patterns[i], seen_from(self->root, path)))
            return true;
    for (size_t i = 0; i < OTHERS && self->count == 0; i++)
        if (matches(others[i], path))
            return false;
    return self->count == 0;
}
