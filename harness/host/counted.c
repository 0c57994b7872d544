#include "host/counted.h"

#include "host/elf_file.h"

#include <assay/toolkit/error.h>
#include <stdlib.h>
#include <string.h>

static bool has(const assay_counted_objects *self, const char *path)
{
    for (size_t i = 0; i < self->count; i++)
        if (strcmp(self->paths[i], path) == 0)
            return true;
    return false;
}

static assay_status add(assay_counted_objects *self, const char *path)
{
    char **more = reallocarray(self->paths, self->count + 1, sizeof(*more));

    if (more == NULL)
        return ASSAY_MEMORY;
    self->paths = more;
    more[self->count] = strdup(path);
    if (more[self->count] == NULL)
        return ASSAY_MEMORY;
    self->count++;
    return ASSAY_OK;
}

/* The runtime is given each path as it is; one of its own texts may end so, too. */
static assay_status take_paths(const assay_elf_file *file, assay_counted_objects *objects)
{
    const char *path;
    size_t at = 0;

    while ((path = assay_elf_file_text(file, ".gcda", &at)) != NULL)
        if (path[0] == '/' && !has(objects, path))
            ASSAY_TRY(add(objects, path));
    return ASSAY_OK;
}

assay_status assay_counted_objects_find(const char *library, assay_counted_objects *objects,
                                        assay_error *error)
{
    assay_elf_file file;

    *objects = (assay_counted_objects){0, NULL};
    if (!assay_elf_file_open(library, &file))
        return ASSAY_OK; /* for others to complain of */
    assay_status status = take_paths(&file, objects);
    assay_elf_file_close(&file);
    return status == ASSAY_OK ? ASSAY_OK : assay_error_set(error, status, "out of memory");
}

void assay_counted_objects_clear(assay_counted_objects *self)
{
    for (size_t i = 0; i < self->count; i++)
        free(self->paths[i]);
    free(self->paths);
    *self = (assay_counted_objects){0, NULL};
}

uint64_t assay_counted_writer(const char *library)
{
    static const char *const names[] = {"__gcov_exit", "__gcov_dump"}; /* of gcc; of clang */
    assay_elf_file file;
    uint64_t found = 0;

    if (!assay_elf_file_open(library, &file))
        return 0;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && found == 0; i++)
        found = assay_elf_file_symbol(&file, names[i]);
    assay_elf_file_close(&file);
    return found;
}
