/* Pages of line coverage, by genhtml. */
#include "cli/html.h"

#include "data/command.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <ftw.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { GENHTML_MS = 600000 };

static int remove_entry(const char *path, const struct stat *about, int kind, struct FTW *place)
{
    (void)about, (void)kind, (void)place;
    return remove(path);
}

static bool remove_tree(const char *path)
{
    return nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS) == 0 || errno == ENOENT;
}

assay_status assay_html_remove(const char *folder, assay_error *error)
{
    if (remove_tree(folder))
        return ASSAY_OK;
    return assay_error_set(error, ASSAY_IO, "cannot remove '%s': %s", folder, strerror(errno));
}

static bool is_installed(const char *program)
{
    char path[4096];
    const char *folders = getenv("PATH");
    for (const char *at = folders != NULL ? folders : ""; *at != '\0';) {
        size_t size = strcspn(at, ":");
        int made = snprintf(path, sizeof(path), "%.*s/%s", (int)size, at, program);
        if (size > 0 && made < (int)sizeof(path) && access(path, X_OK) == 0)
            return true;
        at += size + (at[size] == ':');
    }
    return false;
}

static assay_status run(const assay_html *self, const char *folder, assay_error *error)
{
    /* A source that is not there, or whose name lcov does not bear, has no page. */
    static const char *const words[] = {"genhtml",  "--quiet",           "--show-details",
                                        "--legend", "--ignore-errors",   "source",
                                        "--prefix", "--output-directory"};
    enum { PREFIX = 6 };
    char *all[12];
    memcpy(all, words, sizeof(words));
    all[PREFIX + 2] = all[PREFIX + 1];
    all[PREFIX + 1] = (char *)(uintptr_t)self->root;
    all[PREFIX + 3] = (char *)(uintptr_t)folder;
    all[PREFIX + 4] = (char *)(uintptr_t)self->tracefile;
    all[PREFIX + 5] = NULL;
    assay_command command = {
        .words = all, .title = "genhtml", .timeout_ms = GENHTML_MS, .guard = self->guard};
    return assay_command_run(&command, NULL, error);
}

assay_status assay_html_make(const assay_html *self, bool *made, assay_error *error)
{
    char *part = NULL;
    *made = false;
    if (!is_installed("genhtml"))
        return ASSAY_OK;
    if (asprintf(&part, "%s.part-%ld", self->folder, (long)getpid()) < 0)
        return assay_error_set(error, ASSAY_MEMORY, "out of memory");
    assay_status status = run(self, part, error);
    if (status == ASSAY_OK && rename(part, self->folder) != 0)
        status =
            assay_error_set(error, ASSAY_IO, "cannot make '%s': %s", self->folder, strerror(errno));
    *made = status == ASSAY_OK;
    if (!*made)
        remove_tree(part);
    free(part);
    return status;
}
