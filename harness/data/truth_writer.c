/* Writes truth files as the records come, in constant memory. */
#include "data/truth.h"

#include "data/truth_file.h"
#include <assay/toolkit/error.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LOOK_EVERY 64 /* records that are added between two looks at the guard */

struct assay_truth_writer {
    assay_truth_header header;
    FILE *file;
    FILE *index; /* has no name; becomes the end of file */
    char *path;
    const assay_guard *guard;
};

static void writer_free(assay_truth_writer *self)
{
    if (self->file != NULL)
        fclose(self->file);
    if (self->index != NULL)
        fclose(self->index);
    free(self->path);
    free(self);
}

static assay_status cannot(const char *what, const char *path, assay_error *error)
{
    return assay_error_set(error, ASSAY_IO, "cannot %s '%s': %s", what, path, strerror(errno));
}

static assay_status write_all(assay_truth_writer *self, FILE *to, const void *data, size_t size,
                              assay_error *error)
{
    if (size > 0 && fwrite(data, 1, size, to) != size)
        return cannot("write", self->path, error);
    return ASSAY_OK;
}

/* A file beside path that is gone when it is closed. */
static FILE *open_nameless(const char *path)
{
    char *name;
    if (asprintf(&name, "%s.index", path) < 0)
        return NULL;
    FILE *file = fopen(name, "w+e");
    if (file != NULL)
        unlink(name);
    free(name);
    return file;
}

assay_status assay_truth_writer_open(const char *path, uint32_t fields, assay_truth_writer **writer,
                                     assay_error *error)
{
    static const assay_truth_header unfinished;
    assay_truth_writer *self = calloc(1, sizeof(*self));
    if (self == NULL)
        return ASSAY_MEMORY;
    self->header = (assay_truth_header){.magic = ASSAY_TRUTH_MAGIC, .fields = fields};
    self->path = strdup(path);
    assay_status status = self->path == NULL ? ASSAY_MEMORY : ASSAY_OK;
    if (status == ASSAY_OK && (self->file = fopen(path, "we")) == NULL)
        status = cannot("create", path, error);
    if (status == ASSAY_OK && (self->index = open_nameless(path)) == NULL)
        status = cannot("create the index of", path, error);
    if (status == ASSAY_OK)
        status = write_all(self, self->file, &unfinished, sizeof(unfinished), error);
    if (status == ASSAY_OK)
        *writer = self;
    else
        writer_free(self);
    return status;
}

void assay_truth_writer_watch(assay_truth_writer *self, const assay_guard *guard)
{
    self->guard = guard;
}

assay_status assay_truth_writer_add(assay_truth_writer *self, const assay_record *record,
                                    assay_error *error)
{
    assay_truth_header *header = &self->header;
    if (header->count % LOOK_EVERY == 0 && assay_guard_stopped(self->guard))
        return ASSAY_END;
    assay_truth_entry entry = {header->bytes,     record->value.size, record->id.size,
                               record->timestamp, header->low,        header->high};
    ASSAY_TRY(write_all(self, self->index, &entry, sizeof(entry), error));
    ASSAY_TRY(write_all(self, self->file, record->value.data, record->value.size, error));
    ASSAY_TRY(write_all(self, self->file, record->id.data, record->id.size, error));
    assay_digest digest = assay_digest_of(record, (uint32_t)header->fields);
    header->low += digest.low;
    header->high += digest.high;
    header->bytes += record->value.size + record->id.size;
    header->count++;
    return ASSAY_OK;
}

static assay_status append_index(assay_truth_writer *self, assay_error *error)
{
    static const char zeros[ASSAY_TRUTH_ALIGN];
    char block[1 << 16];
    size_t got;
    size_t padding = -self->header.bytes % ASSAY_TRUTH_ALIGN;
    ASSAY_TRY(write_all(self, self->file, zeros, padding, error));
    if (fflush(self->index) != 0 || fseek(self->index, 0, SEEK_SET) != 0)
        return cannot("write", self->path, error);
    while ((got = fread(block, 1, sizeof(block), self->index)) > 0)
        ASSAY_TRY(write_all(self, self->file, block, got, error));
    if (ferror(self->index))
        return cannot("read the index of", self->path, error);
    return ASSAY_OK;
}

static assay_status write_header(assay_truth_writer *self, assay_error *error)
{
    if (fflush(self->file) != 0 || fseek(self->file, 0, SEEK_SET) != 0)
        return cannot("write", self->path, error);
    ASSAY_TRY(write_all(self, self->file, &self->header, sizeof(self->header), error));
    int failed = fclose(self->file);
    self->file = NULL;
    return failed != 0 ? cannot("write", self->path, error) : ASSAY_OK;
}

assay_status assay_truth_writer_finish(assay_truth_writer *self, assay_error *error)
{
    assay_status status = append_index(self, error);
    if (status == ASSAY_OK)
        status = write_header(self, error);
    writer_free(self);
    return status;
}
