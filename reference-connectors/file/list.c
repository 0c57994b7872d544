/* The files of a pattern. Not by glob: glibc's frees paths twice when there is no memory for all.
 */
#include "file.h"

#include <assay/toolkit/buffer.h>
#include <assay/toolkit/error.h>
#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

typedef struct matcher {
    file_list list;
    size_t room;
    assay_buffer path; /* as far as it is known, with a zero behind it */
    const char *pattern;
    assay_error *error;
} matcher;

static assay_status failed(const matcher *self)
{
    return assay_error_set(self->error, ASSAY_IO, "cannot list '%s': %s", self->pattern,
                           strerror(errno));
}

/* Puts the text at the path's end, or cuts the path there. */
static assay_status put(matcher *self, size_t end, const char *text, size_t size)
{
    self->path.size = end;
    ASSAY_TRY(assay_buffer_append(&self->path.out, text, size));
    ASSAY_TRY(assay_buffer_append(&self->path.out, "", 1));
    self->path.size--;
    return ASSAY_OK;
}

static assay_status add(matcher *self)
{
    file_list *list = &self->list;
    if (list->count == self->room) {
        size_t room = 2 * self->room + 16;
        char **more = realloc(list->paths, room * sizeof(*more));
        if (more == NULL)
            return ASSAY_MEMORY;
        list->paths = more;
        self->room = room;
    }
    list->paths[list->count] = strdup((const char *)self->path.data);
    return list->paths[list->count] == NULL ? ASSAY_MEMORY : (list->count++, ASSAY_OK);
}

static assay_status go_on(matcher *self, const char *rest);

static assay_status try_entries(matcher *self, DIR *directory, const char *name, const char *rest)
{
    size_t end = self->path.size;
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(directory);
        if (entry == NULL)
            return errno == 0 ? ASSAY_OK : failed(self);
        if (fnmatch(name, entry->d_name, FNM_PERIOD) != 0)
            continue;
        ASSAY_TRY(put(self, end, entry->d_name, strlen(entry->d_name)));
        ASSAY_TRY(go_on(self, rest));
    }
}

/* What matches the next part of the pattern, of that size, in the directory that the path is. */
static assay_status list_directory(matcher *self, const char *part, size_t size)
{
    DIR *directory = opendir(self->path.size == 0 ? "." : (const char *)self->path.data);
    if (directory == NULL)
        return errno == ENOTDIR ? ASSAY_OK : failed(self);
    char *name = strndup(part, size);
    assay_status status =
        name == NULL ? ASSAY_MEMORY : try_entries(self, directory, name, part + size);
    free(name);
    closedir(directory);
    return status;
}

static assay_status go_on(matcher *self, const char *rest)
{
    size_t slashes = strspn(rest, "/"), size = strcspn(rest + slashes, "/");
    const char *part = rest + slashes;
    if (*rest == '\0')
        return access((const char *)self->path.data, F_OK) == 0 ? add(self) : ASSAY_OK;
    ASSAY_TRY(put(self, self->path.size, rest, slashes));
    if (strcspn(part, "*?[\\") < size)
        return list_directory(self, part, size);
    ASSAY_TRY(put(self, self->path.size, part, size));
    return go_on(self, part + size);
}

assay_status file_list_match(const char *pattern, file_list *list, assay_error *error)
{
    matcher self = {.path = ASSAY_BUFFER_INIT, .pattern = pattern, .error = error};
    assay_status status = go_on(&self, pattern);
    assay_buffer_clear(&self.path);
    if (status == ASSAY_OK && self.list.count == 0)
        status = assay_error_set(error, ASSAY_IO, "no file matches '%s'", pattern);
    if (status != ASSAY_OK) {
        file_list_clear(&self.list);
        return status;
    }
    /* The same order wherever a mark is restored. */
    qsort(self.list.paths, self.list.count, sizeof(char *), by_name);
    *list = self.list;
    return ASSAY_OK;
}

void file_list_clear(file_list *self)
{
    for (size_t i = 0; i < self->count; i++)
        free(self->paths[i]);
    free(self->paths);
}
