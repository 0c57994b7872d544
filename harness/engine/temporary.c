#include "engine/temporary.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { NAMES = 4 };
#define NAME "/temporary"

static bool find_path(const char *folder, char to[PATH_MAX])
{
    if (realpath(folder, to) == NULL || strlen(to) + sizeof(NAME) > PATH_MAX)
        return false;
    strcat(to, NAME);
    return true;
}

/* Where it cannot be made the usual one stays. */
void assay_temporary_make(const char *folder, char **before)
{
    char path[PATH_MAX];
    const char *now = getenv("TMPDIR");

    *before = now != NULL ? strdup(now) : NULL;
    if (find_path(folder, path) && mkdir(path, 0700) == 0)
        setenv("TMPDIR", path, 1);
}

void assay_temporary_leave(char *before)
{
    if (before != NULL)
        setenv("TMPDIR", before, 1);
    else
        unsetenv("TMPDIR");
    free(before);
}

void assay_temporary_count(const char *folder, assay_left *left)
{
    char path[PATH_MAX];
    struct dirent *entry;
    unsigned count = 0;

    DIR *files = find_path(folder, path) ? opendir(path) : NULL;
    while (files != NULL && (entry = readdir(files)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if (count++ < NAMES)
            assay_left_say(left, "%s'%s'", count == 1 ? "temporary files: " : ", ", entry->d_name);
    }
    if (files != NULL)
        closedir(files);
    if (count > NAMES)
        assay_left_say(left, ", and %u more", count - NAMES);
    if (count > 0)
        assay_left_say(left, "\n");
}
