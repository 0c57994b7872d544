/* Names and files, and what can be done with them. */
#include "engine/disk_private.h"

#include <assay/toolkit/error.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

size_t assay_disk_file_count(const assay_disk *self)
{
    return self->files.size / sizeof(assay_disk_file);
}

assay_disk_file *assay_disk_file_at(const assay_disk *self, size_t i)
{
    return (assay_disk_file *)(void *)self->files.data + i;
}

size_t assay_disk_name_count(const assay_disk *self)
{
    return self->names.size / sizeof(assay_disk_name);
}

assay_disk_name *assay_disk_name_at(const assay_disk *self, size_t i)
{
    return (assay_disk_name *)(void *)self->names.data + i;
}

assay_disk *assay_disk_new(void)
{
    assay_disk *self = malloc(sizeof(*self));

    if (self != NULL)
        *self = (assay_disk){ASSAY_BUFFER_INIT, ASSAY_BUFFER_INIT};
    return self;
}

void assay_disk_clear(assay_disk *self)
{
    for (size_t i = 0; i < assay_disk_file_count(self); i++)
        assay_buffer_clear(&assay_disk_file_at(self, i)->content);
    for (size_t i = 0; i < assay_disk_name_count(self); i++)
        free(assay_disk_name_at(self, i)->path);
    assay_buffer_reset(&self->files);
    assay_buffer_reset(&self->names);
}

void assay_disk_free(assay_disk *self)
{
    if (self == NULL)
        return;
    assay_disk_clear(self);
    assay_buffer_clear(&self->files);
    assay_buffer_clear(&self->names);
    free(self);
}

static int compare_names(const void *a, const void *b)
{
    const assay_disk_name *x = a, *y = b;

    return strcmp(x->path, y->path);
}

void assay_disk_sort(assay_disk *self)
{
    if (self->names.size > 0)
        qsort(self->names.data, assay_disk_name_count(self), sizeof(assay_disk_name),
              compare_names);
}

assay_status assay_disk_make(assay_disk *self, uint64_t number, uint32_t mode, size_t *made)
{
    assay_disk_file file = {.number = number, .mode = mode, .content = ASSAY_BUFFER_INIT};

    *made = assay_disk_file_count(self);
    return assay_buffer_append(&self->files.out, &file, sizeof(file));
}

assay_disk_name *assay_disk_find(const assay_disk *self, const char *path)
{
    for (size_t i = 0; i < assay_disk_name_count(self); i++)
        if (strcmp(assay_disk_name_at(self, i)->path, path) == 0)
            return assay_disk_name_at(self, i);
    return NULL;
}

void assay_disk_drop_name(assay_disk *self, const char *path)
{
    assay_disk_name *name = assay_disk_find(self, path);

    if (name == NULL)
        return;
    free(name->path);
    *name = *assay_disk_name_at(self, assay_disk_name_count(self) - 1);
    self->names.size -= sizeof(*name);
}

assay_status assay_disk_give_name(assay_disk *self, const char *path, size_t file)
{
    assay_disk_name name = {strdup(path), file};

    if (name.path == NULL)
        return ASSAY_MEMORY;
    assay_disk_drop_name(self, path);
    assay_status status = assay_buffer_append(&self->names.out, &name, sizeof(name));
    if (status != ASSAY_OK)
        free(name.path);
    return status;
}

assay_status assay_disk_move(assay_disk *self, const char *from, const char *to)
{
    size_t size = strlen(from);

    for (size_t i = 0; i < assay_disk_name_count(self); i++) {
        assay_disk_name *name = assay_disk_name_at(self, i);
        char *path;
        if (strncmp(name->path, from, size) != 0 ||
            (name->path[size] != 0 && name->path[size] != '/'))
            continue;
        if (asprintf(&path, "%s%s", to, name->path + size) < 0)
            return ASSAY_MEMORY;
        free(name->path);
        name->path = path;
    }
    return ASSAY_OK;
}

assay_status assay_disk_resize(assay_disk_file *file, uint64_t size)
{
    assay_buffer *content = &file->content;

    if (size > content->size) {
        size_t more = (size_t)(size - content->size);
        void *room = assay_buffer_reserve(content, more);
        if (room == NULL)
            return ASSAY_MEMORY;
        memset(room, 0, more);
    }
    content->size = (size_t)size;
    return ASSAY_OK;
}

static const assay_disk_file *file_of(const assay_disk *self, const assay_disk_name *name)
{
    return assay_disk_file_at(self, name->file);
}

static bool same_content(const assay_disk_file *a, const assay_disk_file *b)
{
    return (a->mode & S_IFMT) == (b->mode & S_IFMT) && a->content.size == b->content.size &&
           (a->content.size == 0 || memcmp(a->content.data, b->content.data, a->content.size) == 0);
}

static const char *missing_or_other(const assay_disk *self, const assay_disk *other)
{
    for (size_t i = 0; i < assay_disk_name_count(self); i++) {
        const assay_disk_name *name = assay_disk_name_at(self, i);
        const assay_disk_name *its = assay_disk_find(other, name->path);
        if (its == NULL || !same_content(file_of(self, name), file_of(other, its)))
            return name->path;
    }
    return NULL;
}

const char *assay_disk_difference(const assay_disk *self, const assay_disk *other)
{
    const char *found = missing_or_other(self, other);

    return found != NULL ? found : missing_or_other(other, self);
}

const char *assay_disk_changed(const assay_disk *self, const assay_disk *other,
                               assay_disk_change *change)
{
    const char *path = assay_disk_difference(self, other);

    if (path != NULL)
        *change = assay_disk_find(self, path) == NULL    ? ASSAY_DISK_MORE
                  : assay_disk_find(other, path) == NULL ? ASSAY_DISK_LESS
                                                         : ASSAY_DISK_OTHER;
    return path;
}

static bool matches(const char *folder, const char *path, const char *pattern)
{
    char whole[8192];

    snprintf(whole, sizeof(whole), "%s/%s", folder, path);
    return fnmatch(pattern, whole, FNM_PATHNAME | FNM_PERIOD) == 0;
}

const char *assay_disk_unlike(const assay_disk *self, const assay_disk *other, const char *folder,
                              const char *pattern)
{
    for (size_t i = 0; i < assay_disk_name_count(self); i++) {
        const assay_disk_name *name = assay_disk_name_at(self, i);
        const assay_disk_name *its = assay_disk_find(other, name->path);
        if (its != NULL && S_ISREG(file_of(self, name)->mode) &&
            matches(folder, name->path, pattern) &&
            !same_content(file_of(self, name), file_of(other, its)))
            return name->path;
    }
    return NULL;
}

assay_disk_hash assay_disk_hash_of(const assay_disk *self)
{
    XXH3_state_t state;

    XXH3_128bits_reset(&state);
    for (size_t i = 0; i < assay_disk_name_count(self); i++) {
        const assay_disk_name *name = assay_disk_name_at(self, i);
        const assay_disk_file *file = file_of(self, name);
        uint64_t about[] = {file->mode & S_IFMT, file->content.size};
        XXH3_128bits_update(&state, name->path, strlen(name->path) + 1);
        XXH3_128bits_update(&state, about, sizeof(about));
        XXH3_128bits_update(&state, file->content.data, file->content.size);
    }
    XXH128_hash_t hash = XXH3_128bits_digest(&state);
    return (assay_disk_hash){hash.high64, hash.low64};
}
