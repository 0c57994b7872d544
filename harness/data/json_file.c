/* Reads files of JSON. */
#include "data/json_file.h"

#include <assay/toolkit/error.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define BLOCK 65536
#define FILE_MAX (16 << 20)

static assay_status read_all(FILE *file, const char *path, const char *what, assay_buffer *to,
                             assay_error *error)
{
    for (;;) {
        void *room = assay_buffer_reserve(to, BLOCK);
        if (room == NULL)
            return assay_error_set(error, ASSAY_MEMORY, "%s: out of memory", path);
        size_t got = fread(room, 1, BLOCK, file);
        to->size += got;
        if (got == 0)
            break;
        if (to->size > FILE_MAX)
            return assay_error_set(error, ASSAY_INVALID, "%s: is too large for %s", path, what);
    }
    if (ferror(file))
        return assay_error_set(error, ASSAY_INVALID, "%s: cannot read: %s", path, strerror(errno));
    if (to->size == 0)
        return assay_error_set(error, ASSAY_INVALID, "%s: is empty, expected %s", path, what);
    return ASSAY_OK;
}

static assay_status load(const char *path, const char *what, assay_buffer *to, assay_error *error)
{
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return assay_error_set(error, ASSAY_INVALID, "%s: cannot open: %s", path, strerror(errno));
    assay_status status = read_all(file, path, what, to, error);
    fclose(file);
    return status;
}

static assay_status not_json(const char *path, json_error_t *wrong, assay_error *error)
{
    for (char *at = wrong->text; *at != '\0'; at++)
        if ((unsigned char)*at < ' ' || *at == 0x7f)
            *at = '?';
    return assay_error_set(error, ASSAY_INVALID, "%s:%d: %s, expected JSON", path,
                           wrong->line > 0 ? wrong->line : 1, wrong->text);
}

static assay_status parse(const char *path, assay_json_file *self, assay_error *error)
{
    json_error_t wrong;
    self->root =
        json_loadb((const char *)self->text.data, self->text.size, JSON_REJECT_DUPLICATES, &wrong);
    if (self->root == NULL)
        return not_json(path, &wrong, error);
    if (assay_buffer_append(&self->text.out, "", 1) == ASSAY_OK)
        return ASSAY_OK;
    return assay_error_set(error, ASSAY_MEMORY, "%s: out of memory", path);
}

assay_status assay_json_file_read(const char *path, const char *what, assay_json_file *self,
                                  assay_error *error)
{
    *self = (assay_json_file){NULL, ASSAY_BUFFER_INIT};
    assay_status status = load(path, what, &self->text, error);
    if (status == ASSAY_OK)
        status = parse(path, self, error);
    if (status != ASSAY_OK)
        assay_json_file_clear(self);
    return status;
}

void assay_json_file_clear(assay_json_file *self)
{
    json_decref(self->root);
    assay_buffer_clear(&self->text);
    *self = (assay_json_file){NULL, ASSAY_BUFFER_INIT};
}
