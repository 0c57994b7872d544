/* The files of a pattern. */
#include "file.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static assay_status take(const glob_t *found, file_list *list)
{
    list->count = 0;
    list->paths = malloc(found->gl_pathc * sizeof(char *));
    if (list->paths == NULL)
        return ASSAY_MEMORY;
    for (size_t i = 0; i < found->gl_pathc; i++) {
        list->paths[i] = strdup(found->gl_pathv[i]);
        if (list->paths[i] == NULL) {
            file_list_clear(list);
            return ASSAY_MEMORY;
        }
        list->count++;
    }
    /* glob sorts by the locale, which may differ where a mark is restored. */
    qsort(list->paths, list->count, sizeof(char *), by_name);
    return ASSAY_OK;
}

assay_status file_list_match(const char *pattern, file_list *list, assay_error *error)
{
    glob_t found;
    assay_status status = ASSAY_MEMORY;
    int answer = glob(pattern, GLOB_ERR | GLOB_NOSORT, NULL, &found);
    if (answer == GLOB_NOMATCH)
        status = assay_error_set(error, ASSAY_IO, "no file matches '%s'", pattern);
    else if (answer == GLOB_ABORTED)
        status = assay_error_set(error, ASSAY_IO, "cannot list '%s': %s", pattern, strerror(errno));
    else if (answer == 0)
        status = take(&found, list);
    globfree(&found);
    return status;
}

void file_list_clear(file_list *self)
{
    for (size_t i = 0; i < self->count; i++)
        free(self->paths[i]);
    free(self->paths);
}
