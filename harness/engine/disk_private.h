#ifndef ASSAY_ENGINE_DISK_PRIVATE_H
#define ASSAY_ENGINE_DISK_PRIVATE_H

#include "engine/disk.h"

/* A file, a folder or a symbolic link, whatever its names are. */
typedef struct assay_disk_file {
    uint64_t number;
    uint32_t mode;
    assay_buffer content; /* of a link: its target */
    uint64_t budget;      /* with ASSAY_DATA_HALVED: bytes that may still be written to it */
} assay_disk_file;

typedef struct assay_disk_name {
    char *path; /* owned */
    size_t file;
} assay_disk_name;

struct assay_disk {
    assay_buffer files; /* assay_disk_file, in the order in which they were made */
    assay_buffer names; /* assay_disk_name; in order after assay_disk_sort */
};

size_t assay_disk_file_count(const assay_disk *self);
assay_disk_file *assay_disk_file_at(const assay_disk *self, size_t i);
size_t assay_disk_name_count(const assay_disk *self);
assay_disk_name *assay_disk_name_at(const assay_disk *self, size_t i);

void assay_disk_clear(assay_disk *self);
void assay_disk_sort(assay_disk *self); /* names by path: a folder before what is in it */

/* *made: its place among the files. */
assay_status assay_disk_make(assay_disk *self, uint64_t number, uint32_t mode,
                             size_t *made) ASSAY_MUST_USE;
/* A name for it, in place of what may have it. */
assay_status assay_disk_give_name(assay_disk *self, const char *path, size_t file) ASSAY_MUST_USE;
void assay_disk_drop_name(assay_disk *self, const char *path);
/* What path and what is below it are called from now on. */
assay_status assay_disk_move(assay_disk *self, const char *from, const char *to) ASSAY_MUST_USE;
assay_disk_name *assay_disk_find(const assay_disk *self, const char *path); /* NULL: none */

assay_status assay_disk_resize(assay_disk_file *file, uint64_t size) ASSAY_MUST_USE;

#endif
